using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>A forecast is scored by what came, on what was printed, and few scores are shown as counts.</summary>
public sealed class ForecastRecordTests
{
    private static readonly DateOnly AsOf = new(2024, 12, 31);
    private static readonly IReadOnlyList<long> Even = [.. Enumerable.Range(1, 199).Select(place => place * 100L)];

    [Fact]
    public void Brier_scores_the_printed_chance_against_what_happened()
    {
        var record = new ForecastRecord(AsOf, [new(12, AsOf.AddYears(1), 0.3)], [new(12, AsOf.AddYears(1), Even)], Even);
        Assert.Equal(0.49, record.Score(12, true, 5_000, null, 0.5).Brier, 12);
        Assert.Equal(0.09, record.Score(12, false, 5_000, null, 0.5).Brier, 12);
        Assert.Throws<ArgumentException>(() => record.Score(24, false, 0, null, 0.5));
    }

    [Theory]
    [InlineData(10_000, true, true, true)]
    [InlineData(5_000, true, true, true)]
    [InlineData(4_999, false, true, true)]
    [InlineData(2_000, false, true, true)]
    [InlineData(1_999, false, false, true)]
    [InlineData(1_000, false, false, true)]
    [InlineData(999, false, false, false)]
    [InlineData(15_000, true, true, true)]
    [InlineData(15_001, false, true, true)]
    [InlineData(19_001, false, false, false)]
    public void Intervals_hold_the_middle_half_four_fifths_and_nine_tenths(long seen, bool in50, bool in80, bool in90)
    {
        var score = SampleScore.Of(Even, seen, 0.5);
        Assert.Equal((in50, in80, in90), (score.In50, score.In80, score.In90));
    }

    [Fact]
    public void Crps_of_the_sample_is_the_fair_one_and_zero_for_a_certain_truth()
    {
        Assert.Equal(0, SampleScore.Of([.. Enumerable.Repeat(7L, 199)], 7, 0.5).CrpsEur, 9);
        Assert.Equal(Scores.CrpsFair([.. Even.Select(value => (double)value)], 3_333), SampleScore.Of(Even, 3_333, 0.5).CrpsEur, 9);
    }

    [Fact]
    public void Truth_among_equal_values_is_placed_by_chance_and_one_beyond_all_at_the_edge()
    {
        IReadOnlyList<long> half = [.. Enumerable.Repeat(0L, 99), .. Enumerable.Range(1, 100).Select(value => (long)value)];
        Assert.Equal(0, SampleScore.Of(half, 0, 0).Pit);
        Assert.InRange(SampleScore.Of(half, 0, 0.999).Pit, 0.49, 0.5);
        Assert.InRange(SampleScore.Of(half, 1_000, 0.5).Pit, 0.99, 1);
        Assert.InRange(SampleScore.Of(half, -1, 0.5).Pit, 0, 0.01);
    }

    [Fact]
    public void Six_forecasts_are_shown_as_six_and_their_range_is_wide()
    {
        Assert.Equal(new ChanceRange(0, 1), HitCount.Of([]).Range);
        var hits = HitCount.Of([true, false, true, false, true, false]);
        Assert.Equal(new HitCount(3, 6), hits);
        Assert.True(hits.Range.From < 0.2 && hits.Range.To > 0.8);
    }
}
