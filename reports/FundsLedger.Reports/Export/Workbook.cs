using SpreadCheetah;

namespace FundsLedger.Reports.Export;

/// <summary>A table of a file for a spreadsheet: every cell is text, so that an amount stays the decimal it is.</summary>
/// <param name="Name">Of the sheet: 1 to 31 characters.</param>
/// <param name="Columns">Heads.</param>
/// <param name="Rows">One text a column.</param>
public sealed record Sheet(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>Sheets as an Office Open XML workbook (.xlsx). A cell is text and never a formula, whatever it begins with.</summary>
public static class Workbook
{
    /// <summary>The bytes of the file.</summary>
    public static async Task<byte[]> ToBytesAsync(IReadOnlyList<Sheet> sheets, CancellationToken cancel = default)
    {
        using var stream = new MemoryStream();
        await using (var book = await Spreadsheet.CreateNewAsync(stream, cancellationToken: cancel))
        {
            foreach (var sheet in sheets)
            {
                await book.StartWorksheetAsync(sheet.Name, token: cancel);
                await book.AddRowAsync(Cells(sheet.Columns), cancel);
                foreach (var row in sheet.Rows) await book.AddRowAsync(Cells(row), cancel);
            }
            await book.FinishAsync(cancel);
        }
        return stream.ToArray();
    }

    private static List<DataCell> Cells(IEnumerable<string> texts) => [.. texts.Select(text => new DataCell(text))];
}
