using System.Globalization;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Demo;

/// <summary>Family visits: requests, decisions in the order of arrival, payments one to three months later.</summary>
internal sealed class DemoVisits
{
    private const int DaysBetweenRequests = 6;
    private const int LeftUndecided = 3;

    // Of this request the bank gives a payment back.
    private const int ComesBack = 120;
    private static readonly string[] Accounts = ["5010", "5020", "5030", "5040", "5050", "5060"];

    private readonly DemoDiary _diary;
    private readonly DemoDice _dice;
    private readonly DemoPayments _payments;
    private readonly DateOnly _today;
    private readonly List<Request> _requests = [];
    private readonly Queue<Request> _waiting = [];

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
        for (var index = 0; index < _requests.Count; index++)
        {
            var request = _requests[index];
            // The newest requests wait for their decision on the last day; all others are decided by then.
            if (index >= _requests.Count - LeftUndecided) _requests[index] = request with { DecideOn = today.AddDays(7) };
            else if (request.DecideOn > today) _requests[index] = request with { DecideOn = today };
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

    /// <summary>Decides what is due, oldest first; when money runs out, everybody behind waits too: a smaller request must not
    /// overtake.</summary>
    public async Task DecideAsync(LedgerSession session)
    {
        while (_waiting.TryPeek(out var request) && request.DecideOn <= _diary.Day)
        {
            var date = request.Waits ? _diary.Day : request.DecideOn;
            var made = await MakeCommitment.ApplyAsync(session,
                new($"demo/visit/{request.Number}/commit", "TFFV", request.Code, request.Asked, date, date.AddMonths(6)));
            if (made.Refusal is AvailableIsTooLow)
            {
                foreach (var behind in _waiting.Where(behind => behind.DecideOn <= _diary.Day)) behind.Waits = true;
                return;
            }
            NoteWhatFollows(request, made.OrThrow().Code, date);
            _waiting.Dequeue();
        }
    }

    private async Task SubmitAsync(LedgerSession session, Request request)
    {
        var relations = _dice.OneOf<Relation[]>([Relation.Spouse], [Relation.Spouse, Relation.Child], [Relation.Child], [Relation.Parent],
            [Relation.Sibling, Relation.Parent]);
        var submitted = await SubmitVisitRequest.ApplyAsync(session,
            new($"demo/visit/{request.Number}", "TFFV", string.Create(CultureInfo.InvariantCulture, $"D-{_dice.Between(1, 14):00}"),
            request.Visitors, relations, request.ReceivedOn.AddDays(45), request.ReceivedOn.AddDays(135), request.Asked,
            request.ReceivedOn));
        request.Code = submitted.OrThrow().Code;
        _waiting.Enqueue(request);
    }

    private void NoteWhatFollows(Request request, string commitment, DateOnly date)
    {
        var fate = _dice.Between(1, 100);
        if (fate <= 5) Release(request, commitment, date.AddDays(_dice.Between(20, 60)), ReleaseReason.NoLongerNeeded);
        else if (fate <= 8) Release(request, commitment, date.AddMonths(6).AddDays(1), ReleaseReason.Expired);
        else if (fate <= 60)
            Pay(request, commitment, date.AddDays(_dice.Between(30, 85)), request.Asked.Minor * _dice.Between(90, 100) / 100, "final",
                isFinal: true);
        else
        {
            var advance = request.Asked.Minor * _dice.Between(50, 65) / 100;
            Pay(request, commitment, date.AddDays(_dice.Between(15, 40)), advance, "advance", isFinal: false);
            Pay(request, commitment, date.AddDays(_dice.Between(50, 95)), (request.Asked.Minor - advance) * _dice.Between(85, 100) / 100,
                "final", isFinal: true);
        }
    }

    private void Release(Request request, string commitment, DateOnly date, ReleaseReason reason) =>
        _diary.Note(date.AddDays(_dice.Between(0, 2)), Desk.Visits, async session =>
        (await ReleaseCommitment.ApplyAsync(session, new($"demo/visit/{request.Number}/release", commitment, date, reason))).OrThrow());

    private void Pay(Request request, string commitment, DateOnly date, long cents, string part, bool isFinal)
    {
        long[] weights = [_dice.Between(42, 58), _dice.Between(18, 26), _dice.Between(10, 16), _dice.Between(2, 6), _dice.Between(1, 3),
            _dice.Between(2, 5)];
        var lines =
            Allocation.ByWeight(Money.Eur(cents), weights).Zip(Accounts, (amount, account) => new PaymentLine(account, amount)).ToList();
        var key = $"demo/visit/{request.Number}/{part}";
        _payments.Note(date.AddDays(_dice.Between(0, 2)), new DemoPayment(key, commitment, date, lines, isFinal,
            request.Number % DemoPayments.Count) { ComesBack = request.Number == ComesBack });
        if (!_dice.Chance(2)) return;
        // A hotel bill booked as travel, found weeks later: corrected at the date of the payment.
        _diary.Note(date.AddDays(_dice.Between(25, 50)), Desk.Visits, async session => (await session.PostAsync(new EntryDraft
        {
            Key = key + "/correction", Date = date, Fund = "TFFV", Kind = EntryKind.Adjustment,
            Description = "Synthetic correction: accommodation had been booked as travel",
            Lines = [new("5020", Money.Eur(cents / 10)), new("5010", Money.Eur(-(cents / 10)))],
        })).OrThrow());
    }

    private sealed record Request(int Number, DateOnly ReceivedOn, DateOnly DecideOn, int Visitors, Money Asked)
    {
        public string Code { get; set; } = "";

        public bool Waits { get; set; }
    }
}
