using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>What every shared sample leaves on which account: totals.txt is the list, and says of each whether it left the same before
/// files were read as real banks send them.</summary>
public sealed class TotalsTests
{
    [Theory, EveryDatabase]
    public async Task Every_shared_sample_leaves_its_written_totals_by_account(DatabaseKind on)
    {
        var actual = new StringBuilder();
        foreach (var path in BankFiles.Shared("camt").Concat(BankFiles.Shared("mt940"))) await OfSampleAsync(actual, on, path);
        foreach (var folder in (string[])["field", "field/passing"])
            foreach (var series in BankFiles.Shared(folder).Where(IsBankFile).GroupBy(path => FieldTests.Series(Path.GetFileName(path))))
                await OfSeriesAsync(actual, on, folder, [.. series]);
        var expected = string.Concat((await File.ReadAllLinesAsync(Golden())).Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line[..line.LastIndexOf('|')].TrimEnd() + "\n"));
        Assert.Equal(expected, actual.ToString());
    }

    /// <summary>A sample of other people: each of its accounts is registered with the opening balance of its first statement.</summary>
    private static async Task OfSampleAsync(StringBuilder text, DatabaseKind on, string path)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await BankFiles.EnterRateAsync(books, "PLN", "2017-01-15", "0.23");
        var preview = await BankFiles.Import(books).PreviewAsync(BankFile.At(path));
        if (!preview.IsRefused)
            foreach (var (index, first) in preview.Value.Statements.Select(statement => statement.Head).DistinctBy(head => head.Account)
                .Index())
                await books.RegisterAsync($"B-{index}", first.Account, first.Currency.Code,
                    first.Opening?.Amount.ToDecimalString() ?? "0.00", "2000-01-01");
        await BankFiles.Import(books).RunAsync(BankFile.At(path), null, TestBooks.Recorder);
        text.Append(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)} | {await TotalsAsync(books)}\n");
    }

    /// <summary>Files that follow each other, on the books of the field cases.</summary>
    private static async Task OfSeriesAsync(StringBuilder text, DatabaseKind on, string folder, List<string> paths)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.RegisterAsync("MAIN", "DE89370400440532013000", opening: "1000.00", startsOn: "2026-01-31");
        await books.RegisterAsync("SFRB", "FR1420041010050500013M02606", opening: "500.00", startsOn: "2026-01-31", fund: "SFR");
        foreach (var path in paths)
        {
            await BankFiles.Import(books).RunAsync(BankFile.At(path), FieldTests.MappingOf(path), TestBooks.Recorder);
            text.Append(CultureInfo.InvariantCulture, $"{folder}/{Path.GetFileName(path)} | {await TotalsAsync(books)}\n");
        }
    }

    private static bool IsBankFile(string path) => Path.GetExtension(path) is ".sta" or ".xml" or ".csv" or ".zip";

    /// <summary>What was posted to each account, bank accounts by their own code.</summary>
    private static async Task<string> TotalsAsync(TestBooks books)
    {
        await using var connection = await books.Database.OpenAsync();
        var totals = await connection.Command(null,
            """
            SELECT f.code, COALESCE(b.code, a.code), p.currency, CAST(SUM(p.amount_minor) AS BIGINT) FROM postings p
            JOIN accounts a ON a.id = p.account_id JOIN funds f ON f.id = a.fund_id LEFT JOIN bank_accounts b ON b.account_id = a.id
            GROUP BY f.code, COALESCE(b.code, a.code), p.currency HAVING SUM(p.amount_minor) <> 0
            """).RowsAsync(row =>
                $"{row.GetString(0)}/{row.GetString(1)} {new Money(row.GetInt64(3), Currency.Of(row.GetString(2)))}");
        return totals.Count == 0 ? "nothing" : string.Join(", ", totals.Order(StringComparer.Ordinal));
    }

    private static string Golden([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "totals.txt");
}
