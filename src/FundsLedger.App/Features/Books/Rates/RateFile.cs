using System.Globalization;
using System.Text;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Reports.Export;

namespace FundsLedger.App.Features.Books.Rates;

/// <summary>Reads rates from comma-separated text with the columns date, currency, rate and source, in any order; strictly, so that nothing
/// is silently something else.</summary>
internal static class RateFile
{
    private static readonly string[] Columns = ["date", "currency", "rate", "source"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rates of a file with the line of each. Refused: no file, too large, not such text, a row that is none.</summary>
    public static async Task<Outcome<List<(int Line, EnterRate.Command Rate)>>> ReadAsync(string path, CancellationToken cancel)
    {
        try
        {
            if (await OutsideFile.BytesAsync(path, ReadingBudget.LargestRates, cancel) is not { } bytes)
                return new RateFileIsUnreadable(path, $"it has more than {ReadingBudget.LargestRates} bytes");
            return Read(path, Strict.GetString(bytes).TrimStart('\uFEFF'));
        }
        catch (Exception fault) when (fault
            is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or FormatException)
        {
            return new RateFileIsUnreadable(path, fault is DecoderFallbackException ? "it is not in UTF-8" : fault is FormatException
                ? fault.Message : "there is no such file, or it may not be read");
        }
    }

    private static Outcome<List<(int Line, EnterRate.Command Rate)>> Read(string path, string text)
    {
        using var rows = CsvReading.Read(new StringReader(text)).GetEnumerator();
        if (!rows.MoveNext()) return new RateFileIsUnreadable(path, "it is empty");
        var names = rows.Current.Cells.Select(cell => cell.Trim()).ToList();
        if (Array.Find(Columns, column => names.Count(name => name == column) != 1) is { } missing) return new RateFileIsUnreadable(path,
            $"its first line must name one column '{missing}'");
        var found = new List<(int, EnterRate.Command)>();
        while (rows.MoveNext())
        {
            var row = rows.Current;
            if (row.Cells.Count != names.Count) return new RateLineIsRefused(row.Line,
                $"it has {row.Cells.Count} cells, the first line names {names.Count} columns");
            string Cell(string column) => row.Cells[names.IndexOf(column)].Trim();
            if (!DateOnly.TryParseExact(Cell("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var date)) return new RateLineIsRefused(row.Line, "the date is no day such as 2026-01-31");
            if (Currency.Find(Cell("currency")) is not { } currency) return new RateLineIsRefused(row.Line,
                "the currency is no code of ISO 4217, in capital letters");
            if (Rate.Read(Cell("rate"), currency, Currency.Eur) is not { } rate) return new RateLineIsRefused(row.Line,
                "the rate is no positive decimal with at most nine decimals");
            found.Add((row.Line, new EnterRate.Command(date, rate, Cell("source"))));
        }
        return found.Count == 0 ? new RateFileIsUnreadable(path, "it holds no rate") : found;
    }
}
