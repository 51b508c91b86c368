namespace FundsLedger.Domain.Contributions;

/// <summary>A payment beside what is outstanding of its pledge under no agreement. What a payment above that means, a person says; a
/// payment below it leaves the rest due.</summary>
public static class PledgePayment
{
    /// <summary>What is more than is open, or the refusal of a difference that nobody explained or that cannot be.</summary>
    /// <param name="pledge">Code of the pledge; null for a gift without one.</param>
    /// <param name="fund">Code of the fund.</param>
    /// <param name="paid">What came.</param>
    /// <param name="open">Outstanding of the pledge in this fund under no agreement, in its currency; null for a contribution without
    /// pledge. In another currency there is no difference to explain: the exchange made it.</param>
    /// <param name="choice">What was said of the difference.</param>
    public static Outcome<Money> Above(string? pledge, string fund, Money paid, Money? open, PaymentDifference? choice)
    {
        var none = Money.Zero(paid.Currency);
        if (pledge is null || open is not { } promised || promised.Currency != paid.Currency || paid == promised)
            return choice is { } needless ? NotPossible(needless) : none;
        if (paid < promised)
        {
            if (choice is not { } said) return none;
            return said switch
            {
                PaymentDifference.StaysDue or PaymentDifference.BankCharge => none,
                PaymentDifference.Total => new ReceiptLowersPledge(pledge, (promised - paid).ToString()),
                PaymentDifference.NextInstalment or PaymentDifference.SeparateGift or PaymentDifference.Return => NotPossible(said),
            };
        }
        if (choice is not { } rest) return new ReceiptIsAbovePledge(pledge, fund, promised.ToString(), (paid - promised).ToString());
        return rest switch
        {
            PaymentDifference.SeparateGift or PaymentDifference.Total or PaymentDifference.Return => paid - promised,
            PaymentDifference.NextInstalment or PaymentDifference.StaysDue or PaymentDifference.BankCharge => NotPossible(rest),
        };

        static ReceiptDifferenceIsNotPossible NotPossible(PaymentDifference choice) => new(ClosedSet<PaymentDifference>.Code(choice));
    }

    /// <summary>What a bank kept of a payment that is less than its pledge; nothing where that was not said.</summary>
    /// <param name="open">Open of the pledge under no agreement.</param>
    /// <param name="paid">What came, with its cents.</param>
    /// <param name="choice">What was said of the difference.</param>
    public static Outcome<OpenAmount?> Kept(Money? open, OpenAmount paid, PaymentDifference? choice)
    {
        if (choice != PaymentDifference.BankCharge || open is not { } due) return (OpenAmount?)null;
        var kept = KeptByBank.Of(due, paid);
        return kept.IsRefused ? kept.Refusal : (OpenAmount?)kept.Value;
    }

    /// <summary>What of the pledge the payment meets, never more than is open; nothing where it is worth less than the smallest
    /// unit.</summary>
    /// <param name="open">Open of the pledge under no agreement.</param>
    /// <param name="paid">What came.</param>
    /// <param name="above">What of it stands beside the pledge.</param>
    /// <param name="eurMinor">Its value in cents.</param>
    /// <param name="rateOfDay">From the pledge's currency to EUR on the value date.</param>
    public static Money Met(Money open, Money paid, Money above, long eurMinor, Rate? rateOfDay)
    {
        if (open.Currency == paid.Currency) return paid - above;
        var worth = PaymentWorth.In(paid, eurMinor, open, rateOfDay);
        return worth < open ? worth : open;
    }
}
