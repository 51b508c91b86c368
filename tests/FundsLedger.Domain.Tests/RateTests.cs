using System.Numerics;
using CsCheck;
using Xunit;

namespace FundsLedger.Domain.Tests;

public sealed class RateTests
{
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly Currency Jpy = Currency.Of("JPY");
    private static readonly Currency Kwd = Currency.Of("KWD");

    [Theory]
    [InlineData("1", 1_000_000_000, "1.0000")]
    [InlineData("0.9215", 921_500_000, "0.9215")]
    [InlineData("0.000000001", 1, "0.000000001")]
    [InlineData("1.23456789", 1_234_567_890, "1.23456789")]
    [InlineData("1000000000", 1_000_000_000_000_000_000, "1000000000.0000")]
    public void Rate_is_read_and_printed_exactly(string text, long billionths, string printed)
    {
        var rate = Rate.Read(text, Usd, Currency.Eur);

        Assert.Equal(new Rate(Usd, Currency.Eur, billionths), rate);
        Assert.Equal(printed, rate?.ToDecimalString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0.0000000000")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1,1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("٣")]
    [InlineData("0.0000000001")]
    [InlineData("1.0000000001")]
    [InlineData("1000000000.000000001")]
    [InlineData("79228162514264337593543950336")]
    public void Text_that_is_no_positive_rate_of_nine_decimals_is_refused(string? text) => Assert.Null(Rate.Read(text, Usd, Currency.Eur));

    [Theory]
    [InlineData(100, "1.005", 101)]
    [InlineData(-100, "1.005", -101)]
    [InlineData(100, "1.00499", 100)]
    [InlineData(-100, "1.00499", -100)]
    [InlineData(1, "0.5", 1)]
    [InlineData(-1, "0.5", -1)]
    [InlineData(1, "0.499999999", 0)]
    [InlineData(3, "0.5", 2)]
    [InlineData(0, "1.5", 0)]
    public void Value_at_a_rate_is_rounded_half_away_from_zero(long cents, string rate, long expected) =>
        Assert.Equal(Money.Eur(expected), new Money(cents, Usd).At(Rate.Read(rate, Usd, Currency.Eur)!.Value));

    [Fact]
    public void Value_takes_account_of_both_currencies_decimals()
    {
        Assert.Equal(Money.Eur(617), new Money(1000, Jpy).At(Rate.Read("0.00617", Jpy, Currency.Eur)!.Value));
        Assert.Equal(new Money(162_075, Jpy), Money.Eur(100_000).At(Rate.Read("162.0750", Currency.Eur, Jpy)!.Value));
        Assert.Equal(Money.Eur(2996), new Money(9_985, Kwd).At(Rate.Read("3", Kwd, Currency.Eur)!.Value));
    }

    [Fact]
    public void Value_agrees_with_arithmetic_without_limits() =>
        Gen.Select(Gen.Long[-Money.LargestMinor, Money.LargestMinor], Gen.Long[1, 1_000_000_000_000_000_000], MoneyTests.AnyCurrency,
            MoneyTests.AnyCurrency).Sample((minor, billionths, source, target) =>
        {
            var rate = new Rate(source, target, billionths);
            var expected =
                HalfAwayFromZero((BigInteger)minor * billionths * target.MinorPerMajor, (BigInteger)Rate.Scale * source.MinorPerMajor);

            if (expected < long.MinValue || expected > long.MaxValue)
                Assert.Throws<OverflowException>(() => new Money(minor, source).At(rate));
            else Assert.Equal(new Money((long)expected, target), new Money(minor, source).At(rate));
        }, iter: 20_000);

    [Fact]
    public void Value_of_any_amount_at_usual_rates_agrees_too() =>
        Gen.Select(Gen.Long[-100_000, 100_000], Gen.Long[1, 4000], MoneyTests.AnyCurrency, MoneyTests.AnyCurrency)
            .Sample((minor, thousandths, source, target) =>
        {
            var rate = new Rate(source, target, thousandths * (Rate.Scale / 1000));
            var expected =
                HalfAwayFromZero((BigInteger)minor * thousandths * target.MinorPerMajor, (BigInteger)1000 * source.MinorPerMajor);

            Assert.Equal((long)expected, new Money(minor, source).At(rate).Minor);
        }, iter: 20_000);

    [Fact]
    public void Value_that_does_not_fit_is_an_exception()
    {
        Assert.Throws<OverflowException>(() => Money.Eur(long.MinValue).At(new Rate(Currency.Eur, Kwd, long.MaxValue)));
        Assert.Throws<OverflowException>(() => Money.Eur(Money.LargestMinor).At(new Rate(Currency.Eur, Usd, 1_000_000 * Rate.Scale)));
    }

    private static BigInteger HalfAwayFromZero(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(dividend), divisor, out var remainder);
        if (remainder * 2 >= divisor) quotient += 1;
        return dividend.Sign * quotient;
    }
}
