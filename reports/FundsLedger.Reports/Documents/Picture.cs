using SkiaSharp;

namespace FundsLedger.Reports.Documents;

/// <summary>One drawing in two forms that cannot differ: vectors on a PDF's canvas, and the same strokes as SVG text for a page.</summary>
public sealed class Picture(float width, float height, string svg, Action<SKCanvas, SKRect> draw)
{
    /// <summary>Width in points at natural size.</summary>
    public float Width { get; } = width;

    /// <summary>Height in points at natural size.</summary>
    public float Height { get; } = height;

    /// <summary>An svg element with a view box and no fixed size, script, style sheet or style attribute: allowed under a strict content
    /// security policy.</summary>
    public string Svg { get; } = svg;

    /// <summary>Draws the vectors, fitted to the rectangle.</summary>
    public void Draw(SKCanvas canvas, SKRect area) => draw(canvas, area);
}
