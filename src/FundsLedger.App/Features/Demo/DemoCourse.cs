using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Demo;

/// <summary>The course the family visits' money is to take: enough at first, dry once in the third year as in 2019, and months in hand on the last day. Gifts are bent to it; the requests are not.</summary>
internal sealed class DemoCourse(DateOnly start, DateOnly today, DemoVisits visits)
{
    public DateOnly DryFrom { get; } = start.AddMonths(28);

    public DateOnly DryUntil { get; } = start.AddMonths(33).AddDays(25);

    /// <summary>Cents above which no more comes in for now.</summary>
    public long Most(DateOnly day)
    {
        // A tenth of what is set aside comes back unused.
        if (day < DryFrom) return visits.NeedBetween(day, DryFrom) * 90 / 100;
        if (day < DryUntil) return 0;
        return visits.NeedWaiting + Math.Min(15 * visits.MonthlyNeed, visits.NeedBetween(day, today) + 8 * visits.MonthlyNeed);
    }

    /// <summary>Cents below which somebody helps out unasked.</summary>
    public long Least(DateOnly day)
    {
        if (day < DryFrom.AddDays(-45)) return visits.MonthlyNeed;
        if (day < DryUntil.AddDays(30)) return 0;
        return visits.NeedWaiting + (day > today.AddMonths(-7) ? visits.NeedBetween(day, today) + 6 * visits.MonthlyNeed : 3 * visits.MonthlyNeed);
    }

    /// <summary>When a payment that would be too much now comes instead.</summary>
    public DateOnly InsteadOf(DateOnly day, DemoDice dice) => day < DryUntil ? DryUntil.AddDays(dice.Between(0, 25)) : day.AddDays(dice.Between(45, 75));

    /// <summary>Cents a fund has available, everything recorded so far counted.</summary>
    public static async Task<long> AvailableAsync(LedgerSession session, string fund)
    {
        var question = await session.QuestionAsync(
            """
            SELECT SUM(CASE a.role WHEN 'commitments' THEN -p.eur_minor ELSE p.eur_minor END) FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE a.fund_id = @fund AND a.role IN ('cash', 'withheld', 'commitments')
            """, [("@fund", session.Catalog.Fund(fund)!.Id)]);
        return await question.NumberAsync();
    }
}
