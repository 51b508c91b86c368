using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>Constants of the test suites of properscoring and scoringrules.</summary>
public sealed class ScoreTests
{
    [Theory]
    [InlineData(0.0, 0.25, 0.0, 1.0)]
    [InlineData(2.0, 1.25, 0.0, 1.0)]
    [InlineData(0.0, 0.5, -1.0, 1.0)]
    [InlineData(0.0, 1 / 9.0, 0.0, 0.0, 1.0)]
    [InlineData(1.0, 4 / 9.0, 0.0, 0.0, 1.0)]
    public void Ensemble_crps(double seen, double expected, params double[] sample) =>
        Assert.Equal(expected, Scores.Crps(sample, seen), 12);

    [Fact]
    public void The_fair_score_has_no_bias_for_two_values() => Assert.Equal(0, Scores.CrpsFair([0, 1], 0), 12);

    [Fact]
    public void Brier() => Assert.Equal(0.073441, Scores.Brier(0.271, false), 12);

    [Fact]
    public void Large_samples_approach_the_closed_forms()
    {
        Assert.Equal(1.143447, ExactSolvers.CrpsOf(n => Poisson(3, n), 1, 100), 1e-6);
        Assert.Equal(0.3834322, ExactSolvers.CrpsOf(n => ExactSolvers.GammaPoisson(7, 0.8, 0.2, n), 2, 100), 1e-6);
        Assert.Equal(0.6685115, ExactSolvers.CrpsOf(n => Binomial(10, 0.9, n), 8, 11), 1e-7);
        Assert.Equal(1.20701837, ExactSolvers.CrpsOfDensity(x => 0.7 * Math.Exp(-0.7 * x), 3, 60), 1e-4);
        var sample = Enumerable.Range(0, 100_000).Select(path => (double)RandomStream.Of(3, path, 1).Poisson(3)).ToArray();
        Assert.Equal(1.143447, Scores.CrpsFair(sample, 1), 0.02);
        var gamma = Enumerable.Range(0, 100_000).Select(path => RandomStream.Of(3, path, 2).Gamma(1.1) / 0.7).ToArray();
        Assert.Equal(0.6343718, Scores.CrpsFair(gamma, 0.2), 0.02);
    }

    private static double Poisson(double mean, int n) =>
        Enumerable.Range(1, n).Aggregate(Math.Exp(-mean), (chance, k) => chance * mean / k);

    private static double Binomial(int of, double p, int n) =>
        n > of ? 0 : Enumerable.Range(1, n).Aggregate(Math.Pow(1 - p, of), (chance, k) => chance * (of - k + 1) / k * p / (1 - p));
}
