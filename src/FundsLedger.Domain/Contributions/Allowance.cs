using FundsLedger.Domain.Ledger;

namespace FundsLedger.Domain.Contributions;

/// <summary>What of a receivable is unlikely to be paid (IPSAS 41): an expense when it is set aside, and never more than is owed. It stands
/// beside the claim, which the donor owes as before. All lines are debit positive.</summary>
public static class Allowance
{
    /// <summary>The lines that bring an allowance from what it is to what it shall be; none where it is that already.</summary>
    /// <param name="about">The agreement.</param>
    /// <param name="now">The allowance as it is carried, above zero.</param>
    /// <param name="target">What it shall be, in the agreement's currency.</param>
    /// <param name="owed">What is owed, as the books carry it: what is added stands at the same value.</param>
    public static LineDraft[] Lines(Dimensions about, OpenAmount now, Money target, OpenAmount owed)
    {
        if (target == now.Amount) return [];
        if (target < now.Amount)
        {
            var down = now.Amount - target;
            return ContributionLines.Move(Chart.ReceivableAllowance, Chart.Impairment, down, now.EurOf(down), about);
        }
        var up = target - now.Amount;
        return ContributionLines.Move(Chart.Impairment, Chart.ReceivableAllowance, up, owed.EurOf(up), about);
    }

    /// <summary>What is left of an allowance when money comes: no more than is still owed.</summary>
    public static Money AfterPayment(Money allowance, Money stillOwed) =>
        stillOwed.IsNegative ? Money.Zero(allowance.Currency) : allowance > stillOwed ? stillOwed : allowance;

    /// <summary>What is left of it when a part of the claim is written off: the loss was expensed with the allowance, as far as that
    /// went, and is expensed once.</summary>
    public static Money AfterWriteOff(Money allowance, Money writtenOff, Money stillOwed) =>
        AfterPayment(writtenOff < allowance ? allowance - writtenOff : Money.Zero(allowance.Currency), stillOwed);
}
