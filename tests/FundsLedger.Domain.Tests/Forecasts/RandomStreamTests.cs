using System.Globalization;
using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

public sealed class RandomStreamTests
{
    [Fact]
    public void Logarithm_and_exponential_agree_with_the_platform()
    {
        for (var x = -700.0; x < 700; x += 0.37)
        {
            Assert.Equal(1, PortableMath.Exp(x) / Math.Exp(x), 1e-14);
            Assert.Equal(x, PortableMath.Log(PortableMath.Exp(x)), 1e-12);
            Assert.Equal(Math.Log(Math.Abs(x) + 1e-9), PortableMath.Log(Math.Abs(x) + 1e-9), 1e-13);
        }
        Assert.Equal(Math.Log(1e-310), PortableMath.Log(1e-310), 1e-12);
        Assert.True(double.IsNaN(PortableMath.Log(-1)));
    }

    [Fact]
    public void The_normal_law_and_its_quantiles_are_inverse()
    {
        foreach (var (x, expected) in ((double, double)[])[(0, 0.5), (1, 0.8413447460685429), (-1.959963984540054, 0.025),
            (-6, 9.865876450376981e-10), (-8, 6.22096057427178e-16)])
            Assert.Equal(1, PortableMath.NormalCdf(x) / expected, 1e-7);
        for (var p = 0.0005; p < 1; p += 0.0005) Assert.Equal(p, PortableMath.NormalCdf(PortableMath.NormalQuantile(p)), 1e-14);
        Assert.Equal(-8, PortableMath.NormalQuantile(6.22096057427178e-16), 1e-7);
    }

    [Fact]
    public void Normal_draws_lie_where_the_exact_quantiles_do()
    {
        var (largest, middle) = (0.0, 0.0);
        for (var path = 0; path < 200_000; path++)
        {
            var (one, other) = (RandomStream.Of(21, path, 1), RandomStream.Of(21, path, 1));
            var (share, drawn) = (one.Uniform(), other.Normal());
            var off = Math.Abs(drawn - PortableMath.NormalQuantile(share));
            largest = Math.Max(largest, off);
            if (share is > 0.05 and < 0.95) middle = Math.Max(middle, off);
        }
        Assert.InRange(largest, 1e-9, 2e-4);
        Assert.InRange(middle, 1e-9, 5e-6);
    }

    /// <summary>Pinned: a change of these bytes changes every stored forecast and needs a new model version.</summary>
    [Fact]
    public void The_first_numbers_of_a_stream_are_pinned()
    {
        var random = RandomStream.Of(1, 2, 3);
        var bits = ((double[])[random.Uniform(), random.Normal(), random.Gamma(2.5)]).Select(
            value => BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture));
        Assert.Equal("3fe71c4b4af7d7b5 3fdb77e2c9460004 4003cd4a4205114f", string.Join(' ', bits));
    }

    [Fact]
    public void Counts_follow_the_poisson_and_the_gamma_poisson_law()
    {
        const int Draws = 100_000;
        var (poisson, mixed, large) = (new int[400], new int[400], 0L);
        for (var path = 0; path < Draws; path++)
        {
            var random = RandomStream.Of(11, path, 5);
            poisson[random.Poisson(2.5)]++;
            mixed[random.Poisson(random.Gamma(3.5) / 2)]++;
            large += random.Poisson(40);
        }
        double[] exact = [0.0820849986, 0.2052124966, 0.2565156207, 0.2137630172, 0.1336018858, 0.0668009429, 0.0278337262, 0.0099406165];
        for (var n = 0; n < 8; n++)
        {
            Near(exact[n], poisson[n] / (double)Draws, Draws);
            Near(ExactSolvers.GammaPoisson(3.5, 2, 1, n), mixed[n] / (double)Draws, Draws);
        }
        Assert.Equal(40, large / (double)Draws, 4.5 * Math.Sqrt(40.0 / Draws));
    }

    [Fact]
    public void Beta_and_gamma_have_their_means_and_variances()
    {
        const int Draws = 50_000;
        foreach (var (a, b) in ((double, double)[])[(3.5, 1.5), (19, 1), (0.3, 0.7)])
        {
            var values = Enumerable.Range(0, Draws).Select(path => RandomStream.Of(12, path, 6).Beta(a, b)).ToArray();
            var variance = a * b / ((a + b) * (a + b) * (a + b + 1));
            Assert.Equal(a / (a + b), values.Average(), 4.5 * Math.Sqrt(variance / Draws));
            Assert.Equal(variance, values.Sum(value => Math.Pow(value - a / (a + b), 2)) / Draws, 0.03 * variance);
        }
        Assert.Equal(1, RandomStream.Of(1, 1, 1).Beta(5, 0));
        Assert.Equal(0, RandomStream.Of(1, 1, 1).Beta(0, 5));
    }

    private static void Near(double expected, double found, int draws) =>
        Assert.Equal(expected, found, 4.5 * Math.Sqrt(expected * (1 - expected) / draws));
}
