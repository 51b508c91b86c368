using FundsLedger.App.Storage;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Demo;

/// <summary>Who does the bookkeeping of the demonstration. Nobody real.</summary>
internal enum Desk { Recorder, Officer, Protection }

/// <summary>What is still to be recorded, and on which day. Books are kept on Tuesdays and Fridays and on the last day: one transaction a desk, so that the demonstration is made in seconds.</summary>
internal sealed class DemoDiary(LedgerWriter writer, DemoClock clock, DateOnly today)
{
    internal static readonly Actor[] Actors =
    [
        new("demo-recorder", "Recorder (synthetic)"),
        new("demo-officer", "Certifying officer (synthetic)"),
        new("demo-protection", "Protection officer (synthetic)"),
    ];

    private readonly PriorityQueue<Func<LedgerSession, Task>, (DateOnly Day, int Order)>[] _desks = [new(), new(), new()];
    private int _order;

    /// <summary>The bookkeeping day that is under way.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Puts down something to be recorded on a day or at the next bookkeeping after it; what would come after the last day is never recorded.</summary>
    public void Note(DateOnly day, Desk desk, Func<LedgerSession, Task> act)
    {
        if (day <= today) _desks[(int)desk].Enqueue(act, (day, _order++));
    }

    /// <summary>True on the days when books are kept.</summary>
    public bool IsOpenOn(DateOnly day) => day == today || day.DayOfWeek is DayOfWeek.Tuesday or DayOfWeek.Friday;

    /// <summary>Records everything noted up to a day.</summary>
    public async Task KeepAsync(DateOnly day, CancellationToken cancel)
    {
        Day = day;
        for (var desk = 0; desk < _desks.Length; desk++)
        {
            if (!IsDue(desk)) continue;
            // The last day's instants lie just after midnight: they must not lie in the future of whoever makes the books.
            var time = day == today ? new TimeOnly(0, 1 + desk) : new TimeOnly(9 + 2 * desk, 7 + day.Day);
            clock.MoveTo(new DateTimeOffset(day, time, TimeSpan.Zero));
            await using var session = await writer.BeginAsync(Actors[desk], cancel);
            while (IsDue(desk)) await _desks[desk].Dequeue()(session);
            await session.CommitAsync(cancel);
        }
    }

    private bool IsDue(int desk) => _desks[desk].TryPeek(out _, out var when) && when.Day <= Day;
}
