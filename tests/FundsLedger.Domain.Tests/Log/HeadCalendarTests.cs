using System.Globalization;
using CsCheck;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

public sealed class HeadCalendarTests
{
    [Theory]
    [InlineData("2026-01-05T00:00:00Z", "2026-01-05T00:00:00Z")]
    [InlineData("2026-01-04T23:59:59.9999999Z", "2025-12-29T00:00:00Z")]
    [InlineData("2026-01-11T23:59:59Z", "2026-01-05T00:00:00Z")]
    [InlineData("2026-01-05T01:59:00+02:00", "2025-12-29T00:00:00Z")]
    [InlineData("2026-01-04T19:00:00-05:00", "2026-01-05T00:00:00Z")]
    public void Last_head_was_due_on_the_monday_in_utc(string now, string due) => Assert.Equal(At(due), HeadCalendar.LastDue(At(now)));

    [Fact]
    public void Heads_are_due_after_the_first_instant_and_up_to_the_last()
    {
        Assert.Equal([At("2026-01-12T00:00:00Z"), At("2026-01-19T00:00:00Z")],
            HeadCalendar.Due(At("2026-01-05T00:00:00Z"), At("2026-01-19T00:00:00Z")));
        Assert.Equal([At("2026-01-05T00:00:00Z")], HeadCalendar.Due(At("2026-01-04T23:59:59Z"), At("2026-01-11T23:59:59Z")));
        Assert.Empty(HeadCalendar.Due(At("2026-01-05T00:00:00Z"), At("2026-01-11T23:59:59Z")));
        Assert.Empty(HeadCalendar.Due(At("2026-02-01T00:00:00Z"), At("2026-01-01T00:00:00Z")));
    }

    [Fact]
    public void Calendar_works_to_the_ends_of_time()
    {
        Assert.Equal(DateTimeOffset.MinValue, HeadCalendar.LastDue(DateTimeOffset.MinValue));
        Assert.Empty(HeadCalendar.Due(HeadCalendar.LastDue(DateTimeOffset.MaxValue), DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Every_due_instant_is_a_monday_midnight_a_week_after_the_one_before() =>
        Gen.Select(Gen.Int[0, 30_000_000], Gen.Int[0, 2_000_000]).Sample((start, length) =>
        {
            var after = At("2020-01-01T00:00:00Z").AddMinutes(start);
            var until = after.AddMinutes(length);
            var due = HeadCalendar.Due(after, until).ToList();

            Assert.All(due,
                instant =>
                    Assert.Equal((DayOfWeek.Monday, TimeSpan.Zero, TimeSpan.Zero), (instant.DayOfWeek, instant.TimeOfDay, instant.Offset)));
            Assert.All(due.Zip(due.Skip(1)), pair => Assert.Equal(TimeSpan.FromDays(7), pair.Second - pair.First));
            Assert.All(due, instant => Assert.True(instant > after && instant <= until));
            Assert.InRange((until - (due.Count > 0 ? due[^1] : HeadCalendar.LastDue(after))).TotalDays, 0, 7);
        });

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
