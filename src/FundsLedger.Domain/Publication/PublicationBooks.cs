namespace FundsLedger.Domain.Publication;

/// <summary>What a protected fund did in a fiscal year, as the books have it.</summary>
/// <param name="Year">The fiscal year.</param>
/// <param name="ReceiptsEur">Cents received; in the first year with what the fund began with.</param>
/// <param name="OtherEur">Cents spent on what belongs to no case. Everybody is taken to know it.</param>
/// <param name="Cases">Cents spent by case; negative where more came back than was paid.</param>
public sealed record YearOfBooks(int Year, long ReceiptsEur, long OtherEur, IReadOnlyDictionary<string, long> Cases)
{
    /// <summary>Cents spent in the year.</summary>
    public long SpentEur => OtherEur + Cases.Values.Sum();
}

/// <summary>A block of fiscal years as it was published. It never changes.</summary>
/// <param name="From">First year.</param>
/// <param name="To">Last year, included.</param>
/// <param name="SpentEur">Published spending of the block, in cents.</param>
/// <param name="TotalEur">Published spending since the beginning, in cents.</param>
/// <param name="StepEur">Cents to whose multiples the total was rounded.</param>
/// <param name="IsOfficial">True where the figure is the one of the audited accounts.</param>
public sealed record PublishedBlock(int From, int To, long SpentEur, long TotalEur, long StepEur, bool IsOfficial)
{
    /// <summary>The years of it.</summary>
    public IEnumerable<int> Years => Enumerable.Range(From, To - From + 1);
}

/// <summary>What a line of published accounts says. The codes are stored and never change.</summary>
public enum OfficialLine
{
    /// <summary>What the fund spent in the year.</summary>
    Spent,

    /// <summary>What it had at the end of the year.</summary>
    Closing,
}

/// <summary>A figure about the fund that the Court itself has published.</summary>
/// <param name="Year">The fiscal year.</param>
/// <param name="Line">What it says.</param>
/// <param name="Eur">Cents.</param>
/// <param name="UnitEur">Cents to which it is rounded: 1 where it is exact.</param>
public sealed record OfficialFigure(int Year, OfficialLine Line, long Eur, long UnitEur)
{
    /// <summary>The least it can stand for.</summary>
    public long Least => Eur - (UnitEur / 2);

    /// <summary>The most.</summary>
    public long Most => Eur + (UnitEur / 2);
}

/// <summary>What has to hold before a figure is published. The method is public, the numbers are not.</summary>
/// <param name="Cases">Fewest cases in a published figure.</param>
/// <param name="Percent">How far off anybody's best guess of a case must be, in percent of what it cost.</param>
/// <param name="SharePercent">Largest share of one case in a figure.</param>
/// <param name="StepEur">Cents to whose multiples what was spent since the beginning is rounded.</param>
/// <param name="FirstYears">Fewest years in the first block of a fund.</param>
public sealed record PublicationRule(int Cases, int Percent, int SharePercent, long StepEur, int FirstYears = 2)
{
    /// <summary>While nothing else is set.</summary>
    public static readonly PublicationRule Standard = new(Cases: 5, Percent: 25, SharePercent: 50, StepEur: 10_000_000);
}

/// <summary>Works out what would be published.</summary>
public static class PublicationFigures
{
    /// <summary>The next block.</summary>
    /// <param name="years">The books, from the first year of the fund, without a gap.</param>
    /// <param name="rule">The rounding.</param>
    /// <param name="published">What was published before, in order.</param>
    /// <param name="official">What the Court published.</param>
    /// <param name="from">First year of the block.</param>
    /// <param name="to">Last year of it, included.</param>
    public static PublishedBlock Next(IReadOnlyList<YearOfBooks> years, PublicationRule rule, IReadOnlyList<PublishedBlock> published,
        IReadOnlyList<OfficialFigure> official, int from, int to)
    {
        var before = published.Count == 0 ? 0 : published[^1].TotalEur;
        var told = Enumerable.Range(from, to - from + 1)
            .Select(year => official.LastOrDefault(figure => figure.Year == year && figure.Line == OfficialLine.Spent)).ToList();
        // Where the audited accounts print the figure, any other would only make two.
        if (told.TrueForAll(figure => figure is not null))
        {
            var sum = told.Sum(figure => figure!.Eur);
            return new PublishedBlock(from, to, sum, before + sum, told.Max(figure => figure!.UnitEur), IsOfficial: true);
        }
        var spent = years.Where(year => year.Year <= to).Sum(year => year.SpentEur);
        var total = RunningTotal.Next(before, spent, rule.StepEur);
        return new PublishedBlock(from, to, total - before, total, rule.StepEur, IsOfficial: false);
    }

    /// <summary>The balance that goes with a block: what came in, less what is published as spent.</summary>
    public static long ClosingEur(IReadOnlyList<YearOfBooks> years, PublishedBlock block) =>
        years.Where(year => year.Year <= block.To).Sum(year => year.ReceiptsEur) - block.TotalEur;
}
