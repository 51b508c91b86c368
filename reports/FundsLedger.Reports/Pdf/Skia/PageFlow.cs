using SkiaSharp;

namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>Pages as lists of strokes to draw later: the number of pages, which the footer needs, is known only when the last block is
/// laid.</summary>
internal sealed class PageFlow
{
    private readonly List<List<Action<SKCanvas>>> _pages = [[]];
    private readonly List<Bookmark> _bookmarks = [];

    /// <summary>Distance from the page's top of the next thing to be placed.</summary>
    public float Y { get; set; } = PageLook.BodyTop;

    public IReadOnlyList<IReadOnlyList<Action<SKCanvas>>> Pages => _pages;

    public IReadOnlyList<Bookmark> Bookmarks => _bookmarks;

    public float Room => PageLook.BodyBottom - Y;

    public static float FullPage => PageLook.BodyBottom - PageLook.BodyTop;

    public bool IsAtTop => Y <= PageLook.BodyTop + 0.01f;

    public void Draw(Action<SKCanvas> stroke) => _pages[^1].Add(stroke);

    /// <summary>Starts a new page unless this one has the room, or is empty and no page ever will.</summary>
    public bool Ensure(float height)
    {
        if (height <= Room + 0.01f || IsAtTop) return false;
        NewPage();
        return true;
    }

    public void NewPage()
    {
        _pages.Add([]);
        Y = PageLook.BodyTop;
    }

    /// <summary>White space between blocks; none at the top of a page.</summary>
    public void Space(float height)
    {
        if (!IsAtTop) Y += height;
    }

    public void Bookmark(int level, string text)
    {
        var bookmark = new Bookmark($"h{_bookmarks.Count + 1}", level, text);
        var point = new SKPoint(PageLook.MarginX, Y);
        _bookmarks.Add(bookmark);
        Draw(canvas => canvas.DrawNamedDestinationAnnotation(point, bookmark.Name));
    }

    public void Fill(SKRect area, SKColor colour) => Draw(canvas =>
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawRect(area, paint);
    });

    public void Line(float fromX, float toX, float y, SKColor colour, float width) => Draw(canvas =>
    {
        using var paint = new SKPaint { Color = colour, StrokeWidth = width, IsStroke = true, IsAntialias = true };
        canvas.DrawLine(fromX, y, toX, y, paint);
    });
}

/// <summary>A heading's place, as the reader's outline shows it.</summary>
internal sealed record Bookmark(string Name, int Level, string Text);
