using System.Numerics;
using System.Runtime.CompilerServices;

namespace FundsLedger.Domain.Forecasts;

/// <summary>Random numbers that depend only on (seed, path, purpose) and a counter: adding a pledge does not reshuffle the draws of
/// anything else, and no order of work or number of cores changes a byte. SplitMix64 (Steele, Lea, Flood 2014) on a hashed key.</summary>
public struct RandomStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15UL;
    private const int MostOfAPart = 200;
    private static readonly double[] OneOver = [.. Enumerable.Range(0, MostOfAPart + 1).Select(count => count == 0 ? 0 : 1.0 / count)];
    private static readonly Vector<ulong> Ramp = new([.. Enumerable.Range(0, Vector<ulong>.Count).Select(Step)]);
    private readonly ulong key;
    private ulong counter;

    private RandomStream(ulong key) => this.key = key;

    /// <summary>The stream of one purpose on one path.</summary>
    public static RandomStream Of(ulong seed, long path, ulong purpose) => Of(KeyOf(seed, path), purpose);

    /// <summary>What all streams of a path share, hashed once.</summary>
    internal static ulong KeyOf(ulong seed, long path) =>
        unchecked(Mix(Mix(seed + Golden) ^ ((ulong)path * 0xD1342543DE82EF95UL + 0x2545F4914F6CDD1DUL)));

    /// <summary>The stream of one purpose, from the key of its path.</summary>
    internal static RandomStream Of(ulong pathKey, ulong purpose) => new(Mix(pathKey ^ MaskOf(purpose)));

    /// <summary>What of a stream's key does not depend on the path.</summary>
    internal static ulong MaskOf(ulong purpose) => unchecked(purpose * 0xDA942042E4DD58B5UL + 0x9E6C63D0876A9A62UL);

    /// <summary>The keys of many streams of a path at once.</summary>
    internal static void KeysOf(ulong pathKey, ReadOnlySpan<ulong> masks, Span<ulong> into)
    {
        var place = 0;
        for (; place <= masks.Length - Vector<ulong>.Count; place += Vector<ulong>.Count)
            Mix(new Vector<ulong>(masks[place..]) ^ new Vector<ulong>(pathKey)).CopyTo(into[place..]);
        for (; place < masks.Length; place++) into[place] = Mix(masks[place] ^ pathKey);
    }

    /// <summary>The number at one place of many streams.</summary>
    internal static void UniformsAt(int place, ReadOnlySpan<ulong> keys, Span<double> into)
    {
        var step = Step(place);
        var item = 0;
        for (; item <= keys.Length - Vector<ulong>.Count; item += Vector<ulong>.Count)
            Uniform(Mix(new Vector<ulong>(keys[item..]) + new Vector<ulong>(step))).CopyTo(into[item..]);
        for (; item < keys.Length; item++) into[item] = Uniform(Mix(unchecked(keys[item] + step)));
    }

    /// <summary>The first numbers of this stream, as <see cref="UniformAt"/> gives them.</summary>
    internal readonly void Uniforms(Span<double> into)
    {
        var item = 0;
        var places = new Vector<ulong>(key) + Ramp;
        for (; item <= into.Length - Vector<ulong>.Count; item += Vector<ulong>.Count)
        {
            Uniform(Mix(places)).CopyTo(into[item..]);
            places += new Vector<ulong>(unchecked(Golden * (ulong)Vector<ulong>.Count));
        }
        for (; item < into.Length; item++) into[item] = UniformAt(item);
    }

    /// <summary>What has to be added to a stream's key to stand at another place of it.</summary>
    internal static ulong Forward(int places) => unchecked(Golden * (ulong)places);

    /// <summary>A purpose named by text (a pledge, a donor), stable whatever else is in the books: FNV-1a over UTF-16.</summary>
    public static ulong PurposeOf(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in name) hash = unchecked((hash ^ letter) * 1099511628211UL);
        return hash;
    }

    /// <summary>Uniform in the open interval (0, 1), 52 bits.</summary>
    public double Uniform() => Uniform(Next());

    /// <summary>The uniform number at a fixed place of the stream (from 0), wherever the stream stands: what is drawn there does not depend
    /// on how much was drawn before.</summary>
    internal readonly double UniformAt(int place) => Uniform(Mix(unchecked(key + Step(place))));

    /// <summary>Uniform whole number from 0 to count − 1.</summary>
    public int Index(int count) => double.ConvertToIntegerNative<int>(Uniform() * count);

    /// <summary>Standard normal, by inversion: one uniform each.</summary>
    public double Normal() => NormalTable.At(Uniform());

    /// <summary>exp(mu + sigma × normal).</summary>
    public double LogNormal(double mu, double sigma) => PortableMath.Exp(mu + sigma * Normal());

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -PortableMath.Log(Uniform());

    /// <summary>Gamma with this shape and scale 1 (Marsaglia and Tsang 2000); zero when the shape is zero.</summary>
    public double Gamma(double shape)
    {
        if (shape <= 0) return 0;
        if (shape < 1)
        {
            var boost = PortableMath.Exp(PortableMath.Log(Uniform()) / shape);
            return boost * Gamma(shape + 1);
        }
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + c * x;
            if (v <= 0) continue;
            v = v * v * v;
            var u = Uniform();
            // Their squeeze accepts 98 of 100 without a logarithm; it never accepts what the exact test refuses.
            if (u < 1 - 0.0331 * (x * x) * (x * x) || PortableMath.Log(u) < 0.5 * x * x + d * (1 - v + PortableMath.Log(v))) return d * v;
        }
    }

    /// <summary>Beta with these counts; exactly 1 when failures are zero, exactly 0 when successes are.</summary>
    public double Beta(double successes, double failures)
    {
        var one = Gamma(successes);
        var other = Gamma(failures);
        return one + other > 0 ? one / (one + other) : successes / (successes + failures);
    }

    /// <summary>Poisson count with this mean, by inversion in parts of at most 16.</summary>
    public int Poisson(double mean)
    {
        var count = 0;
        for (; mean > 16; mean -= 16) count += SmallPoisson(16);
        return count + (mean > 0 ? SmallPoisson(mean) : 0);
    }

    private int SmallPoisson(double mean)
    {
        var chance = PortableMath.Exp(-mean);
        var left = Uniform();
        var count = 0;
        var oneOver = OneOver;
        while (left > chance && count < MostOfAPart)
        {
            left -= chance;
            count++;
            chance *= mean * oneOver[count];
        }
        return count;
    }

    private ulong Next() => Mix(unchecked(key + Golden * ++counter));

    private static ulong Step(int place) => unchecked(Golden * (ulong)(place + 1));

    // Signed, because not every processor turns unsigned numbers into doubles in one step.
    private static double Uniform(ulong bits) => unchecked((long)(bits >> 12) + 0.5) * (1.0 / 4503599627370496.0);

    // The same 52 bits, put behind the point of a number from 1 to 2. Every step is exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Uniform(Vector<ulong> bits) =>
        Vector.AsVectorDouble((bits >>> 12) | new Vector<ulong>(0x3FF0000000000000UL)) - Vector<double>.One
            + new Vector<double>(1.0 / 9007199254740992.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> Mix(Vector<ulong> z)
    {
        z = (z ^ (z >>> 30)) * new Vector<ulong>(0xBF58476D1CE4E5B9UL);
        z = (z ^ (z >>> 27)) * new Vector<ulong>(0x94D049BB133111EBUL);
        return z ^ (z >>> 31);
    }
}
