using CsCheck;
using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>What is said outside cannot be turned back into a balance or a payment (attacks A14 and A15).</summary>
public sealed class ReleasedForecastTests
{
    private const long Base = 10_000_000;

    [Fact]
    public void Printed_chance_is_a_band_of_ten_points_so_the_balance_behind_it_stays_wide()
    {
        // An exact chance to a tenth of a point would fix the balance to about a tenth of a per cent.
        var answers = Enumerable.Range(0, 5)
            .Select(step => (Balance: 40_000_000 + step * 800_000L, Answer: Answer(40_000_000 + step * 800_000L))).ToList();
        var printed = answers.GroupBy(item => item.Answer.Horizons.Single(horizon => horizon.Months == 12).Band).ToList();
        Assert.All(printed.SelectMany(band => band),
            item => Assert.All(item.Answer.Horizons, horizon => Assert.Equal(0, horizon.Band.FromPercent % 10)));
        Assert.Contains(printed, band => band.Max(item => item.Balance) - band.Min(item => item.Balance) >= 40_000_000 * 2 / 100);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.0999, 0)]
    [InlineData(0.1, 10)]
    [InlineData(0.3, 30)]
    [InlineData(0.7, 70)]
    [InlineData(0.9999, 90)]
    [InlineData(1, 90)]
    public void Chance_lies_in_its_band(double chance, int from) => Assert.Equal(from, ChanceBand.Of(chance).FromPercent);

    [Fact]
    public void Amount_to_raise_is_a_multiple_of_the_base_and_changes_only_with_a_release()
    {
        var before = Answer(40_000_000);
        Assert.NotNull(before.RaiseEur);
        Assert.Equal(0, before.RaiseEur % Base);
        // What happens inside the fiscal year is in no released figure: the answer has no way to know it.
        Assert.Equal(Print(before), Print(Answer(40_000_000)));
        var after = Answer(40_000_000 - Base);
        Assert.Equal(0, (after.RaiseEur - before.RaiseEur) % Base);
        Assert.True(after.RaiseEur >= before.RaiseEur);
    }

    [Fact]
    public void Gift_after_the_last_release_says_nothing()
    {
        var figures = Figures(40_000_000);
        var later = figures with { Gifts = [.. figures.Gifts, new PastGift("XZ", figures.AsOf.AddDays(1), 90_000_000)] };
        Assert.Equal(Print(ReleasedForecast.Of(figures, Base).OrThrow()), Print(ReleasedForecast.Of(later, Base).OrThrow()));
    }

    [Fact]
    public void Blocks_that_overlap_or_leave_a_gap_and_a_base_of_nought_are_refused()
    {
        var figures = Figures(40_000_000);
        Assert.Equal("rounding_base_not_positive", ReleasedForecast.Of(figures, 0).Refusal!.Code);
        Assert.Equal("released_figures_inconsistent", ReleasedForecast.Of(figures with { Blocks = [] }, Base).Refusal!.Code);
        Assert.Equal("released_figures_inconsistent",
            ReleasedForecast.Of(figures with { Blocks = [figures.Blocks[0], figures.Blocks[0]] }, Base).Refusal!.Code);
        Assert.Equal("released_figures_inconsistent",
            ReleasedForecast.Of(
                figures with { Blocks = [figures.Blocks[0], figures.Blocks[1] with { From = figures.Blocks[1].From.AddDays(1) }] },
                Base).Refusal!.Code);
    }

    [Fact]
    public void With_few_gifts_no_band_no_date_and_no_sum_is_printed()
    {
        var answer = ReleasedForecast.Of(Figures(40_000_000) with { Gifts = [] }, Base).OrThrow();
        Assert.Empty(answer.Horizons);
        Assert.Null(answer.LikelyBy);
        Assert.Null(answer.RaiseEur);
    }

    [Fact]
    public void Amounts_to_raise_are_rounded_up_and_dates_are_half_years() =>
        Gen.Long[1_000_000, 90_000_000].Sample(balance =>
        {
            var answer = Answer(balance);
            return answer.RaiseEur is null or >= 0 && (answer.RaiseEur ?? 0) % Base == 0
                && (answer.LikelyBy is null || (answer.LikelyBy.Length == 7 && answer.LikelyBy[5] == 'H'));
        }, iter: 3);

    private static ReleasedForecast Answer(long closing) => ReleasedForecast.Of(Figures(closing), Base).OrThrow();

    private static string Print(ReleasedForecast answer) =>
        $"{answer.AsOf} {string.Join(' ', answer.Horizons)} {answer.LikelyBy} {answer.RaiseEur}";

    private static ReleasedFigures Figures(long closing) => new("SFR", 5_000_000,
        [new(new(2023, 1, 1), new(2023, 12, 31), 40_000_000, 60_000_000), new(new(2024, 1, 1), new(2024, 12, 31), 50_000_000, closing)],
        [.. Enumerable.Range(0, 12)
            .Select(
                number =>
                    new PastGift($"X{number % 4}", new DateOnly(2020 + number % 5, 3 + number % 7, 5), 9_000_000 + number * 500_000))],
        [new("P1", "X1", new DateOnly(2025, 6, 1), 10_000_000, "EUR", PledgeFirmness.Announced)]);
}
