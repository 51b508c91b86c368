using FundsLedger.Reports.Documents;

namespace FundsLedger.Reports.Pdf;

/// <summary>Which engine this build sets documents with: Skia, or QuestPDF when built with <c>-p:PdfEngine=QuestPdf</c>.</summary>
public static class PdfEngines
{
#if QUESTPDF
    /// <summary>The engine of this build; safe to share between threads.</summary>
    public static IPdfEngine Default { get; } = new Quest.QuestPdfEngine();
#else
    /// <summary>The engine of this build; safe to share between threads.</summary>
    public static IPdfEngine Default { get; } = new Skia.SkiaPdfEngine();
#endif

    /// <summary>What the engine of this build draws with, and its version.</summary>
#if QUESTPDF
    public static string DefaultName { get; } = $"QuestPDF {typeof(QuestPDF.Settings).Assembly.GetName().Version}";
#else
    public static string DefaultName { get; } = $"Skia {typeof(SkiaSharp.SKDocument).Assembly.GetName().Version}";
#endif

    /// <summary>The document as the bytes of a PDF file.</summary>
    public static byte[] ToBytes(this IPdfEngine engine, Document document)
    {
        using var stream = new MemoryStream();
        engine.Render(document, stream);
        return stream.ToArray();
    }
}
