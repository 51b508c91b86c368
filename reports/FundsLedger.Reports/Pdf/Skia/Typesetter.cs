using System.Globalization;
using FundsLedger.Reports.Typefaces;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>Measures, breaks and draws text through the shaper, so that what was measured is what is drawn. One per rendering: the shaper
/// is not for sharing.</summary>
internal sealed class Typesetter : IDisposable
{
    // Where a line may end: after a space, or after one of these within a word.
    private const string BreakAfter = " -\u2013\u2014/\u2010";

    private readonly SKShaper _regular = new(EmbeddedFonts.Regular);
    private readonly SKShaper _bold = new(EmbeddedFonts.Bold);
    private readonly Dictionary<(bool, float), SKFont> _fonts = [];
    private readonly Dictionary<(string, bool), float> _widths = [];
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);

    /// <summary>Letters that had to be replaced so far.</summary>
    public IReadOnlyList<string> MissingLetters => [.. _missing];

    /// <summary>The text with missing letters replaced and noted.</summary>
    public string Printable(string text) => EmbeddedFonts.Printable(text, _missing);

    /// <summary>Width in points of one line of printable text.</summary>
    public float Width(string text, TextStyle style)
    {
        // Widths grow with size in proportion (no hinting), so one measure serves every size.
        if (_widths.TryGetValue((text, style.IsBold), out var width)) return width * style.Size;
        width = text.Length == 0 ? 0 : Shaper(style).Shape(text, Font(style.IsBold, 100f)).Width / 100f;
        if (_widths.Count < 20_000) _widths[(text, style.IsBold)] = width;
        return width * style.Size;
    }

    /// <summary>The widest piece that has no place to break.</summary>
    public float WidestWord(string text, TextStyle style) =>
        Printable(text).Split('\n').SelectMany(Words).Select(word => Width(word.TrimEnd(' '), style)).DefaultIfEmpty(0).Max();

    /// <summary>The text as lines no wider than <paramref name="width"/>; at least one line.</summary>
    public IReadOnlyList<string> Wrap(string text, TextStyle style, float width)
    {
        var lines = new List<string>();
        foreach (var paragraph in Printable(text).Split('\n')) WrapParagraph(paragraph, style, width, lines);
        return lines;
    }

    /// <summary>Draws one line with its left or right end at <paramref name="x"/>, <paramref name="top"/> being the top of the
    /// line.</summary>
    public void Draw(SKCanvas canvas, string line, float x, float top, TextStyle style, bool fromRight = false)
    {
        if (line.Length == 0) return;
        using var paint = new SKPaint { Color = style.Colour, IsAntialias = true };
        var start = fromRight ? x - Width(line, style) : x;
        canvas.DrawShapedText(Shaper(style), line, start, top + style.Ascent, SKTextAlign.Left, Font(style.IsBold, style.Size), paint);
    }

    public void Dispose()
    {
        _regular.Dispose();
        _bold.Dispose();
        foreach (var font in _fonts.Values) font.Dispose();
    }

    private SKShaper Shaper(TextStyle style) => style.IsBold ? _bold : _regular;

    private SKFont Font(bool isBold, float size)
    {
        if (_fonts.TryGetValue((isBold, size), out var font)) return font;
        font = new SKFont(isBold ? EmbeddedFonts.Bold : EmbeddedFonts.Regular, size) { Subpixel = true, LinearMetrics = true,
            Hinting = SKFontHinting.None };
        return _fonts[(isBold, size)] = font;
    }

    private void WrapParagraph(string paragraph, TextStyle style, float width, List<string> lines)
    {
        var line = "";
        var lineWidth = 0f;
        foreach (var word in Words(paragraph))
        {
            if (lineWidth + Width(word.TrimEnd(' '), style) <= width + 0.05f)
            {
                line += word;
                lineWidth += Width(word, style);
                continue;
            }
            if (line.Length > 0) lines.Add(line.TrimEnd(' '));
            line = Width(word.TrimEnd(' '), style) <= width ? word : BreakWord(word, style, width, lines);
            lineWidth = Width(line, style);
        }
        lines.Add(line.TrimEnd(' '));
    }

    // A word wider than the line is cut between letters (never inside one and its accents); the rest starts the next line.
    private string BreakWord(string word, TextStyle style, float width, List<string> lines)
    {
        var line = "";
        var letters = StringInfo.GetTextElementEnumerator(word);
        while (letters.MoveNext())
        {
            var letter = letters.GetTextElement();
            if (line.Length > 0 && Width(line + letter, style) > width)
            {
                lines.Add(line);
                line = "";
            }
            line += letter;
        }
        return line;
    }

    private static IEnumerable<string> Words(string paragraph)
    {
        var start = 0;
        for (var place = 0; place < paragraph.Length; place++)
        {
            var mayEnd = BreakAfter.Contains(paragraph[place], StringComparison.Ordinal);
            var next = place + 1 < paragraph.Length ? paragraph[place + 1] : ' ';
            if (!mayEnd || next == ' ') continue;
            yield return paragraph[start..(place + 1)];
            start = place + 1;
        }
        if (start < paragraph.Length) yield return paragraph[start..];
    }
}
