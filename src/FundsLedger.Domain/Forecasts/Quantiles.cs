namespace FundsLedger.Domain.Forecasts;

/// <summary>Puts a few ranks of many values where sorting would put them, without sorting the rest.</summary>
internal static class Quantiles
{
    private const int Small = 24;
    private const int FewestToCount = 2000;
    private const int Buckets = 4096;

    /// <summary>The smallest rank r (from 1) with r ÷ count ≥ level.</summary>
    public static int Rank(double level, int count) => Math.Clamp((int)Math.Ceiling(level * count - 1e-9), 1, count);

    /// <summary>The value at this rank (from 1); the order of the values changes.</summary>
    public static double At(double[] values, int rank) => Pick(values, [rank - 1])[0];

    /// <summary>The values that sorting would put at these ascending places (from 0); the order of the values may change. Many values are
    /// counted in buckets of equal width first, which no processor guesses wrong; only the few that share a bucket with a place are then
    /// compared.</summary>
    public static double[] Pick(Span<double> values, ReadOnlySpan<int> places)
    {
        var (least, most) = Range(values);
        var scale = (Buckets - 1) / (most - least);
        if (values.Length < FewestToCount || !double.IsFinite(most - least) || !double.IsFinite(scale)) return Placed(values, places);
        Span<int> counts = stackalloc int[Buckets];
        counts.Clear();
        foreach (var value in values) counts[unchecked((int)((value - least) * scale))]++;
        // Of each place: the values in lower buckets, and where those of its own bucket are put aside.
        Span<(int Before, int From, int To)> asides = stackalloc (int, int, int)[places.Length];
        var (at, sum, asked) = (0, 0, 0);
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            var (before, count, from) = (sum, counts[bucket], asked);
            sum += count;
            for (; at < places.Length && places[at] < sum; at++) (asides[at], asked) = ((before, from, from + count), from + count);
            counts[bucket] = asked > from ? from : -1;
        }
        var aside = new double[asked];
        foreach (var value in values)
        {
            ref var next = ref counts[unchecked((int)((value - least) * scale))];
            if (next >= 0) aside[next++] = value;
        }
        var picked = new double[places.Length];
        for (var place = 0; place < picked.Length; place++)
        {
            var (before, from, to) = asides[place];
            picked[place] = Placed(aside.AsSpan(from, to - from), [places[place] - before])[0];
        }
        return picked;
    }

    private static (double Least, double Most) Range(ReadOnlySpan<double> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (value < least) least = value;
            if (value > most) most = value;
        }
        return (least, most);
    }

    private static double[] Placed(Span<double> values, ReadOnlySpan<int> places)
    {
        Place(values, 0, places, 64);
        var found = new double[places.Length];
        for (var place = 0; place < found.Length; place++) found[place] = values[places[place]];
        return found;
    }

    private static void Place(Span<double> values, int offset, ReadOnlySpan<int> places, int depth)
    {
        while (places.Length > 0 && values.Length > 1)
        {
            // Unlucky pivots, again and again: sorting is never worse than n log n.
            if (values.Length <= Small || depth-- == 0)
            {
                values.Sort();
                return;
            }
            var cut = Part(values) + 1;
            var left = 0;
            while (left < places.Length && places[left] < offset + cut) left++;
            Place(values[..cut], offset, places[..left], depth);
            values = values[cut..];
            places = places[left..];
            offset += cut;
        }
    }

    /// <summary>Hoare's partition around the middle of three: values up to the place returned are at most the pivot, later ones at
    /// least.</summary>
    private static int Part(Span<double> values)
    {
        var (first, middle, last) = (values[0], values[values.Length / 2], values[^1]);
        var pivot = Math.Max(Math.Min(first, middle), Math.Min(Math.Max(first, middle), last));
        var (low, high) = (-1, values.Length);
        while (true)
        {
            do low++; while (values[low] < pivot);
            do high--; while (values[high] > pivot);
            if (low >= high) return Math.Min(high, values.Length - 2);
            (values[low], values[high]) = (values[high], values[low]);
        }
    }
}
