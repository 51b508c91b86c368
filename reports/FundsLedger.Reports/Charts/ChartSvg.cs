using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using FundsLedger.Reports.Typefaces;
using SkiaSharp;

namespace FundsLedger.Reports.Charts;

/// <summary>Turns strokes into SVG for a page. Skia writes a drawing for a file: fixed size, a font name, letter positions one by one; here
/// it becomes one for a page under a strict content security policy: view box, title, classes, no style attribute.</summary>
internal static class ChartSvg
{
    private static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    public static string Of(int width, int height, string altText, Action<SKCanvas> paint)
    {
        using var buffer = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(width, height), buffer)) paint(canvas);
        var svg = XElement.Parse(Encoding.UTF8.GetString(buffer.ToArray()));

        // Clearing the canvas leaves a rectangle without a colour, which a browser would paint black.
        svg.Elements(Ns + "rect").Where(rect => rect.Attribute("fill") is null).Remove();
        foreach (var element in svg.DescendantsAndSelf().ToList()) Tidy(element);
        RenameIds(svg, altText);
        svg.SetAttributeValue("width", null);
        svg.SetAttributeValue("height", null);
        svg.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("class", "chart-svg");
        svg.AddFirst(new XElement(Ns + "title", altText));
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static void Tidy(XElement element)
    {
        element.SetAttributeValue("style", null);
        if (element.Name.LocalName == "text") TidyText(element);
        AddClass(element);
    }

    // The page's own font is not as wide as ours: the first letter's place and the whole length keep labels where they belong.
    private static void TidyText(XElement text)
    {
        var places = Numbers(text.Attribute("x")?.Value);
        if (places.Length > 1)
        {
            using var font = new SKFont(EmbeddedFonts.Regular, Numbers(text.Attribute("font-size")?.Value) is [var size, ..] ? size : 12f);
            var last = font.MeasureText(text.Value.TrimEnd()[^1..]);
            text.SetAttributeValue("x", places[0].ToString("0.##", CultureInfo.InvariantCulture));
            text.SetAttributeValue("textLength", (places[^1] - places[0] + last).ToString("0.##", CultureInfo.InvariantCulture));
            text.SetAttributeValue("lengthAdjust", "spacingAndGlyphs");
        }
        if (Numbers(text.Attribute("y")?.Value) is [var line, ..])
            text.SetAttributeValue("y", line.ToString("0.##", CultureInfo.InvariantCulture));
        text.SetAttributeValue("font-family", null);
    }

    // The colour goes through the colour property, so that one line of a style sheet changes it whether Skia filled or stroked it.
    private static void AddClass(XElement element)
    {
        foreach (var attribute in new[] { "stroke", "fill" })
        {
            if (element.Attribute(attribute)?.Value is not { } colour || !ChartInk.Classes.TryGetValue(colour, out var name)) continue;
            element.SetAttributeValue("class", name);
            element.SetAttributeValue("color", colour);
            element.SetAttributeValue(attribute, "currentColor");
            return;
        }
    }

    // Skia numbers its clips through the life of the process: counted anew here, so that a chart repeats exactly,
    // and with a prefix from the content, so that two charts on one page do not share them.
    private static void RenameIds(XElement svg, string altText)
    {
        var ids = svg.Descendants().Attributes("id")
            .Select((id, place) => (Old: id.Value, New: string.Create(CultureInfo.InvariantCulture, $"clip{place}")))
            .ToDictionary(pair => pair.Old, pair => pair.New);
        Rename(svg, id => ids.GetValueOrDefault(id, id));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(altText + svg.ToString(SaveOptions.DisableFormatting)));
        Rename(svg, id => $"c{Convert.ToHexStringLower(hash.AsSpan(0, 4))}-{id}");
    }

    private static void Rename(XElement svg, Func<string, string> name)
    {
        const string Start = "url(#";
        foreach (var attribute in svg.Descendants().Attributes().ToList())
        {
            if (attribute.Name.LocalName == "id") attribute.Value = name(attribute.Value);
            else if (attribute.Value.StartsWith(Start, StringComparison.Ordinal))
                attribute.Value = $"{Start}{name(attribute.Value[Start.Length..^1])})";
        }
    }

    private static float[] Numbers(string? list) => list is null ? [] :
        [.. list.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
}
