using Xunit;

namespace FundsLedger.Domain.Tests;

/// <summary>How far a typed rate is from the known one.</summary>
public sealed class RateBandTests
{
    [Theory]
    [InlineData("1.17", "1.17", RateDistance.Near)]
    [InlineData("1.03", "1", RateDistance.Near)]
    [InlineData("0.97", "1", RateDistance.Near)]
    [InlineData("1.030000001", "1", RateDistance.AskAgain)]
    [InlineData("0.969999999", "1", RateDistance.AskAgain)]
    [InlineData("1.1", "1", RateDistance.AskAgain)]
    [InlineData("0.9", "1", RateDistance.AskAgain)]
    [InlineData("1.100000001", "1", RateDistance.TakesTwo)]
    [InlineData("11.7", "1.17", RateDistance.TakesTwo)]
    [InlineData("0.117", "1.17", RateDistance.TakesTwo)]
    [InlineData("1000000000", "0.000000001", RateDistance.TakesTwo)]
    public void A_rate_is_near_is_asked_again_or_takes_two(string typed, string known, RateDistance distance) =>
        Assert.Equal(distance, RateBand.Of(Of(typed), Of(known)));

    private static Rate Of(string text) => Rate.Read(text, Currency.Of("GBP"), Currency.Eur)!.Value;
}
