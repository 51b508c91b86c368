namespace FundsLedger.Domain.Publication;

/// <summary>A figure as everybody may know it: told, or withheld. Withheld is no number, and nothing is added up with it.</summary>
public abstract record OutsideFigure
{
    private OutsideFigure()
    {
    }

    /// <summary>The one that is withheld.</summary>
    public static readonly OutsideFigure Kept = new Withheld();

    /// <summary>The cents where it is told.</summary>
    public long? Cents => this is Told told ? told.Eur : null;

    /// <summary>A published figure.</summary>
    /// <param name="Eur">Cents.</param>
    public sealed record Told(long Eur) : OutsideFigure;

    /// <summary>A figure that is not published.</summary>
    public sealed record Withheld : OutsideFigure;
}

/// <summary>A block as it stands in the publication store.</summary>
/// <param name="From">First year.</param>
/// <param name="To">Last year, included.</param>
/// <param name="ReceivedEur">Contributions received, in cents.</param>
/// <param name="IsReceivedRounded">True where that is rounded too, so that no confidential donor can be worked out.</param>
/// <param name="SpentEur">Spent, in cents.</param>
/// <param name="ClosingEur">What was left at the end, in cents.</param>
/// <param name="StepEur">Cents to whose multiples what was spent since the beginning is rounded.</param>
/// <param name="IsOfficial">True where spending is the figure of the audited accounts.</param>
/// <param name="PublishedOn">The day of publication.</param>
public sealed record StoredBlock(int From, int To, long ReceivedEur, bool IsReceivedRounded, long SpentEur, long ClosingEur, long StepEur,
    bool IsOfficial, DateOnly PublishedOn);

/// <summary>A line of the account of a protected fund for everybody.</summary>
/// <param name="From">First year.</param>
/// <param name="To">Last year, included.</param>
/// <param name="Received">Contributions received.</param>
/// <param name="Spent">Spent.</param>
/// <param name="Closing">What was left at the end.</param>
public sealed record OutsideLine(int From, int To, OutsideFigure Received, OutsideFigure Spent, OutsideFigure Closing);

/// <summary>The account of a protected fund for everybody: it follows from what was published and from the day, and from nothing
/// else.</summary>
public static class OutsideAccount
{
    /// <summary>Days after the end of a year before anything of it may be published.</summary>
    public const int DaysBefore = 90;

    /// <summary>The blocks, oldest first; the years of a block, each withheld; and the years since the last block.</summary>
    /// <param name="blocks">What was published, oldest first.</param>
    /// <param name="today">The day of the reader.</param>
    public static IReadOnlyList<OutsideLine> Of(IReadOnlyList<StoredBlock> blocks, DateOnly today)
    {
        var lines = new List<OutsideLine>();
        foreach (var block in blocks)
        {
            if (block.To > block.From)
                for (var year = block.From; year <= block.To; year++) lines.Add(Kept(year));
            lines.Add(new OutsideLine(block.From, block.To, new OutsideFigure.Told(block.ReceivedEur),
                new OutsideFigure.Told(block.SpentEur), new OutsideFigure.Told(block.ClosingEur)));
        }
        if (blocks.Count > 0)
            for (var year = blocks[^1].To + 1; today >= FirstDay(year); year++) lines.Add(Kept(year));
        return lines;
    }

    /// <summary>The first day on which a year may be published.</summary>
    public static DateOnly FirstDay(int year) => new DateOnly(year, 12, 31).AddDays(DaysBefore);

    private static OutsideLine Kept(int year) => new(year, year, OutsideFigure.Kept, OutsideFigure.Kept, OutsideFigure.Kept);
}
