using FundsLedger.Domain.Banking;
using Xunit;

namespace FundsLedger.Domain.Tests.Banking;

/// <summary>One account in the many ways banks write it.</summary>
public sealed class AccountNumberTests
{
    [Theory]
    [InlineData("DE89 3704 0044 0532 0130 00")]
    [InlineData("/DE89370400440532013000")]
    [InlineData("DEUTDEFFXXX/DE89370400440532013000")]
    [InlineData("DE89370400440532013000/EUR")]
    [InlineData("DE89370400440532013000 EUR")]
    [InlineData("de89370400440532013000EUR")]
    [InlineData("DE89370400440532013000/DEUTDEFF")]
    [InlineData("DE89-3704-0044-0532-0130-00")]
    [InlineData("IBAN: DE89 3704 0044 0532 0130 00")]
    [InlineData("/C/DE89370400440532013000")]
    public void An_IBAN_is_itself_whatever_stands_beside_it(string written) =>
        Assert.Equal("DE89370400440532013000", AccountNumber.Of(written));

    [Theory]
    [InlineData("1291.99.348EUR", "129199348")]
    [InlineData("12345678/1020304050", "12345678/1020304050")]
    [InlineData("TRIODOSBANK/0390123456", "TRIODOSBANK/0390123456")]
    [InlineData("0532013000/USD", "0532013000")]
    [InlineData("1234-5678-EUR1", "1234-5678-EUR1")]
    [InlineData("IBAN DE88 3704 0044 0532 0130 00", "IBANDE88370400440532013000")]
    [InlineData("DE88370400440532013000", "DE88370400440532013000")]
    [InlineData("FR1420041010050500013M02606", "FR1420041010050500013M02606")]
    public void Another_number_keeps_its_parts_but_the_currency(string written, string number) =>
        Assert.Equal(number, AccountNumber.Of(written));
}
