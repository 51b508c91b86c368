using System.Runtime.CompilerServices;

namespace FundsLedger.Domain.Forecasts;

/// <summary>The days of a forecast: day 0 is the as-of date, month m ends on the as-of date m months later (counted from the as-of date, so
/// that a 31st does not drift).</summary>
public sealed class ForecastCalendar
{
    private readonly int[] monthStarts;
    private readonly byte[] monthOfDay;
    private readonly byte[] yearOfDay;

    /// <summary>A calendar of whole months after a day.</summary>
    public ForecastCalendar(DateOnly asOf, int months)
    {
        (AsOf, Months) = (asOf, months);
        MonthEnds = [.. Enumerable.Range(0, months + 1).Select(month => asOf.AddMonths(month).DayNumber - asOf.DayNumber)];
        var first = new DateOnly(asOf.Year, asOf.Month, 1);
        monthStarts = [.. Enumerable.Range(0, months + 26).Select(month => first.AddMonths(month).DayNumber - asOf.DayNumber)];
        monthOfDay = new byte[Days + 1];
        yearOfDay = new byte[Days + 1];
        for (var month = 0; month < months; month++)
            Array.Fill(yearOfDay, (byte)(month / 12), MonthEnds[month] + 1, MonthEnds[month + 1] - MonthEnds[month]);
        for (var month = 0; month < months; month++)
            Array.Fill(monthOfDay, (byte)month, MonthEnds[month] + 1, MonthEnds[month + 1] - MonthEnds[month]);
    }

    /// <summary>The last day that is known.</summary>
    public DateOnly AsOf { get; }

    /// <summary>Months looked ahead.</summary>
    public int Months { get; }

    /// <summary>Day on which month m ends; entry 0 is day 0.</summary>
    public IReadOnlyList<int> MonthEnds { get; }

    /// <summary>Days looked ahead.</summary>
    public int Days => MonthEnds[Months];

    /// <summary>Years of the forecast, the last one perhaps part of a year.</summary>
    public int Years => (Months + 11) / 12;

    /// <summary>Days from the as-of date; negative in the past.</summary>
    public int DayOf(DateOnly date) => date.DayNumber - AsOf.DayNumber;

    /// <summary>The month (from 0) a day after the as-of date falls in; the last one for days beyond.</summary>
    public int MonthOf(int day) => monthOfDay[Math.Min(Math.Max(day, 0), monthOfDay.Length - 1)];

    /// <summary>The year (from 0) a day after the as-of date falls in.</summary>
    public int YearOf(int day) => yearOfDay[Math.Min(Math.Max(day, 0), yearOfDay.Length - 1)];

    /// <summary>The day in forecast year <paramref name="year"/> (from 0) that lies the share <paramref name="within"/> through a calendar
    /// month, counted from that of the as-of date (0 to 11).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int DayIn(int year, int month, double within)
    {
        unchecked
        {
            var start = monthStarts[month];
            var into = double.ConvertToIntegerNative<int>(within * (monthStarts[month + 1] - start));
            // The month of the as-of date lies in two forecast years: days up to the as-of day belong to its next round.
            if (start + into <= 0) month += 12;
            return monthStarts[Math.Min(month + 12 * year, monthStarts.Length - 2)] + into;
        }
    }
}
