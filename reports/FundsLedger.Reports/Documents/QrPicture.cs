using System.Collections;
using System.Globalization;
using System.Net;
using System.Text;
using QRCoder;
using SkiaSharp;

namespace FundsLedger.Reports.Documents;

/// <summary>A QR code as squares: sharp at any size, and black on white in dark mode too, or cameras fail.</summary>
public static class QrPicture
{
    private const int QuietModules = 4;

    /// <summary>The code for <paramref name="payload"/>; <paramref name="altText"/> says in words what it holds. A fifth of it may be
    /// soiled and it still reads.</summary>
    public static Picture Draw(string payload, string altText)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(payload, QRCodeGenerator.ECCLevel.M);
        // QRCoder's matrix brings its own quiet zone of four modules.
        var runs = Runs(code.ModuleMatrix).ToList();
        var side = code.ModuleMatrix.Count;
        return new Picture(side, side, Svg(runs, side, altText), (canvas, area) => Paint(canvas, area, runs, side));
    }

    private static IEnumerable<(int X, int Y, int Length)> Runs(List<BitArray> matrix)
    {
        for (var y = 0; y < matrix.Count; y++)
        {
            for (var x = 0; x < matrix[y].Length; x++)
            {
                var from = x;
                while (x < matrix[y].Length && matrix[y][x]) x++;
                if (x > from) yield return (from, y, x - from);
            }
        }
    }

    private static string Svg(List<(int X, int Y, int Length)> runs, int side, string altText)
    {
        var path = new StringBuilder();
        foreach (var (x, y, length) in runs) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{length}v1h-{length}z");
        return string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" role=\"img\" viewBox=\"0 0 "
                + $"{side} {side}\" shape-rendering=\"crispEdges\"><title>{WebUtility.HtmlEncode(altText)}</title><rect "
                + $"width=\"{side}\" height=\"{side}\" fill=\"#ffffff\"/><path fill=\"#000000\" d=\"{path}\"/></svg>");
    }

    // On paper the page is the quiet zone, so the squares reach the frame's edge.
    private static void Paint(SKCanvas canvas, SKRect area, List<(int X, int Y, int Length)> runs, int side)
    {
        var module = Math.Min(area.Width, area.Height) / (side - 2 * QuietModules);
        using var path = new SKPath();
        foreach (var (x, y, length) in runs)
            path.AddRect(
                SKRect.Create(area.Left + (x - QuietModules) * module, area.Top + (y - QuietModules) * module, length * module, module));
        using var black = new SKPaint { Color = SKColors.Black, IsAntialias = false };
        canvas.DrawPath(path, black);
    }
}
