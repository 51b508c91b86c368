#if QUESTPDF
using FundsLedger.Reports.Typefaces;
using FundsLedger.Reports.Documents;
using FundsLedger.Reports.Pdf.Skia;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace FundsLedger.Reports.Pdf.Quest;

/// <summary>One method for each kind of block.</summary>
internal sealed class QuestBlocks(ISet<string> missing)
{
    private const float Gutter = 9f;

    public void Compose(IContainer container, Block block)
    {
        switch (block)
        {
            case Heading heading: ComposeHeading(container, heading); break;
            case Paragraph paragraph: ComposeParagraph(container, paragraph); break;
            case Note note: Small(container.PaddingTop(5).SemanticParagraph(), note.Text); break;
            case Callout callout: ComposeCallout(container, callout); break;
            case KeyFigures figures: ComposeKeyFigures(container, figures); break;
            case Particulars particulars:
                ComposePairs(container, [.. particulars.Items.Select(item => (item.Label, item.Value))], isTerms: false);
                break;
            case Table table: ComposeTable(container, table); break;
            case ChartBlock chart: ComposeChart(container, chart); break;
            case Definitions definitions:
                ComposePairs(container, [.. definitions.Items.Select(item => (item.Term, item.Explanation))], isTerms: true);
                break;
            case Certification certification: ComposeCertification(container, certification); break;
            case VerificationBlock verification: ComposeVerification(container, verification); break;
            default: throw new InvalidOperationException($"The page has no form for a {block.GetType().Name}.");
        }
    }

    public void Masthead(IContainer container, Documents.Document document) =>
        container.BorderBottom(1.4f).BorderColor(QuestLook.Accent).PaddingBottom(7).Column(column =>
        {
            column.Item().SemanticHeader1().Text(Text(document.Title)).FontSize(19).Bold().FontColor(QuestLook.Accent);
            if (document.Subtitle is { } subtitle) column.Item().PaddingTop(2).Text(Text(subtitle)).FontSize(12.5f);
        });

    private void ComposeHeading(IContainer container, Heading heading)
    {
        // Room for the head of what follows, or the next page.
        var placed = container.EnsureSpace(70).PaddingTop(heading.Level <= 1 ? 17 : 12);
        var tagged = heading.Level switch
        {
            <= 1 => placed.SemanticHeader2(),
            2 => placed.SemanticHeader3(),
            _ => placed.SemanticHeader4(),
        };
        var style = PageLook.HeadingStyle(heading.Level);
        tagged.Text(Text(heading.Text)).FontSize(style.Size).Bold().FontColor(heading.Level <= 1 ? QuestLook.Accent : QuestLook.Ink);
    }

    private void ComposeParagraph(IContainer container, Paragraph paragraph) =>
        container.PaddingTop(6).SemanticParagraph().Text(Text(paragraph.Text)).FontSize(paragraph.IsLead ? 10.5f : 9f);

    private void ComposeCallout(IContainer container, Callout callout)
    {
        var box = container.PaddingTop(9).Background(QuestLook.Tint).BorderLeft(3).BorderColor(QuestLook.Accent);
        box.Padding(8).PaddingLeft(4).Column(column =>
        {
            column.Item().Text(Text(callout.Title)).Bold();
            column.Item().SemanticParagraph().Text(Text(callout.Text));
        });
    }

    private void ComposeKeyFigures(IContainer container, KeyFigures figures) => container.PaddingTop(11).ShowEntire().Column(column =>
    {
        column.Spacing(8);
        foreach (var cards in figures.Items.Chunk(4))
        {
            column.Item().Row(row =>
            {
                row.Spacing(8);
                foreach (var figure in cards) ComposeCard(row.RelativeItem(), figure);
            });
        }
    });

    private void ComposeCard(IContainer container, KeyFigure figure) =>
        container.Background(QuestLook.Tint).BorderLeft(2.4f).BorderColor(QuestLook.Accent).Padding(8).Column(column =>
        {
            Small(column.Item(), figure.Label);
            column.Item().Text(Text(figure.Value)).FontSize(figure.Value.Length > 16 ? 10f : 12f).Bold().FontColor(QuestLook.Accent);
            if (figure.Note is { } note) Small(column.Item(), note);
        });

    private void ComposePairs(IContainer container, IReadOnlyList<(string Left, string Right)> pairs, bool isTerms) =>
        container.PaddingTop(9).Column(column =>
        {
            column.Spacing(2.5f);
            foreach (var (left, right) in pairs)
            {
                column.Item().Row(row =>
                {
                    var label = Small(row.ConstantItem(118).PaddingRight(8), left);
                    if (isTerms) label.Bold();
                    var value = row.RelativeItem().Text(Text(right)).FontSize(isTerms ? 7.8f : 9f);
                    if (isTerms) value.FontColor(QuestLook.Quiet);
                });
            }
        });

