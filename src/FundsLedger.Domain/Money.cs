using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FundsLedger.Domain;

/// <summary>An amount in whole minor units of one currency; debit is positive. Arithmetic is checked and never rounds.</summary>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    /// <summary>Most minor units one amount may have (10^15, ten thousand thousand million euros in cents): sums of a million of them still
    /// fit.</summary>
    public const long LargestMinor = 1_000_000_000_000_000;

    /// <summary>Euros from cents.</summary>
    public static Money Eur(long cents) => new(cents, Currency.Eur);

    /// <summary>Nothing, in this currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>True for amounts below zero (credits).</summary>
    public bool IsNegative => Minor < 0;

    /// <summary>True for no money at all.</summary>
    public bool IsZero => Minor == 0;

    /// <summary>The amount with its sign turned.</summary>
    public static Money operator -(Money money) => new(checked(-money.Minor), money.Currency);

    /// <summary>The sum; both amounts must be in one currency.</summary>
    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.SameAs(left).Minor), left.Currency);

    /// <summary>The difference; both amounts must be in one currency.</summary>
    public static Money operator -(Money left, Money right) => new(checked(left.Minor - right.SameAs(left).Minor), left.Currency);

    /// <summary>Order by amount; both must be in one currency.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Order by amount; both must be in one currency.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Order by amount; both must be in one currency.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Order by amount; both must be in one currency.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Minor.CompareTo(other.SameAs(this).Minor);

    /// <summary>Plain decimal text with a point and exactly the currency's decimals: <c>-1250.00</c>, <c>500</c> (JPY), <c>0.125</c>
    /// (KWD).</summary>
    public string ToDecimalString()
    {
        var digits = UnsignedMinor.ToString(CultureInfo.InvariantCulture).PadLeft(Currency.Exponent + 1, '0');
        var sign = Minor < 0 ? "-" : "";
        return Currency.Exponent == 0 ? sign + digits : $"{sign}{digits[..^Currency.Exponent]}.{digits[^Currency.Exponent..]}";
    }

    /// <summary>The amount and its currency, for messages and logs: <c>1250.00 EUR</c>.</summary>
    public override string ToString() => $"{ToDecimalString()} {Currency?.Code}";

    /// <summary>Reads plain decimal text (optional minus, digits, optional point and decimals). Nothing is rounded and nothing guessed: no
    /// sign other than minus, no thousands, no exponent, no spaces.</summary>
    /// <returns>The amount, or which rule the text breaks.</returns>
    public static AmountReading Read(string? text, Currency currency)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 40) return AmountReading.NotANumber;
        var body = text.AsSpan(text[0] == '-' ? 1 : 0);
        var point = body.IndexOf('.');
        var whole = point < 0 ? body : body[..point];
        var fraction = point < 0 ? [] : body[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || !AllDigits(whole) || !AllDigits(fraction)) return AmountReading.NotANumber;
        if (fraction.Length > currency.Exponent) return AmountReading.TooManyDecimals;

        Int128 minor = 0;
        foreach (var digit in whole) minor = Push(minor, digit);
        for (var place = 0; place < currency.Exponent; place++) minor = Push(minor, place < fraction.Length ? fraction[place] : '0');
        if (minor > LargestMinor) return AmountReading.TooLarge;
        return new AmountReading(new Money((long)(text[0] == '-' ? -minor : minor), currency), null);
    }

    /// <summary>Reads text that this program wrote.</summary>
    /// <exception cref="FormatException">The text is not an amount.</exception>
    public static Money Parse(string text, Currency currency) =>
        Read(text, currency).Value ?? throw new FormatException($"'{text}' is not an amount in {currency.Code}.");

    /// <summary>Value in another currency's minor units at <paramref name="rate"/> (units of the target per unit of this currency), half
    /// away from zero: here and in <see cref="AtInverse"/> alone an amount is rounded.</summary>
    /// <exception cref="InvalidOperationException">The rate is not for this currency.</exception>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public Money At(Rate rate)
    {
        if (rate.Source != Currency) throw new InvalidOperationException($"{this} cannot be valued at a rate for {rate.Source}.");
        var exact = (Int128)UnsignedMinor * rate.Billionths * rate.Target.MinorPerMajor;
        var divisor = (Int128)Rate.Scale * Currency.MinorPerMajor;
        var rounded = (exact + divisor / 2) / divisor;
        return new Money(checked((long)(Minor < 0 ? -rounded : rounded)), rate.Target);
    }

    /// <summary>The amount in the rate's source currency that is worth this one, half away from zero: the opposite of
    /// <see cref="At"/>.</summary>
    /// <exception cref="InvalidOperationException">The rate is not to this currency.</exception>
    /// <exception cref="OverflowException">The amount does not fit.</exception>
    public Money AtInverse(Rate rate)
    {
        if (rate.Target != Currency) throw new InvalidOperationException($"{this} cannot be the value at a rate to {rate.Target}.");
        var exact = (Int128)UnsignedMinor * Rate.Scale * rate.Source.MinorPerMajor;
        var divisor = (Int128)rate.Billionths * Currency.MinorPerMajor;
        var rounded = (exact + divisor / 2) / divisor;
        return new Money(checked((long)(Minor < 0 ? -rounded : rounded)), rate.Source);
    }

    private ulong UnsignedMinor => Minor < 0 ? (ulong)-(Int128)Minor : (ulong)Minor;

    // Saturates far above LargestMinor, so that a thousand digits cannot overflow.
    private static Int128 Push(Int128 minor, char digit) => minor > (Int128)LargestMinor * 1000 ? minor : minor * 10 + (digit - '0');

    private static bool AllDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private Money SameAs(Money other) => Currency == other.Currency
        ? this
        : throw new InvalidOperationException($"{this} and {other} are in different currencies: value one of them at a rate first.");
}

/// <summary>What reading an amount gave: the value, or the rule the text breaks.</summary>
public readonly record struct AmountReading(Money? Value, AmountFault? Fault)
{
    internal static AmountReading NotANumber => new(null, AmountFault.NotANumber);
    internal static AmountReading TooManyDecimals => new(null, AmountFault.TooManyDecimals);
    internal static AmountReading TooLarge => new(null, AmountFault.TooLarge);

    /// <summary>True, with the value, when the text was an amount.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsAmount => Value is not null;
}

/// <summary>Why a text is not an amount.</summary>
public enum AmountFault
{
    /// <summary>Not plain decimal text.</summary>
    NotANumber,

    /// <summary>More decimals than the currency's minor unit has.</summary>
    TooManyDecimals,

    /// <summary>Above <see cref="Money.LargestMinor"/>.</summary>
    TooLarge,

    /// <summary>It could be read in two ways: <c>1.250</c>.</summary>
    Ambiguous,

    /// <summary>It names another currency than the one it is of.</summary>
    OtherCurrency,
}
