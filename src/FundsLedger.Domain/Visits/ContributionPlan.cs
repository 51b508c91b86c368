using FundsLedger.Domain.Contributions;

namespace FundsLedger.Domain.Visits;

/// <summary>One instalment of an order of contribution.</summary>
/// <param name="DueOn">Day it is due.</param>
/// <param name="Amount">What is due.</param>
/// <param name="Received">What came of it; what came is counted towards the earliest instalment first.</param>
public sealed record ContributionPart(DateOnly DueOn, Money Amount, Money Received)
{
    /// <summary>True where it was due before a day and is not all there.</summary>
    public bool IsOverdue(DateOnly today) => DueOn < today && Received < Amount;
}

/// <summary>How a person pays back what a visit cost.</summary>
public static class ContributionPlan
{
    /// <summary>Most monthly instalments.</summary>
    public const int Most = 60;

    /// <summary>The instalments, one a month, with what came of each.</summary>
    /// <param name="ordered">The whole order; at least one cent for each instalment.</param>
    /// <param name="count">1 to <see cref="Most"/>.</param>
    /// <param name="firstDue">Due day of the first.</param>
    /// <param name="received">What came so far, 0 or more.</param>
    /// <example>100.00 in 3, of which 40.00 came → 33.34 of 33.34, 6.66 of 33.33, nothing of 33.33.</example>
    public static IReadOnlyList<ContributionPart> Standing(Money ordered, int count, DateOnly firstDue, Money received)
    {
        var parts = new List<ContributionPart>();
        foreach (var (dueOn, amount) in InstalmentPlan.Equal(ordered, count, firstDue, 1)
            ?? throw new ArgumentOutOfRangeException(nameof(count)))
        {
            var part = received < amount ? received : amount;
            received -= part;
            parts.Add(new ContributionPart(dueOn, amount, part));
        }
        return parts;
    }
}
