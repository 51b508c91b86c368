namespace FundsLedger.Domain.Publication;

/// <summary>What can be known of sums over years when only sums over years that follow each other are known. Such sums are differences of
/// running totals, so the answer needs no programme: the shortest way from one running total to another is the most by which they can
/// differ; and for years with gaps, the cheapest pairing of such ways.</summary>
/// <remarks>Exact, in whole cents. <see cref="LinearProgramme"/> gives the same and takes what has more gaps.</remarks>
public sealed class YearSums
{
    private const long None = long.MaxValue;
    private const int MostPairings = 5;
    private readonly long[,] _way;
    private readonly List<(int From, int To, long? Least, long? Most)> _known = [];
    private bool _isSolved;

    /// <param name="years">How many years; none of them can be negative.</param>
    public YearSums(int years)
    {
        Years = years;
        _way = new long[years + 1, years + 1];
        for (var a = 0; a <= years; a++)
            for (var b = 0; b <= years; b++) _way[a, b] = a == b ? 0 : None;
        for (var year = 0; year < years; year++) Limit(year + 1, year, 0);
    }

    /// <summary>How many years there are.</summary>
    public int Years { get; }

    /// <summary>True when nothing agrees with all that is known.</summary>
    public bool IsImpossible
    {
        get
        {
            Solve();
            for (var node = 0; node <= Years; node++)
                if (_way[node, node] < 0) return true;
            return false;
        }
    }

    /// <summary>The sum of the years from the first to the last, both included, is known to lie between two values; null: no
    /// limit.</summary>
    public void Know(int from, int to, long? least, long? most)
    {
        if (_isSolved) throw new InvalidOperationException("What is known is told before anything is asked.");
        if (most is { } top) Limit(from, to + 1, top);
        if (least is { } bottom) Limit(to + 1, from, -bottom);
        _known.Add((from, to, least, most));
    }

    /// <summary>The most that the sum of some years can be; null where nothing limits it.</summary>
    /// <param name="years">Which of them, in order.</param>
    public long? Most(IReadOnlyList<int> years) => Furthest(years, isMost: true);

    /// <summary>The least it can be.</summary>
    public long Least(IReadOnlyList<int> years) => -(Furthest(years, isMost: false) ?? 0);

    private long? Furthest(IReadOnlyList<int> years, bool isMost)
    {
        Solve();
        var runs = new List<(int From, int To)>();
        foreach (var year in years)
            if (runs.Count > 0 && runs[^1].To == year) runs[^1] = (runs[^1].From, year + 1);
            else runs.Add((year, year + 1));
        if (runs.Count == 0) return 0;
        if (runs.Count > MostPairings) return ByProgramme(years, isMost);
        var (starts, ends) = (runs.ConvertAll(run => isMost ? run.From : run.To), runs.ConvertAll(run => isMost ? run.To : run.From));
        var best = Pair(starts, ends, 0, 0);
        return best == None ? null : best;
    }

    private long Pair(List<int> starts, List<int> ends, int first, int taken)
    {
        if (first == starts.Count) return 0;
        var best = None;
        for (var end = 0; end < ends.Count; end++)
        {
            var way = _way[starts[first], ends[end]];
            if (way == None || (taken & (1 << end)) != 0) continue;
            var rest = Pair(starts, ends, first + 1, taken | (1 << end));
            if (rest != None) best = Math.Min(best, checked(way + rest));
        }
        return best;
    }

    private long? ByProgramme(IReadOnlyList<int> years, bool isMost)
    {
        var programme = Programme();
        var sum = new Fraction[Years];
        foreach (var year in years) sum[year] = 1;
        var range = programme.Range(sum);
        return isMost ? (long?)range?.Most?.Numerator : -(long?)range?.Least?.Numerator;
    }

    /// <summary>The same as a programme.</summary>
    public LinearProgramme Programme()
    {
        var programme = new LinearProgramme(Years);
        foreach (var (from, to, least, most) in _known)
        {
            var sum = new Fraction[Years];
            for (var year = from; year <= to; year++) sum[year] = 1;
            programme.Know(sum, least is { } bottom ? bottom : null, most is { } top ? top : (Fraction?)null);
        }
        return programme;
    }

    private void Limit(int from, int to, long most) => _way[from, to] = Math.Min(_way[from, to], most);

    private void Solve()
    {
        if (_isSolved) return;
        _isSolved = true;
        for (var via = 0; via <= Years; via++)
            for (var a = 0; a <= Years; a++)
            {
                if (_way[a, via] == None) continue;
                for (var b = 0; b <= Years; b++)
                    if (_way[via, b] != None && checked(_way[a, via] + _way[via, b]) is var way && way < _way[a, b]) _way[a, b] = way;
            }
    }
}
