namespace FundsLedger.Reports.Pdf.Skia;

/// <summary>A block measured for the page: how much of it must stand together at its start, and how it is placed.</summary>
internal sealed record Laid(float FirstPart, Action<PageFlow> Place, float SpaceBefore = 0)
{
    /// <summary>True for headings, which never end a page.</summary>
    public bool StaysWithNext { get; init; }
}
