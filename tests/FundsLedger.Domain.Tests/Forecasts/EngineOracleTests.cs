using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>The engine against exact solutions, at fixed seeds, within 4.5 standard errors.</summary>
public sealed class EngineOracleTests
{
    private static readonly DateOnly Start = new(2026, 1, 31);

    /// <summary>A source made from one line of a test.</summary>
    private sealed class Source(Action<PathKey, CashPath> draw) : ICashSource
    {
        public void Draw(in PathKey key, CashPath path) => draw(key, path);
    }

    [Fact]
    public void Steady_payments_deplete_on_the_day_they_do()
    {
        var calendar = new ForecastCalendar(Start, 24);
        var paths = new Simulator(calendar, [new Source((_, path) =>
        {
            foreach (var day in calendar.MonthEnds.Skip(1)) path.Pay(day, 8);
        })]) { Balance = 100 }.Run(1, 100);
        Assert.Equal(0, paths.ChanceOfDepletion(12));
        Assert.Equal(1, paths.ChanceOfDepletion(13));
        Assert.Equal(92, paths.AmountToRaise(24, 0.5));
        Assert.Equal(92, paths.AmountToRaise(24, 0.99));
        Assert.Equal(calendar.MonthEnds[13], paths.DepletionQuantile(0.1));
        Assert.Null(paths.AmountToRaise(24, 0.9, fromMonth: 13));
        Assert.Equal(92, paths.AmountToRaise(24, 0.9, fromMonth: 12));
    }

    [Fact]
    public void Lumpy_gifts_by_the_month_agree_with_the_exact_programme()
    {
        var calendar = new ForecastCalendar(Start, 24);
        Simulator From(int balance, int gift, int oneIn) => new(calendar, [new Source((key, path) =>
        {
            var random = key.Stream(7);
            for (var month = 1; month <= 24; month++)
            {
                if (random.Uniform() * oneIn < 1) path.Receive(calendar.MonthEnds[month] - 1, gift);
                path.Pay(calendar.MonthEnds[month], 1);
            }
        })]) { Balance = balance };
        var paths = From(6, 4, 5).Run(2, 40_000);
        Assert.Equal(0, paths.ChanceOfDepletion(6));
        Near(0.2097152, paths.ChanceOfDepletion(7), 40_000);
        Near(0.36003905536, paths.ChanceOfDepletion(12), 40_000);
        Near(0.6103229173, paths.ChanceOfDepletion(24), 40_000);
        Assert.Equal(4, paths.AmountToRaise(12, 0.9));
        var small = From(3, 5, 10).Run(3, 40_000);
        Near(0.6561, small.ChanceOfDepletion(4), 40_000);
        Near(0.828286884, small.ChanceOfDepletion(12), 40_000);
    }

    /// <summary>Days are fine steps of the model's time: a gift counts from the end of its day.</summary>
    [Theory]
    [InlineData(6, 1.0 / 3, 12, 0.8487189130)]
    [InlineData(6, 1.0 / 3, 24, 0.9921649603)]
    [InlineData(12, 0.25, 24, 0.9576984338)]
    [InlineData(12, 0.5, 24, 0.6143545916)]
    [InlineData(12, 0.5, 60, 0.9915015058)]
    [InlineData(12, 1.5, 24, 0.000614208138)]
    public void Lumpy_gifts_against_steady_spending(double u, double lambda, double time, double expected)
    {
        var calendar = new ForecastCalendar(Start, 60);
        var perDay = time / calendar.Days;
        var paths = new Simulator(calendar, [new Source((key, path) =>
        {
            var random = key.Stream(7);
            for (var at = random.Exponential() / lambda; at < time; at += random.Exponential() / lambda)
                path.Receive((int)(at / perDay), random.Exponential());
        })]) { Balance = u, EvenPerDay = perDay }.Run(4, 10_000);
        Near(expected, paths.ChanceOfDepletion(60), 10_000);
    }

    [Theory]
    [InlineData(0.5, 1, 1, 1)]
    [InlineData(10, 10, 1, 1.1)]
    [InlineData(5, 12, 1, 1)]
    [InlineData(3, 12, 0.5, 0.5)]
    [InlineData(2, 24, 0.25, 0.2)]
    public void Lumpy_payments_against_steady_income(double u, double time, double lambda, double c)
    {
        var calendar = new ForecastCalendar(Start, 60);
        var perDay = time / calendar.Days;
        var paths = new Simulator(calendar, [new Source((key, path) =>
        {
            var random = key.Stream(7);
            for (var at = random.Exponential() / lambda; at < time; at += random.Exponential() / lambda)
                path.Pay(1 + (int)(at / perDay), random.Exponential());
        })]) { Balance = u, EvenPerDay = -c * perDay }.Run(5, 10_000);
        Near(ExactSolvers.LundbergFinite(u, time, lambda, c, 1), paths.ChanceOfDepletion(60), 10_000);
    }

    /// <summary>A balance looked at once a day misses crossings: the barrier moves by 0.5826 sigma √dt (Broadie, Glasserman, Kou
    /// 1997).</summary>
    [Theory]
    [InlineData(10, 1, 2, 12)]
    [InlineData(6, .5, 1, 12)]
    [InlineData(10, 0, 2, 25)]
    public void A_noisy_balance_first_passes_zero(double u, double mu, double sigma, double time)
    {
        var calendar = new ForecastCalendar(Start, 36);
        var step = time / calendar.Days;
        var paths = new Simulator(calendar, [new Source((key, path) =>
        {
            var random = key.Stream(7);
            for (var day = 1; day <= calendar.Days; day++) path.Pay(day, mu * step + sigma * Math.Sqrt(step) * random.Normal());
        })]) { Balance = u - 0.5826 * sigma * Math.Sqrt(step) }.Run(6, 4_000);
        Near(ExactSolvers.Brownian(u, mu, sigma, time), paths.ChanceOfDepletion(36), 4_000);
    }

    [Fact]
    public void Three_pledges_give_the_exact_sums()
    {
        var calendar = new ForecastCalendar(Start, 2);
        (double Eur, double Chance)[] pledges = [(50, .9), (30, .8), (20, .5)];
        var paths = new Simulator(calendar, [new Source((key, path) =>
        {
            foreach (var (eur, chance) in pledges)
            {
                var random = key.Stream((ulong)eur);
                if (random.Uniform() < chance) path.Receive(5, eur);
            }
            path.Pay(40, 120);
        })]) { Balance = 0 }.Run(7, 20_000);
        Assert.Equal(70, paths.AmountToRaise(2, 0.9));
        // P(sum ≤ s) is the chance that more than 120 − s must be raised or exactly that.
        foreach (var (sum, atMost) in ((int, double)[])[(0, .01), (20, .02), (30, .06), (50, .19), (70, .28), (80, .64)])
        {
            var error = 4.5 * Math.Sqrt(atMost * (1 - atMost) / 20_000);
            Assert.True(paths.AmountToRaise(2, 1 - atMost + error) >= 120 - sum);
            Assert.True(paths.AmountToRaise(2, 1 - atMost - error) < 120 - sum);
        }
    }

    private static void Near(double expected, double found, int paths) =>
        Assert.InRange(found, expected - 4.5 * Math.Sqrt(expected * (1 - expected) / paths),
            expected + 4.5 * Math.Sqrt(expected * (1 - expected) / paths));
}
