using System.Globalization;
using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.Demo;

/// <summary>Family visits: requests, decisions in the order of arrival, payments one to three months later.</summary>
internal sealed class DemoVisits
{
    private const int DaysBetweenRequests = 6;
    private const int LeftUndecided = 3;
    private const int Nights = 5;
    private const string Legal = "ICC-ASP/9/Res.4 (decision synthetic)";

    // Of these requests, counted from the newest, one is refused and set aside on review; the other's detainee turns out to have means once
    // it is paid.
    private const int Reviewed = 45;
    private const int Recovered = 70;

    private static readonly (VisitCostItem Item, string Unit, long Cents, int Each)[] UnitCosts =
    [
        (VisitCostItem.Travel, "a return journey for one person (synthetic)", 90_000, 1),
        (VisitCostItem.Accommodation, "a night for one person (synthetic)", 9_500, Nights),
        (VisitCostItem.DailyAllowance, "a day for one person (synthetic)", 6_000, Nights),
        (VisitCostItem.Documents, "a visa for one person (synthetic)", 8_000, 1),
        (VisitCostItem.Insurance, "a stay of one person (synthetic)", 2_500, 1),
        (VisitCostItem.LocalTransport, "a stay of one person (synthetic)", 4_000, 1),
    ];

    // Of this request the bank gives a payment back.
    private const int ComesBack = 120;
    private static readonly string[] Accounts = ["5010", "5020", "5030", "5040", "5050", "5060"];

    private readonly DemoDiary _diary;
    private readonly DemoDice _dice;
    private readonly DemoPayments _payments;
    private readonly DateOnly _today;
    private readonly List<Request> _requests = [];
    private readonly Queue<Request> _waiting = [];
    private readonly List<long> _unitCosts = [];
    private bool _isRecovered;

    public DemoVisits(DemoDiary diary, DemoDice dice, DemoPayments payments, DateOnly start, DateOnly today)
    {
        (_diary, _dice, _payments, _today) = (diary, dice, payments, today);
        for (var day = start.AddDays(6); day < today.AddDays(-1); day = day.AddDays(DaysBetweenRequests))
        {
            var received = day.AddDays(-dice.Between(0, 3));
            var visitors = dice.OneOf(1, 1, 2, 2, 2, 3, 3, 4);
            var cents = visitors * dice.Between(1_400, 2_900) * 100L + dice.Between(2, 9) * 10_000L;
            _requests.Add(new Request(_requests.Count + 1, received, received.AddDays(dice.Between(9, 20)), visitors, Money.Eur(cents)));
        }
        diary.Note(start, Desk.Recorder, async session =>
        {
            foreach (var (item, unit, cents, _) in UnitCosts) _unitCosts.Add((await EnterVisitCost.ApplyAsync(session, new("TFFV", item,
                unit, Money.Eur(cents), start, "Invented for the demonstration (synthetic)"))).OrThrow().Id);
        });
        for (var index = 0; index < _requests.Count; index++)
        {
            var request = _requests[index];
            // The newest requests wait for their decision on the last day; all others are decided by then.
            if (index >= _requests.Count - LeftUndecided) _requests[index] = request with
            {
                DecideOn = today.AddDays(7), HasLines = true,
                Asked = Money.Eur(request.Visitors * UnitCosts.Sum(cost => cost.Cents * cost.Each)),
            };
            else if (request.DecideOn > today) _requests[index] = request with { DecideOn = today };
            if (index == _requests.Count - Reviewed) request.Road.IsReviewed = false;
            var noted = _requests[index];
            diary.Note(noted.ReceivedOn.AddDays(dice.Between(0, 2)), Desk.Recorder, session => SubmitAsync(session, noted));
        }
    }

    /// <summary>Cents that one month of requests asks for, on average.</summary>
    public long MonthlyNeed => _requests.Sum(request => request.Asked.Minor) / 60;

