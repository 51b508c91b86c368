namespace FundsLedger.Domain.Publication;

/// <summary>When a total gives one of its contributors away: the rules of statistical offices. A contributor is a whole case, or a whole
/// donor, never a single payment.</summary>
public static class CellRules
{
    /// <summary>Too few contributors: fewer than <paramref name="least"/>.</summary>
    public static bool HasTooFew(int contributors, int least) => contributors < least;

    /// <summary>The largest <paramref name="n"/> are more than <paramref name="percent"/> of the total.</summary>
    public static bool IsDominated(IReadOnlyCollection<long> contributions, int n, Fraction percent) =>
        100 * (Fraction)contributions.OrderDescending().Take(n).Sum() > percent * contributions.Sum();

    /// <summary>The second largest, who knows its own, can work out the largest to within <paramref name="percent"/> from above.</summary>
    public static bool IsTooClose(IReadOnlyCollection<long> contributions, Fraction percent)
    {
        var largest = contributions.OrderDescending().Take(2).ToList();
        return largest.Count > 0 && 100 * (Fraction)(contributions.Sum() - largest.Sum()) < percent * largest[0];
    }

    /// <summary>True where the total of receipts may be told to the cent: nobody is confidential, or three are and none of them can be
    /// worked out. Everybody can take off what the others gave, which is known.</summary>
    public static bool MayTellReceipts(IReadOnlyCollection<long> confidential, Fraction percent) =>
        confidential.Count == 0 || (confidential.Count >= 3 && !IsTooClose(confidential, percent));

    /// <summary>The percentage of closeness that corresponds to a share of the two largest.</summary>
    public static Fraction ClosenessOf(Fraction share) => 100 * (100 - share) / share;

    /// <summary>The share of the two largest that corresponds to a percentage of closeness.</summary>
    public static Fraction ShareOf(Fraction closeness) => 100 * (Fraction)100 / (100 + closeness);
}
