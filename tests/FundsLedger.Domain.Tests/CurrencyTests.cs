using Xunit;

namespace FundsLedger.Domain.Tests;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("JPY", 0, 1)]
    [InlineData("XOF", 0, 1)]
    [InlineData("EUR", 2, 100)]
    [InlineData("USD", 2, 100)]
    [InlineData("KWD", 3, 1000)]
    [InlineData("TND", 3, 1000)]
    public void Minor_unit_is_that_of_iso_4217(string code, int exponent, int minorPerMajor)
    {
        var currency = Currency.Of(code);

        Assert.Equal((code, exponent, minorPerMajor, code),
            (currency.Code, currency.Exponent, currency.MinorPerMajor, currency.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("eur")]
    [InlineData("EUR ")]
    [InlineData("EURO")]
    [InlineData("XXX")]
    public void Code_that_is_not_exactly_one_of_the_list_is_unknown(string? code)
    {
        Assert.Null(Currency.Find(code));
        Assert.Throws<ArgumentException>(() => Currency.Of(code!));
    }

    [Fact]
    public void List_has_each_currency_once_in_order_and_found_by_its_code()
    {
        var codes = Currency.List.Select(currency => currency.Code).ToList();

        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.All(Currency.List, currency => Assert.Same(currency, Currency.Find(currency.Code)));
        Assert.All(codes, code => Assert.Matches("^[A-Z]{3}$", code));
        Assert.Same(Currency.Eur, Currency.Of("EUR"));
    }
}
