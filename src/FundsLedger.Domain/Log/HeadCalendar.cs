namespace FundsLedger.Domain.Log;

/// <summary>When heads are signed: every Monday at 00:00 UTC, whether or not anything happened (our policy). A calendar fixed in advance
/// gives nothing away and lets everybody notice a missing head.</summary>
public static class HeadCalendar
{
    private const int DaysPerWeek = 7;

    /// <summary>The latest Monday 00:00 UTC at or before this instant.</summary>
    public static DateTimeOffset LastDue(DateTimeOffset now)
    {
        var utc = now.UtcDateTime;
        var daysSinceMonday = ((int)utc.DayOfWeek + DaysPerWeek - (int)DayOfWeek.Monday) % DaysPerWeek;
        return new DateTimeOffset(utc.Date.AddDays(-daysSinceMonday), TimeSpan.Zero);
    }

    /// <summary>Every instant a head is due, later than <paramref name="after"/> (exclusive) and up to <paramref name="until"/>
    /// (inclusive), in order. Nothing when the ends are reversed.</summary>
    public static IEnumerable<DateTimeOffset> Due(DateTimeOffset after, DateTimeOffset until)
    {
        var last = LastDue(until);
        for (var due = LastDue(after); due < last;)
        {
            due = due.AddDays(DaysPerWeek);
            yield return due;
        }
    }
}
