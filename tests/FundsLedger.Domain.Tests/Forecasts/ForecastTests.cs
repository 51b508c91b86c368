using System.Diagnostics;
using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

public sealed class ForecastTests
{
    [Theory]
    [InlineData(30, 0.857)]
    [InlineData(90, 0.783)]
    [InlineData(180, 0.690)]
    [InlineData(365, 0.540)]
    [InlineData(730, 0.349)]
    public void A_pledge_loses_weight_as_it_ages(int daysOverdue, double expected) =>
        Assert.Equal(expected, new DelayLaw(0, 4.1, 1.6).ChanceWhenOverdue(0.9, daysOverdue), 1e-3);

    [Fact]
    public void A_forecast_says_all_it_must()
    {
        var forecast = Assert.IsType<ForecastWithProbability>(Forecaster.Of(SmallFund.Books, SmallFund.Settings).OrThrow());
        Assert.Equal([3, 6, 12, 24], forecast.Depletion.Select(depletion => depletion.Months));
        Assert.All(forecast.Depletion,
            depletion =>
                Assert.True(depletion.Parameters.From <= depletion.Parameters.To && depletion.MonteCarlo.From <= depletion.MonteCarlo.To));
        Assert.Equal(24, forecast.Fan.Count);
        Assert.All(forecast.Fan, month => Assert.Equal(month.Eur.Order(), month.Eur));
        Assert.Equal(15, forecast.Evidence.Gifts);
        Assert.Equal(3, forecast.Evidence.Donors);
        Assert.InRange(forecast.Evidence.PriorShare, 0.3, 0.7);
        Assert.True(forecast.Pledges.Single() is { Id: "P1", ExpectedEur: > 900_000 and < 1_400_000, LowersChanceBy: > 0 });
        Assert.NotNull(forecast.IfNothingMoreArrives.DepletedOn);
        Assert.True(forecast.IfAllPledgesArrive.Days > forecast.IfNothingMoreArrives.Days);
    }

    [Fact]
    public void The_same_question_gets_the_same_answer_and_another_seed_a_near_one()
    {
        var settings = SmallFund.Settings with { Paths = 4000 };
        var one = (ForecastWithProbability)Forecaster.Of(SmallFund.Books, settings).OrThrow();
        var two = (ForecastWithProbability)Forecaster.Of(SmallFund.Books, settings).OrThrow();
        Assert.Equal(one.Depletion, two.Depletion);
        Assert.Equal(one.Fan.SelectMany(month => month.Eur), two.Fan.SelectMany(month => month.Eur));
        Assert.Equal(one.ToRaise, two.ToRaise);
        var other = (ForecastWithProbability)Forecaster.Of(SmallFund.Books, settings with { Seed = 43 }).OrThrow();
        Assert.All(one.Depletion.Zip(other.Depletion),
            pair => Assert.Equal(pair.First.Chance, pair.Second.Chance, 4.5 * Math.Sqrt(0.5 / 4000) + 0.05));
    }

    /// <summary>Pinned: another machine, another instruction set or another number of cores must give these bytes; a change of the model
    /// that changes them needs a new version.</summary>
    [Fact]
    public void A_forecast_has_the_same_bytes_everywhere()
    {
        var books = SmallFund.Books with
            { Pledges = [.. SmallFund.Books.Pledges,
                new PledgeDue("P2", "State A", SmallFund.AsOf.AddDays(-90), 2_000_000, "USD", PledgeFirmness.Announced)],
                Support = [new MonthlySupport("S1", 30_000, 0.05)] };
        var paths = Forecaster.Paths(books, SmallFund.Settings).OrThrow();
        var bits = Enumerable.Range(1, 24).SelectMany(paths.AtMonthEndOf)
            .Aggregate(17UL, (hash, balance) => unchecked((hash ^ (ulong)BitConverter.DoubleToInt64Bits(balance)) * 1099511628211UL));
        Assert.Equal("drm-3 71fe09b763b5ea7b", $"{ForecastModel.Standard.Version} {bits:x16}");
    }

    [Fact]
    public void A_pledge_of_a_donor_stands_for_the_gifts_of_that_year()
    {
        var none = SmallFund.Settings with { Scenario = ForecastScenario.NoPledges, Paths = 2000, HorizonMonths = 12 };
        var own = SmallFund.Books with
            { Pledges = [
                .. "ABC".Select(
                    letter =>
                        new PledgeDue($"{letter}", $"State {letter}", SmallFund.AsOf.AddDays(30), 1, "EUR", PledgeFirmness.Written))] };
        Assert.True(
            Forecaster.Paths(own, none).OrThrow().ChanceOfDepletion(12) > Forecaster.Paths(SmallFund.Books, none).OrThrow()
                .ChanceOfDepletion(12) + 0.02);
    }

