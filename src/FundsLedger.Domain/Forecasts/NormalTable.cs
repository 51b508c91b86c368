using System.Runtime.CompilerServices;

namespace FundsLedger.Domain.Forecasts;

/// <summary>Quantiles of the standard normal law between 2,049 known ones, a tenth of the time of the exact formula; the outer 1 in 128 on
/// either side is exact. Absolute error below 2 × 10^−4, and below 5 × 10^−6 in the middle nine tenths.</summary>
internal static class NormalTable
{
    internal const int Steps = 2048;
    internal const int ExactSteps = Steps / 128;
    internal static readonly double[] Points =
        [.. Enumerable.Range(0, Steps + 1).Select(step => step is 0 or Steps ? 0 : PortableMath.NormalQuantile(step / (double)Steps))];

    /// <summary>Value below which a standard normal lies with chance p in (0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(double p)
    {
        var place = p * Steps;
        var step = double.ConvertToIntegerNative<int>(place);
        if (unchecked((uint)(step - ExactSteps)) >= Steps - 2 * ExactSteps) return PortableMath.NormalQuantile(p);
        var points = Points;
        return points[step] + (place - step) * (points[step + 1] - points[step]);
    }
}

/// <summary>Quantiles of a lognormal law, as exact as those of the normal law under it.</summary>
internal sealed class LogNormalTable(double mu, double sigma)
{
    private readonly double[] points = [.. NormalTable.Points.Select(point => PortableMath.Exp(mu + sigma * point))];

    /// <summary>Value below which the law lies with chance p in (0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double At(double p)
    {
        var place = p * NormalTable.Steps;
        var step = double.ConvertToIntegerNative<int>(place);
        if (unchecked((uint)(step - NormalTable.ExactSteps)) >= NormalTable.Steps - 2 * NormalTable.ExactSteps)
            return PortableMath.Exp(mu + sigma * PortableMath.NormalQuantile(p));
        var known = points;
        return known[step] + (place - step) * (known[step + 1] - known[step]);
    }
}
