using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Demo;

/// <summary>The course the family visits' money is to take: enough at first; from hand to mouth as donors tire; dry in the third year, as
/// in 2019 after years of decline; and months in hand on the last day. Gifts are bent to it; the requests are not.</summary>
internal sealed class DemoCourse(DateOnly start, DateOnly today, DemoVisits visits)
{
    private const int DaysOfDecline = 183;

    // Pledges come in winter: who will not pay in the tired year says nothing in the round before it.
    private readonly DateOnly _tiredFrom = start.AddMonths(14);
    private readonly DateOnly _firstTiredRound = start.AddMonths(12);

    public DateOnly DryFrom { get; } = start.AddMonths(28);

    public DateOnly DryUntil { get; } = start.AddMonths(33).AddDays(25);

    /// <summary>Cents above which no more comes in for now.</summary>
    public long Most(DateOnly day)
    {
        // About a tenth of what is set aside comes back unused, and it must not carry the fund past its dry months.
        if (day < DryFrom) return Math.Min(visits.NeedBetween(day, DryFrom) * 86 / 100, InHand(day));
        if (day < DryUntil) return 0;
        return visits.NeedWaiting + Math.Min(15 * visits.MonthlyNeed, visits.NeedBetween(day, today) + 8 * visits.MonthlyNeed);
    }

    /// <summary>Cents below which somebody helps out unasked.</summary>
    public long Least(DateOnly day)
    {
        if (day < _tiredFrom) return 5 * visits.MonthlyNeed;
        if (day < DryFrom.AddDays(-45)) return 3 * visits.MonthlyNeed / 2;
        if (day < DryUntil.AddDays(30)) return 0;
        return visits.NeedWaiting
            + (day > today.AddMonths(-7) ? visits.NeedBetween(day, today) + 6 * visits.MonthlyNeed : 5 * visits.MonthlyNeed);
    }

    /// <summary>Cents that a round of pledges means to leave on the day it is used up.</summary>
    public long LeftOn(DateOnly day)
    {
        if (day >= DryFrom && day < DryUntil) return 0;
        return day >= _tiredFrom && day < DryFrom ? InHand(day) / 2 : 5 * visits.MonthlyNeed;
    }

    /// <summary>True for a donor that leaves the visits out of a round of pledges: every third one while donors tire.</summary>
    /// <param name="donor">Its place in the list.</param>
    /// <param name="round">Day the round begins.</param>
    public bool HasTired(int donor, DateOnly round) => round >= _firstTiredRound && round < DryUntil.AddDays(-90) && donor % 3 == 1;

    /// <summary>When a payment that would be too much now comes instead.</summary>
    public DateOnly InsteadOf(DateOnly day, DemoDice dice) =>
        day >= DryFrom.AddDays(-75) && day < DryUntil ? DryUntil.AddDays(dice.Between(0, 25)) : day.AddDays(dice.Between(45, 75));

    /// <summary>Cents that donors keep in hand before the dry months: nine months' need, then six, sinking to two and a half.</summary>
    private long InHand(DateOnly day)
    {
        if (day < _tiredFrom) return 9 * visits.MonthlyNeed;
        var declined = Math.Min(DaysOfDecline, day.DayNumber - _tiredFrom.DayNumber);
        return visits.MonthlyNeed * (60 * DaysOfDecline - 35 * declined) / (10 * DaysOfDecline);
    }

    /// <summary>Cents a fund has available, everything recorded so far counted.</summary>
    public static async Task<long> AvailableAsync(LedgerSession session, string fund)
    {
        var question = await session.QuestionAsync(
            """
            SELECT SUM(CASE a.role WHEN 'commitments' THEN -p.eur_minor ELSE p.eur_minor END) FROM postings p
                JOIN accounts a ON a.id = p.account_id
            WHERE a.fund_id = @fund AND a.role IN ('cash', 'withheld', 'commitments')
            """, [("@fund", session.Catalog.Fund(fund)!.Id)]);
        return await question.NumberAsync();
    }
}
