using System.Collections.Concurrent;
using System.Data.Common;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>Where the books stand, as the state row says.</summary>
/// <param name="LastSeq">The last entry of any fund.</param>
/// <param name="Catalog">Counts the rows of all registers of which pages are made.</param>
/// <param name="Open">Counts what an outsider could see change.</param>
public readonly record struct BooksState(long LastSeq, long Catalog, long Open)
{
    /// <summary>Columns of <c>ledger_state</c> that <see cref="Read"/> takes, in its order.</summary>
    public const string Columns = "last_seq, catalog_version - quiet_version, open_version";

    /// <summary>From three columns of a row.</summary>
    public static BooksState Read(DbDataReader row, int first) =>
        new(row.GetInt64(first), row.GetInt64(first + 1), row.GetInt64(first + 2));

    /// <summary>Asks for it.</summary>
    public static async Task<BooksState> OfAsync(DbConnection connection, CancellationToken cancel) =>
        (await connection.Command(null, $"SELECT {Columns} FROM ledger_state WHERE id = 1").RowsAsync(row => Read(row, 0), cancel))[0];

    /// <summary>What somebody who may see every fund follows.</summary>
    public BooksVersion OfEverything => new(LastSeq, Catalog);

    /// <summary>What follows the open funds alone.</summary>
    public BooksVersion OfOpenFunds => new(Open, 0);

    /// <summary>What a figure of one fund follows: nothing of a protected fund moves an open one.</summary>
    public BooksVersion Of(Fund fund) => OpenRecords.IsSeenOutside(fund) ? OfOpenFunds : OfEverything;
}

/// <summary>Two counters that together stand for a state: while both stay, so does everything that follows them.</summary>
public readonly record struct BooksVersion(long First, long Second);

/// <summary>The books in the state they are in now, with what has been worked out of it: entries are never changed, so the same state gives
/// the same figures, and they are reckoned once however many people look.</summary>
public sealed class BooksNow(BooksVersion version, LedgerCatalog catalog, DateOnly today)
{
    // Only what pages ask on their own; nobody can make this grow by asking for odd dates.
    private const int MostKept = 256;
    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> _kept = new(StringComparer.Ordinal);

    /// <summary>Funds, accounts and donors.</summary>
    public LedgerCatalog Catalog => catalog;

    /// <summary>Today (UTC): a new day is a new state.</summary>
    public DateOnly Today => today;

    /// <summary>True while neither a record that the reader follows nor a day has come.</summary>
    public bool Is(BooksVersion now, DateOnly day) => (version, today) == (now, day);

    /// <summary>What <paramref name="make"/> gives, made once for this state. It must not be changed by whoever gets it.</summary>
    /// <param name="name">Names it, with everything it depends on besides the books: fund, language, reach.</param>
    /// <param name="make">Makes it; must not be given up half-way, because others wait for it.</param>
    public async Task<T> OnceAsync<T>(string name, Func<Task<T>> make) where T : class
    {
        if (_kept.Count >= MostKept) _kept.Clear();
        var kept = _kept.GetOrAdd(name, _ => new Lazy<Task<object>>(async () => await make()));
        try
        {
            return (T)await kept.Value;
        }
        catch
        {
            // The next one tries again.
            _kept.TryRemove(name, out _);
            throw;
        }
    }
}
