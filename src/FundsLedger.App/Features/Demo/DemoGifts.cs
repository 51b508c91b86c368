using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Demo;

/// <summary>A part of a pledge, for one fund, while it is paid.</summary>
internal sealed class DemoGift(int number, DemoDonor donor, string fund, Money amount)
{
    public int Number { get; } = number;
    public DemoDonor Donor { get; } = donor;
    public string Fund { get; } = fund;
    public Money Amount { get; } = amount;
    public string? Pledge { get; set; }
    public int Payments { get; set; }
    public int Postponed { get; set; }
    public bool IsEnded { get; set; }
}

/// <summary>Pledge rounds around the turn of the year, their payment — on time, late, in parts or never — and gifts nobody had
/// announced.</summary>
internal sealed class DemoGifts
{
    private readonly DemoDiary _diary;
    private readonly DemoDice _dice;
    private readonly IReadOnlyList<DemoDonor> _donors;
    private readonly DemoVisits _visits;
    private readonly DemoRoutine _routine;
    private readonly DemoCourse _course;
    private int _gifts;

    public DemoGifts(DemoDiary diary, DemoDice dice, DateOnly start, DateOnly today, IReadOnlyList<DemoDonor> donors, DemoVisits visits,
        DemoRoutine routine)
    {
        (_diary, _dice, _donors, _visits, _routine, _course) = (diary, dice, donors, visits, routine, new DemoCourse(start, today, visits));
        Round(start.AddDays(3), 0, start.AddMonths(15));
        var round = 1;
        for (var december = new DateOnly(start.Year, 12, 1); december < today.AddDays(-60); december = december.AddYears(1))
            if (december > start.AddDays(60)) Round(december, round++, december.AddMonths(15));
        Round(_course.DryUntil.AddDays(-60), round++, _course.DryUntil.AddMonths(4));
        NotePledgesStillToCome(today);
        for (var month = 1; start.AddMonths(month) < today; month++)
        {
            var (day, turn) = (start.AddMonths(month), month);
            _diary.Note(day, Desk.Recorder, session => HelpOutAsync(session, day, turn));
        }
        foreach (var donor in donors.Where(donor => donor.Habit == Habit.WithoutPledge))
            for (var day = start.AddDays(_dice.Between(20, 300)); day <= today; day = day.AddDays(_dice.Between(250, 420)))
                if (day < _course.DryFrom.AddDays(-60) || day > _course.DryUntil)
                    Unannounced(donor, "TFFV", donor.Visits * _dice.Between(60, 140) * 1_000L, day);
    }

    private void Round(DateOnly day, int round, DateOnly mustLastUntil) => _diary.Note(day, Desk.Recorder, async session =>
    {
        var due = _donors.Index().Where(entry => entry.Item.Habit switch
        {
            Habit.Yearly => true,
            Habit.EverySecondYear => (entry.Index + round) % 2 == 0,
            Habit.Once => entry.Index % 5 == round % 5,
            Habit.WithoutPledge => false,
        }).ToList();
        var horizon = day < _course.DryFrom && mustLastUntil > _course.DryFrom ? _course.DryFrom : mustLastUntil;
        var visits = _visits.NeedBetween(day, horizon) + _visits.NeedWaiting + _course.LeftOn(horizon)
            - await PromisedAndAvailableAsync(session, "TFFV");
        var relocations = 15 * DemoRelocations.MonthlyNeed + 20_000_000 - await PromisedAndAvailableAsync(session, "SFR");
        var (perVisit, perRelocation) = (Math.Max(visits, 6 * _visits.MonthlyNeed) / due.Sum(entry => entry.Item.Visits),
            Math.Max(relocations, 3 * DemoRelocations.MonthlyNeed) / due.Sum(entry => entry.Item.Relocations));
        foreach (var (index, donor) in due)
        {
            var announced = day.AddDays(_dice.Between(0, 45));
            var visitCents = donor.Visits * perVisit * _dice.Between(85, 115) / 100;
            Announce(donor, announced, _course.HasTired(index, day) ? 0 : visitCents,
                donor.Relocations * perRelocation * _dice.Between(85, 115) / 100, announced.AddDays(_dice.Between(35, 90)));
        }
    });

    private void NotePledgesStillToCome(DateOnly today)
    {
        foreach (var donor in _donors.Where(donor => donor.Habit == Habit.Yearly).Take(5))
            Announce(donor, today.AddDays(-_dice.Between(12, 75)), donor.Visits * 80_000L, donor.Relocations * 60_000L,
                today.AddDays(_dice.Between(20, 130)));
    }

