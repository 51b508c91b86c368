using FundsLedger.Reports.Documents;
using FundsLedger.Reports.Formatting;
using FundsLedger.Reports.Typefaces;
using SkiaSharp;

namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>The default engine: A4, embedded faces, bookmarks, PDF/A-2b metadata, and the same bytes for the same document. Skia offers no
/// structure tags, so a file for assistive technology is the HTML form.</summary>
public sealed class SkiaPdfEngine : IPdfEngine
{
    private const string Producer = "FundsLedger";

    /// <inheritdoc/>
    public PdfReport Render(Document document, Stream output)
    {
        using var typesetter = new Typesetter();
        var flow = new PageFlow();
        Place(document, typesetter, flow);

        using var buffer = new MemoryStream();
        Paint(document, typesetter, flow, buffer);
        output.Write(PdfFinish.Finish(buffer.ToArray(), document.Language, flow.Bookmarks));
        return new PdfReport(flow.Pages.Count, typesetter.MissingLetters);
    }

    private static void Place(Document document, Typesetter typesetter, PageFlow flow)
    {
        var blocks = new BlockLayout(typesetter);
        var laid = document.Blocks.Select(blocks.Lay).ToList();
        // Every page starts below its banner; with none, at the same height: pages of one issue compare.
        blocks.Masthead(document).Place(flow);
        for (var place = 0; place < laid.Count; place++)
        {
            flow.Space(laid[place].SpaceBefore);
            flow.Ensure(Together(laid, place));
            laid[place].Place(flow);
        }
    }

    // A heading needs room for itself, for the headings under it and for the start of what they announce.
    private static float Together(List<Laid> laid, int place)
    {
        var height = laid[place].FirstPart;
        for (var next = place; laid[next].StaysWithNext && next + 1 < laid.Count; next++)
            height += laid[next + 1].SpaceBefore + laid[next + 1].FirstPart;
        return height;
    }

    private static void Paint(Document document, Typesetter typesetter, PageFlow flow, Stream output)
    {
        var metadata = new SKDocumentPdfMetadata
        {
            Title = document.Title,
            Author = document.Author,
            Subject = document.Subject,
            Creator = Producer,
            Producer = Producer,
            Keywords = document.Reference,
            Creation = document.CreatedAt.UtcDateTime,
            Modified = document.CreatedAt.UtcDateTime,
            RasterDpi = 300,
            EncodingQuality = 101,
            PdfA = true,
        };
        using var stream = new SKManagedWStream(output);
        using var pdf = SKDocument.CreatePdf(stream, metadata);
        for (var page = 0; page < flow.Pages.Count; page++)
        {
            // The document owns the canvas: disposing of it here would end the page twice.
            var canvas = pdf.BeginPage(PageLook.PageWidth, PageLook.PageHeight);
            foreach (var stroke in flow.Pages[page]) stroke(canvas);
            PageFurniture.Draw(canvas, typesetter, document, PageOf(document.Language, page + 1, flow.Pages.Count));
            pdf.EndPage();
        }
        pdf.Close();
    }

    private static string PageOf(string language, int page, int pages) =>
        Languages.IsFrench(language)
            ? $"Page {MoneyText.Whole(page, language)} sur {MoneyText.Whole(pages, language)}"
            : $"Page {MoneyText.Whole(page, language)} of {MoneyText.Whole(pages, language)}";
}
