using FundsLedger.Domain.Ledger;

namespace FundsLedger.Domain.Contributions;

/// <summary>The lines that entries about contributions are made of; debit positive.</summary>
public static class ContributionLines
{
    /// <summary>A line with its value in cents, which is the amount itself where that is in EUR.</summary>
    public static LineDraft Line(string account, Money amount, long eurMinor, Dimensions? about) =>
        new(account, amount, amount.Currency == Currency.Eur ? null : eurMinor, about);

    /// <summary>Into the debited account, out of the credited one. The credited line comes first: it says how much was taken.</summary>
    public static LineDraft[] Move(string debit, string credit, Money amount, long eurMinor, Dimensions about) =>
        [Line(credit, -amount, -eurMinor, about), Line(debit, amount, eurMinor, about)];

    /// <summary>Lines that take parts of a pledge out of their accounts, then lines that put the same where <paramref name="debit"/> says.
    /// The credits come first: they say how much was taken.</summary>
    public static LineDraft[] MoveParts(IReadOnlyList<OpenPart> parts, Func<OpenPart, string> debit, Dimensions about) =>
    [
        .. parts.Select(part => Line(part.Account, -part.Amount, -part.EurMinor, about)),
        .. parts.GroupBy(debit).Select(side => (Account: side.Key, Sum: side.Total(side.First().Amount.Currency)))
            .Select(side => Line(side.Account, side.Sum.Amount, side.Sum.EurMinor, about)),
    ];

    /// <summary>The difference between two values of the same foreign amount: EUR moves, the amount does not. None where there is
    /// none.</summary>
    /// <param name="currency">The currency of the entry.</param>
    /// <param name="debitEur">Cents to debit: above zero a loss, below a gain.</param>
    /// <param name="about">Whose it is.</param>
    public static LineDraft[] ExchangeDifference(Currency currency, long debitEur, Dimensions about)
    {
        if (debitEur == 0) return [];
        var account = debitEur > 0 ? Chart.ExchangeLosses : Chart.ExchangeGains;
        return [currency == Currency.Eur ? Line(account, Money.Eur(debitEur), debitEur, about)
            : Line(account, Money.Zero(currency), debitEur, about)];
    }
}
