using System.Runtime.CompilerServices;

namespace FundsLedger.Domain.Forecasts;

/// <summary>Tables of weights side by side: picks one place of a table from one uniform number, without a search (Walker 1977, filled as by
/// Vose 1991).</summary>
internal sealed class AliasTables
{
    private readonly int[] firsts;
    private readonly int[] sizes;
    private readonly double[] cuts;

    // Two halves a place: the place itself up to the cut, another one above it. What few ask for lies apart, so that a pick touches little
    // memory.
    private readonly int[] picks;
    private readonly (double From, double Scale)[] rests;

    /// <param name="tables">Weights of each table: at least one, none below zero, not all zero.</param>
    public AliasTables(IReadOnlyList<IReadOnlyList<double>> tables)
    {
        sizes = [.. tables.Select(weights => weights.Count)];
        firsts = new int[sizes.Length];
        for (var table = 1; table < firsts.Length; table++) firsts[table] = firsts[table - 1] + sizes[table - 1];
        cuts = new double[sizes.Sum()];
        picks = new int[2 * cuts.Length];
        rests = new (double, double)[picks.Length];
        for (var table = 0; table < sizes.Length; table++) Fill(firsts[table], tables[table]);
    }

    /// <summary>The first place of a table; places are counted through all tables.</summary>
    public int First(int table) => firsts[table];

    /// <summary>The place that a uniform number in (0, 1) picks in a table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Pick(int table, double uniform) => picks[Half(table, uniform, out _)];

    /// <summary>The place that a uniform number in (0, 1) picks in a table, and what is left of the number: uniform in [0, 1] again,
    /// independent of the place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Pick(int table, double uniform, out double rest)
    {
        var half = Half(table, uniform, out var left);
        ref readonly var scaled = ref rests[half];
        rest = (left - scaled.From) * scaled.Scale;
        return picks[half];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Half(int table, double uniform, out double left)
    {
        unchecked
        {
            var scaled = uniform * sizes[table];
            // A number next to one may be rounded up to the size.
            var within = Math.Min(double.ConvertToIntegerNative<int>(scaled), sizes[table] - 1);
            left = scaled - within;
            var place = firsts[table] + within;
            return 2 * place + (left < cuts[place] ? 0 : 1);
        }
    }

    private void Fill(int first, IReadOnlyList<double> weights)
    {
        var (count, sum) = (weights.Count, weights.Sum());
        var left = weights.Select(weight => weight / sum * count).ToArray();
        var small = new Stack<int>(Enumerable.Range(0, count).Where(place => left[place] < 1));
        var large = new Stack<int>(Enumerable.Range(0, count).Where(place => left[place] >= 1));
        while (small.Count > 0 && large.Count > 0)
        {
            var (few, many) = (small.Pop(), large.Pop());
            Fill(first + few, left[few], first + many);
            left[many] -= 1 - left[few];
            (left[many] < 1 ? small : large).Push(many);
        }
        // What is left is one but for rounding.
        foreach (var place in small.Concat(large)) Fill(first + place, 1, first + place);
    }

    private void Fill(int place, double cut, int other)
    {
        cuts[place] = cut;
        (picks[2 * place], picks[2 * place + 1]) = (place, other);
        (rests[2 * place], rests[2 * place + 1]) = ((0, cut > 0 ? 1 / cut : 0), (cut, cut < 1 ? 1 / (1 - cut) : 0));
    }
}
