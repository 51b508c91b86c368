using FundsLedger.Reports.Documents;
using SkiaSharp;

namespace FundsLedger.Reports.Charts;

/// <summary>A picture as pixels, for mail programs, which show no SVG.</summary>
public static class ChartPng
{
    /// <summary>PNG on white, <paramref name="scale"/> pixels a point.</summary>
    public static byte[] Of(Picture picture, float scale = 2)
    {
        var area = SKRect.Create(picture.Width * scale, picture.Height * scale);
        using var bitmap = new SKBitmap((int)MathF.Ceiling(area.Width), (int)MathF.Ceiling(area.Height));
        using (var canvas = new SKCanvas(bitmap)) picture.Draw(canvas, area);
        using var sheet = new SKBitmap(bitmap.Width, bitmap.Height);
        using (var canvas = new SKCanvas(sheet))
        {
            canvas.Clear(SKColors.White);
            canvas.DrawBitmap(bitmap, 0, 0);
        }
        using var png = sheet.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
