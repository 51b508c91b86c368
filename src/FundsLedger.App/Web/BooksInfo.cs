using FundsLedger.App.Storage;

namespace FundsLedger.App.Web;

/// <summary>What never changes about the books that are open.</summary>
public sealed class BooksInfo(LedgerReads reads)
{
    private readonly Lazy<(bool IsDemo, string LedgerId)> _books = new(() => ReadAsync(reads).GetAwaiter().GetResult());

    /// <summary>True for a demonstration: every page and document says so.</summary>
    public bool IsDemo => _books.Value.IsDemo;

    /// <summary>The books' own number, as signed heads name them.</summary>
    public string LedgerId => _books.Value.LedgerId;

    private static async Task<(bool, string)> ReadAsync(LedgerReads reads)
    {
        await using var connection = await reads.OpenAsync().ConfigureAwait(false);
        var rows = await connection.Command(null, "SELECT is_demo, ledger_id FROM books")
            .RowsAsync(row => (row.GetBoolean(0), row.GetString(1))).ConfigureAwait(false);
        return rows is [var books] ? books
            : throw new InvalidOperationException("There are no books here yet. Run 'fundsledger migrate' or 'fundsledger demo' first.");
    }
}
