using SkiaSharp;

namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>Sizes (points) and colours of a printed page, in one place.</summary>
internal static class PageLook
{
    public const float PageWidth = 595.276f;
    public const float PageHeight = 841.89f;
    public const float MarginX = 54f;
    public const float BodyTop = 82f;
    public const float BodyBottom = 778f;
    public const float BodyWidth = PageWidth - 2 * MarginX;
    public const float BodyRight = PageWidth - MarginX;

    public static readonly SKColor Ink = new(0x1B, 0x27, 0x33);
    public static readonly SKColor Quiet = new(0x4F, 0x5B, 0x67);
    public static readonly SKColor Accent = new(0x1F, 0x4E, 0x79);
    public static readonly SKColor Rule = new(0xC6, 0xCE, 0xD6);
    public static readonly SKColor Tint = new(0xF1, 0xF4, 0xF7);
    public static readonly SKColor BannerFill = new(0xFD, 0xF0, 0xC8);
    public static readonly SKColor BannerInk = new(0x5C, 0x41, 0x00);

    public static readonly TextStyle Title = new(true, 19f, 24f, Accent);
    public static readonly TextStyle Subtitle = new(false, 12.5f, 17f, Ink);
    public static readonly TextStyle Lead = new(false, 10.5f, 15.5f, Ink);
    public static readonly TextStyle Body = new(false, 9f, 13f, Ink);
    public static readonly TextStyle BodyStrong = Body with { IsBold = true };
    public static readonly TextStyle Small = new(false, 7.8f, 11f, Quiet);
    public static readonly TextStyle SmallStrong = Small with { IsBold = true };
    public static readonly TextStyle Cell = new(false, 8f, 10.8f, Ink);
    public static readonly TextStyle CellStrong = Cell with { IsBold = true };
    public static readonly TextStyle ColumnHead = new(true, 7.5f, 9.8f, Quiet);
    public static readonly TextStyle CardValue = new(true, 13f, 17f, Accent);
    public static readonly TextStyle Code = new(true, 11.5f, 15f, Ink);
    public static readonly TextStyle Furniture = new(false, 7.5f, 10f, Quiet);
    public static readonly TextStyle Banner = new(true, 8f, 11f, BannerInk);

    /// <summary>Headings get smaller by level; level 1 carries the colour of the house.</summary>
    public static TextStyle HeadingStyle(int level) => level switch
    {
        <= 1 => new TextStyle(true, 13f, 17f, Accent),
        2 => new TextStyle(true, 10.5f, 14f, Ink),
        _ => new TextStyle(true, 9f, 13f, Ink),
    };
}

/// <summary>How a text is set: face, size and line height in points, colour.</summary>
internal readonly record struct TextStyle(bool IsBold, float Size, float LineHeight, SKColor Colour)
{
    /// <summary>From the top of the line to the letters' foot.</summary>
    public float Ascent => (LineHeight - Size * 1.2f) / 2 + Size * 0.97f;
}
