using System.Numerics;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>The solvers give the published or independently recomputed digits (oracles_forecast.json; sources there).</summary>
public sealed class SolverTests
{
    [Fact]
    public void Lumpy_gifts_are_exact_as_fractions()
    {
        Assert.Equal(0, ExactSolvers.LumpyDepletion(6, 4, 5, 6).Above);
        Same(16384, 78125, ExactSolvers.LumpyDepletion(6, 4, 5, 7));
        Same(17580032, 48828125, ExactSolvers.LumpyDepletion(6, 4, 5, 12));
        Same(6561, 10000, ExactSolvers.LumpyDepletion(3, 5, 10, 4));
        Assert.Equal(0.6103229173, Ratio(ExactSolvers.LumpyDepletion(6, 4, 5, 24)), 10);
        Assert.Equal(0.828286884, Ratio(ExactSolvers.LumpyDepletion(3, 5, 10, 12)), 9);
        Assert.Equal(1 - 0.91410065, Ratio(ExactSolvers.LumpyDepletion(10, 4, 5, 12)), 8);
        Assert.Equal(1 - 0.89262582, Ratio(ExactSolvers.LumpyDepletion(9, 4, 5, 12)), 8);
    }

    [Theory]
    [InlineData(10, 20, .5, 0.5)]
    [InlineData(10, 20, .49, 0.598700477)]
    [InlineData(50, 100, .49, 0.880825080)]
    [InlineData(90, 100, .45, 0.865569369)]
    [InlineData(9, 10, .45, 0.210056165)]
    public void Gamblers_ruin(int start, int goal, double p, double expected) =>
        Assert.Equal(expected, ExactSolvers.GamblersRuin(start, goal, p), 9);

    [Theory]
    [InlineData(6, 1.0 / 3, 12, 0.8487189130)]
    [InlineData(6, 1.0 / 3, 24, 0.9921649603)]
    [InlineData(12, 0.25, 24, 0.9576984338)]
    [InlineData(12, 0.5, 24, 0.6143545916)]
    [InlineData(12, 0.5, 60, 0.9915015058)]
    [InlineData(12, 1.5, 24, 0.000614208138)]
    public void Lumpy_receipts_against_steady_spending(double u, double lambda, double t, double expected) =>
        Assert.Equal(expected, ExactSolvers.Dual(u, lambda, 1, t), 8);

    [Fact]
    public void Lumpy_receipts_in_the_long_run() => Assert.Equal(0.00247875218, ExactSolvers.Dual(12, 1.5, 1, 600), 6);

    [Theory]
    [InlineData(3, 0.2, 1, 0, 0.6)]
    [InlineData(3, 0.2, 1, 1, 0.0812011699)]
    [InlineData(3, 0.2, 1, 2, 0.0109893833)]
    [InlineData(1, 1, 1.1, 0, 0.9090909091)]
    [InlineData(1, 1, 1.1, 10, 0.3662639287)]
    [InlineData(1, 1, 1.25, 5, 0.2943035530)]
    public void Lumpy_payments_for_ever(double lambda, double mu, double c, double u, double expected) =>
        Assert.Equal(expected, ExactSolvers.Lundberg(lambda, mu, c, u), 1e-10);

    [Theory]
    [InlineData(0, 1, 1, 1, 0.4762223882)]
    [InlineData(0, 10, 1, 1.1, 0.785426844)]
    [InlineData(10, 10, 1, 1.1, 0.03190302409)]
    [InlineData(10, 100, 1, 1.1, 0.2605306543)]
    [InlineData(10, 100, 1, 0.9, 0.672041425)]
    [InlineData(5, 12, 1, 1, 0.2648233212)]
    [InlineData(3, 12, 0.5, 0.5, 0.3015429934)]
    [InlineData(2, 24, 0.25, 0.2, 0.5091830798)]
    public void Lumpy_payments_in_finite_time(double u, double t, double lambda, double c, double expected) =>
        Assert.Equal(expected, ExactSolvers.LundbergFinite(u, t, lambda, c, 1), 1e-9);

    /// <summary>Statistical Tools for Finance and Insurance, table 15.17: loading 30 %, 34.2 claims a year.</summary>
    [Theory]
    [InlineData(1, .757164, .147954, .025005, .003605, .000443, .000047)]
    [InlineData(2, .766264, .168728, .035478, .007012, .001288, .000218)]
    [InlineData(5, .769098, .176127, .040220, .009138, .002060, .000459)]
    [InlineData(10, .769229, .176497, .040495, .009290, .002131, .000489)]
    public void The_published_table_of_finite_time_ruin(double t, params double[] expected)
    {
        const double Beta = 6.3789e-9;
        for (var billions = 0; billions < expected.Length; billions++)
            Assert.Equal(expected[billions], ExactSolvers.LundbergFinite(billions * 1e9, t, 34.2, 1.3 * 34.2 / Beta, Beta), 1e-6);
    }

    [Theory]
    [InlineData(10, 1, 2, 10, 0.6161631472)]
    [InlineData(10, 1, 2, 12, 0.7246102380)]
    [InlineData(6, .5, 1, 12, 0.6073131695)]
    [InlineData(100, 5, 20, 24, 0.7315976657)]
    [InlineData(10, 0, 2, 25, 0.3173105079)]
    public void Brownian_first_passage(double u, double mu, double sigma, double t, double expected) =>
        Assert.Equal(expected, ExactSolvers.Brownian(u, mu, sigma, t), 9);

    [Fact]
    public void Sums_of_a_random_number_of_costs()
    {
        var lossModels = ExactSolvers.Panjer(5, new Dictionary<int, double> { [1] = .8, [5] = .16, [10] = .04 }, 20);
        Assert.Equal(0.0598928622, lossModels[6], 10);
        Assert.Equal(0.9244770483, lossModels.Sum(), 10);
        double[] dental = [0, .15, .2, .25, .125, .075, .05, .05, .05, .025, .025];
        var pmf = ExactSolvers.Panjer(10, dental.Index().ToDictionary(pair => pair.Index, pair => pair.Item), 80);
        foreach (var (sum, expected) in ((int, double)[])[(0, 4.53999e-5), (10, 0.0115261401), (20, 0.1070327338), (30, 0.3424602213),
            (40, 0.6271396524), (50, 0.8373409710), (60, 0.9442263459)])
            Assert.Equal(expected, pmf.Take(sum + 1).Sum(), 9);
        foreach (var (level, expected) in ((double, int)[])[(.90, 55), (.95, 61), (.99, 74)])
            Assert.Equal(expected, Enumerable.Range(0, 80).First(sum => pmf.Take(sum + 1).Sum() >= level));
    }

    [Fact]
    public void A_count_whose_rate_is_unknown()
    {
        foreach (var (n, expected) in ((int, double)[])[(0, 0.2419249129), (1, 0.2822457317), (2, 0.2116842988), (3, 0.1293626270)])
            Assert.Equal(expected, ExactSolvers.GammaPoisson(3.5, 2, 1, n), 10);
    }

    private static void Same(long above, long below, (BigInteger Above, BigInteger Below) found) =>
        Assert.Equal(found.Above * below, found.Below * above);

    private static double Ratio((BigInteger Above, BigInteger Below) found) =>
        (double)(found.Above * 1_000_000_000_000 / found.Below) / 1e12;
}
