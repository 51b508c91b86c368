using System.Globalization;
using System.Text;
using FundsLedger.Domain;

namespace FundsLedger.Reports.Formatting;

/// <summary>Amounts for people, the same on pages and in documents. Digits come straight from the minor units: nothing is rounded, nothing
/// passes through a float, and no culture of the machine has a say.</summary>
public static class MoneyText
{
    /// <summary>The true minus sign: as wide as a digit, and never taken for a hyphen.</summary>
    public const char Minus = '\u2212';

    /// <summary>No-break space, so that an amount and its currency stay on one line.</summary>
    public const char NoBreakSpace = '\u00A0';

    /// <summary>Narrow no-break space: the French thousands mark.</summary>
    public const char NarrowNoBreakSpace = '\u202F';

    /// <summary>The amount and its currency code: <c>−1,250.00 EUR</c>, <c>−1 250,00 EUR</c>. Negative is below zero, as in
    /// <see cref="Money"/>.</summary>
    public static string Format(Money money, string language) => $"{Number(money, language)}{NoBreakSpace}{money.Currency.Code}";

    /// <summary>The amount alone, for a column whose head names the currency: <c>1,250.00</c>, <c>1 250,00</c>.</summary>
    public static string Number(Money money, string language) => Localised(money.ToDecimalString(), language);

    /// <summary>A rate with at least four decimals: <c>0.9231</c>, <c>0,9231</c>.</summary>
    public static string Rate(Rate rate, string language) => Localised(rate.ToDecimalString(), language);

    /// <summary>A count or a whole number with thousands marked: <c>12,000</c>, <c>12 000</c>.</summary>
    public static string Whole(long number, string language) => Localised(number.ToString(CultureInfo.InvariantCulture), language);

    private static string Localised(string plain, string language)
    {
        var french = Languages.IsFrench(language);
        var negative = plain.StartsWith('-');
        var digits = negative ? plain[1..] : plain;
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits : digits[..point];

        var text = new StringBuilder(plain.Length + plain.Length / 3 + 1);
        if (negative) text.Append(Minus);
        for (var place = 0; place < whole.Length; place++)
        {
            if (place > 0 && (whole.Length - place) % 3 == 0) text.Append(french ? NarrowNoBreakSpace : ',');
            text.Append(whole[place]);
        }
        if (point >= 0) text.Append(french ? ',' : '.').Append(digits.AsSpan(point + 1));
        return text.ToString();
    }
}
