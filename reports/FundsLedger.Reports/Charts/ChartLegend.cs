using FundsLedger.Reports.Typefaces;
using ScottPlot;
using SkiaSharp;

namespace FundsLedger.Reports.Charts;

/// <summary>The names of a chart's strokes, in as many rows as they need: the library's own legend drops what does not fit into
/// one.</summary>
internal sealed class ChartLegend(float width) : IDisposable
{
    private const float FontSize = 12f;
    private const float RowHeight = 19f;
    private const float Swatch = 22f;
    private const float SwatchGap = 6f;
    private const float ItemGap = 18f;

    private readonly SKFont _font =
        new(EmbeddedFonts.Regular, FontSize) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
    private readonly List<Item> _items = [];
    private float _x;
    private int _row;

    /// <summary>Height of all rows, which the chart leaves free above itself.</summary>
    public float Height => _items.Count == 0 ? 0 : (_row + 1) * RowHeight + 4f;

    public void AddLine(string label, Color colour, float lineWidth, params float[] dashes) => Add(label, colour, lineWidth, dashes);

    public void AddArea(string label, Color colour) => Add(label, colour, null, []);

    public void Draw(SKCanvas canvas)
    {
        foreach (var item in _items)
        {
            var middle = item.Row * RowHeight + RowHeight / 2;
            DrawSwatch(canvas, item, middle);
            using var ink = new SKPaint { Color = ChartInk.Text.ToSKColor(), IsAntialias = true };
            canvas.DrawText(item.Label, item.X + Swatch + SwatchGap, middle + FontSize * 0.36f, SKTextAlign.Left, _font, ink);
        }
    }

    public void Dispose() => _font.Dispose();

    private sealed record Item(string Label, Color Colour, float? LineWidth, float[] Dashes, float X, int Row);

    private void Add(string text, Color colour, float? lineWidth, float[] dashes)
    {
        var label = EmbeddedFonts.Printable(text);
        var needed = Swatch + SwatchGap + _font.MeasureText(label);
        if (_x > 0 && _x + needed > width)
        {
            _x = 0;
            _row++;
        }
        _items.Add(new Item(label, colour, lineWidth, dashes, _x, _row));
        _x += needed + ItemGap;
    }

    private static void DrawSwatch(SKCanvas canvas, Item item, float middle)
    {
        using var paint = new SKPaint { Color = item.Colour.ToSKColor(), IsAntialias = true };
        if (item.LineWidth is not { } lineWidth)
        {
            canvas.DrawRect(SKRect.Create(item.X, middle - 5f, Swatch, 10f), paint);
            return;
        }
        paint.IsStroke = true;
        paint.StrokeWidth = lineWidth;
        using var dash = item.Dashes.Length > 0 ? SKPathEffect.CreateDash(item.Dashes, 0) : null;
        paint.PathEffect = dash;
        canvas.DrawLine(item.X, middle, item.X + Swatch, middle, paint);
    }
}
