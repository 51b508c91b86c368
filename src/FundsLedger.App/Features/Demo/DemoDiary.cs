using FundsLedger.App.Access;
using FundsLedger.App.Features.Books.Publications;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Demo;

/// <summary>Who does the bookkeeping of the demonstration: the people who can come into it, each at what their role may do. Nobody
/// real.</summary>
internal enum Desk
{
    /// <summary>Records what came in, and what is asked for.</summary>
    Recorder,

    /// <summary>The recorder again, later in the day: visits are committed to and paid after the money of the day is in.</summary>
    Visits,

    /// <summary>Commits for relocations, and asks that they be settled.</summary>
    Protection,

    /// <summary>Certifies payments.</summary>
    Certifier,

    /// <summary>Decides what takes two people, and takes entries back.</summary>
    Approver,

    /// <summary>Sends payments to the bank.</summary>
    Signatory,
}

/// <summary>What is still to be recorded, and on which day. Books are kept on Tuesdays and Fridays and on the last day: one transaction a
/// desk, so that the demonstration is made in seconds.</summary>
internal sealed class DemoDiary(LedgerWriter writer, DemoClock clock, DateOnly today)
{
    /// <summary>Closes years.</summary>
    internal static readonly Actor Certifier = Somebody(Role.CertifyingOfficer);

    internal static readonly Actor[] Actors =
        [Somebody(Role.Recorder), Somebody(Role.Recorder), Somebody(Role.ProtectionOfficer), Certifier, Somebody(Role.ApprovingOfficer),
            Somebody(Role.BankSignatory)];

    /// <summary>What the people of the demonstration sign.</summary>
    internal static readonly ApprovedActs Acts = new ApprovedActs(EndPledge.Act, PayClaim.Act, SendBatch.Act,
        SettleRelocation.Act, DecideRequest.Act, ReverseIndigence.Act, ClearPublication.Act);

    private readonly PriorityQueue<Func<LedgerSession, Task>, (DateOnly Day, int Order)>[] _desks =
        [.. Actors.Select(_ => new PriorityQueue<Func<LedgerSession, Task>, (DateOnly Day, int Order)>())];
    private int _order;

    /// <summary>The bookkeeping day that is under way.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Puts down something to be recorded on a day or at the next bookkeeping after it; what would come after the last day is
    /// never recorded.</summary>
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
            var time = day == today ? new TimeOnly(0, 1, 10 * desk) : new TimeOnly(8 + 2 * desk, 7 + day.Day);
            clock.MoveTo(new DateTimeOffset(day, time, TimeSpan.Zero));
            await using var session = await writer.BeginAsync(Actors[desk], cancel);
            while (IsDue(desk)) await _desks[desk].Dequeue()(session);
            await session.CommitAsync(cancel);
        }
    }

    private static Actor Somebody(Role role) =>
        DemoPeople.All.Where(person => person.Role == role).Select(person => new Actor(person.Id, person.Name)).First();

    private bool IsDue(int desk) => _desks[desk].TryPeek(out _, out var when) && when.Day <= Day;
}