    private void ComposeTable(IContainer container, Table table) => container.PaddingTop(8).Column(column =>
    {
        if (table.Caption is { } caption) Small(column.Item().PaddingBottom(2).SemanticCaption(), caption).Bold();
        column.Item().SemanticTable().Table(grid =>
        {
            // The same widths as in the other engine: this one's tables do not look at their content.
            using var typesetter = new Typesetter();
            var widths = ColumnWidths.Fit(typesetter, table, PageLook.BodyWidth, Gutter);
            grid.ColumnsDefinition(columns =>
            {
                for (var place = 0; place < widths.Length; place++)
                    columns.RelativeColumn(widths[place] + (place + 1 < widths.Length ? Gutter : 0));
            });
            grid.Header(header =>
            {
                foreach (var (place, head) in table.Columns.Index())
                {
                    var cell = header.Cell().AlignBottom().BorderBottom(0.9f).BorderColor(QuestLook.Quiet).PaddingVertical(2.6f);
                    Aligned(cell, table, place).Text(Text(head.Header)).FontSize(7.5f).Bold().FontColor(QuestLook.Quiet);
                }
            });
            foreach (var row in table.Rows) ComposeRow(grid, table, row, isTotal: false);
            if (table.Total is { } total) ComposeRow(grid, table, total with { IsStrong = true }, isTotal: true);
        });
    });

    private void ComposeRow(TableDescriptor grid, Table table, Row row, bool isTotal)
    {
        for (var place = 0; place < row.Cells.Count; place++)
        {
            var ruled = grid.Cell().BorderBottom(isTotal ? 0.9f : 0.5f).BorderColor(isTotal ? QuestLook.Quiet : QuestLook.Rule);
            var cell = ruled.PaddingVertical(2.6f);
            var text = Aligned(cell, table, place).Text(Text(row.Cells[place])).FontSize(8);
            if (row.IsStrong) text.Bold();
        }
    }

    private static IContainer Aligned(IContainer cell, Table table, int place)
    {
        var padded = place + 1 < table.Columns.Count ? cell.PaddingRight(Gutter) : cell;
        return table.Columns[place].Align == Align.End ? padded.AlignRight() : padded;
    }

    private void ComposeChart(IContainer container, ChartBlock chart) => container.PaddingTop(10).ShowEntire().Column(column =>
    {
        if (chart.Caption is { } caption) Small(column.Item().PaddingBottom(3).SemanticCaption(), caption).Bold();
        column.Item().AspectRatio(chart.Picture.Width / chart.Picture.Height).SemanticImage(chart.AltText).Svg(chart.Picture.Svg);
    });

    private void ComposeCertification(IContainer container, Certification certification) =>
        container.PaddingTop(8).ShowEntire().Column(column =>
        {
            column.Item().Text(Text(certification.Statement));
            foreach (var signatories in certification.Signatories.Chunk(3))
            {
                column.Item().PaddingTop(40).Row(row =>
                {
                    row.Spacing(24);
                    foreach (var signatory in signatories) ComposeSignatory(row.RelativeItem(), signatory);
                    if (signatories.Length == 1) row.RelativeItem();
                });
            }
        });

    private void ComposeSignatory(IContainer container, Signatory signatory) =>
        container.BorderTop(0.7f).BorderColor(QuestLook.Quiet).PaddingTop(3).Column(column =>
        {
            Small(column.Item(), signatory.Role).Bold();
            if (signatory.Name is { } name) column.Item().Text(Text(name));
            if (signatory.Office is { } office) Small(column.Item(), office);
            Small(column.Item(), signatory.DateLabel);
        });

    private void ComposeVerification(IContainer container, VerificationBlock verification)
    {
        var box = container.PaddingTop(8).ShowEntire().Border(0.8f).BorderColor(QuestLook.Rule).Padding(10);
        box.Row(row =>
        {
            row.Spacing(14);
            var picture = QrPicture.Draw(verification.QrPayload, verification.Code);
            row.ConstantItem(88).Height(88).SemanticImage(verification.Code).Svg(picture.Svg);
            row.RelativeItem().Column(column =>
            {
                Small(column.Item(), verification.CodeLabel);
                column.Item().Text(Text(verification.Code)).FontSize(11.5f).Bold();
                column.Item().Text(Text(verification.Text)).FontSize(7.8f);
                foreach (var detail in verification.Details) Small(column.Item(), $"{detail.Label}: {detail.Value}");
            });
        });
    }

    private TextBlockDescriptor Small(IContainer container, string text) =>
        container.Text(Text(text)).FontSize(7.8f).FontColor(QuestLook.Quiet);

    private string Text(string text) => EmbeddedFonts.Printable(text, missing);
}
#endif
