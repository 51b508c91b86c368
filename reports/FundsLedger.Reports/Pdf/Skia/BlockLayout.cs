using FundsLedger.Reports.Documents;
using SkiaSharp;

namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>Measures each kind of block. Text runs over page ends line by line; figures and signatures never do.</summary>
internal sealed class BlockLayout(Typesetter typesetter)
{
    private const float BlockGap = 9f;
    private const float TermWidth = 118f;
    private const float BoxPadding = 8f;

    private readonly TableLayout _tables = new(typesetter);
    private readonly FigureLayout _figures = new(typesetter);

    public Laid Lay(Block block) => block switch
    {
        Heading heading => LayHeading(heading),
        Paragraph paragraph => LayText(paragraph.Text, paragraph.IsLead ? PageLook.Lead : PageLook.Body),
        Note note => LayText(note.Text, PageLook.Small) with { StaysWithNext = note.StaysWithNext },
        Callout callout => LayCallout(callout),
        KeyFigures figures => _figures.LayKeyFigures(figures),
        Particulars particulars => LayPairs([.. particulars.Items.Select(item => (item.Label, item.Value))], PageLook.Small, PageLook.Body),
        Table table => _tables.Lay(table),
        ChartBlock chart => _figures.LayChart(chart),
        Definitions definitions =>
            LayPairs([.. definitions.Items.Select(item => (item.Term, item.Explanation))], PageLook.SmallStrong, PageLook.Small),
        Certification certification => _figures.LayCertification(certification),
        VerificationBlock verification => _figures.LayVerification(verification),
        _ => throw new InvalidOperationException($"The page has no form for a {block.GetType().Name}."),
    };

    /// <summary>Title and subtitle at the head of the first page.</summary>
    public Laid Masthead(Document document)
    {
        var title = typesetter.Wrap(document.Title, PageLook.Title, PageLook.BodyWidth);
        var subtitle = document.Subtitle is null ? [] : typesetter.Wrap(document.Subtitle, PageLook.Subtitle, PageLook.BodyWidth);
        return new Laid(0, flow =>
        {
            flow.Bookmark(1, document.Title);
            PlaceLines(flow, title, PageLook.Title, PageLook.MarginX);
            flow.Y += 2f;
            PlaceLines(flow, subtitle, PageLook.Subtitle, PageLook.MarginX);
            flow.Y += 7f;
            flow.Line(PageLook.MarginX, PageLook.BodyRight, flow.Y, PageLook.Accent, 1.4f);
            flow.Y += 4f;
        });
    }

    private Laid LayHeading(Heading heading)
    {
        var style = PageLook.HeadingStyle(heading.Level);
        var lines = typesetter.Wrap(heading.Text, style, PageLook.BodyWidth);
        var height = lines.Count * style.LineHeight + 1f;
        return new Laid(height, flow =>
        {
            flow.Bookmark(heading.Level, heading.Text);
            PlaceLines(flow, lines, style, PageLook.MarginX);
            flow.Y += 1f;
        }, heading.Level <= 1 ? 17f : 12f)
        {
            StaysWithNext = true,
        };
    }

    private Laid LayText(string text, TextStyle style)
    {
        var lines = typesetter.Wrap(text, style, PageLook.BodyWidth);
        // Two lines at least on each side of a page end.
        return new Laid(Math.Min(3, lines.Count) * style.LineHeight, flow => PlaceParagraph(flow, lines, style), style.LineHeight * 0.45f);
    }

    private Laid LayCallout(Callout callout)
    {
        var width = PageLook.BodyWidth - 2 * BoxPadding - 4f;
        var title = typesetter.Wrap(callout.Title, PageLook.BodyStrong, width).Select(line => (line, PageLook.BodyStrong));
        var text = typesetter.Wrap(callout.Text, PageLook.Body, width).Select(line => (line, PageLook.Body));
        var lines = title.Concat(text).ToList();
        return new Laid(Math.Min(4, lines.Count) * PageLook.Body.LineHeight + 2 * BoxPadding, flow =>
        {
            PlaceBoxStrip(flow, BoxPadding);
            foreach (var (line, style) in lines)
            {
                flow.Ensure(style.LineHeight);
                var top = flow.Y;
                PlaceBoxStrip(flow, style.LineHeight);
                flow.Draw(canvas => typesetter.Draw(canvas, line, PageLook.MarginX + BoxPadding + 4f, top, style));
            }
            PlaceBoxStrip(flow, BoxPadding);
        }, BlockGap);
    }

    // The box is drawn a strip a line, so that it can run over a page end.
    private static void PlaceBoxStrip(PageFlow flow, float height)
    {
        flow.Fill(new SKRect(PageLook.MarginX, flow.Y, PageLook.BodyRight, flow.Y + height), PageLook.Tint);
        flow.Fill(new SKRect(PageLook.MarginX, flow.Y, PageLook.MarginX + 3f, flow.Y + height), PageLook.Accent);
        flow.Y += height;
    }

    private Laid LayPairs(IReadOnlyList<(string Left, string Right)> pairs, TextStyle leftStyle, TextStyle rightStyle)
    {
        var lineHeight = Math.Max(leftStyle.LineHeight, rightStyle.LineHeight);
        var rows = pairs.Select(pair => (
            Left: typesetter.Wrap(pair.Left, leftStyle, TermWidth - 8f),
            Right: typesetter.Wrap(pair.Right, rightStyle, PageLook.BodyWidth - TermWidth))).ToList();
        var first = rows.Count == 0 ? 0 : Math.Min(3, Math.Max(rows[0].Left.Count, rows[0].Right.Count)) * lineHeight;
        return new Laid(first, flow =>
        {
            foreach (var (left, right) in rows)
            {
                var count = Math.Max(left.Count, right.Count);
                flow.Ensure(Math.Min(3, count) * lineHeight);
                for (var line = 0; line < count; line++)
                    PlacePairLine(flow, (left, leftStyle), (right, rightStyle), line, lineHeight);
                flow.Y += 2.5f;
            }
        }, BlockGap);
    }

    private void PlacePairLine(PageFlow flow, (IReadOnlyList<string> Lines, TextStyle Style) left,
        (IReadOnlyList<string> Lines, TextStyle Style) right, int line, float lineHeight)
    {
        flow.Ensure(lineHeight);
        // The smaller text stands on the larger one's foot.
        var foot = flow.Y + Math.Max(left.Style.Ascent, right.Style.Ascent);
        flow.Draw(canvas =>
        {
            if (line < left.Lines.Count) typesetter.Draw(canvas, left.Lines[line], PageLook.MarginX, foot - left.Style.Ascent, left.Style);
            if (line < right.Lines.Count)
                typesetter.Draw(canvas, right.Lines[line], PageLook.MarginX + TermWidth, foot - right.Style.Ascent, right.Style);
        });
        flow.Y += lineHeight;
    }

    private void PlaceParagraph(PageFlow flow, IReadOnlyList<string> lines, TextStyle style)
    {
        for (var line = 0; line < lines.Count; line++)
        {
            // The last two lines go over together: no page begins with the end of a paragraph alone.
            flow.Ensure(line == lines.Count - 2 ? 2 * style.LineHeight : style.LineHeight);
            PlaceLines(flow, [lines[line]], style, PageLook.MarginX);
        }
    }

    private void PlaceLines(PageFlow flow, IReadOnlyList<string> lines, TextStyle style, float x)
    {
        foreach (var line in lines)
        {
            flow.Ensure(style.LineHeight);
            var top = flow.Y;
            flow.Draw(canvas => typesetter.Draw(canvas, line, x, top, style));
            flow.Y += style.LineHeight;
        }
    }
}
