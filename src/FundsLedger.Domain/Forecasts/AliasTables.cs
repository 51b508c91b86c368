using System.Runtime.CompilerServices;

namespace FundsLedger.Domain.Forecasts;

/// <summary>Tables of weights side by side: picks one place of a table from one uniform number, without a search (Walker 1977, filled as by Vose 1991).</summary>
internal sealed class AliasTables
{
    private readonly int[] firsts;
    private readonly int[] sizes;
    private readonly double[] cuts;

    // Two halves a place: the place itself up to the cut, another one above it.
    private readonly (int Place, double From, double Scale)[] halves;

    /// <param name="tables">Weights of each table: at least one, none below zero, not all zero.</param>
    public AliasTables(IReadOnlyList<IReadOnlyList<double>> tables)
    {
        sizes = [.. tables.Select(weights => weights.Count)];
        firsts = new int[sizes.Length];
        for (var table = 1; table < firsts.Length; table++) firsts[table] = firsts[table - 1] + sizes[table - 1];
        cuts = new double[sizes.Sum()];
        halves = new (int, double, double)[2 * cuts.Length];
        for (var table = 0; table < sizes.Length; table++) Fill(firsts[table], tables[table]);
    }

    /// <summary>The first place of a table; places are counted through all tables.</summary>
    public int First(int table) => firsts[table];

    /// <summary>The place that a uniform number in (0, 1) picks in a table, and what is left of the number: uniform in [0, 1] again, independent of the place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Pick(int table, double uniform, out double rest)
    {
        unchecked
        {
            var scaled = uniform * sizes[table];
            // A number next to one may be rounded up to the size.
            var within = Math.Min(double.ConvertToIntegerNative<int>(scaled), sizes[table] - 1);
            var left = scaled - within;
            var place = firsts[table] + within;
            ref readonly var half = ref halves[2 * place + (left < cuts[place] ? 0 : 1)];
            rest = (left - half.From) * half.Scale;
            return half.Place;
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
        halves[2 * place] = (place, 0, cut > 0 ? 1 / cut : 0);
        halves[2 * place + 1] = (other, cut, cut < 1 ? 1 / (1 - cut) : 0);
    }
}
