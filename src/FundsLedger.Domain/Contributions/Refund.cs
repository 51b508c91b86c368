using FundsLedger.Domain.Ledger;

namespace FundsLedger.Domain.Contributions;

/// <summary>A contribution that goes back. What was revenue of this year lowers it; what was revenue of an earlier year is an expense of
/// its
/// own: the year that gave it is told, and no year has negative revenue.</summary>
public static class Refund
{
    /// <summary>Sets aside what goes back.</summary>
    /// <param name="income">The revenue account of the donor.</param>
    /// <param name="returned">What goes back, above zero, with its cents.</param>
    /// <param name="ofThisYear">What of it was revenue of the year in which it goes back; more than all of it counts as all, less than
    /// nothing as nothing.</param>
    /// <param name="about">Whose it is.</param>
    /// <example>12,000 given in 2025 go back in 2026 → 5950 12,000 / 2200 −12,000.</example>
    public static LineDraft[] Lines(string income, OpenAmount returned, Money ofThisYear, Dimensions about)
    {
        var same = new Money(Math.Clamp(ofThisYear.Minor, 0, returned.Amount.Minor), returned.Amount.Currency);
        var sameEur = returned.EurOf(same);
        return
        [
            ContributionLines.Line(Chart.ToReturn, -returned.Amount, -returned.EurMinor, about),
            .. Debit(income, same, sameEur), .. Debit(Chart.EarlierYearsRefunded, returned.Amount - same, returned.EurMinor - sameEur),
        ];

        LineDraft[] Debit(string account, Money part, long eur) => part.IsZero && eur == 0 ? []
            : [ContributionLines.Line(account, part, eur, about)];
    }
}
