using System.Collections.Concurrent;
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
public sealed class LedgerReads(LedgerDatabase database, TimeProvider clock, IChance? chance = null)
{
    // One for each kind of reader, and one for each donor that somebody speaks for: as many as there are such readers.
    private readonly ConcurrentDictionary<string, BooksNow> _now = new(StringComparer.Ordinal);
    private LedgerCatalog? _catalog;

    public LedgerDatabase Database => database;

    public TimeProvider Clock => clock;

    /// <summary>Where everything random comes from.</summary>
    public IChance Chance { get; } = chance ?? SystemChance.Instance;

    /// <summary>Today, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>A connection for one page's questions.</summary>
    public Task<DbConnection> OpenAsync(CancellationToken cancel = default) => database.OpenAsync(cancel);

    /// <summary>Funds, accounts and donors, without closed and reconciled days; read again only when one of them is added or changed.</summary>
    public async Task<LedgerCatalog> CatalogAsync(DbConnection connection, CancellationToken cancel = default)
    {
        var version = await connection.Command(null, "SELECT chart_version FROM ledger_state WHERE id = 1").NumberAsync(cancel);
        var known = _catalog;
        return known?.Version == version ? known : _catalog = await CatalogReader.ReadWithoutDaysAsync(connection, cancel);
    }

    /// <summary>The same with the days through which funds are closed and bank accounts reconciled; read each time.</summary>
    public static Task<LedgerCatalog> CatalogWithDaysAsync(DbConnection connection, CancellationToken cancel = default) =>
        CatalogReader.ReadAsync(connection, null, cancel);

    /// <summary>What a reader is shown of the books as long as nothing changed that this reader may see.</summary>
    /// <param name="reader">Readers who follow the same records; nobody finds kept what another kind of reader has asked for.</param>
    /// <param name="version">Of what they follow.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<BooksNow> NowAsync(string reader, BooksVersion version, CancellationToken cancel = default)
    {
        var today = Today;
        if (_now.TryGetValue(reader, out var known) && known.Is(version, today)) return known;
        await using var connection = await OpenAsync(cancel);
        return _now[reader] = new BooksNow(version, await CatalogAsync(connection, cancel), today);
    }

    /// <summary>Funds, accounts and donors, over a connection of its own.</summary>
    public async Task<LedgerCatalog> CatalogAsync(CancellationToken cancel = default)
    {
        await using var connection = await OpenAsync(cancel);
        return await CatalogAsync(connection, cancel);
    }

    /// <summary>Refuses a knowledge instant that lies ahead; null when the moment may be asked for.</summary>
    public Refusal? Check(Moment moment) => moment.KnownAt is { } known && known > clock.GetUtcNow() ? new KnownAtIsInTheFuture(known) : null;
}
