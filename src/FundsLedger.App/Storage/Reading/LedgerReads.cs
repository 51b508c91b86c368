using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>The two axes of every question: the effective date of the books, and the moment of knowledge (null: everything known now).</summary>
/// <param name="AsOf">Last effective date, inclusive.</param>
/// <param name="KnownAt">Last knowledge instant, inclusive; null for now.</param>
public sealed record Moment(DateOnly AsOf, DateTimeOffset? KnownAt = null);

/// <summary>A knowledge instant that has not come yet.</summary>
public sealed record KnownAtIsInTheFuture(DateTimeOffset KnownAt) : Refusal("known_at_is_in_the_future",
    $"{Microseconds.Print(KnownAt)} has not come yet: nobody can say what will be known then. Ask for a moment up to now.");

/// <summary>Reads the books. Every figure anywhere comes from here, so that a page, a document and a program show the same.</summary>
public sealed class LedgerReads(LedgerDatabase database, TimeProvider clock)
{
    private LedgerCatalog? _catalog;
    private BooksNow? _now;

    public LedgerDatabase Database => database;

    public TimeProvider Clock => clock;

    /// <summary>Today, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>A connection for one page's questions.</summary>
    public Task<DbConnection> OpenAsync(CancellationToken cancel = default) => database.OpenAsync(cancel);

    /// <summary>Funds, accounts, donors and closed periods; read again only when one of them changed.</summary>
    public async Task<LedgerCatalog> CatalogAsync(DbConnection connection, CancellationToken cancel = default)
    {
        var version = await connection.Command(null, "SELECT catalog_version FROM ledger_state WHERE id = 1").NumberAsync(cancel);
        var known = _catalog;
        return known?.Version == version ? known : _catalog = await CatalogReader.ReadAsync(connection, null, cancel);
    }

    /// <summary>The books in a state, with what was worked out of them before.</summary>
    /// <param name="seq">Last entry.</param>
    /// <param name="catalog">Version of the catalog.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<BooksNow> NowAsync(long seq, long catalog, CancellationToken cancel = default)
    {
        var (known, today) = (_now, Today);
        return known?.Is(seq, catalog, today) == true ? known : _now = new BooksNow(seq, await CatalogAsync(cancel), today);
    }

    /// <summary>Funds, accounts, donors and closed periods, over a connection of its own.</summary>
    public async Task<LedgerCatalog> CatalogAsync(CancellationToken cancel = default)
    {
        await using var connection = await OpenAsync(cancel);
        return await CatalogAsync(connection, cancel);
    }

    /// <summary>Refuses a knowledge instant that lies ahead; null when the moment may be asked for.</summary>
    public Refusal? Check(Moment moment) => moment.KnownAt is { } known && known > clock.GetUtcNow() ? new KnownAtIsInTheFuture(known) : null;
}
