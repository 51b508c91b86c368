using FundsLedger.Reports.Documents;

namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>Tables: columns as wide as their content asks, the head repeated on every page, a row broken only when no page could hold
/// it.</summary>
internal sealed class TableLayout(Typesetter typesetter)
{
    private const float Gutter = 9f;
    private const float RowPadding = 2.6f;

    public Laid Lay(Table table)
    {
        var widths = ColumnWidths.Fit(typesetter, table, PageLook.BodyWidth, Gutter);
        var sheet = new Sheet(typesetter, table, widths);
        var caption = table.Caption is null ? [] : typesetter.Wrap(table.Caption, PageLook.SmallStrong, PageLook.BodyWidth);
        var captionHeight = caption.Count == 0 ? 0 : caption.Count * PageLook.SmallStrong.LineHeight + 2f;
        var rows = table.Rows.Select(sheet.Measure).ToList();
        var total = table.Total is { } sum ? sheet.Measure(sum with { IsStrong = true }) : null;
        var firstRows = rows.Take(2).Sum(row => Math.Min(row.Height, 60f));
        // A table of one or two rows takes its sum with it.
        if (rows.Count <= 2 && total is not null) firstRows += total.Height;

        var whole = rows.Sum(row => row.Height) + (total?.Height ?? 0);
        // What is read as one begins a new page rather than being split, unless that would leave most of a page empty.
        if (table.StaysWhole && whole < PageFlow.FullPage * 0.6f) firstRows = whole;

        return new Laid(captionHeight + sheet.HeadHeight + firstRows, flow =>
        {
            foreach (var line in caption)
            {
                var top = flow.Y;
                flow.Draw(canvas => typesetter.Draw(canvas, line, PageLook.MarginX, top, PageLook.SmallStrong));
                flow.Y += PageLook.SmallStrong.LineHeight;
            }
            if (caption.Count > 0) flow.Y += 2f;
            sheet.PlaceHead(flow);
            for (var place = 0; place < rows.Count; place++)
            {
                // The last row goes over with the sum: a sum never stands alone on a page.
                var withTotal = total is not null && place == rows.Count - 1 ? total.Height : 0;
                sheet.PlaceRow(flow, rows[place], withTotal);
            }
            if (total is not null) sheet.PlaceTotal(flow, total);
        }, 8f);
    }

    private sealed record MeasuredRow(IReadOnlyList<IReadOnlyList<string>> Cells, TextStyle Style, int LineCount)
    {
        public float Height => LineCount * Style.LineHeight + 2 * RowPadding;
    }

    private sealed class Sheet(Typesetter typesetter, Table table, float[] widths)
    {
        private readonly MeasuredRow _head =
            Wrapped(typesetter, [.. table.Columns.Select(column => column.Header)], PageLook.ColumnHead, widths);

        public float HeadHeight => _head.Height + 1f;

        public MeasuredRow Measure(Row row)
        {
            if (row.Cells.Count != table.Columns.Count)
                throw new ArgumentException($"A row has {row.Cells.Count} cells under {table.Columns.Count} columns.", nameof(row));
            return Wrapped(typesetter, row.Cells, row.IsStrong ? PageLook.CellStrong : PageLook.Cell, widths);
        }

        public void PlaceHead(PageFlow flow)
        {
            // Heads stand on the rule, whatever their number of lines.
            PlaceLines(flow, _head, 0, _head.LineCount, fromFoot: true);
            flow.Line(PageLook.MarginX, PageLook.BodyRight, flow.Y, PageLook.Quiet, 0.9f);
            flow.Y += 1f;
        }

        public void PlaceRow(PageFlow flow, MeasuredRow row, float reserved)
        {
            var emptyPage = PageFlow.FullPage - HeadHeight;
            if (row.Height + reserved <= emptyPage)
            {
                if (flow.Ensure(row.Height + reserved)) PlaceHead(flow);
                PlaceLines(flow, row, 0, row.LineCount);
            }
            else
            {
                PlaceInSlices(flow, row);
            }
            flow.Line(PageLook.MarginX, PageLook.BodyRight, flow.Y, PageLook.Rule, 0.5f);
        }

        public void PlaceTotal(PageFlow flow, MeasuredRow row)
        {
            if (flow.Ensure(row.Height)) PlaceHead(flow);
            flow.Line(PageLook.MarginX, PageLook.BodyRight, flow.Y, PageLook.Quiet, 0.9f);
            PlaceLines(flow, row, 0, row.LineCount);
            flow.Line(PageLook.MarginX, PageLook.BodyRight, flow.Y, PageLook.Quiet, 0.9f);
        }

        private void PlaceInSlices(PageFlow flow, MeasuredRow row)
        {
            for (var from = 0; from < row.LineCount;)
            {
                var fitting = (int)((flow.Room - 2 * RowPadding) / row.Style.LineHeight);
                if (fitting < 2)
                {
                    flow.NewPage();
                    PlaceHead(flow);
                    continue;
                }
                var to = Math.Min(row.LineCount, from + fitting);
                PlaceLines(flow, row, from, to);
                from = to;
            }
        }

        private void PlaceLines(PageFlow flow, MeasuredRow row, int from, int to, bool fromFoot = false)
        {
            var top = flow.Y + RowPadding;
            flow.Draw(canvas =>
            {
                var x = PageLook.MarginX;
                for (var column = 0; column < widths.Length; column++)
                {
                    var lines = row.Cells[column];
                    var drop = fromFoot ? row.LineCount - lines.Count : 0;
                    for (var line = from; line < Math.Min(to, lines.Count); line++)
                    {
                        var atEnd = table.Columns[column].Align == Align.End;
                        typesetter.Draw(canvas, lines[line], atEnd ? x + widths[column] : x,
                            top + (line - from + drop) * row.Style.LineHeight, row.Style, atEnd);
                    }
                    x += widths[column] + Gutter;
                }
            });
            flow.Y += (to - from) * row.Style.LineHeight + 2 * RowPadding;
        }

        private static MeasuredRow Wrapped(Typesetter typesetter, IReadOnlyList<string> cells, TextStyle style, float[] widths)
        {
            var wrapped = cells.Select((cell, column) => typesetter.Wrap(cell, style, widths[column])).ToList();
            return new MeasuredRow(wrapped, style, wrapped.Max(lines => lines.Count));
        }
    }
}
