using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>A what-if changes what it names and nothing else.</summary>
public sealed class WhatIfTests
{
    private static readonly ForecastBooks Books = SmallFund.Books with
    {
        Support = [new MonthlySupport("S1", 40_000, 0.1)],
        Cases = [.. SmallFund.Books.Cases,
            new CaseHistory("relocations", [new PastCost(SmallFund.AsOf.AddDays(-200), 900_000)], 2, 1, null,
                new MonthlySupport("relocations", 20_000, 0.2))],
    };

    [Fact]
    public void A_pledge_that_arrives_is_money_on_that_day()
    {
        var on = SmallFund.AsOf.AddDays(10);
        var supposed = Paths(new WhatIf { PledgesArrive = new Dictionary<string, DateOnly> { ["P1"] = on } });
        var sure = ForecastModel.Standard with { Written = new PriorCounts(1, 0), Delay = new DelayLaw(1, 0, 0), PartPayment = 0 };
        var same = Forecaster.Paths(Books with { Pledges = [Books.Pledges[0] with { Due = on }] }, SmallFund.Settings with { Model = sure })
            .OrThrow();
        Assert.Equal(Chances(same), Chances(supposed));
        Assert.True(supposed.ChanceOfDepletion(12) < Paths(WhatIf.Nothing).ChanceOfDepletion(12));
        // Beyond the horizon it does not help within it.
        var never = Paths(new WhatIf { PledgesArrive = new Dictionary<string, DateOnly> { ["P1"] = SmallFund.AsOf.AddYears(20) } });
        var none = Forecaster.Paths(Books with { Pledges = [] }, SmallFund.Settings).OrThrow();
        Assert.Equal(Chances(none), Chances(never));
    }

    [Fact]
    public void More_cases_leave_the_others_as_they_are()
    {
        var (plain, none) = (Paths(WhatIf.Nothing), Paths(Rise("visits", 0)));
        Assert.Equal(plain.AtMonthEndOf(24), none.AtMonthEndOf(24));
        double[]? before = null;
        foreach (var percent in (int[])[-100, -30, 0, 20, 50, 200])
        {
            var balances = Paths(Rise("visits", percent)).AtMonthEndOf(24);
            // On every single path, not only on average: a path's first visits are the same ones.
            if (before is not null) Assert.All(before.Zip(balances), pair => Assert.True(pair.Second <= pair.First + 1e-3));
            before = balances;
        }
        var without = Forecaster.Paths(Books with { Cases = [Books.Cases[1]] }, SmallFund.Settings).OrThrow();
        Assert.Equal(without.AtMonthEndOf(24), Paths(Rise("visits", -100)).AtMonthEndOf(24));
    }

    [Fact]
    public void Support_that_continues_is_paid_every_month()
    {
        var alone = new ForecastBooks { Fund = "F", AsOf = SmallFund.AsOf, BalanceEur = 10_000_000,
            Support = [new MonthlySupport("S1", 40_000, 0.1)] };
        var steady = ForecastModel.Standard with { Inflation = 0, InflationSpread = 0 };
        double[] At(WhatIf supposed) =>
            Forecaster.Paths(alone, SmallFund.Settings with { WhatIf = supposed, Model = steady }).OrThrow().AtMonthEndOf(24);
        Assert.All(At(new WhatIf { SupportContinues = ["S1"] }), balance => Assert.Equal(10_000_000 - 24 * 40_000, balance, 1e-6));
        // A tenth of the streams ends with each payment: (1 − 0.9^24) ÷ 0.1 payments on average.
        var payments = At(WhatIf.Nothing).Select(balance => (10_000_000 - balance) / 40_000).ToList();
        Assert.InRange(payments.Average(), 9.2 - 4.5 * 7 / Math.Sqrt(500), 9.2 + 4.5 * 7 / Math.Sqrt(500));
        var relocations = Paths(new WhatIf { SupportContinues = ["relocations"] }).AtMonthEndOf(24);
        Assert.All(Paths(WhatIf.Nothing).AtMonthEndOf(24).Zip(relocations), pair => Assert.True(pair.Second <= pair.First + 1e-3));
    }

    [Fact]
    public void A_donor_who_stops_takes_gifts_and_pledges_along()
    {
        var supposed = Paths(new WhatIf { DonorsStop = ["State A", "State D"] });
        Assert.All(Paths(WhatIf.Nothing).AtMonthEndOf(24).Zip(supposed.AtMonthEndOf(24)),
            pair => Assert.True(pair.Second <= pair.First + 1e-3));
        var forecast = Assert.IsType<ForecastWithProbability>(
            Forecaster.Of(Books, SmallFund.Settings with { WhatIf = new WhatIf { DonorsStop = ["State D"] } }).OrThrow());
        Assert.Empty(forecast.Pledges);
        Assert.Equal(forecast.IfNothingMoreArrives, forecast.IfAllPledgesArrive);
    }

    public static TheoryData<string, WhatIf> Refused => new()
    {
        { "what_if_unknown", new WhatIf { PledgesArrive = new Dictionary<string, DateOnly> { ["P9"] = SmallFund.AsOf.AddDays(1) } } },
        { "arrival_not_ahead", new WhatIf { PledgesArrive = new Dictionary<string, DateOnly> { ["P1"] = SmallFund.AsOf } } },
        { "what_if_unknown", Rise("visit", 10) },
        { "rise_out_of_range", Rise("visits", -101) },
        { "rise_out_of_range", Rise("visits", int.MaxValue) },
        { "what_if_unknown", new WhatIf { SupportContinues = ["visits"] } },
        { "what_if_unknown", new WhatIf { DonorsStop = ["State Z"] } },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_the_books_do_not_know_is_refused(string code, WhatIf supposed) =>
        Assert.Equal(code, Forecaster.Of(Books, SmallFund.Settings with { WhatIf = supposed }).Refusal?.Code);

    [Fact]
    public void Any_number_of_cores_and_any_order_of_parts_give_the_same_bytes()
    {
        var settings = SmallFund.Settings with { Paths = 2000, WhatIf = Rise("visits", 20) };
        var one = (ForecastWithProbability)Forecaster.Of(Books, settings).OrThrow();
        foreach (var runner in (PartRunner[])[(parts, part) => Parallel.For(0, parts, part), (parts, part) =>
        {
            for (var number = parts - 1; number >= 0; number--) part(number);
        }])
        {
            var other = (ForecastWithProbability)Forecaster.Of(Books, settings, runner).OrThrow();
            Assert.Equal(one.Depletion, other.Depletion);
            Assert.Equal(one.Dates, other.Dates);
            Assert.Equal(one.ToRaise, other.ToRaise);
            Assert.Equal(one.Pledges, other.Pledges);
            Assert.Equal(one.Fan.SelectMany(month => month.Eur), other.Fan.SelectMany(month => month.Eur));
        }
    }

    private static WhatIf Rise(string kind, int percent) => new() { CasesRisePercent = new Dictionary<string, int> { [kind] = percent } };

    private static SimulatedPaths Paths(WhatIf supposed) =>
        Forecaster.Paths(Books, SmallFund.Settings with { WhatIf = supposed }).OrThrow();

    private static double[] Chances(SimulatedPaths paths) => [.. Enumerable.Range(1, 24).Select(paths.ChanceOfDepletion)];
}
