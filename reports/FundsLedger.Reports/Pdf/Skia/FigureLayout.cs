using FundsLedger.Reports.Documents;
using SkiaSharp;

namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>Blocks that stand on one page whole: cards, charts, signatures, the verification frame.</summary>
internal sealed class FigureLayout(Typesetter typesetter)
{
    private const float CardGap = 8f;
    private const float CardPadding = 8f;
    private const int CardsInRow = 4;
    private const float QrSide = 78f;
    private const float FramePadding = 10f;
    private const float SignatureGap = 24f;

    public Laid LayKeyFigures(KeyFigures figures)
    {
        var rows = figures.Items.Chunk(CardsInRow).Select(MeasureCards).ToList();
        return new Laid(rows.Count == 0 ? 0 : rows[0].Height, flow =>
        {
            foreach (var row in rows)
            {
                flow.Ensure(row.Height);
                PlaceCards(flow, row);
                flow.Y += row.Height + (row == rows[^1] ? 0 : CardGap);
            }
        }, 11f);
    }

    public Laid LayChart(ChartBlock chart)
    {
        var caption = chart.Caption is null ? [] : typesetter.Wrap(chart.Caption, PageLook.SmallStrong, PageLook.BodyWidth);
        var captionHeight = caption.Count * PageLook.SmallStrong.LineHeight + 3f;
        var height = Math.Min(PageLook.BodyWidth * chart.Picture.Height / chart.Picture.Width, PageFlow.FullPage - captionHeight - 10f);
        return new Laid(captionHeight + height, flow =>
        {
            Lines(flow, caption, PageLook.SmallStrong, PageLook.MarginX);
            flow.Y += 3f;
            var area = new SKRect(PageLook.MarginX, flow.Y, PageLook.BodyRight, flow.Y + height);
            flow.Draw(canvas => chart.Picture.Draw(canvas, area));
            flow.Y += height;
        }, 10f);
    }

    public Laid LayCertification(Certification certification)
    {
        var columns = Math.Max(2, Math.Min(3, certification.Signatories.Count));
        var width = (PageLook.BodyWidth - (columns - 1) * SignatureGap) / columns;
        var statement = typesetter.Wrap(certification.Statement, PageLook.Body, PageLook.BodyWidth);
        var signatories = certification.Signatories.Select(signatory => MeasureSignatory(signatory, width)).ToList();
        var rows = signatories.Chunk(columns).ToList();
        var rowHeight = signatories.Count == 0 ? 0 : signatories.Max(lines => lines.Sum(line => line.Style.LineHeight)) + 44f;
        return new Laid(statement.Count * PageLook.Body.LineHeight + rowHeight, flow =>
        {
            Lines(flow, statement, PageLook.Body, PageLook.MarginX);
            foreach (var row in rows)
            {
                flow.Ensure(rowHeight);
                for (var place = 0; place < row.Length; place++)
                    PlaceSignatory(flow, row[place], PageLook.MarginX + place * (width + SignatureGap), width);
                flow.Y += rowHeight;
            }
        }, 8f)
        {
            StaysWithNext = certification.StaysWithNext,
        };
    }

    public Laid LayVerification(VerificationBlock verification)
    {
        var textX = PageLook.MarginX + FramePadding + QrSide + 14f;
        var textWidth = PageLook.BodyRight - FramePadding - textX;
        List<(string Line, TextStyle Style)> lines =
        [
            .. Styled(verification.CodeLabel, PageLook.Small, textWidth),
            .. Styled(verification.Code, PageLook.Code, textWidth),
            .. Styled(verification.Text, PageLook.Small with { Colour = PageLook.Ink }, textWidth),
            .. verification.Details.SelectMany(detail => Styled($"{detail.Label}: {detail.Value}", PageLook.Small, textWidth)),
        ];
        var height = Math.Max(QrSide, lines.Sum(line => line.Style.LineHeight)) + 2 * FramePadding;
        var qr = QrPicture.Draw(verification.QrPayload, verification.Code);
        return new Laid(height, flow =>
        {
            flow.Ensure(height);
            var top = flow.Y;
            flow.Draw(canvas =>
            {
                using var border = new SKPaint { Color = PageLook.Rule, StrokeWidth = 0.8f, IsStroke = true, IsAntialias = true };
                canvas.DrawRect(new SKRect(PageLook.MarginX, top, PageLook.BodyRight, top + height), border);
                qr.Draw(canvas, SKRect.Create(PageLook.MarginX + FramePadding, top + FramePadding, QrSide, QrSide));
            });
            flow.Y = top + FramePadding;
            PlaceStyled(flow, lines, textX);
            flow.Y = top + height;
        }, 8f);
    }

