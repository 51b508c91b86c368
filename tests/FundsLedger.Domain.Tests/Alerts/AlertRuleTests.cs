using CsCheck;
using FundsLedger.Domain.Alerts;
using Xunit;

namespace FundsLedger.Domain.Tests.Alerts;

/// <summary>A rule speaks up once an episode, does not ring while a measure wavers, and does not fall silent while nobody
/// listens.</summary>
public sealed class AlertRuleTests
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Chance_of_depletion_fires_at_a_fifth_escalates_at_half_and_clears_below_fifteen_hundredths() =>
        Assert.Equal("- Raised - - - Escalated - - Cleared - Raised+Escalated - Cleared",
            Told(AlertRule.Standard(AlertKind.DepletionLikely), 199_999, 200_000, 900_00 + 100_000, 150_000, 499_999, 500_000, 180_000,
                900_000, 149_999, 199_999, 700_000, 150_000, 0));

    [Fact]
    public void One_cent_short_fires_nothing_left_escalates_and_a_tenth_more_than_needed_clears()
    {
        const long Floor = 5_000_000;
        Assert.Equal("- Raised - Escalated - Cleared", Told(AlertRule.Standard(AlertKind.AvailableBelowFloor),
            [.. new[] { Floor, Floor - 1, Floor + Floor / 10 - 1, 0, Floor,
                Floor + Floor / 10 }.Select(available => AlertMeasures.Shortfall(available, Floor))]));
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    public void Absurd_amounts_have_a_measure(long available, long floor) =>
        Assert.InRange(AlertMeasures.Shortfall(available, floor), -1_000_000 * AlertRule.Whole, 1_000_000 * AlertRule.Whole);

    [Fact]
    public void Measure_that_nobody_knows_changes_nothing()
    {
        var rule = AlertRule.Standard(AlertKind.DepletionLikely);
        Assert.Empty(rule.Next(AlertState.None, null, Start));
        Assert.Empty(rule.Next(AlertState.None.After(AlertStep.Raised, 1, Start), null, Start));
    }

    [Fact]
    public void Second_address_is_told_once_when_nobody_acknowledges_and_again_only_after_it_got_worse()
    {
        var rule = AlertRule.Standard(AlertKind.DepletionLikely);
        var raised = AlertState.None.After(AlertStep.Raised, 1, Start);
        Assert.Empty(rule.Next(raised, 300_000, Start.AddDays(7).AddTicks(-1)));
        Assert.Equal([AlertStep.PassedOn], rule.Next(raised, 300_000, Start.AddDays(7)));
        Assert.Empty(rule.Next(raised.After(AlertStep.PassedOn, 1, Start), 300_000, Start.AddDays(70)));
        var acknowledged = raised.After(AlertStep.Acknowledged, 1, Start);
        Assert.Empty(rule.Next(acknowledged, 300_000, Start.AddDays(70)));
        var worse = acknowledged.After(AlertStep.Escalated, 1, Start.AddDays(70));
        Assert.Equal([AlertStep.PassedOn], rule.Next(worse, 600_000, Start.AddDays(77)));
    }

    [Fact]
    public void Clock_set_back_passes_nothing_on_and_rule_turned_off_ends_its_episode()
    {
        var rule = AlertRule.Standard(AlertKind.RequestsWaiting);
        var raised = AlertState.None.After(AlertStep.Raised, 1, Start);
        Assert.Empty(rule.Next(raised, 1, Start.AddYears(-1)));
        Assert.Equal([AlertStep.Cleared], (rule with { IsOn = false }).Next(raised, 1, Start));
        Assert.Empty((rule with { IsOn = false }).Next(AlertState.None, 1, Start));
    }

    [Fact]
    public void Standard_rules_are_consistent() =>
        Assert.All(Enum.GetValues<AlertKind>(), kind => Assert.True(AlertRule.Standard(kind).IsConsistent));

    [Fact]
    public void Within_an_episode_each_step_but_acknowledging_comes_once_whatever_the_measures_do() =>
        Gen.Select(Gen.Enum<AlertKind>(), Gen.Long[-2_000_000, 2_000_000].Array[0, 60]).Sample((kind, measures) =>
        {
            var (rule, state, seen) = (AlertRule.Standard(kind), AlertState.None, new HashSet<(long, AlertStep)>());
            foreach (var (day, measure) in measures.Index())
            {
                foreach (var step in rule.Next(state, measure, Start.AddDays(day)))
                {
                    state = state.After(step, step == AlertStep.Raised ? state.Episode + 1 : state.Episode, Start.AddDays(day));
                    if (step != AlertStep.PassedOn && !seen.Add((state.Episode, step))) return false;
                }
            }
            return true;
        });

    [Fact]
    public void Requests_are_met_in_the_order_they_came()
    {
        Assert.Equal(0, AlertMeasures.Unmet(100, [40, 60]));
        Assert.Equal(1, AlertMeasures.Unmet(100, [40, 70, 60]));
        Assert.Equal(2, AlertMeasures.Unmet(-5, [1, 2]));
        Assert.Equal(0, AlertMeasures.Unmet(-5, []));
    }

    [Fact]
    public void Runway_shorter_than_the_lead_time_has_a_positive_measure()
    {
        var day = new DateOnly(2026, 1, 31);
        Assert.Equal(0, AlertMeasures.RunwayShortfall(day, 28, 1));
        Assert.Equal(1, AlertMeasures.RunwayShortfall(day, 27, 1));
        Assert.True(AlertMeasures.RunwayShortfall(day, null, 6) < -3000);
    }

    private static string Told(AlertRule rule, params long[] measures)
    {
        var (state, told) = (AlertState.None, new List<string>());
        foreach (var measure in measures)
        {
            var steps = rule.Next(state, measure, Start);
            foreach (var step in steps) state = state.After(step, state.Episode + 1, Start);
            told.Add(steps.Count == 0 ? "-" : string.Join('+', steps));
        }
        return string.Join(' ', told);
    }
}
