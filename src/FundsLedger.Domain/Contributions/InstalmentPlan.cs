namespace FundsLedger.Domain.Contributions;

/// <summary>One instalment of a plan.</summary>
public readonly record struct PlannedInstalment(DateOnly DueOn, Money Amount);

/// <summary>An instalment as agreed.</summary>
/// <param name="DueOn">Day it is due.</param>
/// <param name="Amount">In the agreement's currency.</param>
/// <param name="Condition">What must be met before it is the fund's, in words; null where nothing must.</param>
public sealed record InstalmentTerm(DateOnly DueOn, Money Amount, string? Condition = null);

/// <summary>Splits what was agreed into instalments that sum to it exactly, and refuses a plan that does not.</summary>
public static class InstalmentPlan
{
    /// <summary>Most instalments of one agreement.</summary>
    public const int Most = 360;

    /// <summary>Equal instalments, the larger ones first; the day of the month stays that of the first, or the month's last day where it
    /// has fewer.</summary>
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
        return Allocation.Equal(total, count)?.Select((amount, index) =>
            new PlannedInstalment(firstDue.AddMonths(index * monthsApart), amount)).ToList();
    }

    /// <summary>Why a plan is none: in order, their number; line by line currency, amount, day and order; and the sum.</summary>
    /// <param name="terms">The instalments in order.</param>
    /// <param name="amount">What was agreed.</param>
    /// <param name="signedOn">Nothing is due before this day.</param>
    public static AgreementRefusal? Refuse(IReadOnlyList<InstalmentTerm> terms, Money amount, DateOnly signedOn)
    {
        if (terms.Count is 0 or > Most) return new InstalmentsAreTooManyOrNone(terms.Count);
        Int128 sum = 0;
        var before = signedOn;
        foreach (var (index, term) in terms.Index())
        {
            if (term.Amount.Currency != amount.Currency) return new InstalmentCurrencyIsOther(index + 1, amount.Currency.Code);
            if (term.Amount.Minor < 1) return new InstalmentIsBelowOneMinorUnit(index + 1);
            if (term.DueOn < signedOn) return new InstalmentIsDueBeforeSignature(index + 1, signedOn);
            if (term.DueOn < before) return new InstalmentsAreOutOfOrder(index + 1);
            sum += term.Amount.Minor;
            before = term.DueOn;
        }
        if (sum == amount.Minor) return null;
        return new InstalmentsDoNotAddUp(sum > Money.LargestMinor ? "more than any amount" : (amount with { Minor = (long)sum }).ToString(),
            amount.ToString());
    }
}
