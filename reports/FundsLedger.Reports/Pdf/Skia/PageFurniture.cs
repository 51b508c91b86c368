using FundsLedger.Reports.Documents;
using SkiaSharp;

namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>What stands on every page: the issuing office, the reference, the warning where there is one, the footer with the page
/// number.</summary>
internal static class PageFurniture
{
    private const float HeaderTop = 34f;
    private const float BannerTop = 52f;
    private const float FooterTop = 792f;
    private const float SquareTop = 791f;
    private const float SquareSide = 40f;

    public static void Draw(SKCanvas canvas, Typesetter typesetter, Document document, string pageOf)
    {
        using var hairline = new SKPaint { Color = PageLook.Rule, StrokeWidth = 0.6f, IsStroke = true, IsAntialias = true };

        var reference = typesetter.Printable(document.Reference);
        var besideReference = PageLook.BodyWidth - typesetter.Width(reference, PageLook.Furniture) - 16f;
        var header = typesetter.Wrap(document.Furniture.Header, PageLook.Furniture, besideReference)[0];
        typesetter.Draw(canvas, header, PageLook.MarginX, HeaderTop, PageLook.Furniture);
        typesetter.Draw(canvas, reference, PageLook.BodyRight, HeaderTop, PageLook.Furniture, fromRight: true);
        canvas.DrawLine(PageLook.MarginX, HeaderTop + 13f, PageLook.BodyRight, HeaderTop + 13f, hairline);
        if (document.Furniture.Banner is { } banner) DrawBanner(canvas, typesetter, banner);

        canvas.DrawLine(PageLook.MarginX, FooterTop - 4f, PageLook.BodyRight, FooterTop - 4f, hairline);
        var footer = typesetter.Wrap(document.Furniture.Footer, PageLook.Furniture, PageLook.BodyWidth
            - (document.Furniture.Address is null ? 90f : 300f));
        for (var line = 0; line < Math.Min(2, footer.Count); line++)
            typesetter.Draw(canvas, footer[line], PageLook.MarginX, FooterTop + line * PageLook.Furniture.LineHeight, PageLook.Furniture);
        var end = PageLook.BodyRight;
        if (document.Furniture.Address is { } address)
        {
            QrPicture.Draw(address, address).Draw(canvas, SKRect.Create(end - SquareSide, SquareTop, SquareSide, SquareSide));
            end -= SquareSide + 8f;
            typesetter.Draw(canvas, typesetter.Printable(address), end, FooterTop + PageLook.Furniture.LineHeight, PageLook.Furniture,
                fromRight: true);
        }
        typesetter.Draw(canvas, pageOf, end, FooterTop, PageLook.Furniture, fromRight: true);
    }

    private static void DrawBanner(SKCanvas canvas, Typesetter typesetter, string banner)
    {
        using var fill = new SKPaint { Color = PageLook.BannerFill, IsAntialias = true };
        canvas.DrawRect(new SKRect(PageLook.MarginX, BannerTop, PageLook.BodyRight, BannerTop + 17f), fill);
        var line = typesetter.Wrap(banner, PageLook.Banner, PageLook.BodyWidth - 16f)[0];
        typesetter.Draw(canvas, line, PageLook.MarginX + 8f, BannerTop + 3f, PageLook.Banner);
    }
}
