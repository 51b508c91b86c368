using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>A forecast is named and seeded by what the model reads: the same books give the same name, and no difference goes
/// unnoticed.</summary>
public sealed class ForecastDigestTests
{
    private static readonly MonthlySupport Support = new("S1", 20_000, 0.05);

    private static readonly ForecastBooks Full = SmallFund.Books with
    {
        ResolvedPledges = [new(PledgeFirmness.Written, true, 12), new(PledgeFirmness.Announced, false, null)],
        CommitmentHistory = new([0.9, 1.0], 1),
        Cases = [SmallFund.Books.Cases[0] with { PriorCostEur = 100_000, Support = Support }],
        Support = [Support],
        PlannedSpendingPerYearEur = 1_000_000,
        CurrencyVolatility = new Dictionary<string, double> { ["USD"] = 0.1, ["GBP"] = 0.09 },
    };

    // By the property that differs, so that a property nobody thought of fails the test below.
    private static readonly (string Property, ForecastBooks Books)[] Others =
    [
        ("Fund", Full with { Fund = "SFR" }),
        ("AsOf", Full with { AsOf = Full.AsOf.AddDays(1) }),
        ("BalanceEur", Full with { BalanceEur = Full.BalanceEur + 1 }),
        ("FloorEur", Full with { FloorEur = Full.FloorEur + 1 }),
        ("CommitmentsCountAtOnce", Full with { CommitmentsCountAtOnce = false }),
        ("GiftsKnownFrom", Full with { GiftsKnownFrom = Full.AsOf.AddYears(-9) }),
        ("Gifts", Full with { Gifts = [.. Full.Gifts.Skip(1)] }),
        ("Gifts", Full with { Gifts = [Full.Gifts[0] with { Donor = "State Z" }, .. Full.Gifts.Skip(1)] }),
        ("Gifts", Full with { Gifts = [Full.Gifts[0] with { Eur = 1 }, .. Full.Gifts.Skip(1)] }),
        ("Pledges", Full with { Pledges = [Full.Pledges[0] with { Firmness = PledgeFirmness.Announced }] }),
        ("Pledges", Full with { Pledges = [Full.Pledges[0] with { Currency = "USD" }] }),
        ("ResolvedPledges", Full with { ResolvedPledges = [.. Full.ResolvedPledges.Reverse()] }),
        ("ResolvedPledges", Full with { ResolvedPledges = [Full.ResolvedPledges[0] with { DaysLate = 0 }, Full.ResolvedPledges[1]] }),
        ("Commitments", Full with { Commitments = [Full.Commitments[0] with { Due = Full.AsOf.AddDays(21) }] }),
        ("CommitmentHistory", Full with { CommitmentHistory = new([0.9, 1.0], 2) }),
        ("CommitmentHistory", Full with { CommitmentHistory = new([Math.BitIncrement(0.9), 1.0], 1) }),
        ("Cases", Full with { Cases = [Full.Cases[0] with { Support = null }] }),
        ("Cases", Full with { Cases = [Full.Cases[0] with { PastExposure = 2.0000001 }] }),
        ("Support", Full with { Support = [] }),
        ("PlannedSpendingPerYearEur", Full with { PlannedSpendingPerYearEur = null }),
        ("PlannedSpendingPerYearEur", Full with { PlannedSpendingPerYearEur = 0 }),
        ("UsedPerYearEur", Full with { UsedPerYearEur = 1 }),
        ("CurrencyVolatility", Full with { CurrencyVolatility = new Dictionary<string, double> { ["USD"] = 0.1 } }),
    ];

    [Fact]
    public void The_same_books_have_the_same_digest_whatever_the_order_of_the_currencies()
    {
        var again =
            Full with { Gifts = [.. Full.Gifts], CurrencyVolatility = new Dictionary<string, double> { ["GBP"] = 0.09, ["USD"] = 0.1 } };
        Assert.Equal(ForecastDigest.Of(Full), ForecastDigest.Of(again));
        Assert.Matches("^[0-9a-f]{64}$", ForecastDigest.Of(Full));
    }

    [Fact]
    public void Whatever_the_model_reads_changes_the_digest()
    {
        var digests = Others.Select(other => ForecastDigest.Of(other.Books)).Append(ForecastDigest.Of(Full)).ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
        Assert.Equal(typeof(ForecastBooks).GetProperties().Select(property => property.Name).Where(name => name != "EqualityContract")
            .Order(StringComparer.Ordinal),
            Others.Select(other => other.Property).Distinct().Order(StringComparer.Ordinal));
    }
}
