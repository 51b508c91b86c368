using CsCheck;
using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>What must hold in any books: all forecasts of a property share their random numbers.</summary>
public sealed class ForecastPropertyTests
{
    private const int Times = 15;

    private static readonly DelayLaw NoDelay = new(1, 0, 0);

    [Fact]
    public void Depletion_only_gets_likelier_with_time() => SmallFund.Any.Sample(books =>
    {
        var chances = Chances(books);
        Assert.Equal(chances.Order(), chances);
    }, iter: Times, threads: 1);

    [Fact]
    public void More_money_never_hurts_and_a_certain_receipt_today_is_money() => SmallFund.Any.Sample(books =>
    {
        var richer = Chances(books with { BalanceEur = books.BalanceEur + 700_000 });
        AtMost(richer, Chances(books));
        Assert.Equal(richer, Chances(books with { FloorEur = 0, BalanceEur = books.BalanceEur + 600_000 }));
        var paid = books with { Pledges = [new PledgeDue("sure", "Nobody", books.AsOf, 700_000, "EUR", PledgeFirmness.SignedAgreement)] };
        var sure = SmallFund.Settings with
            { Model = ForecastModel.Standard with { SignedAgreement = new PriorCounts(1, 0), Delay = NoDelay, PartPayment = 0 } };
        // Money that arrives tomorrow cannot pay for tomorrow: only funds that survive the first day are the same.
        var plain = books with { Pledges = [], BalanceEur = books.BalanceEur + 20_000_000, Commitments = [] };
        Assert.Equal(Chances(plain with { BalanceEur = plain.BalanceEur + 700_000 }, sure),
            Chances(plain with { Pledges = paid.Pledges }, sure));
    }, iter: Times, threads: 1);

    [Fact]
    public void A_strangers_pledge_never_hurts_and_firmer_is_never_worse() => SmallFund.Any.Sample(books =>
    {
        var more = books with
            { Pledges = [.. books.Pledges,
                new PledgeDue("more", "Stranger", books.AsOf.AddDays(60), 2_000_000, "EUR", PledgeFirmness.Announced)] };
        AtMost(Chances(more), Chances(books));
        ForecastSettings Theta(double yes, double no) =>
            SmallFund.Settings with
                { Model =
                    ForecastModel.Standard with { Announced = new(yes, no), Written = new(yes, no), SignedAgreement = new(yes, no) } };
        AtMost(Chances(more, Theta(1, 0)), Chances(more));
        AtMost(Chances(more), Chances(more, Theta(0, 1)));
        Assert.Equal(Chances(more, Theta(0, 1)), Chances(more, SmallFund.Settings with { Scenario = ForecastScenario.NoPledges }));
    }, iter: Times, threads: 1);

    [Fact]
    public void Costs_never_help() => SmallFund.Any.Sample(books =>
    {
        AtMost(Chances(books), Chances(books, SmallFund.Settings with { Scenario = ForecastScenario.CostsUpByAFifth }));
        var planned = books with { PlannedSpendingPerYearEur = 2_000_000 };
        AtMost(Chances(planned), Chances(planned with { PlannedSpendingPerYearEur = 2_500_000 }));
    }, iter: Times, threads: 1);

    [Fact]
    public void A_hundred_times_the_money_changes_no_chance() => SmallFund.Any.Sample(books =>
    {
        var scaled = books with
        {
            BalanceEur = books.BalanceEur * 100,
            FloorEur = books.FloorEur * 100,
            Gifts = [.. books.Gifts.Select(gift => gift with { Eur = gift.Eur * 100 })],
            Pledges = [.. books.Pledges.Select(pledge => pledge with { Eur = pledge.Eur * 100 })],
            Commitments = [.. books.Commitments.Select(open => open with { Eur = open.Eur * 100 })],
            Cases = [
                .. books.Cases.Select(
                    kind =>
                        kind with { PriorCostEur = kind.PriorCostEur * 100,
                            Costs = [.. kind.Costs.Select(cost => cost with { Eur = cost.Eur * 100 })] })],
        };
        Assert.Equal(Chances(books), Chances(scaled));
    }, iter: Times, threads: 1);

    [Fact]
    public void More_confidence_or_more_time_needs_no_less_money() => SmallFund.Any.Sample(books =>
    {
        var paths = Paths(books, SmallFund.Settings);
        long?[] byConfidence = [.. ((double[])[0.1, 0.5, 0.8, 0.9, 0.99]).Select(confidence => paths.AmountToRaise(24, confidence))];
        Assert.Equal(byConfidence.Order(), byConfidence);
        long?[] byTime = [.. Enumerable.Range(1, 24).Select(months => paths.AmountToRaise(months, 0.9))];
        Assert.Equal(byTime.Order(), byTime);
        var raised = Chances(books with { BalanceEur = books.BalanceEur + paths.AmountToRaise(24, 0.9)!.Value });
        Assert.True(raised[^1] <= 0.1, $"{raised[^1]}");
    }, iter: Times, threads: 1);

    [Fact]
    public void The_order_of_the_books_and_the_number_of_runs_change_nothing() => SmallFund.Any.Sample(books =>
    {
        var shuffled = books with { Gifts = [.. books.Gifts.Reverse()], Pledges = [.. books.Pledges.Reverse()],
            Commitments = [.. books.Commitments.Reverse()] };
        Assert.Equal(Chances(books), Chances(books));
        Assert.Equal(Chances(books), Chances(shuffled));
    }, iter: Times, threads: 1);

    [Fact]
    public void Thin_books_never_print_a_probability_and_thick_ones_no_false_certainty() => SmallFund.Any.Sample(books =>
    {
        foreach (var count in (int[])[0, 2, 6])
        {
            var few = books with { Gifts = [.. books.Gifts.Take(count)] };
            var forecast = Forecaster.Of(few, SmallFund.Settings with { Paths = 100 }).OrThrow();
            if (forecast.Evidence.EffectiveData < 3)
                Assert.All(Assert.IsType<ForecastWithoutProbability>(forecast).PriorRange,
                    prior => Assert.InRange(prior.Range.To - prior.Range.From, 0, 0.9001));
            else if (forecast.Evidence.EffectiveData < 10)
                Assert.All(Assert.IsType<ForecastWithProbability>(forecast).Depletion, depletion =>
            {
                Assert.InRange(depletion.Chance, 0.05, 0.95);
                Assert.Equal(Math.Round(depletion.Chance * 20), depletion.Chance * 20, 1e-9);
            });
        }
    }, iter: Times, threads: 1);

    private static void AtMost(double[] lower, double[] higher) =>
        Assert.All(lower.Zip(higher), pair => Assert.True(pair.First <= pair.Second, $"{pair.First} > {pair.Second}"));

    private static double[] Chances(ForecastBooks books, ForecastSettings? settings = null)
    {
        var paths = Paths(books, settings ?? SmallFund.Settings);
        return [.. Enumerable.Range(1, 24).Select(paths.ChanceOfDepletion)];
    }

    private static SimulatedPaths Paths(ForecastBooks books, ForecastSettings settings) => Forecaster.Paths(books, settings).OrThrow();
}
