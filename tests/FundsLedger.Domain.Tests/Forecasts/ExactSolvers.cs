using System.Numerics;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>Closed forms and exact recursions the engine is held against; none of them uses the engine.</summary>
internal static class ExactSolvers
{
    /// <summary>P(T ≤ months) when each month brings a gift with chance 1/oneIn, then costs 1; a rational over oneIn^months.</summary>
    public static (BigInteger Above, BigInteger Below) LumpyDepletion(int balance, int gift, int oneIn, int months)
    {
        var alive = new Dictionary<int, BigInteger> { [balance] = 1 };
        BigInteger ruined = 0, whole = 1;
        for (var month = 0; month < months; month++)
        {
            (ruined, whole) = (ruined * oneIn, whole * oneIn);
            var next = new Dictionary<int, BigInteger>();
            foreach (var (money, ways) in alive)
                foreach (var (after, count) in ((int, BigInteger)[])[(money + gift - 1, ways), (money - 1, ways * (oneIn - 1))])
                    if (after < 0) ruined += count;
                    else next[after] = next.GetValueOrDefault(after) + count;
            alive = next;
        }
        return (ruined, whole);
    }

    public static double GamblersRuin(int start, int goal, double p)
    {
        if (p == 0.5) return 1 - (double)start / goal;
        var r = (1 - p) / p;
        return (Math.Pow(r, start) - Math.Pow(r, goal)) / (1 - Math.Pow(r, goal));
    }

    /// <summary>Constant spending c, gifts at rate lambda with exponential(1) sizes, start u (Kendall's identity).</summary>
    public static double Dual(double u, double lambda, double c, double t) =>
        t < u / c ? 0
            : Math.Exp(-lambda * u / c)
            + Simpson(s => s <= u / c ? u / s * CompoundDensity(lambda * s, 1e-300) : u / s * CompoundDensity(lambda * s, c * s - u), u / c,
                t, 4000) * c;

    /// <summary>Cramér-Lundberg, exponential claims, infinite time.</summary>
    public static double Lundberg(double lambda, double mu, double c, double u) =>
        Math.Min(1, lambda * mu / c * Math.Exp(-(1 / mu - lambda / c) * u));

    /// <summary>Cramér-Lundberg in finite time (Čížek, Härdle, Weron (15.26)–(15.28)).</summary>
    public static double LundbergFinite(double u, double time, double lambda, double c, double beta)
    {
        var (l, t, v) = (lambda / (c * beta), beta * c * time, beta * u);
        var root = Math.Sqrt(l);
        // At x = 0 both vanish for l = 1; the limit of their ratio is 2v + 2.
        var integral = Simpson(x => l * Math.Exp(2 * root * t * Math.Cos(x) - (1 + l) * t + v * (root * Math.Cos(x) - 1))
            * (l == 1 && x == 0 ? 2 * v + 2
                : (Math.Cos(v * root * Math.Sin(x)) - Math.Cos(v * root * Math.Sin(x) + 2 * x)) / (1 + l - 2 * root * Math.Cos(x))), 0,
                Math.PI, 8000);
        return (l >= 1 ? 1 : l * Math.Exp(-(1 - l) * v)) - integral / Math.PI;
    }

    /// <summary>Brownian motion from u with drift −mu hits zero by t.</summary>
    public static double Brownian(double u, double mu, double sigma, double t)
    {
        var s = sigma * Math.Sqrt(t);
        return Phi((-u + mu * t) / s) + Math.Exp(2 * mu * u / (sigma * sigma)) * Phi((-u - mu * t) / s);
    }

    /// <summary>Panjer's recursion for a Poisson count.</summary>
    public static double[] Panjer(double lambda, IReadOnlyDictionary<int, double> severity, int upTo)
    {
        var pmf = new double[upTo + 1];
        pmf[0] = Math.Exp(-lambda * (1 - severity.GetValueOrDefault(0)));
        for (var sum = 1; sum <= upTo; sum++)
            pmf[sum] = lambda / sum * severity.Where(part => part.Key > 0 && part.Key <= sum)
                .Sum(part => part.Key * part.Value * pmf[sum - part.Key]);
        return pmf;
    }

    /// <summary>Negative binomial: Gamma(a, rate b) mixed Poisson over h.</summary>
    public static double GammaPoisson(double a, double b, double h, int n)
    {
        var pmf = Math.Pow(b / (b + h), a);
        for (var k = 1; k <= n; k++) pmf *= (a + k - 1) / k * h / (b + h);
        return pmf;
    }

    /// <summary>CRPS of a law on whole numbers from its probabilities.</summary>
    public static double CrpsOf(Func<int, double> pmf, int seen, int upTo)
    {
        var (sum, cdf) = (0.0, 0.0);
        for (var k = 0; k < upTo; k++)
        {
            cdf += pmf(k);
            sum += Math.Pow(cdf - (k >= seen ? 1 : 0), 2);
        }
        return sum;
    }

    /// <summary>CRPS of a law on positive numbers from its density.</summary>
    public static double CrpsOfDensity(Func<double, double> density, double seen, double upTo)
    {
        const int Steps = 100_000;
        var step = upTo / Steps;
        var (sum, cdf) = (0.0, 0.0);
        for (var k = 0; k < Steps; k++)
        {
            var mass = density((k + 0.5) * step) * step;
            var middle = cdf + mass / 2;
            cdf += mass;
            sum += Math.Pow(middle - ((k + 0.5) * step >= seen ? 1 : 0), 2) * step;
        }
        return sum;
    }

    /// <summary>Standard normal law by Simpson's rule: slow, and independent of the engine's.</summary>
    public static double Phi(double x) =>
        x < -9 ? 0 : x > 9 ? 1 : 0.5 + Simpson(z => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI), 0, x, 4000);

    public static double Simpson(Func<double, double> f, double from, double to, int steps)
    {
        var step = (to - from) / steps;
        var sum = f(from) + f(to);
        for (var k = 1; k < steps; k++) sum += (k % 2 == 1 ? 4 : 2) * f(from + k * step);
        return sum * step / 3;
    }

    /// <summary>Density at x of a Poisson(mean) sum of exponential(1) gifts.</summary>
    private static double CompoundDensity(double mean, double x)
    {
        var term = Math.Exp(-mean - x) * mean;
        var sum = term;
        for (var n = 2; n < 400 && term > 1e-18 * sum; n++) sum += term *= mean / n * x / (n - 1);
        return sum;
    }
}
