using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>What the books know of a key.</summary>
internal sealed record StoredKey(long Seq, string Id, long RecordedAt, byte[] InputHash);

/// <summary>How one kind of database takes entries fastest; used by <see cref="LedgerSession"/> alone.</summary>
internal abstract class EntryStore(DbConnection connection) : IAsyncDisposable
{
    protected const string EntryColumns =
        "seq, id, fund_id, effective_date, recorded_at, kind, description, reference, actor_id, actor_name, source_document, idempotency_key, input_hash, reverses_seq, leaf_index, salt, leaf_hash";

    protected const string PostingColumns =
        "entry_seq, line, account_id, effective_date, currency, amount_minor, eur_minor, donor, pledge, agreement, request, commitment, payment";

    protected DbConnection Connection => connection;

    protected DbTransaction? Transaction { get; private set; }

    /// <summary>Binds the store to a new transaction.</summary>
    public virtual ValueTask BeginAsync(DbTransaction transaction, CancellationToken cancel)
    {
        Transaction = transaction;
        return ValueTask.CompletedTask;
    }

    /// <summary>Learns about the keys of many drafts at once, where that saves round trips.</summary>
    public virtual ValueTask PrepareForAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancel) => ValueTask.CompletedTask;

    /// <summary>The entry that used a key, in the books or in this transaction.</summary>
    public abstract ValueTask<StoredKey?> FindKeyAsync(string key, CancellationToken cancel);

    /// <summary>Takes an entry; its postings reach the database before it does, and the guard sums them.</summary>
    public abstract ValueTask AddAsync(EntryRecord entry, int fundId, IReadOnlyList<PlannedPosting> postings, long leafIndex, byte[] leafHash, CancellationToken cancel);

    /// <summary>Puts everything taken into the database.</summary>
    public virtual ValueTask FlushAsync(CancellationToken cancel) => ValueTask.CompletedTask;

    /// <summary>Adds the movements to daily_totals and empties them.</summary>
    public abstract ValueTask FlushTotalsAsync(Dictionary<(int AccountId, DateOnly Date, Currency Currency), DayTotal> totals, CancellationToken cancel);

    /// <summary>Drops what was taken and not flushed.</summary>
    public virtual void Forget()
    {
    }

    /// <summary>Moves the one state row on.</summary>
    public async ValueTask SaveStateAsync(long lastSeq, long recordedAt, long catalogVersion, MerkleFrontier frontier, CancellationToken cancel) =>
        await connection.Command(Transaction,
            "UPDATE ledger_state SET last_seq = @seq, last_recorded_at = @at, catalog_version = @version, log_size = @size, log_root = @root, log_peaks = @peaks WHERE id = 1",
            ("@seq", lastSeq), ("@at", recordedAt), ("@version", catalogVersion), ("@size", frontier.Size), ("@root", frontier.Root()), ("@peaks", frontier.Save())).RunAsync(cancel);

    public abstract ValueTask DisposeAsync();
}
