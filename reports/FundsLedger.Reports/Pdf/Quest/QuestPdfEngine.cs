#if QUESTPDF
using System.Globalization;
using FundsLedger.Reports.Documents;
using FundsLedger.Reports.Formatting;
using FundsLedger.Reports.Typefaces;
using QuestPDF.Drawing;
using QuestPDF.Fluent;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;

namespace FundsLedger.Reports.Pdf.Quest;

/// <summary>The second engine, for bodies that may use QuestPDF: the same documents with structure tags (PDF/A-2a). Compiled with
/// <c>-p:PdfEngine=QuestPdf</c>. Whoever builds with it declares the licence they hold in the variable <c>FUNDSLEDGER_QUESTPDF_LICENSE</c>
/// (a name of <see cref="LicenseType"/>): this program does not declare it for them.</summary>
public sealed class QuestPdfEngine : IPdfEngine
{
    private const string LicenceVariable = "FUNDSLEDGER_QUESTPDF_LICENSE";

    // QuestPDF keeps its settings and fonts per process.
    private static readonly Lazy<bool> Prepared = new(Prepare);

    /// <inheritdoc/>
    public PdfReport Render(Documents.Document document, Stream output)
    {
        _ = Prepared.Value;
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        QuestPDF.Fluent.Document
            .Create(container => container.Page(page => Compose(page, document, missing)))
            .WithMetadata(Metadata(document))
            .WithSettings(new DocumentSettings { PDFA_Conformance = PDFA_Conformance.PDFA_2A, CompressDocument = true })
            .GeneratePdf(output);
        return new PdfReport(null, [.. missing]);
    }

    private static bool Prepare()
    {
        var licence = Environment.GetEnvironmentVariable(LicenceVariable);
        if (!Enum.TryParse<LicenseType>(licence, out var type))
            throw new InvalidOperationException(
                $"Set {LicenceVariable} to the QuestPDF licence you hold ({string.Join(", ", Enum.GetNames<LicenseType>())}).");
        QuestPDF.Settings.License = type;
        QuestPDF.Settings.UseEnvironmentFonts = false;
        // Missing letters are replaced, and reported, before they come here.
        QuestPDF.Settings.CheckIfAllTextGlyphsAreAvailable = false;
        foreach (var stream in EmbeddedFonts.Streams())
        {
            using (stream) FontManager.RegisterFont(stream);
        }
        return true;
    }

    private static DocumentMetadata Metadata(Documents.Document document) => new()
    {
        Title = document.Title,
        Author = document.Author,
        Subject = document.Subject,
        Keywords = document.Reference,
        Creator = "FundsLedger",
        Producer = "FundsLedger",
        Language = document.Language,
        // Both default to the clock; a reprint must not differ from the original.
        CreationDate = document.CreatedAt,
        ModifiedDate = document.CreatedAt,
    };

    private static void Compose(PageDescriptor page, Documents.Document document, ISet<string> missing)
    {
        page.Size(PageSizes.A4);
        page.MarginHorizontal(QuestLook.MarginX);
        page.MarginTop(34);
        page.MarginBottom(34);
        page.DefaultTextStyle(style => style.FontFamily(EmbeddedFonts.Family).FontSize(9).FontColor(QuestLook.Ink).LineHeight(1.2f));
        page.Header().Element(header => ComposeHeader(header, document, missing));
        page.Footer().Element(footer => ComposeFooter(footer, document, missing));
        page.Content().PaddingTop(12).Column(column =>
        {
            var blocks = new QuestBlocks(missing);
            blocks.Masthead(column.Item(), document);
            foreach (var block in document.Blocks) blocks.Compose(column.Item(), block);
        });
    }

    private static void ComposeHeader(IContainer container, Documents.Document document, ISet<string> missing) => container.Column(column =>
    {
        column.Item().BorderBottom(0.6f).BorderColor(QuestLook.Rule).PaddingBottom(3).Row(row =>
        {
            row.Spacing(16);
            row.RelativeItem().Text(EmbeddedFonts.Printable(document.Furniture.Header, missing)).FontSize(7.5f).FontColor(QuestLook.Quiet);
            row.AutoItem().Text(EmbeddedFonts.Printable(document.Reference, missing)).FontSize(7.5f).FontColor(QuestLook.Quiet);
        });
        if (document.Furniture.Banner is { } banner)
        {
            var band = column.Item().PaddingTop(5).Background(QuestLook.BannerFill).PaddingVertical(3).PaddingHorizontal(8);
            band.Text(EmbeddedFonts.Printable(banner, missing)).FontSize(8).Bold().FontColor(QuestLook.BannerInk);
        }
    });

    private static void ComposeFooter(IContainer container, Documents.Document document, ISet<string> missing) =>
        container.PaddingTop(8).BorderTop(0.6f).BorderColor(QuestLook.Rule).PaddingTop(4).Row(row =>
        {
            row.Spacing(16);
            row.RelativeItem().Text(EmbeddedFonts.Printable(document.Furniture.Footer, missing)).FontSize(7.5f).FontColor(QuestLook.Quiet);
            row.AutoItem().Text(text =>
            {
                text.DefaultTextStyle(style => style.FontSize(7.5f).FontColor(QuestLook.Quiet));
                text.Span("Page ");
                text.CurrentPageNumber().Format(Number);
                text.Span(Languages.IsFrench(document.Language) ? " sur " : " of ");
                text.TotalPages().Format(Number);
            });
        });

    private static string Number(int? page) => page?.ToString(CultureInfo.InvariantCulture) ?? "";
}
#endif