    private void Announce(DemoDonor donor, DateOnly date, long visitCents, long relocationCents, DateOnly expected)
    {
        var visits = Gift(donor, "TFFV", visitCents, date);
        var relocations = Gift(donor, "SFR", relocationCents, date);
        List<DemoGift> gifts = [.. ((DemoGift?[])[visits, relocations]).OfType<DemoGift>()];
        if (donor.IsUmbrella && gifts.Count == 2)
            _diary.Note(date.AddDays(_dice.Between(0, 2)), Desk.Recorder, session => AnnounceUmbrellaAsync(session, gifts, date, expected));
        else
            foreach (var gift in gifts)
                _diary.Note(date.AddDays(_dice.Between(0, 2)), Desk.Recorder, async session =>
                {
                    var rate = RateOn(date, gift)?.Rate;
                    gift.Pledge = (await AnnouncePledge.ApplyAsync(session,
                        new($"demo/gift/{gift.Number}", donor.Code, date, gift.Amount, rate,
                            $"Synthetic pledge of {donor.Name} to the {gift.Fund}", null, gift.Fund, expected))).OrThrow().Code;
                    NotePayments(gift, expected);
                });
    }

    private async Task AnnounceUmbrellaAsync(LedgerSession session, List<DemoGift> gifts, DateOnly date, DateOnly expected)
    {
        var (donor, key) = (gifts[0].Donor, $"demo/gift/{gifts[0].Number}");
        var whole = gifts[0].Amount + gifts[1].Amount + new Money(gifts[1].Amount.Minor / 1_000_000 * 100_000, gifts[1].Amount.Currency);
        var code = (await AnnouncePledge.ApplyAsync(session,
            new(key, donor.Code, date, whole, RateOn(date, gifts[0])?.Rate,
                $"Synthetic pledge of {donor.Name} for several purposes"))).OrThrow().Code;
        var designated = date.AddDays(_dice.Between(15, 40));
        _diary.Note(designated.AddDays(_dice.Between(0, 3)), Desk.Recorder, async later =>
        {
            foreach (var gift in gifts)
            {
                (await DesignatePledge.ApplyAsync(later,
                    new($"demo/gift/{gift.Number}/designated", code, designated, gift.Amount, new Designation.ToFund(gift.Fund, expected),
                        $"Synthetic designation of {donor.Name} to the {gift.Fund}"))).OrThrow();
                gift.Pledge = code;
                NotePayments(gift, expected > designated ? expected : designated.AddDays(14));
            }
        });
    }

    private void NotePayments(DemoGift gift, DateOnly expected)
    {
        switch (gift.Donor.Manner)
        {
            case Manner.SometimesWithdraws when _dice.Chance(45):
                NoteEnd(gift, expected.AddDays(_dice.Between(60, 160)), "withdrawn by the donor (synthetic)");
                break;
            case Manner.OnTime or Manner.SometimesWithdraws:
                NotePayment(gift, expected.AddDays(_dice.Between(-9, 9)), gift.Amount);
                break;
            case Manner.Late:
                NotePayment(gift, expected.AddDays(_dice.Between(45, 150)), gift.Amount);
                break;
            case Manner.InParts:
                var parts = Allocation.ByWeight(gift.Amount, [60, 25, 15]);
                NotePayment(gift, expected.AddDays(_dice.Between(-5, 20)), parts[0]);
                NotePayment(gift, expected.AddDays(_dice.Between(90, 140)), parts[1]);
                NoteEnd(gift, expected.AddDays(330), "the rest is no longer expected (synthetic)");
                break;
        }
    }

    private void NotePayment(DemoGift gift, DateOnly date, Money amount)
    {
        // Now and then a bank statement is found weeks later: known at and as of then differ visibly.
        var known = date.AddDays(_dice.Chance(4) ? _dice.Between(18, 40) : _dice.Between(0, 2));
        _diary.Note(known, Desk.Recorder, session => PayAsync(session, gift, date, amount));
    }

    private void NoteEnd(DemoGift gift, DateOnly date, string reason) =>
        _diary.Note(date.AddDays(_dice.Between(0, 3)), Desk.Recorder, async session =>
    {
        if (gift.Postponed > 0)
        {
            NoteEnd(gift, date.AddDays(120), reason);
            return;
        }
        gift.IsEnded = true;
        var asked = await EndPledge.AskAsync(session,
            new($"demo/gift/{gift.Number}/end", gift.Pledge!, gift.Fund,
                gift.Donor.Manner == Manner.InParts ? PledgeEnd.Lapsed : PledgeEnd.Withdrawn, date, reason));
        if (asked.Refusal is PledgeHasNothingOpen) return;
        var id = asked.OrThrow().Id;
        _diary.Note(_diary.Day.AddDays(1), Desk.Approver, async later => (await DecideApproval.ApplyAsync(later,
            DemoDiary.Acts, new(id, IsApproved: true))).OrThrow());
    });