    private sealed record CardRow(IReadOnlyList<IReadOnlyList<(string Line, TextStyle Style)>> Cards, float Width, float Height);

    private CardRow MeasureCards(KeyFigure[] figures)
    {
        var width = (PageLook.BodyWidth - (figures.Length - 1) * CardGap) / figures.Length;
        var inner = width - 2 * CardPadding - 2f;
        var cards = figures.Select(IReadOnlyList<(string, TextStyle Style)> (figure) =>
        [
            .. Styled(figure.Label, PageLook.Small, inner),
            .. Styled(figure.Value, Shrunk(figure.Value, inner), inner),
            .. figure.Note is null ? [] : Styled(figure.Note, PageLook.Small, inner),
        ]).ToList();
        return new CardRow(cards, width, cards.Max(card => card.Sum(line => line.Style.LineHeight)) + 2 * CardPadding);
    }

    // A large amount gets smaller letters rather than a second line.
    private TextStyle Shrunk(string value, float width)
    {
        var style = PageLook.CardValue;
        var needed = typesetter.Width(typesetter.Printable(value), style);
        return needed <= width ? style : style with { Size = Math.Max(9f, style.Size * width / needed - 0.05f) };
    }

    private void PlaceCards(PageFlow flow, CardRow row)
    {
        var top = flow.Y;
        for (var place = 0; place < row.Cards.Count; place++)
        {
            var x = PageLook.MarginX + place * (row.Width + CardGap);
            flow.Fill(SKRect.Create(x, top, row.Width, row.Height), PageLook.Tint);
            flow.Fill(SKRect.Create(x, top, 2.4f, row.Height), PageLook.Accent);
            flow.Y = top + CardPadding;
            PlaceStyled(flow, row.Cards[place], x + CardPadding + 2f);
        }
        flow.Y = top;
    }

    private IReadOnlyList<(string Line, TextStyle Style)> MeasureSignatory(Signatory signatory, float width) =>
    [
        .. Styled(signatory.Role, PageLook.SmallStrong, width),
        .. signatory.Name is null ? [] : Styled(signatory.Name, PageLook.Body, width),
        .. signatory.Office is null ? [] : Styled(signatory.Office, PageLook.Small, width),
        .. Styled(signatory.DateLabel, PageLook.Small, width),
    ];

    private void PlaceSignatory(PageFlow flow, IReadOnlyList<(string Line, TextStyle Style)> lines, float x, float width)
    {
        var top = flow.Y;
        flow.Line(x, x + width, top + 40f, PageLook.Quiet, 0.7f);
        flow.Y = top + 43f;
        PlaceStyled(flow, lines, x);
        flow.Y = top;
    }

    private IEnumerable<(string Line, TextStyle Style)> Styled(string text, TextStyle style, float width) =>
        typesetter.Wrap(text, style, width).Select(line => (line, style));

    private void PlaceStyled(PageFlow flow, IEnumerable<(string Line, TextStyle Style)> lines, float x)
    {
        foreach (var (line, style) in lines) Lines(flow, [line], style, x);
    }

    private void Lines(PageFlow flow, IReadOnlyList<string> lines, TextStyle style, float x)
    {
        foreach (var line in lines)
        {
            var top = flow.Y;
            flow.Draw(canvas => typesetter.Draw(canvas, line, x, top, style));
            flow.Y += style.LineHeight;
        }
    }
}
