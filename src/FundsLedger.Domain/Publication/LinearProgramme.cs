namespace FundsLedger.Domain.Publication;

/// <summary>The least and the greatest value that something can have; null where nothing limits it.</summary>
public readonly record struct Bounds(Fraction? Least, Fraction? Most)
{
    /// <inheritdoc/>
    public override string ToString() => $"[{Least?.ToString() ?? "…"}, {Most?.ToString() ?? "…"}]";
}

/// <summary>An exact linear programme over unknowns that are not negative: what somebody can work out who knows some sums of them.
/// Simplex by fractions with Bland's rule, so it ends and rounds nothing.</summary>
/// <param name="unknowns">How many there are.</param>
public sealed class LinearProgramme(int unknowns)
{
    private readonly List<(Fraction[] Factors, Fraction Bound)> _rows = [];
    private Tableau? _feasible;
    private bool _isSolved;

    /// <summary>How many unknowns there are.</summary>
    public int Unknowns => unknowns;

    /// <summary>A sum that is known to lie between two values; a null limits nothing.</summary>
    /// <param name="factors">A factor for each unknown.</param>
    /// <param name="least">The least it can be.</param>
    /// <param name="most">The most it can be.</param>
    public void Know(IReadOnlyList<Fraction> factors, Fraction? least, Fraction? most)
    {
        if (factors.Count != unknowns) throw new ArgumentException("Each unknown needs a factor.", nameof(factors));
        if (most is { } top) _rows.Add(([.. factors], top));
        if (least is { } bottom) _rows.Add(([.. factors.Select(factor => -factor)], -bottom));
        (_feasible, _isSolved) = (null, false);
    }

    /// <summary>What can be known of another sum; null when nothing agrees with all that is known.</summary>
    public Bounds? Range(IReadOnlyList<Fraction> factors)
    {
        if (!_isSolved) (_feasible, _isSolved) = (Tableau.Feasible(unknowns, _rows), true);
        if (_feasible is null) return null;
        var most = _feasible.Maximise(factors);
        var least = _feasible.Maximise([.. factors.Select(factor => -factor)]);
        return new Bounds(least is { } value ? -value : null, most);
    }

    /// <summary>A dictionary: each basic unknown is its constant less the row's factors times the others.</summary>
    private sealed class Tableau
    {
        private readonly Fraction[][] _rows;
        private readonly Fraction[] _right;
        private readonly int[] _basic;
        private readonly int[] _others;

        private Tableau(Fraction[][] rows, Fraction[] right, int[] basic, int[] others) =>
            (_rows, _right, _basic, _others) = (rows, right, basic, others);

        /// <summary>A dictionary in which no constant is negative; null when there is none.</summary>
        public static Tableau? Feasible(int unknowns, List<(Fraction[] Factors, Fraction Bound)> known)
        {
            // The last column is a helper that is taken off every row, and must come down to zero.
            var helper = unknowns + known.Count;
            var table = new Tableau([.. known.Select(row => (Fraction[])[.. row.Factors, -1])], [.. known.Select(row => row.Bound)],
                [.. Enumerable.Range(unknowns, known.Count)], [.. Enumerable.Range(0, unknowns), helper]);
            var lowest = -1;
            for (var row = 0; row < known.Count; row++)
                if (table._right[row].Sign < 0 && (lowest < 0 || table._right[row] < table._right[lowest])) lowest = row;
            if (lowest >= 0)
            {
                var goal = new Fraction[unknowns + 1];
                goal[unknowns] = -1;
                Fraction worth = 0;
                table.Pivot(lowest, unknowns, goal, ref worth);
                table.Climb(goal, ref worth);
                if (!worth.IsZero) return null;
                var row = Array.IndexOf(table._basic, helper);
                if (row >= 0) table.Pivot(row, Array.FindIndex(table._rows[row], factor => !factor.IsZero), goal, ref worth);
            }
            var gone = Array.IndexOf(table._others, helper);
            return new Tableau([.. table._rows.Select(row => Without(row, gone))], table._right, table._basic,
                Without(table._others, gone));
        }

        /// <summary>The greatest value; null where nothing limits it. The dictionary stays as it is.</summary>
        public Fraction? Maximise(IReadOnlyList<Fraction> factors)
        {
            var table = new Tableau([.. _rows.Select(row => row.ToArray())], [.. _right], [.. _basic], [.. _others]);
            Fraction worth = 0;
            var goal = new Fraction[_others.Length];
            for (var column = 0; column < goal.Length; column++)
                if (_others[column] < factors.Count) goal[column] = factors[_others[column]];
            for (var row = 0; row < _basic.Length; row++)
            {
                if (_basic[row] >= factors.Count || factors[_basic[row]] is not { IsZero: false } factor) continue;
                worth += factor * _right[row];
                for (var column = 0; column < goal.Length; column++) goal[column] -= factor * _rows[row][column];
            }
            return table.Climb(goal, ref worth) ? worth : null;
        }

        private bool Climb(Fraction[] goal, ref Fraction worth)
        {
            while (true)
            {
                var enters = -1;
                for (var column = 0; column < goal.Length; column++)
                    if (goal[column].Sign > 0 && (enters < 0 || _others[column] < _others[enters])) enters = column;
                if (enters < 0) return true;
                var leaves = -1;
                Fraction step = 0;
                for (var row = 0; row < _rows.Length; row++)
                {
                    if (_rows[row][enters].Sign <= 0) continue;
                    var reach = _right[row] / _rows[row][enters];
                    if (leaves >= 0 && (reach > step || (reach == step && _basic[row] > _basic[leaves]))) continue;
                    (leaves, step) = (row, reach);
                }
                if (leaves < 0) return false;
                Pivot(leaves, enters, goal, ref worth);
            }
        }

        private void Pivot(int leaves, int enters, Fraction[] goal, ref Fraction worth)
        {
            var pivot = _rows[leaves];
            var factor = pivot[enters];
            pivot[enters] = 1;
            for (var column = 0; column < pivot.Length; column++)
                if (!pivot[column].IsZero) pivot[column] /= factor;
            _right[leaves] /= factor;
            for (var row = 0; row < _rows.Length; row++)
            {
                if (row == leaves || _rows[row][enters].IsZero) continue;
                _right[row] -= _rows[row][enters] * _right[leaves];
                Take(_rows[row], pivot, enters);
            }
            if (!goal[enters].IsZero)
            {
                worth += goal[enters] * _right[leaves];
                Take(goal, pivot, enters);
            }
            (_basic[leaves], _others[enters]) = (_others[enters], _basic[leaves]);
        }

        private static void Take(Fraction[] row, Fraction[] pivot, int enters)
        {
            var factor = row[enters];
            row[enters] = 0;
            for (var column = 0; column < row.Length; column++)
                if (!pivot[column].IsZero) row[column] -= factor * pivot[column];
        }

        private static T[] Without<T>(T[] items, int place) => [.. items[..place], .. items[(place + 1)..]];
    }
}