    private async Task PayAsync(LedgerSession session, DemoGift gift, DateOnly date, Money amount)
    {
        if (gift.IsEnded) return;
        var quoted = RateOn(date, gift);
        var eur = quoted is null ? amount : amount.At(quoted.Rate);
        var room = gift.Fund == "TFFV" ? _course.Most(date) - await DemoCourse.AvailableAsync(session, "TFFV") : long.MaxValue;
        var now = eur.Minor <= room ? amount
            : amount with { Minor = (long)((Int128)amount.Minor * Math.Max(room, 0) / eur.Minor / 500_000 * 500_000) };
        if (now < amount && gift.Pledge is not null)
        {
            gift.Postponed++;
            var instead = _course.InsteadOf(date, _dice);
            _diary.Note(instead.AddDays(_dice.Between(0, 2)), Desk.Recorder, later =>
            {
                gift.Postponed--;
                return PayAsync(later, gift, instead, amount - now);
            });
        }
        if (now.Minor > 0) await ReceiveAsync(session, gift, date, now, quoted);
    }

    private async Task ReceiveAsync(LedgerSession session, DemoGift gift, DateOnly date, Money amount, QuotedRate? quoted)
    {
        var key = $"demo/gift/{gift.Number}/paid/{++gift.Payments}";
        var bank = amount.Currency.Code switch { "EUR" => "1010", "USD" => "1011", "GBP" => "1012", "CHF" => "1013", _ => "1050" };
        var received = (await RecordReceipt.ApplyAsync(session,
            new(key, gift.Fund, gift.Donor.Code, date, amount, bank, quoted, gift.Pledge, $"SYN-{gift.Number}-{gift.Payments}"))).OrThrow();
        if (quoted is null) return;

        // The bank's rate is never the entered one: the difference is a gain or a loss.
        var got = Money.Eur(received.Eur.Minor * _dice.Between(9_940, 10_045) / 10_000);
        var difference = received.Eur - got;
        LineDraft[] lines = [new("1010", got), new(bank, -amount, -received.Eur.Minor),
            .. difference.IsZero ? Array.Empty<LineDraft>()
            : [new LineDraft(difference.Minor > 0 ? "5930" : "4200", difference, null, new Dimensions(Donor: gift.Donor.Code))]];
        var exchanged = date.AddDays(_dice.Between(1, 5));
        _diary.Note(exchanged, Desk.Recorder, async later => (await later.PostAsync(new EntryDraft
        {
            Key = key + "/exchange", Date = exchanged, Fund = gift.Fund, Kind = EntryKind.Exchange,
            Description = $"Synthetic exchange of {amount.Currency.Code} to EUR", Lines = lines,
        })).OrThrow());
    }

    private async Task HelpOutAsync(LedgerSession session, DateOnly day, int turn)
    {
        var helpers = _donors.Where(
            donor => donor is { Type: DonorType.State, Habit: Habit.Once or Habit.EverySecondYear } && donor.Currency == Currency.Eur)
                .ToList();
        var missing = _course.Least(day) - await DemoCourse.AvailableAsync(session, "TFFV");
        if (missing > 0) Unannounced(helpers[turn % helpers.Count], "TFFV", missing + _visits.MonthlyNeed, day);
        if (await DemoCourse.AvailableAsync(session, "SFR") is var relocations && relocations < 3 * DemoRelocations.MonthlyNeed && turn > 4)
            Unannounced(helpers[(turn + 1) % helpers.Count], "SFR", 6 * DemoRelocations.MonthlyNeed, day);
    }

    private void Unannounced(DemoDonor donor, string fund, long cents, DateOnly date)
    {
        if (Gift(donor, fund, cents, date) is { } gift) NotePayment(gift, date, gift.Amount);
    }

    private DemoGift? Gift(DemoDonor donor, string fund, long cents, DateOnly date)
    {
        // Whole thousands of the donor's currency, as pledges are; hundreds when the gift is small.
        var step = cents < 1_000_000 ? 10_000L : 100_000L;
        var minor = donor.Currency == Currency.Eur ? cents
            : (long)((Int128)cents * Rate.Scale / _routine.RateOn(date, donor.Currency).Rate.Billionths);
        minor = (minor + step / 2) / step * step;
        return cents == 0 || minor == 0 ? null : new DemoGift(++_gifts, donor, fund, new Money(minor, donor.Currency));
    }

    private QuotedRate? RateOn(DateOnly date, DemoGift gift)
    {
        if (gift.Amount.Currency == Currency.Eur) return null;
        var (entered, rate) = _routine.RateOn(date, gift.Amount.Currency);
        return new QuotedRate(rate, entered, DemoRoutine.RateSource);
    }

    private static async Task<long> PromisedAndAvailableAsync(LedgerSession session, string fund)
    {
        var promised = await session.QuestionAsync(
            "SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.fund_id = @fund AND a.role = "
                + "'pledges' AND p.donor <> 'IE'",
            [("@fund", session.Catalog.Fund(fund)!.Id)]);
        return await promised.NumberAsync() + await DemoCourse.AvailableAsync(session, fund);
    }
}
