#if QUESTPDF
using QuestPDF.Infrastructure;

namespace FundsLedger.Reports.Pdf.Quest;

/// <summary>The colours and measures of <c>PageLook</c> in this library's terms: one look, two engines.</summary>
internal static class QuestLook
{
    public const float MarginX = Skia.PageLook.MarginX;

    public static readonly Color Ink = From(Skia.PageLook.Ink);
    public static readonly Color Quiet = From(Skia.PageLook.Quiet);
    public static readonly Color Accent = From(Skia.PageLook.Accent);
    public static readonly Color Rule = From(Skia.PageLook.Rule);
    public static readonly Color Tint = From(Skia.PageLook.Tint);
    public static readonly Color BannerFill = From(Skia.PageLook.BannerFill);
    public static readonly Color BannerInk = From(Skia.PageLook.BannerInk);

    private static Color From(SkiaSharp.SKColor colour) => Color.FromRGB(colour.Red, colour.Green, colour.Blue);
}
#endif
