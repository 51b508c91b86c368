using System.Runtime.CompilerServices;

namespace FundsLedger.Domain.Forecasts;

/// <summary>Logarithm, exponential and the normal law from additions, multiplications, divisions and square roots only: IEEE 754 fixes
/// those to the last bit, so that a forecast has the same bytes on every machine. <see cref="Math.Log(double)"/> and <see cref="Math.Exp"/>
/// call the platform's library, whose last bit differs.</summary>
public static class PortableMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double SixtyFourOverLn2 = 92.332482616893656862;
    private const double Ln2Over64High = Ln2High / 64;
    private const double Ln2Over64Low = Ln2Low / 64;
    private const double ToWhole = 6755399441055744.0;
    private static readonly double[] Powers =
        [.. Enumerable.Range(0, 64).Select(step => SlowExp(step * Ln2Over64High + step * Ln2Over64Low))];
    private const double SmallestNormal = 2.2250738585072014e-308;

    /// <summary>Natural logarithm (fdlibm e_log.c); NaN below zero, negative infinity at zero.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;
        var shift = 0;
        if (x < SmallestNormal) (x, shift) = (x * 18014398509481984.0, -54);
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023 + shift;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > 1.4142135623730951) (mantissa, exponent) = (mantissa * 0.5, exponent + 1);
        var f = mantissa - 1;
        var s = f / (2 + f);
        var z = s * s;
        var r =
            z * (6.666666666666735130e-01 + z * (3.999999999940941908e-01 + z * (2.857142874366239149e-01 + z * (2.222219843214978396e-01
            + z * (1.818357216161805012e-01 + z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
        var half = 0.5 * f * f;
        return exponent * Ln2High - (half - (s * (half + r) + exponent * Ln2Low) - f);
    }

    /// <summary>e to the power of x, relative error below 2 × 10^−16 × (1 + |x| ÷ 100); zero below −708, infinite above 709. Taken apart
    /// into 2^n × 2^(j/64) × e^r with |r| below 0.0055, so that no division is needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Exp(double x)
    {
        // NaN fails every comparison.
        if (!(x >= -708 && x <= 709)) return x < 0 ? 0 : x > 0 ? double.PositiveInfinity : x;
        // Adding 1.5 × 2^52 rounds to a whole number, whose low bits can be read as they are.
        var shifted = x * SixtyFourOverLn2 + ToWhole;
        var whole = BitConverter.DoubleToInt64Bits(shifted);
        var steps = shifted - ToWhole;
        var r = x - steps * Ln2Over64High - steps * Ln2Over64Low;
        var square = r * r;
        var rest = r + square * ((0.5 + r * (1.0 / 6)) + square * ((1.0 / 24) + r * (1.0 / 120)));
        var power = Powers[(int)(whole & 63)];
        unchecked
        {
            // The low 32 bits of the shifted number hold 64 × n + j as a two's complement.
            return (power + power * rest) * BitConverter.Int64BitsToDouble((((int)whole >> 6) + 1023L) << 52);
        }
    }

    /// <summary>e to the power of x for the table (fdlibm e_exp.c).</summary>
    private static double SlowExp(double x)
    {
        var t = x * x;
        var c = x - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05
            + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
        return x > 0.35 ? 2 * SlowExp(x - Ln2High - Ln2Low) : 1 - (x * c / (c - 2) - x);
    }

    /// <summary>Chance that a standard normal value is at most x (Hart 1968 as given by West 2005; absolute error below 1e-14).</summary>
    public static double NormalCdf(double x)
    {
        var a = Math.Abs(x);
        if (double.IsNaN(x)) return x;
        if (a > 37) return x > 0 ? 1 : 0;
        var e = Exp(-a * a / 2);
        double tail;
        if (a < 7.07106781186547)
        {
            var above =
                ((((((3.52624965998911e-02 * a + 0.700383064443688) * a + 6.37396220353165) * a + 33.912866078383) * a
                    + 112.079291497871) * a + 221.213596169931) * a + 220.206867912376) * e;
            var below =
                ((((((8.83883476483184e-02 * a + 1.75566716318264) * a + 16.064177579207) * a + 86.7807322029461) * a
                    + 296.564248779674) * a + 637.333633378831) * a + 793.826512519948) * a + 440.413735824752;
            tail = above / below;
        }
        else
        {
            tail = e / (a + 1 / (a + 2 / (a + 3 / (a + 4 / (a + 0.65))))) / 2.506628274631;
        }
        return x > 0 ? 1 - tail : tail;
    }

    /// <summary>Value below which a standard normal lies with chance p in (0, 1) (Wichura 1988, AS 241; relative error about
    /// 1e-16).</summary>
    public static double NormalQuantile(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - q * q;
            return q * (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r
                + 4.5921953931549871457e+4) * r + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r
                + 1.3314166789178437745e+2) * r + 3.3871328727963666080e0)
                / (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r
                    + 2.1213794301586595867e+4) * r + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r
                    + 4.2313330701600911252e+1) * r + 1);
        }
        var tail = QuantileOfTail(Math.Sqrt(-Log(q < 0 ? p : 1 - p)));
        return q < 0 ? -tail : tail;
    }

    private static double QuantileOfTail(double r)
    {
        if (r <= 5)
        {
            r -= 1.6;
            return (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
                + 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
                + 4.63033784615654529590e0) * r + 1.42343711074968357734e0)
                / (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
                    + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
                    + 2.05319162663775882187e0) * r + 1);
        }
        r -= 5;
        return (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
            + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
            + 5.46378491116411436990e0) * r + 6.65790464350110377720e0)
            / (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
                + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
                + 5.99832206555887937690e-1) * r + 1);
    }
}
