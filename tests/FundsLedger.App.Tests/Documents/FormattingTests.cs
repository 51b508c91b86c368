using CsCheck;
using FundsLedger.Domain;
using FundsLedger.Reports.Formatting;
using Xunit;

namespace FundsLedger.App.Tests.Documents;

public sealed class FormattingTests
{
    private static readonly IReadOnlyList<Currency> Currencies = [.. Currency.List];

    [Theory]
    [InlineData(125_000, "EUR", "en", "1,250.00\u00A0EUR")]
    [InlineData(125_000, "EUR", "fr", "1\u202F250,00\u00A0EUR")]
    [InlineData(-125_000, "EUR", "en", "\u22121,250.00\u00A0EUR")]
    [InlineData(-5, "EUR", "fr", "\u22120,05\u00A0EUR")]
    [InlineData(0, "EUR", "en", "0.00\u00A0EUR")]
    [InlineData(1_234_567, "JPY", "fr", "1\u202F234\u202F567\u00A0JPY")]
    [InlineData(999, "JPY", "en", "999\u00A0JPY")]
    [InlineData(125, "KWD", "en", "0.125\u00A0KWD")]
    [InlineData(long.MinValue, "EUR", "en", "\u221292,233,720,368,547,758.08\u00A0EUR")]
    public void An_amount_reads_as_people_write_it(long minor, string currency, string language, string expected) =>
        Assert.Equal(expected, MoneyText.Format(new Money(minor, Currency.Of(currency)), language));

    [Fact]
    public void No_digit_is_lost_or_added() =>
        Gen.Select(Gen.Long, Gen.Int[0, Currencies.Count - 1].Select(place => Currencies[place]), Gen.Bool)
            .Sample((minor, currency, french) =>
        {
            var money = new Money(minor, currency);
            var text = MoneyText.Number(money, french ? "fr" : "en");
            var plain = french
                ? text.Replace("\u202F", "", StringComparison.Ordinal).Replace(',', '.')
                : text.Replace(",", "", StringComparison.Ordinal);
            Assert.Equal(money.ToDecimalString(), plain.Replace(MoneyText.Minus, '-'));
        });

    [Theory]
    [InlineData(23, 11, "en", "23 Nov 2026")]
    [InlineData(23, 11, "fr", "23 nov. 2026")]
    [InlineData(1, 1, "fr", "1er janv. 2026")]
    [InlineData(1, 8, "en", "1 Aug 2026")]
    public void A_date_reads_as_people_write_it(int day, int month, string language, string expected) =>
        Assert.Equal(expected, DateText.Format(new DateOnly(2026, month, day), language));

    [Fact]
    public void An_instant_is_told_in_UTC()
    {
        var instant = new DateTimeOffset(2026, 11, 24, 0, 30, 59, TimeSpan.FromHours(2));
        Assert.Equal("23 Nov 2026, 22:30\u00A0UTC", DateText.FormatInstant(instant, "en"));
        Assert.Equal("23 nov. 2026, 22\u00A0h\u00A030\u00A0UTC", DateText.FormatInstant(instant, "fr"));
    }

    [Fact]
    public void A_third_language_is_refused_rather_than_half_written() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MoneyText.Format(Money.Eur(1), "de"));
}
