using System.Numerics;

namespace FundsLedger.Domain.Forecasts;

/// <summary>What happened on every path; entries of a month and path stand at month × paths + path, so that a month lies
/// together.</summary>
public sealed class SimulatedPaths
{
    internal SimulatedPaths(ForecastCalendar calendar, int count, double floor)
    {
        (Calendar, Count, Floor) = (calendar, count, floor);
        DepletedOn = GC.AllocateUninitializedArray<int>(count);
        Lowest = GC.AllocateUninitializedArray<double>(count * calendar.Months);
        AtMonthEnd = GC.AllocateUninitializedArray<double>(count * calendar.Months);
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
        var (end, depleted) = (Calendar.MonthEnds[months], 0);
        foreach (var day in DepletedOn) depleted += day <= end ? 1 : 0;
        return depleted;
    }

    /// <summary>Share of paths depleted by the end of this month.</summary>
    public double ChanceOfDepletion(int months) => (double)DepletedWithin(months) / Count;

    /// <summary>Day by which this share of paths is depleted; null for beyond the horizon.</summary>
    public int? DepletionQuantile(double level) => DayOfRank(Quantiles.Rank(level, Count));

    /// <summary>Day on which the path of this rank (from 1, the earliest depletion first) is depleted; null for beyond the
    /// horizon.</summary>
    internal int? DayOfRank(int rank)
    {
        var days = new int[Calendar.Days + 1];
        foreach (var day in DepletedOn)
            if (day < days.Length) days[day]++;
        for (var day = 0; day < days.Length; day++)
            if ((rank -= days[day]) <= 0) return day;
        return null;
    }

    /// <summary>Smallest sum in cents, rounded up, that keeps the fund at or above its floor to the end of month <paramref name="toMonth"/>
    /// on a share <paramref name="confidence"/> of paths when it arrives at the start of month <paramref name="fromMonth"/> (0: now). Null:
    /// not reachable, because too many paths are depleted before it arrives.</summary>
    public long? AmountToRaise(int toMonth, double confidence, int fromMonth = 0)
    {
        var needs = LowestWithin(fromMonth, toMonth);
        for (var path = 0; path < Count; path++)
            needs[path] = fromMonth > 0 && DepletedOn[path] <= Calendar.MonthEnds[fromMonth] ? double.PositiveInfinity
                : Math.Max(0, Floor - needs[path]);
        var need = Quantiles.At(needs, Quantiles.Rank(confidence, Count));
        // A millionth of a cent of rounding in the sums must not become a cent.
        return double.IsPositiveInfinity(need) ? null : (long)Math.Ceiling(Math.Min(need, 9e15) - 1e-6);
    }

    /// <summary>By path, the balance at the end of a month, in cents.</summary>
    public double[] AtMonthEndOf(int month) => AtMonthEnd.AsSpan((month - 1) * Count, Count).ToArray();

    /// <summary>Balances at the end of a month that these ascending shares of paths lie at or below, in cents rounded down.</summary>
    public IReadOnlyList<long> BalanceQuantiles(int month, IReadOnlyList<double> levels)
    {
        var column = AtMonthEndOf(month);
        int[] places = [.. levels.Select(level => Quantiles.Rank(level, Count) - 1)];
        return [.. Quantiles.Pick(column, places).Select(value => (long)Math.Floor(Math.Clamp(value, -9e15, 9e15)))];
    }

    /// <summary>By path, the lowest balance from the start of month <paramref name="fromMonth"/> to the end of month
    /// <paramref name="toMonth"/>, in cents.</summary>
    internal double[] LowestWithin(int fromMonth, int toMonth)
    {
        var lowest = new double[Count];
        Array.Fill(lowest, double.PositiveInfinity);
        for (var month = fromMonth; month < toMonth; month++)
        {
            var column = Lowest.AsSpan(month * Count, Count);
            var path = 0;
            for (; path <= Count - Vector<double>.Count; path += Vector<double>.Count)
                Vector.MinNative(new Vector<double>(lowest, path), new Vector<double>(column[path..])).CopyTo(lowest, path);
            for (; path < Count; path++) lowest[path] = double.MinNative(lowest[path], column[path]);
        }
        return lowest;
    }
}
