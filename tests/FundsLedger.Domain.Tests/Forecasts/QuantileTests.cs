using CsCheck;
using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

public sealed class QuantileTests
{
    /// <summary>Ties, constant columns and rising ones are what balances of a fund look like.</summary>
    [Fact]
    public void Balances_at_ranks_are_those_that_sorting_finds() =>
        Gen.Select(Gen.Int[100, 700], Gen.Int[1, 40], Gen.Int[0, 3]).Sample((count, distinct, shape) =>
    {
        var calendar = new ForecastCalendar(SmallFund.AsOf, 1);
        var paths = new Simulator(calendar,
            [new Received(number => shape switch { 0 => number % distinct, 1 => number, 2 => count - number, _ => 5 })])
                { Balance = 0 }.Run(1, count);
        double[] levels = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 1];
        var sorted = paths.AtMonthEndOf(1).Order().ToArray();
        Assert.Equal(levels.Select(level => (long)sorted[(int)Math.Ceiling(level * count - 1e-9) - 1]), paths.BalanceQuantiles(1, levels));
    }, iter: 200, threads: 1);

    private sealed class Received(Func<int, int> cents) : ICashSource
    {
        public void Draw(in PathKey key, CashPath path) => path.Receive(3, cents((int)key.Path));
    }
}
