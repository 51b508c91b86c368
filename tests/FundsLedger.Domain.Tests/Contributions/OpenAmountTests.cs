using CsCheck;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.Domain.Tests.Contributions;

/// <summary>What is open, in the donor's currency and in what the books carry for it.</summary>
public sealed class OpenAmountTests
{
    [Theory]
    // of 100 USD carried at 90.01: the part, its cents
    [InlineData(10_000, 9_001)]
    [InlineData(0, 0)]
    [InlineData(5_000, 4_501)]
    [InlineData(1, 1)]
    [InlineData(9_999, 9_000)]
    public void A_part_takes_its_share_of_the_cents_and_all_of_it_all(long part, long cents) =>
        Assert.Equal(cents, new OpenAmount(Usd(10_000), 9_001).EurOf(Usd(part)));

    [Fact]
    public void Nothing_is_left_in_EUR_when_nothing_is_left_in_the_claims_currency() =>
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Long[0, 2_000_000], Gen.Int[1, 999]).Sample((amount, eur, share) =>
        {
            var open = new OpenAmount(Usd(amount), eur);
            var part = Usd(amount * share / 1000);
            var rest = new OpenAmount(open.Amount - part, eur - open.EurOf(part));

            Assert.InRange(open.EurOf(part), 0, eur);
            Assert.Equal(eur - open.EurOf(part), rest.EurOf(rest.Amount));
        });

    [Fact]
    public void The_firmest_part_is_taken_first_and_never_more_than_there_is()
    {
        OpenPart[] parts = [new(Chart.PledgesConfirmed, Usd(60), 54), new(Chart.PledgesAnnounced, Usd(40), 36)];

        Assert.Equal([parts[0] with { Amount = Usd(50), EurMinor = 45 }], parts.Take(Usd(50)));
        Assert.Equal([parts[0], parts[1] with { Amount = Usd(10), EurMinor = 9 }], parts.Take(Usd(70)));
        Assert.Equal(parts, parts.Take(Usd(500)));
        Assert.Empty(parts.Take(Usd(0)));
        Assert.Equal(new OpenAmount(Usd(100), 90), parts.Total(Currency.Of("USD")));
    }

    [Fact]
    public void What_is_under_an_agreement_is_told_from_what_is_not()
    {
        OpenPart[] parts = [new(Chart.PledgesSigned, Usd(60), 54), new(Chart.PledgesConfirmed, Usd(1), 1),
            new(Chart.PledgesAnnounced, Usd(-1), -1)];

        Assert.Equal([parts[1]], parts.UnderNoAgreement());
        Assert.Equal([parts[0]], parts.UnderAgreement());
    }

    private static Money Usd(long minor) => new(minor, Currency.Of("USD"));
}
