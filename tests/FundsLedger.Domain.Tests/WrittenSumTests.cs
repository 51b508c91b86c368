using Xunit;

namespace FundsLedger.Domain.Tests;

/// <summary>Sums are read as people and banks write them, and what could be read in two ways is not read.</summary>
public sealed class WrittenSumTests
{
    [Theory]
    [InlineData("80,000", "80000.00", null)]
    [InlineData("1.250", null, null)]
    [InlineData("1.250,00", "1250.00", "1250.00")]
    [InlineData("1,250.00", "1250.00", "1250.00")]
    [InlineData("1 250,00", "1250.00", "1250.00")]
    [InlineData("1\u00A0250,00", "1250.00", "1250.00")]
    [InlineData("1\u202F250,00", "1250.00", "1250.00")]
    [InlineData("1\u2009250", "1250.00", "1250.00")]
    [InlineData("1'250.00", "1250.00", "1250.00")]
    [InlineData("1’250’000.00", "1250000.00", "1250000.00")]
    [InlineData("100 EUR", "100.00", "100.00")]
    [InlineData("eur 100", "100.00", "100.00")]
    [InlineData("€100", "100.00", "100.00")]
    [InlineData("100 €", "100.00", "100.00")]
    [InlineData("-€5", "-5.00", "-5.00")]
    [InlineData("5,00-", "-5.00", "-5.00")]
    [InlineData("(5,00)", "-5.00", "-5.00")]
    [InlineData("1.250.000", "1250000.00", "1250000.00")]
    [InlineData("12,5", "12.50", "12.50")]
    [InlineData("0,125", null, null)]
    [InlineData("1,25,000", null, null)]
    [InlineData("12,50.00", null, null)]
    [InlineData("12 50", null, null)]
    [InlineData("1.000 000,00", null, null)]
    [InlineData("--5", null, null)]
    [InlineData("1e3", null, null)]
    [InlineData("", null, null)]
    [InlineData("EUR", null, null)]
    public void A_typed_sum_is_read_by_its_marks_and_where_they_do_not_decide_by_the_language(string typed, string? english, string? french)
    {
        Assert.Equal(english, WrittenSum.Read(typed, Currency.Eur, NumberCustom.English).Value?.ToDecimalString());
        Assert.Equal(french, WrittenSum.Read(typed, Currency.Eur, NumberCustom.French).Value?.ToDecimalString());
    }

    [Theory]
    [InlineData("80,000", NumberCustom.Unknown, AmountFault.Ambiguous)]
    [InlineData("1.250", NumberCustom.French, AmountFault.Ambiguous)]
    [InlineData("1.250", NumberCustom.English, AmountFault.Ambiguous)]
    [InlineData("80,000", NumberCustom.French, AmountFault.Ambiguous)]
    [InlineData("1.2505", NumberCustom.English, AmountFault.TooManyDecimals)]
    [InlineData("0.125", NumberCustom.English, AmountFault.TooManyDecimals)]
    [InlineData("$100", NumberCustom.English, AmountFault.OtherCurrency)]
    [InlineData("100 GBP", NumberCustom.English, AmountFault.OtherCurrency)]
    [InlineData("abc", NumberCustom.English, AmountFault.NotANumber)]
    public void What_is_not_read_says_why(string typed, NumberCustom custom, AmountFault fault) =>
        Assert.Equal(fault, WrittenSum.Read(typed, Currency.Eur, custom).Fault);

    [Theory]
    [InlineData("1.250,50", "1250.50")]
    [InlineData("1250,50", "1250.50")]
    [InlineData("1 250,5", "1250.5")]
    [InlineData("+10,00", "10.00")]
    [InlineData("−10,00", "-10.00")]
    [InlineData("10,00 EUR", "10.00")]
    [InlineData("12.50", null)]
    [InlineData("0.125", null)]
    [InlineData("10,000", null)]
    [InlineData("-1,250", null)]
    [InlineData("1,2500", "1.2500")]
    [InlineData("1000,000", "1000.000")]
    [InlineData("1,250.50", null)]
    [InlineData("1.2.50", null)]
    public void Under_a_decimal_comma_a_point_parts_only_groups_of_three(string written, string? plain) =>
        Assert.Equal(plain, WrittenSum.Plain(written, Currency.Eur, ',').Text);

    [Fact]
    public void Three_decimals_are_decimals_where_the_currency_has_them()
    {
        Assert.Equal(1250, WrittenSum.Read("1.250", Currency.Of("KWD"), NumberCustom.English).Value?.Minor);
        Assert.Equal("1.250", WrittenSum.Plain("1,250", Currency.Of("KWD"), ',').Text);
        Assert.Equal(500, WrittenSum.Read("¥500", Currency.Of("JPY"), NumberCustom.English).Value?.Minor);
    }
}
