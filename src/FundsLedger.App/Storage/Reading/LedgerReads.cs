using System.Collections.Concurrent;
using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>The two axes of every question: the effective date of the books, and the moment of knowledge (null: everything known
/// now).</summary>
/// <param name="AsOf">Last effective date, inclusive.</param>
/// <param name="KnownAt">Last knowledge instant, inclusive; null for now.</param>
public sealed record Moment(DateOnly AsOf, DateTimeOffset? KnownAt = null);

/// <summary>A knowledge instant that has not come yet.</summary>
public sealed record KnownAtIsInTheFuture(DateTimeOffset KnownAt) : Refusal("known_at_is_in_the_future",
    $"{Microseconds.Print(KnownAt)} has not come yet: nobody can say what will be known then. Ask for a moment up to now.");

/// <summary>Answers of which funds the reader may know.</summary>
public interface IFundsInReach
{
    /// <summary>For this request; every fund where nobody asks through the web.</summary>
    FundsCovered Now { get; }
}

/// <summary>Reads the books. Every figure anywhere comes from here, so that a page, a document and a program show the same.</summary>
public sealed class LedgerReads(LedgerDatabase database, TimeProvider clock, IChance? chance = null, IFundsInReach? inReach = null)
{
    // One for each kind of reader, and one for each donor that somebody speaks for.
    private readonly ConcurrentDictionary<string, BooksNow> _now = new(StringComparer.Ordinal);
    // One for each set of funds that somebody's roles are for.
    private readonly ConcurrentDictionary<FundsCovered, LedgerCatalog> _catalogs = new();
    private LedgerReads? _whole;

    public LedgerDatabase Database => database;

    public TimeProvider Clock => clock;

    /// <summary>Where everything random comes from.</summary>
    public IChance Chance { get; } = chance ?? SystemChance.Instance;

    /// <summary>Today, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>The funds of which the reader may know.</summary>
    public FundsCovered InReach => inReach?.Now ?? FundsCovered.All;

    /// <summary>A connection for one page's questions: it shows what the reader may know of.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancel = default)
    {
        var funds = InReach;
        return funds.IsAll ? await database.OpenAsync(cancel) : await database.OpenAsync(await SeenAsync(funds, cancel), cancel);
    }

    /// <summary>The same for work about the books themselves, whoever started it: checks, and the reading that a forecast is made
    /// from.</summary>
    public LedgerReads Whole => inReach is null ? this : _whole ??= new LedgerReads(database, clock, Chance);

    /// <summary>A connection that shows everything, whoever reads: for what belongs to no fund, such as the hashes of a log.</summary>
    public Task<DbConnection> OpenWholeAsync(CancellationToken cancel = default) => database.OpenAsync(cancel);

    /// <summary>The journal's number of the entry that this reader calls by the given number; 0 where there is none.</summary>
    public async Task<long> NumberInJournalAsync(long shown, CancellationToken cancel = default)
    {
        var funds = InReach;
        if (funds.IsAll || !(await SeenAsync(funds, cancel)).HasOwnNumbers) return shown;
        await using var whole = await OpenWholeAsync(cancel);
        return await whole.Command(null, "SELECT seq FROM entries WHERE tree = @tree AND leaf_index = @shown",
            ("@tree", (int)LogClass.Open), ("@shown", shown)).NumberAsync(cancel);
    }

    private async Task<SeenFunds> SeenAsync(FundsCovered funds, CancellationToken cancel)
    {
        await using var whole = await OpenWholeAsync(cancel);
        var catalog = await CatalogAsync(whole, cancel);
        return new SeenFunds(funds, HasOwnNumbers: !catalog.Within(funds).Funds.Any(fund => Disclosure.For(Reader.Outside, fund).IsMarked));
    }

    /// <summary>Funds, accounts and donors, without closed and reconciled days; read again only when one of them is added or
    /// changed.</summary>
    public async Task<LedgerCatalog> CatalogAsync(DbConnection connection, CancellationToken cancel = default)
    {
        var version = await connection.Command(null, "SELECT chart_version FROM ledger_state WHERE id = 1").NumberAsync(cancel);
        var funds = LedgerDatabase.SeenBy(connection).Funds;
        return _catalogs.TryGetValue(funds, out var known) && known.Version == version ? known
            : _catalogs[funds] = await CatalogReader.ReadWithoutDaysAsync(connection, cancel);
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
        reader = $"{reader} {InReach.Text}";
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
    public Refusal? Check(Moment moment) =>
        moment.KnownAt is { } known && known > clock.GetUtcNow() ? new KnownAtIsInTheFuture(known) : null;
}
