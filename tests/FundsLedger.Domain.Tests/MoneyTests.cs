using System.Globalization;
using CsCheck;
using Xunit;

namespace FundsLedger.Domain.Tests;

public sealed class MoneyTests
{
    private static readonly Currency Jpy = Currency.Of("JPY");
    private static readonly Currency Kwd = Currency.Of("KWD");

    internal static readonly Gen<Currency> AnyCurrency = Gen.OneOf<Currency>(Currency.Eur, Jpy, Kwd);

    [Theory]
    [InlineData("0", "EUR", 0)]
    [InlineData("-0", "EUR", 0)]
    [InlineData("1", "EUR", 100)]
    [InlineData("1.2", "EUR", 120)]
    [InlineData("1250.00", "EUR", 125000)]
    [InlineData("-1250.01", "EUR", -125001)]
    [InlineData("007.50", "EUR", 750)]
    [InlineData("500", "JPY", 500)]
    [InlineData("0.125", "KWD", 125)]
    [InlineData("-0.001", "KWD", -1)]
    [InlineData("10000000000000.00", "EUR", Money.LargestMinor)]
    [InlineData("-10000000000000.00", "EUR", -Money.LargestMinor)]
    [InlineData("1000000000000000", "JPY", Money.LargestMinor)]
    [InlineData("1000000000000.000", "KWD", Money.LargestMinor)]
    public void Plain_decimal_text_is_read_exactly(string text, string code, long minor)
    {
        var reading = Money.Read(text, Currency.Of(code));

        Assert.True(reading.IsAmount);
        Assert.Equal(new Money(minor, Currency.Of(code)), reading.Value);
        Assert.Null(reading.Fault);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1e3")]
    [InlineData("+1")]
    [InlineData("1,000")]
    [InlineData("1,50")]
    [InlineData("1 000")]
    [InlineData("1'000")]
    [InlineData("٣")]
    [InlineData("１")]
    [InlineData("1.٣")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\n")]
    [InlineData("1\0")]
    [InlineData("1.")]
    [InlineData("-1.")]
    [InlineData(".5")]
    [InlineData("-.5")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("−1")]
    [InlineData("(1)")]
    [InlineData("1.2.3")]
    [InlineData("€1")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void Other_text_is_not_a_number(string? text) => AssertFault(AmountFault.NotANumber, text, Currency.Eur);

    [Fact]
    public void Thousand_digits_are_refused_and_do_not_overflow()
    {
        AssertFault(AmountFault.NotANumber, new string('9', 1000), Currency.Eur);
        AssertFault(AmountFault.TooLarge, new string('9', 40), Currency.Eur);
        AssertFault(AmountFault.TooLarge, "-" + new string('9', 39), Kwd);
    }

    [Theory]
    [InlineData("1.0", "JPY")]
    [InlineData("1.001", "EUR")]
    [InlineData("1.000", "EUR")]
    [InlineData("1.0001", "KWD")]
    [InlineData("99999999999999999999.001", "EUR")]
    public void More_decimals_than_the_currency_has_are_refused_even_when_they_are_zero(string text, string code) =>
        AssertFault(AmountFault.TooManyDecimals, text, Currency.Of(code));

    [Theory]
    [InlineData("10000000000000.01", "EUR")]
    [InlineData("-10000000000000.01", "EUR")]
    [InlineData("1000000000000001", "JPY")]
    [InlineData("1000000000000.001", "KWD")]
    [InlineData("9223372036854775808", "JPY")]
    [InlineData("18446744073709551617", "JPY")]
    public void Amounts_above_the_largest_are_refused(string text, string code) =>
        AssertFault(AmountFault.TooLarge, text, Currency.Of(code));

    [Fact]
    public void Reading_does_not_depend_on_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // A culture that writes numbers the other way round; none is installed where the program runs.
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator, commas.NumberFormat.NegativeSign) =
                (",", ".", "~");
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(Money.Eur(-125050), Money.Parse("-1250.50", Currency.Eur));
            Assert.Equal("-1250.50", Money.Eur(-125050).ToDecimalString());
            Assert.Equal(1_234_500_000, Rate.Read("1.2345", Jpy, Currency.Eur)?.Billionths);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Every_amount_printed_is_read_back() =>
        Gen.Select(Gen.Long[-Money.LargestMinor, Money.LargestMinor], AnyCurrency).Sample((minor, currency) =>
        {
            var money = new Money(minor, currency);
            Assert.Equal(money, Money.Parse(money.ToDecimalString(), currency));
        });

    [Fact]
    public void Reading_agrees_with_decimal_arithmetic() =>
        Gen.Select(Gen.Long[0, 9_999_999], Gen.Int[0, 3], Gen.Bool, AnyCurrency).Sample((digits, decimals, negative, currency) =>
        {
            var value = new decimal((int)digits, 0, 0, negative, (byte)decimals);
            var text = (negative ? "-" : "") + decimal.Abs(value).ToString("F" + decimals, CultureInfo.InvariantCulture);

            var reading = Money.Read(text, currency);

            if (decimals > currency.Exponent) Assert.Equal(AmountFault.TooManyDecimals, reading.Fault);
            else Assert.Equal((long)(value * currency.MinorPerMajor), reading.Value?.Minor);
        });

    [Theory]
    [InlineData(-125000, "EUR", "-1250.00")]
    [InlineData(500, "JPY", "500")]
    [InlineData(125, "KWD", "0.125")]
    [InlineData(0, "EUR", "0.00")]
    [InlineData(5, "EUR", "0.05")]
    [InlineData(-5, "EUR", "-0.05")]
    [InlineData(0, "JPY", "0")]
    [InlineData(long.MinValue, "EUR", "-92233720368547758.08")]
    public void Amount_is_printed_with_exactly_the_currencys_decimals(long minor, string code, string text)
    {
        var money = new Money(minor, Currency.Of(code));

        Assert.Equal(text, money.ToDecimalString());
        Assert.Equal($"{text} {code}", money.ToString());
    }

    [Fact]
    public void Text_that_is_no_amount_is_an_exception_only_where_this_program_wrote_it() =>
        Assert.Throws<FormatException>(() => Money.Parse("1,00", Currency.Eur));

    [Fact]
    public void Arithmetic_is_exact_and_keeps_the_currency()
    {
        Assert.Equal(Money.Eur(350), Money.Eur(100) + Money.Eur(250));
        Assert.Equal(Money.Eur(-150), Money.Eur(100) - Money.Eur(250));
        Assert.Equal(Money.Eur(-100), -Money.Eur(100));
        Assert.True(
            Money.Eur(1) < Money.Eur(2) && Money.Eur(2) > Money.Eur(1) && Money.Eur(2) <= Money.Eur(2) && Money.Eur(2) >= Money.Eur(2));
        Assert.True(Money.Eur(-1).IsNegative && Money.Zero(Jpy).IsZero && !Money.Zero(Jpy).IsNegative);
        Assert.NotEqual(Money.Zero(Jpy), Money.Zero(Kwd));
    }

    [Fact]
    public void Arithmetic_past_the_ends_is_an_exception_and_never_wraps()
    {
        Assert.Throws<OverflowException>(() => Money.Eur(long.MaxValue) + Money.Eur(1));
        Assert.Throws<OverflowException>(() => Money.Eur(long.MinValue) - Money.Eur(1));
        Assert.Throws<OverflowException>(() => -Money.Eur(long.MinValue));
    }

    [Fact]
    public void Amounts_in_different_currencies_do_not_meet()
    {
        var yen = new Money(1, Jpy);
        Assert.Throws<InvalidOperationException>(() => Money.Eur(1) + yen);
        Assert.Throws<InvalidOperationException>(() => Money.Eur(1) - yen);
        Assert.Throws<InvalidOperationException>(() => Money.Eur(1) < yen);
        Assert.Throws<InvalidOperationException>(() => Money.Eur(1).CompareTo(yen));
    }

    private static void AssertFault(AmountFault fault, string? text, Currency currency)
    {
        var reading = Money.Read(text, currency);
        Assert.False(reading.IsAmount);
        Assert.Null(reading.Value);
        Assert.Equal(fault, reading.Fault);
    }
}
