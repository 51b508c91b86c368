namespace FundsLedger.Domain.Contributions;

/// <summary>How much of what is owed a payment in another currency pays: the debt is in the donor's currency, and the rate is that of the
/// value date, not the one at which the books happen to carry the claim. The difference to what is carried is a gain or a loss.</summary>
public static class PaymentWorth
{
    /// <summary>True where the rate of the claim's currency on the value date is needed to say it.</summary>
    public static bool NeedsRate(Money paid, Currency owed) => paid.Currency != owed && owed != Currency.Eur;

    /// <summary>The payment in the currency that is owed.</summary>
    /// <param name="paid">What came.</param>
    /// <param name="eurMinor">Its value in cents.</param>
    /// <param name="due">What is due: a payment whose value is exactly that of what is due pays it, whatever rounding would say.</param>
    /// <param name="rateOfDay">From the currency owed to EUR on the value date; needed where <see cref="NeedsRate"/>.</param>
    public static Money In(Money paid, long eurMinor, Money due, Rate? rateOfDay)
    {
        if (paid.Currency == due.Currency) return paid;
        if (!NeedsRate(paid, due.Currency)) return Money.Eur(eurMinor);
        var rate = rateOfDay ?? throw new ArgumentNullException(nameof(rateOfDay));
        return due.At(rate).Minor == eurMinor ? due : Money.Eur(eurMinor).AtInverse(rate);
    }
}
