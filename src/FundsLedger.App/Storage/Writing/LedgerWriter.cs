using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>The only way into the books. One writer per process holds one connection with its prepared commands; a database lock serialises
/// processes.</summary>
public sealed class LedgerWriter(LedgerDatabase database, TimeProvider clock, IChance? chance = null) : IAsyncDisposable
{
    /// <summary>Where everything random comes from.</summary>
    public IChance Chance { get; } = chance ?? SystemChance.Instance;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private DbConnection? _connection;
    private EntryStore? _store;
    private WriterMemory? _memory;
    private FundsCovered _shown = FundsCovered.All;

    /// <summary>Begins one transaction: everything posted and registered in it is written together, or not at all. The next caller
    /// waits.</summary>
    public Task<LedgerSession> BeginAsync(Actor actor, CancellationToken cancel = default) => BeginAsync(actor, expectedKey: null, cancel);

    /// <summary>As <see cref="BeginAsync(Actor, CancellationToken)"/>, for a transaction that will post an entry with a known
    /// key.</summary>
    internal async Task<LedgerSession> BeginAsync(Actor actor, string? expectedKey, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_connection is null)
            {
                _connection = await database.OpenAsync(cancel);
                _store = database.IsOnPostgres ? new PostgresEntryStore(_connection) : new SqliteEntryStore(_connection);
            }
            if (!actor.Within.IsAll && actor.Within != _shown)
            {
                await database.ShowToActAsync(_connection, actor.Within, cancel);
                _shown = actor.Within;
            }
            return await LedgerSession.OpenAsync(this, _connection, _store!, _memory, expectedKey, actor, clock.GetUtcNow(), cancel);
        }
        catch
        {
            await ForgetConnectionAsync();
            _turn.Release();
            throw;
        }
    }

    /// <summary>Posts one entry in a transaction of its own.</summary>
    public async Task<Outcome<PostedEntry>> PostAsync(EntryDraft draft, Actor actor, CancellationToken cancel = default)
    {
        // A malformed key cannot be looked up; the session refuses it.
        await using var session = await BeginAsync(actor, LedgerRules.BrokenText(draft.Key) is null ? draft.Key : null, cancel);
        var posted = await session.PostAsync(draft, cancel);
        if (!posted.IsRefused && !posted.Value.IsRepeat) await session.CommitAsync(cancel);
        return posted;
    }

    public async ValueTask DisposeAsync()
    {
        await ForgetConnectionAsync();
        _turn.Dispose();
    }

    /// <summary>Called by the session when it ends; a failed one gives up the connection, whose state nobody knows.</summary>
    internal async ValueTask EndAsync(WriterMemory? memory, bool failed)
    {
        _memory = memory;
        if (failed) await ForgetConnectionAsync();
        _turn.Release();
    }

    private async ValueTask ForgetConnectionAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_connection is not null) await _connection.DisposeAsync();
        (_store, _connection, _memory, _shown) = (null, null, null, FundsCovered.All);
    }
}

/// <summary>What the last transaction knew of the books. The next one uses it if the state row, read under the lock, shows that nobody
/// wrote in between.</summary>
/// <param name="Catalog">Current while the count of register rows is its version; null when this writer has just changed a
/// register.</param>
/// <param name="LastSeq">The last entry that <paramref name="AvailableMoves"/> counts: they hold while it is the last.</param>
/// <param name="AvailableMoves">By fund, what moved <em>available</em> on each day, in cents.</param>
/// <param name="AccountMoves">By account, currency and item (null: the whole account), what moved it on each day, in minor units; as far as
/// known, and true as long as <paramref name="AvailableMoves"/> is.</param>
/// <param name="Persons">The marks of persons' names; these rows never change. Null after a rollback.</param>
internal sealed record WriterMemory(LedgerCatalog? Catalog, long LastSeq, Dictionary<int, SortedList<DateOnly, long>> AvailableMoves,
    Dictionary<(int AccountId, Currency Currency, string? Item), SortedList<DateOnly, long>> AccountMoves,
    IReadOnlyDictionary<(string Subject, string Name), byte[]>? Persons);

/// <summary>The receipt for an entry.</summary>
/// <param name="Seq">Its place in the sequence.</param>
/// <param name="Id">Its UUID.</param>
/// <param name="RecordedAt">When it became known.</param>
/// <param name="IsRepeat">True when it had been posted before with the same content: nothing was written now.</param>
public sealed record PostedEntry(long Seq, string Id, DateTimeOffset RecordedAt, bool IsRepeat);
