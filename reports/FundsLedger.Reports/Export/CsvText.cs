namespace FundsLedger.Reports.Export;

/// <summary>Comma-separated text as in RFC 4180, safe to open in a spreadsheet: a cell that a spreadsheet would run as a formula is
/// prefixed with an apostrophe. Plain numbers, negative ones too, stay numbers.</summary>
public static class CsvText
{
    // The full-width forms are formulas too where East Asian input is on.
    private const string StartsFormula = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>Writes the rows one by one; each ends in CR LF. An absent cell is empty.</summary>
    public static void Write(TextWriter writer, IEnumerable<IReadOnlyList<string?>> rows)
    {
        foreach (var row in rows) WriteRow(writer, row);
    }

    /// <summary>Writes the rows as they arrive from a query, so that a long journal never stands in memory.</summary>
    public static async Task WriteAsync(TextWriter writer, IAsyncEnumerable<IReadOnlyList<string?>> rows,
        CancellationToken cancellation = default)
    {
        await foreach (var row in rows.WithCancellation(cancellation))
            await writer.WriteAsync(Row(row).AsMemory(), cancellation);
    }

    /// <summary>Writes one row and its CR LF.</summary>
    public static void WriteRow(TextWriter writer, IReadOnlyList<string?> cells) => writer.Write(Row(cells));

    /// <summary>One row with its CR LF.</summary>
    public static string Row(IReadOnlyList<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>One cell: guarded against formulas, quoted where RFC 4180 asks for it.</summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var guarded = StartsFormula.Contains(text[0], StringComparison.Ordinal) && !IsPlainNumber(text) ? "'" + text : text;
        var needsQuotes = guarded.AsSpan().IndexOfAny(",\"\r\n") >= 0 || guarded[0] == ' ' || guarded[^1] == ' ';
        return needsQuotes ? $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : guarded;
    }

    // -1250.00, never +1 or 1e5 or -1+1: only what our own exports write.
    private static bool IsPlainNumber(string text)
    {
        var body = text.AsSpan(text[0] == '-' ? 1 : 0);
        var point = body.IndexOf('.');
        var whole = point < 0 ? body : body[..point];
        return AllDigits(whole) && (point < 0 || AllDigits(body[(point + 1)..]));
    }

    private static bool AllDigits(ReadOnlySpan<char> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
