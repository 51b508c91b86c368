namespace FundsLedger.Domain.Forecasts;

/// <summary>What happened on every path; entries of a path and month stand at path × months + month.</summary>
public sealed class SimulatedPaths
{
    internal SimulatedPaths(ForecastCalendar calendar, int count, double floor)
    {
        (Calendar, Count, Floor) = (calendar, count, floor);
        DepletedOn = new int[count];
        Lowest = new double[count * calendar.Months];
        AtMonthEnd = new double[count * calendar.Months];
        ReceivedInAYear = new double[count];
    }

    /// <summary>The days of the forecast.</summary>
    public ForecastCalendar Calendar { get; }

    /// <summary>Number of paths.</summary>
    public int Count { get; }

    /// <summary>Cents below which the fund is depleted.</summary>
    public double Floor { get; }

    /// <summary>First day below the floor; <see cref="int.MaxValue"/> when not within the horizon.</summary>
    internal int[] DepletedOn { get; }

    /// <summary>Lowest balance within each month, in cents.</summary>
    internal double[] Lowest { get; }

    /// <summary>Balance at the end of each month, in cents.</summary>
    internal double[] AtMonthEnd { get; }

    /// <summary>Cents that arrived in the first twelve months (or the horizon, if shorter).</summary>
    internal double[] ReceivedInAYear { get; }

    /// <summary>Paths depleted by the end of this month: P(T ≤ t) × count.</summary>
    public int DepletedWithin(int months)
    {
        var end = Calendar.MonthEnds[months];
        return DepletedOn.Count(day => day <= end);
    }

    /// <summary>Share of paths depleted by the end of this month.</summary>
    public double ChanceOfDepletion(int months) => (double)DepletedWithin(months) / Count;

    /// <summary>Day by which this share of paths is depleted; null for beyond the horizon.</summary>
    public int? DepletionQuantile(double level)
    {
        var rank = Rank(level, Count);
        var days = (int[])DepletedOn.Clone();
        Array.Sort(days);
        return days[rank - 1] == int.MaxValue ? null : days[rank - 1];
    }

    /// <summary>Smallest sum in cents, rounded up, that keeps the fund at or above its floor to the end of month <paramref name="toMonth"/> on a share <paramref name="confidence"/> of paths when it arrives at the start of month <paramref name="fromMonth"/> (0: now). Null: not reachable, because too many paths are depleted before it arrives.</summary>
    public long? AmountToRaise(int toMonth, double confidence, int fromMonth = 0)
    {
        var needs = new double[Count];
        for (var path = 0; path < Count; path++)
        {
            if (fromMonth > 0 && DepletedOn[path] <= Calendar.MonthEnds[fromMonth])
            {
                needs[path] = double.PositiveInfinity;
                continue;
            }
            var least = double.PositiveInfinity;
            for (var month = fromMonth; month < toMonth; month++) least = Math.Min(least, Lowest[path * Calendar.Months + month]);
            needs[path] = Math.Max(0, Floor - least);
        }
        Array.Sort(needs);
        var need = needs[Rank(confidence, Count) - 1];
        // A millionth of a cent of rounding in the sums must not become a cent.
        return double.IsPositiveInfinity(need) ? null : (long)Math.Ceiling(Math.Min(need, 9e15) - 1e-6);
    }

    /// <summary>Balances at the end of a month that these shares of paths lie at or below, in cents rounded down.</summary>
    public IReadOnlyList<long> BalanceQuantiles(int month, IReadOnlyList<double> levels)
    {
        var column = new double[Count];
        for (var path = 0; path < Count; path++) column[path] = AtMonthEnd[path * Calendar.Months + month - 1];
        Array.Sort(column);
        return [.. levels.Select(level => (long)Math.Floor(Math.Clamp(column[Rank(level, Count) - 1], -9e15, 9e15)))];
    }

    /// <summary>The smallest rank r with r ÷ count ≥ level.</summary>
    internal static int Rank(double level, int count) => Math.Clamp((int)Math.Ceiling(level * count - 1e-9), 1, count);
}