    /// <summary>Cents to be decided after one day and up to another; beyond the last day, the average.</summary>
    public long NeedBetween(DateOnly after, DateOnly through) =>
        _requests.Where(request => request.DecideOn > after && request.DecideOn <= through && request.DecideOn <= _today)
            .Sum(request => request.Asked.Minor)
        + (through > _today ? MonthlyNeed * (through.DayNumber - Math.Max(after.DayNumber, _today.DayNumber)) / 30 : 0);

    /// <summary>Cents asked for by requests that wait for money now.</summary>
    public long NeedWaiting => _waiting.Where(request => request.DecideOn <= _diary.Day).Sum(request => request.Asked.Minor);

    /// <summary>Proposes what is due, oldest first; when money runs out, everybody behind waits too, and each is deferred once: a smaller
    /// request must not overtake. What is proposed is approved later in the day.</summary>
    public async Task DecideAsync(LedgerSession session)
    {
        var left = await AvailableAsync(session);
        while (_waiting.TryPeek(out var request) && request.DecideOn <= _diary.Day)
        {
            if (request.Road.IsReviewed is false)
            {
                _waiting.Dequeue();
                await RefuseAsync(session, request);
                continue;
            }
            if (request.Asked.Minor > left)
            {
                foreach (var behind in _waiting.Where(behind => behind.DecideOn <= _diary.Day && !behind.Waits))
                {
                    behind.Waits = true;
                    await ProposeAsync(session, behind, VisitOutcome.Deferred, "No funds available (synthetic)", _diary.Day);
                }
                return;
            }
            left -= request.Asked.Minor;
            _waiting.Dequeue();
            var date = request.Waits ? _diary.Day : request.DecideOn;
            if (!request.Road.IsFound) await FindAsync(session, request, holds: true, date);
            request.Road.IsFound = true;
            await ProposeAsync(session, request, VisitOutcome.Approved, "Both tests are met (synthetic)", date);
            if (!request.Road.IsPlanned) NoteWhatFollows(request, date);
            request.Road.IsPlanned = true;
        }
    }

    /// <summary>The reversed decision: refused, set aside by the Presidency on review, found anew and decided again.</summary>
    private async Task RefuseAsync(LedgerSession session, Request request)
    {
        await FindAsync(session, request, holds: false, _diary.Day);
        await ProposeAsync(session, request, VisitOutcome.Refused, "Not indigent by the first inquiry (synthetic)", _diary.Day);
        _diary.Note(_diary.Day.AddDays(18), Desk.Visits, async session =>
        {
            await ProposeAsync(session, request, VisitOutcome.Reversed, "The inquiry left debts out (synthetic)", _diary.Day);
            request.Road.IsReviewed = true;
            _waiting.Enqueue(request with { DecideOn = _diary.Day.AddDays(4) });
        });
    }

    private static async Task FindAsync(LedgerSession session, Request request, bool holds, DateOnly on)
    {
        for (var person = 0; person <= request.Visitors; person++)
            (await RecordFinding.ApplyAsync(session, new(request.Code, person, holds || person > 0, on, Legal,
                person > 0 ? "Immediate family, unable to pay (synthetic)" : holds ? "Indigent (synthetic)" : "Has means (synthetic)")))
                .OrThrow();
    }

