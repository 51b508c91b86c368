using System.Collections.Concurrent;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>The books in the state they are in now, with what has been worked out of it: entries are never changed, so the same state gives the same figures, and they are reckoned once however many people look.</summary>
public sealed class BooksNow(long seq, LedgerCatalog catalog, DateOnly today)
{
    // Only what pages ask on their own; nobody can make this grow by asking for odd dates.
    private const int MostKept = 256;
    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> _kept = new(StringComparer.Ordinal);

    /// <summary>Funds, accounts, donors and closed periods.</summary>
    public LedgerCatalog Catalog => catalog;

    /// <summary>The day it is; a new one is a new state.</summary>
    public DateOnly Today => today;

    /// <summary>True while neither an entry, nor a register row, nor a day has come.</summary>
    public bool Is(long lastSeq, long lastCatalogVersion, DateOnly day) => (seq, catalog.Version, today) == (lastSeq, lastCatalogVersion, day);

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
