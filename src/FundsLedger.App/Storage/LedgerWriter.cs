using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>The only way into the books. One writer per process holds one connection with its prepared commands; a database lock serialises processes.</summary>
public sealed class LedgerWriter(LedgerDatabase database, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DbConnection? _connection;
    private EntryStore? _store;
    private LedgerCatalog? _catalog;

    /// <summary>Begins one transaction: everything posted and registered in it is written together, or not at all. The next caller waits.</summary>
    public async Task<LedgerSession> BeginAsync(Actor actor, CancellationToken cancel = default)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_connection is null)
            {
                _connection = await database.OpenAsync(cancel);
                _store = database.IsOnPostgres ? new PostgresEntryStore(_connection) : new SqliteEntryStore(_connection);
            }
            return await LedgerSession.OpenAsync(this, database.IsOnPostgres, _connection, _store!, _catalog, actor, clock.GetUtcNow(), cancel);
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
        await using var session = await BeginAsync(actor, cancel);
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
    internal async ValueTask EndAsync(LedgerCatalog? catalog, bool failed)
    {
        _catalog = catalog;
        if (failed) await ForgetConnectionAsync();
        _turn.Release();
    }

    private async ValueTask ForgetConnectionAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_connection is not null) await _connection.DisposeAsync();
        (_store, _connection, _catalog) = (null, null, null);
    }
}

/// <summary>The receipt for an entry.</summary>
/// <param name="Seq">Its place in the sequence.</param>
/// <param name="Id">Its UUID.</param>
/// <param name="RecordedAt">When it became known.</param>
/// <param name="IsRepeat">True when it had been posted before with the same content: nothing was written now.</param>
public sealed record PostedEntry(long Seq, string Id, DateTimeOffset RecordedAt, bool IsRepeat);
