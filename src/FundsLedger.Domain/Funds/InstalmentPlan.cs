namespace FundsLedger.Domain.Funds;

/// <summary>One instalment of a plan.</summary>
public readonly record struct PlannedInstalment(DateOnly DueOn, Money Amount);

/// <summary>Splits what was agreed into instalments that sum to it exactly.</summary>
public static class InstalmentPlan
{
    /// <summary>Most instalments of one agreement.</summary>
    public const int Most = 360;

    /// <summary>Equal instalments, the larger ones first; the day of the month stays that of the first, or the month's last day where it has fewer.</summary>
    /// <param name="total">What was agreed; above zero.</param>
    /// <param name="count">1 to <see cref="Most"/>.</param>
    /// <param name="firstDue">Due day of the first.</param>
    /// <param name="monthsApart">Whole months between two, at least 1.</param>
    /// <returns>The plan, or null when an instalment would be smaller than one minor unit.</returns>
    /// <example>100.00 EUR in 3 → 33.34, 33.33, 33.33; 1.00 EUR in 150 → null.</example>
    public static IReadOnlyList<PlannedInstalment>? Equal(Money total, int count, DateOnly firstDue, int monthsApart)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        ArgumentOutOfRangeException.ThrowIfLessThan(monthsApart, 1);
        return Allocation.Equal(total, count)?.Select((amount, index) => new PlannedInstalment(firstDue.AddMonths(index * monthsApart), amount)).ToList();
    }
}
