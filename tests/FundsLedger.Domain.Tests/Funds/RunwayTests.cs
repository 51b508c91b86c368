using CsCheck;
using FundsLedger.Domain.Funds;
using Xunit;

namespace FundsLedger.Domain.Tests.Funds;

/// <summary>The two runways are sums that anybody can redo.</summary>
public sealed class RunwayTests
{
    private static readonly DateOnly Start = new(2026, 1, 1);

    [Fact]
    public void A_thousand_a_day_lasts_as_many_days_as_there_are_thousands()
    {
        // 10,000 available, floor 0, 365,000 a year: nothing is left after day 10, and day 11 needs more.
        Assert.Equal(new Runway(Start.AddDays(11), 11), Runway.Of(Start, 1_000_000, 0, 36_500_000, []));
    }

    [Fact]
    public void Less_than_the_floor_now_is_depleted_today() =>
        Assert.Equal(new Runway(Start, 0), Runway.Of(Start, 499_999, 500_000, 1, []));

    [Fact]
    public void Exactly_the_floor_is_not_depleted() => Assert.Equal(1, Runway.Of(Start, 500_000, 500_000, 36_500, []).Days);

    [Fact]
    public void Nothing_used_lasts_beyond_the_horizon() => Assert.Equal(new Runway(null, null), Runway.Of(Start, 100, 0, 0, []));

    [Fact]
    public void Money_that_comes_after_the_last_day_does_not_help() =>
        Assert.Equal(11, Runway.Of(Start, 1_000_000, 0, 36_500_000, [new(Start.AddDays(12), 99_000_000)]).Days);

    [Fact]
    public void Money_on_the_day_itself_counts() =>
        Assert.Equal(21, Runway.Of(Start, 1_000_000, 0, 36_500_000, [new(Start.AddDays(11), 1_000_000)]).Days);

    [Fact]
    public void Overdue_money_counts_as_arriving_now() =>
        Assert.Equal(21, Runway.Of(Start, 1_000_000, 0, 36_500_000, [new(Start.AddYears(-1), 1_000_000)]).Days);

    [Fact]
    public void More_money_never_shortens_and_more_use_never_lengthens_it() =>
        Gen.Select(Gen.Long[0, 10_000_000], Gen.Long[0, 1_000_000], Gen.Long[1, 100_000_000], Gen.Long[0, 1_000_000])
            .Sample((available, floor, used, more) =>
        {
            var days = Runway.Of(Start, available, floor, used, []).Days ?? int.MaxValue;
            Assert.True((Runway.Of(Start, available + more, floor, used, []).Days ?? int.MaxValue) >= days);
            Assert.True((Runway.Of(Start, available, floor, used + more, []).Days ?? int.MaxValue) <= days);
            Assert.True((Runway.Of(Start, available, floor, used, [new(Start.AddDays(3), more)]).Days ?? int.MaxValue) >= days);
        }, iter: 300);
}
