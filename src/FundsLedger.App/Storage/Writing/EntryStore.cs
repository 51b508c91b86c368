using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>What the books know of a key.</summary>
internal sealed record StoredKey(long Seq, string Id, long RecordedAt, byte[] InputHash);

/// <summary>The state: where the sequence, the instants and the registers stand (one row, the writers' lock), and the edge of each
/// log.</summary>
/// <param name="OpenVersion">Moves with whatever an outsider could see change (<see cref="OpenRecords"/>), and with nothing else.</param>
/// <param name="ChartVersion">Moves when a fund, its settings, an account or a donor comes.</param>
/// <param name="QuietVersion">Moves with register rows of which no page is made.</param>
internal sealed record LedgerState(long LastSeq, long LastRecordedAt, long CatalogVersion,
    IReadOnlyDictionary<LogClass, MerkleFrontier> Logs, long OpenVersion, long ChartVersion, long QuietVersion);

/// <summary>How one kind of database takes entries fastest; used by <see cref="LedgerSession"/> alone.</summary>
internal abstract class EntryStore(DbConnection connection) : IAsyncDisposable
{
    protected const string EntryColumns =
        "seq, id, fund_id, effective_date, recorded_at, kind, description, reference, actor_id, actor_name, source_document, "
            + "idempotency_key, input_hash, reverses_seq, tree, leaf_index, leaf_hash, place, salt, withheld_salt";

    protected const string PostingColumns =
        "entry_seq, line, account_id, effective_date, currency, amount_minor, eur_minor, donor, pledge, agreement, request, commitment, "
            + "payment";

    protected const string StateQuestion =
        "SELECT last_seq, last_recorded_at, catalog_version, open_version, chart_version, quiet_version FROM ledger_state "
            + "WHERE id = 1";

    protected const string LogsQuestion = "SELECT tree, size, peaks FROM log_trees";

    protected DbConnection Connection => connection;

    protected DbTransaction? Transaction { get; private set; }

    /// <summary>Binds the store to a new transaction, in which it reads the state row; on a server that takes the writers' lock.</summary>
    /// <param name="transaction">Everything happens in it.</param>
    /// <param name="expectedKey">A key that will be asked for, where looking it up on the way saves a round trip.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The state; null when the books have none.</returns>
    public ValueTask<LedgerState?> BeginAsync(DbTransaction transaction, string? expectedKey, CancellationToken cancel)
    {
        Transaction = transaction;
        return BeginAsync(expectedKey, cancel);
    }

    /// <summary>Learns about the keys of many drafts at once, where that saves round trips.</summary>
    public virtual ValueTask PrepareForAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancel) => ValueTask.CompletedTask;

    /// <summary>The entry that used a key, in the books or in this transaction.</summary>
    public abstract ValueTask<StoredKey?> FindKeyAsync(string key, CancellationToken cancel);

    /// <summary>Takes an entry; its postings reach the database before it does, and the guard sums them.</summary>
    public abstract ValueTask AddAsync(EntryRecord entry, int fundId, IReadOnlyList<PlannedPosting> postings, SealedAt sealedAt,
        CancellationToken cancel);

    /// <summary>Adds rows (whole numbers, texts, bytes, nulls) to a table that is not the journal.</summary>
    public abstract ValueTask AddRowsAsync(string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows,
        CancellationToken cancel);

    /// <summary>Puts everything taken into the database.</summary>
    public virtual ValueTask FlushAsync(CancellationToken cancel) => ValueTask.CompletedTask;

    /// <summary>Puts everything taken into the database, adds the movements to daily_totals, and moves the state row on: the last
    /// statements before the commit.</summary>
    public abstract ValueTask FinishAsync(Dictionary<(int AccountId, DateOnly Date, Currency Currency), DayTotal> totals, LedgerState state,
        CancellationToken cancel);

    /// <summary>Drops what was taken and not flushed.</summary>
    public virtual void Forget()
    {
    }

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask<LedgerState?> BeginAsync(string? expectedKey, CancellationToken cancel);

    /// <summary>Reads the state from two results: its row, and the rows of the logs. Null when there is none, or when books of an earlier
    /// shape wait to be sealed in their logs.</summary>
    protected static async ValueTask<LedgerState?> ReadStateAsync(DbDataReader row, CancellationToken cancel)
    {
        if (!await row.ReadAsync(cancel)) return null;
        var (lastSeq, lastRecordedAt, catalogVersion, openVersion, chartVersion, quietVersion) =
            (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
        await row.NextResultAsync(cancel);
        var logs = new Dictionary<LogClass, MerkleFrontier>();
        while (await row.ReadAsync(cancel)) logs.Add((LogClass)row.GetInt32(0), MerkleFrontier.Load(row.GetInt64(1), row.Blob(2)));
        return LogClasses.Written.All(logs.ContainsKey)
            ? new LedgerState(lastSeq, lastRecordedAt, catalogVersion, logs, openVersion, chartVersion, quietVersion) : null;
    }
}