    [Fact]
    public void Wide_ranges_name_half_years_only()
    {
        Assert.Equal("2027-H1", new DepletionDate(0.5, new DateOnly(2027, 6, 30), true).ToString());
        Assert.Equal("2027-03-09", new DepletionDate(0.5, new DateOnly(2027, 3, 9), false).ToString());
        Assert.Equal("beyond the horizon", new DepletionDate(0.9, null, true).ToString());
    }

    public static TheoryData<string, ForecastBooks, ForecastSettings> Refused => new()
    {
        { "horizon_out_of_range", SmallFund.Books, SmallFund.Settings with { HorizonMonths = 0 } },
        { "horizon_out_of_range", SmallFund.Books, SmallFund.Settings with { HorizonMonths = 600 } },
        { "paths_out_of_range", SmallFund.Books, SmallFund.Settings with { Paths = 99 } },
        { "paths_out_of_range", SmallFund.Books, SmallFund.Settings with { Paths = 100_001 } },
        { "paths_out_of_range", SmallFund.Books, SmallFund.Settings with { Paths = 10_000_000 } },
        { "horizon_out_of_range", SmallFund.Books, SmallFund.Settings with { HorizonMonths = int.MinValue } },
        { "amount_out_of_range", SmallFund.Books with { BalanceEur = -100_000_000_000_000 }, SmallFund.Settings },
        { "event_in_the_future", SmallFund.Books with { GiftsKnownFrom = SmallFund.AsOf.AddDays(1) }, SmallFund.Settings },
        { "confidence_out_of_range", SmallFund.Books, SmallFund.Settings with { Confidence = double.NaN } },
        { "confidence_out_of_range", SmallFund.Books, SmallFund.Settings with { Confidence = 1 } },
        { "number_out_of_range", SmallFund.Books, SmallFund.Settings with { MonthsToRaiseMoney = -1 } },
        { "as_of_out_of_range", SmallFund.Books with { AsOf = DateOnly.MaxValue }, SmallFund.Settings },
        { "event_in_the_future", SmallFund.Books with { Gifts = [new PastGift("A", SmallFund.AsOf.AddDays(1), 1)] }, SmallFund.Settings },
        { "event_too_old", SmallFund.Books with { Gifts = [new PastGift("A", DateOnly.MinValue, 1)] }, SmallFund.Settings },
        { "amount_out_of_range", SmallFund.Books with { Gifts = [new PastGift("A", SmallFund.AsOf, 1_000_000_000_000_000)] },
            SmallFund.Settings },
        { "amount_out_of_range", SmallFund.Books with { Gifts = [new PastGift("A", SmallFund.AsOf, -5)] }, SmallFund.Settings },
        { "amount_out_of_range", SmallFund.Books with { BalanceEur = long.MinValue }, SmallFund.Settings },
        { "amount_out_of_range", SmallFund.Books with { FloorEur = -1 }, SmallFund.Settings },
        { "amount_out_of_range",
            SmallFund.Books with
                { Pledges = [.. Enumerable.Range(0, 3)
                    .Select(place => new PledgeDue($"{place}", "A", SmallFund.AsOf, 99_000_000_000_000, "EUR", PledgeFirmness.Written))] },
                    SmallFund.Settings },
        { "number_out_of_range", SmallFund.Books with { CommitmentHistory = new CommitmentHistory([], -1) }, SmallFund.Settings },
        { "number_out_of_range", SmallFund.Books with { CommitmentHistory = new CommitmentHistory([double.NaN], 0) }, SmallFund.Settings },
        { "number_out_of_range",
            SmallFund.Books with { CurrencyVolatility = new Dictionary<string, double> { ["USD"] = double.PositiveInfinity } },
            SmallFund.Settings },
        { "number_out_of_range", SmallFund.Books with { Support = [new MonthlySupport("s", 1, 1.5)] }, SmallFund.Settings },
        { "id_not_unique", SmallFund.Books with { Pledges = [.. SmallFund.Books.Pledges, .. SmallFund.Books.Pledges] },
            SmallFund.Settings },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_is_refused(string code, ForecastBooks books, ForecastSettings settings) =>
        Assert.Equal(code, Forecaster.Of(books, settings).Refusal?.Code);

    [Fact]
    public void Odd_but_legal_books_are_forecast()
    {
        foreach (var odd in (ForecastBooks[])[
            SmallFund.Books with { BalanceEur = -5_000_000 },
            SmallFund.Books with { AsOf = new DateOnly(2028, 2, 29) },
            SmallFund.Books with { Gifts = [], Cases = [], Pledges = [], Commitments = [], UsedPerYearEur = 0 },
            SmallFund.Books with
                { Gifts = [.. Enumerable.Range(0, 2000).Select(gift => new PastGift("A", SmallFund.AsOf.AddDays(-gift), 1))] },
            SmallFund.Books with { Support = [new MonthlySupport("s", 10_000, 0.1)], CommitmentsCountAtOnce = false,
                PlannedSpendingPerYearEur = 0 }])
            foreach (var months in (int[])[1, 7, 120])
                Assert.False(Forecaster.Of(odd, SmallFund.Settings with { HorizonMonths = months, Paths = 100 }).IsRefused);
    }

    public static TheoryData<string, ForecastBooks> Odd => new()
    {
        { "no history at all", SmallFund.Books with { Gifts = [], Cases = [], Pledges = [], Commitments = [], UsedPerYearEur = 0 } },
        { "one gift", SmallFund.Books with { Gifts = [new PastGift("A", SmallFund.AsOf.AddDays(-100), 1_000_000)] } },
        { "one gift today", SmallFund.Books with { Gifts = [new PastGift("A", SmallFund.AsOf, 1)] } },
        { "every gift on one day",
            SmallFund.Books with
                { Gifts = [.. Enumerable.Range(0, 40)
                    .Select(gift => new PastGift($"D{gift % 4}", SmallFund.AsOf.AddDays(-3), 100_000 + gift))] } },
        { "gifts as large as can be",
            SmallFund.Books with
                { Gifts = [.. Enumerable.Range(0, 5)
                    .Select(gift => new PastGift($"D{gift}", SmallFund.AsOf.AddDays(-3 - 300 * gift), 19_000_000_000_000))] } },
        { "less than nothing in hand", SmallFund.Books with { BalanceEur = -99_000_000_000_000 } },
        { "a pledge long overdue and one far ahead",
            SmallFund.Books with
                { Pledges = [new PledgeDue("old", "A", new DateOnly(1, 1, 1), 5, "EUR", PledgeFirmness.Announced),
                    new PledgeDue("far", "B", new DateOnly(9999, 12, 31), 5, "XXX", PledgeFirmness.Written)] } },
        { "a commitment due long ago",
            SmallFund.Books with { Commitments = [new OpenCommitment("old", new DateOnly(1, 1, 1), 90_000_000_000_000, "USD")] } },
        { "currencies that jump",
            SmallFund.Books with { CurrencyVolatility = new Dictionary<string, double> { ["USD"] = 3 },
                Pledges = [new PledgeDue("p", "A", SmallFund.AsOf.AddYears(9), 90_000_000_000_000, "USD", PledgeFirmness.Written)] } },
        { "cases beyond counting",
            SmallFund.Books with
                { Cases =
                    [new CaseHistory("visits", [new PastCost(SmallFund.AsOf, 1)], 0, 999_999, null, new MonthlySupport("s", 1, 0))] } },
        { "settled at a millionth and a million",
            SmallFund.Books with { CommitmentHistory = new CommitmentHistory([1e-6, 999_999], 100_000) } },
    };

    [Theory]
    [MemberData(nameof(Odd), DisableDiscoveryEnumeration = true)]
    public void Odd_but_legal_books_give_plain_numbers(string oddity, ForecastBooks books)
    {
        foreach (var months in (int[])[1, 24, 120])
        {
            var forecast = Forecaster.Of(books, SmallFund.Settings with { HorizonMonths = months, Paths = 100 }).OrThrow();
            var chances = forecast is ForecastWithProbability full
                ? full.Depletion.SelectMany(
                    depletion =>
                        (double[])[depletion.Chance, depletion.MonteCarlo.From, depletion.MonteCarlo.To, depletion.Parameters.From,
                            depletion.Parameters.To]).Concat(full.Pledges.Select(pledge => pledge.LowersChanceBy))
                : ((ForecastWithoutProbability)forecast).PriorRange.SelectMany(range => (double[])[range.Range.From, range.Range.To]);
            Assert.All(chances, chance => Assert.True(chance is >= 0 and <= 1, $"{oddity}: {chance}"));
            Assert.All(Forecaster.Paths(books, SmallFund.Settings with { HorizonMonths = months, Paths = 100 }).OrThrow()
                .AtMonthEndOf(months), balance => Assert.True(double.IsFinite(balance), $"{oddity}: {balance}"));
            Assert.InRange(forecast.Evidence.PriorShare, 0, 1);
        }
    }

    [Fact]
    public void Ten_gifts_on_one_day_are_not_taken_for_ten_a_day()
    {
        var books = new ForecastBooks { Fund = "F", AsOf = SmallFund.AsOf, BalanceEur = 0,
            Gifts = [.. Enumerable.Range(0, 10).Select(gift => new PastGift($"D{gift}", SmallFund.AsOf.AddDays(-3), 1_000_000))] };
        var paths = Forecaster.Paths(books,
            SmallFund.Settings with { HorizonMonths = 12, Model = ForecastModel.Standard with { SecondOpinion = 1 } }).OrThrow();
        Assert.InRange(paths.AtMonthEndOf(12).Average(), 5_000_000, 30_000_000);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(0)]
    [InlineData(-45)]
    [InlineData(-700)]
    public void Payments_come_as_late_as_the_law_of_delays_says(int dueIn)
    {
        const int Paths = 20_000;
        var model = ForecastModel.Standard with { Written = new PriorCounts(1, 0), PartPayment = 0 };
        var books = new ForecastBooks { Fund = "F", AsOf = SmallFund.AsOf, BalanceEur = 0,
            Pledges = [new PledgeDue("P", "A", SmallFund.AsOf.AddDays(dueIn), 1_000_000, "EUR", PledgeFirmness.Written)] };
        var paths = Forecaster.Paths(books, new ForecastSettings { HorizonMonths = 24, Paths = Paths, Seed = 5, Model = model }).OrThrow();
        foreach (var month in (int[])[1, 2, 6, 12, 24])
        {
            // What is still out of what was out today. What comes on its due day has come by its end.
            var daysLate = Math.Max(1, paths.Calendar.MonthEnds[month] - dueIn);
            var came = 1 - model.Delay.Survival(daysLate) / model.Delay.Survival(-dueIn);
            Assert.Equal(came, paths.AtMonthEndOf(month).Count(balance => balance > 0) / (double)Paths,
                4.5 * Math.Sqrt(came * (1 - came) / Paths));
        }
    }

    [Fact]
    public void A_donor_gives_own_past_sums_in_own_months_more_often_the_newer_they_are()
    {
        const int Paths = 20_000;
        // One gift in each year from July to June, in September four times and in February once; the oldest is 1, the newest 5.
        DateOnly[] days = [new(2021, 9, 10), new(2022, 9, 12), new(2024, 2, 20), new(2024, 9, 5), new(2025, 9, 30)];
        var model = ForecastModel.Standard with { SecondOpinion = 0, CommonShock = 0, AmountSpread = 0, AmountDrift = 0,
            GivesAgain = new PriorCounts(1, 0), NewDonors = (0, 1e9) };
        var books = new ForecastBooks { Fund = "F", AsOf = SmallFund.AsOf, BalanceEur = 0,
            Gifts = [.. days.Select((on, place) => new PastGift("A", on, (place + 1) * 1_000_000))] };
        var paths = Forecaster.Paths(books,
            new ForecastSettings { HorizonMonths = 12, Paths = Paths, Seed = 6,
                Model = model with { ComesBack = [new(1, 0), new(1, 0), new(1, 0)] } }).OrThrow();
        var sums = paths.AtMonthEndOf(12).Select(balance => (int)Math.Round(balance / 1_000_000)).ToLookup(sum => sum);
        var weights = new Dictionary<int, double> { [5] = 1, [4] = 0.4, [3] = 0.16, [2] = 0.064, [1] = 0.0256 };
        foreach (var (sum, weight) in weights) Near(weight / weights.Values.Sum(), sums[sum].Count());
        Assert.Equal(Paths, weights.Keys.Sum(sum => sums[sum].Count()));
        // Two of the seven balls in the urn of months are seasonal: September has 4 + 2 × 0.055, February 1 + 2 × 0.10.
        double Came(int month) =>
            (paths.AtMonthEndOf(month)
                .Count(balance => balance > 0)
                - (month == 1 ? 0 : paths.AtMonthEndOf(month - 1).Count(balance => balance > 0))) / (double)Paths;
        Near((4 + 2 * 0.055) / 7, (int)Math.Round(Came(3) * Paths));
        Near((1 + 2 * 0.10) / 7, (int)Math.Round(Came(8) * Paths));

        static void Near(double expected, int seen) =>
            Assert.Equal(expected, seen / (double)Paths, 4.5 * Math.Sqrt(expected * (1 - expected) / Paths));
    }

    /// <summary>The widest vectors, narrow ones and none at all: how many numbers are drawn at once is the machine's business.</summary>
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task A_forecast_has_the_same_bytes_on_a_processor_without(string instructions)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!,
            ["-method", $"*.{nameof(A_forecast_has_the_same_bytes_everywhere)}", "-noLogo"]) { RedirectStandardOutput = true };
        start.Environment[instructions] = "0";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Total: 1,", said, StringComparison.Ordinal);
        Assert.True(process.ExitCode == 0, said);
    }
}