    private async Task ProposeAsync(LedgerSession session, Request request, VisitOutcome outcome, string reason, DateOnly date)
    {
        var grants = VisitRoad.Grants(outcome);
        var asked = (await DecideRequest.ProposeAsync(session, new($"demo/visit/{request.Number}/decision/{++request.Road.Decisions}",
            request.Code, outcome, grants ? request.Asked : Money.Eur(0), date, grants ? date.AddMonths(6) : null, Legal, reason), default))
            .OrThrow();
        _diary.Note(_diary.Day, Desk.Approver, async session =>
        {
            var decided = await DecideApproval.ApplyAsync(session, DemoDiary.Acts, new(asked.Id, true));
            if (decided.Refusal is not AvailableIsTooLow)
            {
                var entry = decided.OrThrow().EntrySeq;
                if (grants) request.Road.Commitment = (await (await session.QuestionAsync(
                    "SELECT c.code FROM commitments c WHERE c.entry_seq = @entry", [("@entry", entry)]))
                    .RowsAsync(row => row.GetString(0), default))[0];
                return;
            }
            // On the day of the decision there was less than there is now: it is proposed again for a later day.
            (await DecideApproval.ApplyAsync(session, DemoDiary.Acts, new(asked.Id, false, "No funds on that day (synthetic)"))).OrThrow();
            request.Waits = true;
            _diary.Note(_diary.Day.AddDays(1), Desk.Visits, _ =>
            {
                _waiting.Enqueue(request);
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>What is available when the day's desk opens; what is booked meanwhile only frees more.</summary>
    private static async Task<long> AvailableAsync(LedgerSession session)
    {
        var fund = session.Catalog.Fund("TFFV")!;
        var roles = await (await session.QuestionAsync(
            "SELECT a.role, SUM(t.debit_eur - t.credit_eur) FROM daily_totals t JOIN accounts a ON a.id = t.account_id "
                + "WHERE a.fund_id = @fund GROUP BY a.role", [("@fund", fund.Id)]))
            .RowsAsync(row => (Role: ClosedSet<AccountRole>.Of(row.GetString(0)), Eur: row.Sum(1)), default);
        return roles.Sum(role => Availability.Of(role.Role, role.Eur)) - fund.Current.ContinuingSupportReserve;
    }

    private async Task SubmitAsync(LedgerSession session, Request request)
    {
        var relations = _dice.OneOf<Relation[]>([Relation.Spouse], [Relation.Spouse, Relation.Child], [Relation.Child], [Relation.Parent],
            [Relation.Sibling, Relation.Parent]);
        var submitted = await SubmitVisitRequest.ApplyAsync(session,
            new($"demo/visit/{request.Number}", "TFFV", string.Create(CultureInfo.InvariantCulture, $"D-{_dice.Between(1, 14):00}"),
            request.Visitors, relations, request.ReceivedOn.AddDays(45), request.ReceivedOn.AddDays(135), request.Asked,
            request.ReceivedOn)
            {
                Lines = request.HasLines ? [.. UnitCosts.Zip(_unitCosts, (cost, id) => new CostLine(id, cost.Each * request.Visitors))]
                    : [],
            });
        request.Code = submitted.OrThrow().Code;
        _waiting.Enqueue(request);
    }

    private void NoteWhatFollows(Request request, DateOnly date)
    {
        var fate = _dice.Between(1, 100);
        if (fate <= 5) Release(request, date.AddDays(_dice.Between(20, 60)), ReleaseReason.NoLongerNeeded);
        else if (fate <= 8) Release(request, date.AddMonths(6).AddDays(1), ReleaseReason.Expired);
        else if (fate <= 60)
            Pay(request, date.AddDays(_dice.Between(30, 85)), request.Asked.Minor * _dice.Between(90, 100) / 100, "final",
                isFinal: true);
        else
        {
            var advance = request.Asked.Minor * _dice.Between(50, 65) / 100;
            Pay(request, date.AddDays(_dice.Between(15, 40)), advance, "advance", isFinal: false);
            Pay(request, date.AddDays(_dice.Between(50, 95)), (request.Asked.Minor - advance) * _dice.Between(85, 100) / 100,
                "final", isFinal: true);
        }
    }

    private void Release(Request request, DateOnly date, ReleaseReason reason) =>
        _diary.Note(date.AddDays(_dice.Between(0, 2)), Desk.Visits, async session =>
        {
            if (request.Road.Commitment is { } commitment) (await ReleaseCommitment.ApplyAsync(session,
                new($"demo/visit/{request.Number}/release", commitment, date, reason))).OrThrow();
        });

    private void Pay(Request request, DateOnly date, long cents, string part, bool isFinal)
    {
        long[] weights = [_dice.Between(42, 58), _dice.Between(18, 26), _dice.Between(10, 16), _dice.Between(2, 6), _dice.Between(1, 3),
            _dice.Between(2, 5)];
        var lines =
            Allocation.ByWeight(Money.Eur(cents), weights).Zip(Accounts, (amount, account) => new PaymentLine(account, amount)).ToList();
        var key = $"demo/visit/{request.Number}/{part}";
        _payments.Note(date.AddDays(_dice.Between(0, 2)), new DemoPayment(key, () => request.Road.Commitment, date, lines, isFinal,
            request.Number % DemoPayments.Count) { ComesBack = request.Number == ComesBack });
        if (isFinal && !_isRecovered && request.Number > _requests.Count - Recovered)
        {
            _isRecovered = true;
            NoteRecovery(request, date.AddDays(30), Money.Eur(cents / 2));
        }
        if (!_dice.Chance(2)) return;
        // A hotel bill booked as travel, found weeks later: corrected at the date of the payment.
        _diary.Note(date.AddDays(_dice.Between(25, 50)), Desk.Visits, async session => (await session.PostAsync(new EntryDraft
        {
            Key = key + "/correction", Date = date, Fund = "TFFV", Kind = EntryKind.Adjustment,
            Description = "Synthetic correction: accommodation had been booked as travel",
            Lines = [new("5020", Money.Eur(cents / 10)), new("5010", Money.Eur(-(cents / 10)))],
        })).OrThrow());
    }

    /// <summary>The detainee had means after all: the finding is reversed with an order of contribution, and two instalments
    /// come.</summary>
    private void NoteRecovery(Request request, DateOnly on, Money amount) => _diary.Note(on, Desk.Visits, async session =>
    {
        var firstDue = _diary.Day.AddMonths(1);
        var asked = (await ReverseIndigence.ProposeAsync(session, new($"demo/visit/{request.Number}/contribution", request.Code, amount,
            _diary.Day, 6, firstDue, Legal, "Means became known (synthetic)"), default)).OrThrow();
        _diary.Note(_diary.Day, Desk.Approver, async session =>
        {
            (await DecideApproval.ApplyAsync(session, DemoDiary.Acts, new(asked.Id, true))).OrThrow();
            var order = (await (await session.QuestionAsync("SELECT o.code FROM contribution_orders o WHERE o.request = @request",
                [("@request", request.Code)])).RowsAsync(row => row.GetString(0), default))[0];
            foreach (var part in ContributionPlan.Standing(amount, 6, firstDue, Money.Eur(0)).Take(2))
                _diary.Note(part.DueOn, Desk.Recorder, async session => (await RecordByHand.ApplyAsync(session,
                    new($"demo/contribution/{DateNumber.Of(part.DueOn)}", HandAct.RecoveryReceived, part.DueOn, part.Amount,
                        "Instalment of an order of contribution (synthetic)", To: new AccountInFund("TFFV", Chart.Bank), Item: order),
                    default)).OrThrow());
        });
    });

    private sealed record Request(int Number, DateOnly ReceivedOn, DateOnly DecideOn, int Visitors, Money Asked)
    {
        public string Code { get; set; } = "";

        public bool Waits { get; set; }

        public bool HasLines { get; init; }

        /// <summary>How far it has come; the same for every copy.</summary>
        public Road Road { get; init; } = new();
    }

    private sealed class Road
    {
        public int Decisions { get; set; }

        /// <summary>Null for most; false for the one that is refused first, true once the Presidency has set that aside.</summary>
        public bool? IsReviewed { get; set; }

        public bool IsFound { get; set; }

        public bool IsPlanned { get; set; }

        /// <summary>Code of its commitment, once two people have decided so.</summary>
        public string? Commitment { get; set; }
    }
}
