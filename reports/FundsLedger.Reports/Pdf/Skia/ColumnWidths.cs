using FundsLedger.Reports.Documents;

namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>Shares a table's width among its columns: first what cannot be broken, then what would avoid a break, then what is left by
/// weight.</summary>
internal static class ColumnWidths
{
    public static float[] Fit(Typesetter typesetter, Table table, float available, float gutter)
    {
        if (table.Columns.Count == 0) throw new ArgumentException("A table has at least one column.", nameof(table));
        var room = available - gutter * (table.Columns.Count - 1);
        var needs = table.Columns.Select((column, place) => Needed(typesetter, table, column, place)).ToList();
        var least = needs.Sum(need => need.Least);
        var most = needs.Sum(need => need.Most);

        // Hopelessly many columns: words will be cut, but nothing leaves the page.
        if (least >= room) return [.. needs.Select(need => need.Least * room / least)];
        if (most > room) return [.. needs.Select(need => need.Least + (room - least) * (need.Most - need.Least) / (most - least))];

        var weights = table.Columns.Select(column => Math.Max(0, column.Weight)).ToList();
        var weight = weights.Sum();
        return [
            .. needs.Select(
                (need, place) => need.Most + (room - most) * (weight == 0 ? 1f / weights.Count : (float)weights[place] / weight))];
    }

    private static (float Least, float Most) Needed(Typesetter typesetter, Table table, Column column, int place)
    {
        var head = typesetter.WidestWord(column.Header, PageLook.ColumnHead);
        float least = head,
            most = Math.Max(head, Math.Min(typesetter.Width(typesetter.Printable(column.Header), PageLook.ColumnHead), 62f));
        foreach (var row in table.Total is { } total ? table.Rows.Append(total with { IsStrong = true }) : table.Rows)
        {
            if (place >= row.Cells.Count) continue;
            var style = row.IsStrong ? PageLook.CellStrong : PageLook.Cell;
            var text = row.Cells[place];
            // A cell of pages of text asks for no more than one line's worth.
            var whole = text.Length > 300 ? 400f : typesetter.Width(typesetter.Printable(text), style);
            most = Math.Max(most, whole);
            least = Math.Max(least, column.KeepsOnOneLine ? Math.Min(whole, 140f) : Math.Min(typesetter.WidestWord(text, style), 90f));
        }
        return (least + 0.2f, most + 0.2f);
    }
}
