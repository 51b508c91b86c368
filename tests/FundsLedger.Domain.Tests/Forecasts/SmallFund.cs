using CsCheck;
using FundsLedger.Domain.Forecasts;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>Books small enough to read in a test.</summary>
internal static class SmallFund
{
    public static readonly DateOnly AsOf = new(2026, 6, 30);

    /// <summary>Five years of three donors, visits every month, one pledge, one commitment.</summary>
    public static ForecastBooks Books { get; } = new()
    {
        Fund = "TFFV",
        AsOf = AsOf,
        BalanceEur = 6_000_000,
        FloorEur = 500_000,
        UsedPerYearEur = 4_000_000,
        Gifts = [.. Enumerable.Range(0, 15)
            .Select(gift => new PastGift($"State {"ABC"[gift % 3]}", AsOf.AddDays(-40 - 120 * gift), 1_000_000 + 37_500 * gift))],
        Pledges = [new PledgeDue("P1", "State D", AsOf.AddDays(90), 1_500_000, "EUR", PledgeFirmness.Written)],
        Commitments = [new OpenCommitment("C1", AsOf.AddDays(20), 300_000, "EUR")],
        Cases = [
            new CaseHistory("visits",
                [.. Enumerable.Range(0, 24).Select(visit => new PastCost(AsOf.AddDays(-15 - 30 * visit), 250_000 + 9_000 * visit))], 2, 1,
                null, null)],
    };

    public static ForecastSettings Settings { get; } = new() { HorizonMonths = 24, Paths = 500, Seed = 42 };

    /// <summary>Random books: up to four donors, pledges of strangers, commitments, visits.</summary>
    public static Gen<ForecastBooks> Any { get; } =
        from balance in Gen.Long[0, 20_000_000]
        from gifts in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2500], Gen.Long[10_000, 5_000_000]).List[3, 25]
        from pledges in Gen.Select(Gen.Int[-900, 700], Gen.Long[10_000, 5_000_000], Gen.Enum<PledgeFirmness>(),
            Gen.Int[0, 2].Select(place => ((string[])["EUR", "USD", "GBP"])[place])).List[0, 4]
        from commitments in Gen.Select(Gen.Int[-30, 500], Gen.Long[10_000, 1_000_000]).List[0, 4]
        from costs in Gen.Select(Gen.Int[0, 900], Gen.Long[10_000, 800_000]).List[0, 20]
        from asOf in Gen.Int[0, 1500]
        let day = new DateOnly(2023, 1, 31).AddDays(asOf)
        select new ForecastBooks
        {
            Fund = "F",
            AsOf = day,
            BalanceEur = balance,
            FloorEur = 100_000,
            UsedPerYearEur = 2_000_000,
            Gifts = [.. gifts.Select(gift => new PastGift($"D{gift.Item1}", day.AddDays(-gift.Item2), gift.Item3))],
            Pledges = [
                .. pledges.Select(
                    (pledge, place) =>
                        new PledgeDue($"P{place}", $"S{place}", day.AddDays(pledge.Item1), pledge.Item2, pledge.Item4, pledge.Item3))],
            Commitments =
                [.. commitments.Select((open, place) => new OpenCommitment($"C{place}", day.AddDays(open.Item1), open.Item2, "EUR"))],
            Cases = [
                new CaseHistory("visits", [.. costs.Select(cost => new PastCost(day.AddDays(-cost.Item1), cost.Item2))], 2.5, 1, 200_000,
                    null)],
        };
}
