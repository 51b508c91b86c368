using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Publication;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary>What would be published, and what everybody could learn by it.</summary>
/// <param name="Fund">The fund.</param>
/// <param name="Block">Years and spending.</param>
/// <param name="ReceivedEur">Contributions received, in cents.</param>
/// <param name="IsReceivedRounded">True where that is rounded.</param>
/// <param name="ClosingEur">What is left at the end, in cents.</param>
/// <param name="Audit">What could be known before and after.</param>
public sealed record PublicationPlan(Fund Fund, PublishedBlock Block, long ReceivedEur, bool IsReceivedRounded, long ClosingEur,
    AuditResult Audit)
{
    /// <summary>Most years of a block.</summary>
    public const int Longest = 10;

    /// <summary>Works out a block. Refused: years that cannot be published yet, or not by themselves. What the audit finds stands in the
    /// plan.</summary>
    internal static Outcome<PublicationPlan> Of(PublicationFacts facts, Fund fund, int from, int to, DateOnly today,
        DateOnly? closedThrough)
    {
        var rule = PublicationRule.Standard;
        if (from > to || to - from >= Longest || from < 1 || to > 9000) return new PublicationYearsAreWrong(Longest);
        if (facts.NextYear is not { } first) return new PublicationHasNoBooks(fund.Code);
        if (from != first) return new PublicationLeavesAGap(first);
        if (facts.Blocks.Count == 0 && to - from + 1 < rule.FirstYears) return new PublicationIsTooShort(rule.FirstYears);
        if (today < OutsideAccount.FirstDay(to)) return new PublicationIsTooEarly(to, OutsideAccount.FirstDay(to));
        if (closedThrough is not { } closed || closed < new DateOnly(to, 12, 31)) return new PublicationYearIsOpen(to);
        var years = WithEmptyYears(facts.Years, to);
        var block = PublicationFigures.Next(years, rule, facts.Published, facts.Official, from, to);
        var (received, isRounded) = ReceivedTo(facts, to, rule);
        var before = facts.Blocks.Sum(kept => kept.ReceivedEur);
        return new PublicationPlan(fund, block, received - before, isRounded, received - block.TotalEur,
            PublicationAudit.Of(years, rule, facts.Published, block, facts.Official));
    }

    // Exact, or where that would give a confidential donor away rounded like what was spent.
    private static (long Eur, bool IsRounded) ReceivedTo(PublicationFacts facts, int to, PublicationRule rule)
    {
        var received = facts.Years.Where(year => year.Year <= to).Sum(year => year.ReceiptsEur);
        List<long> confidential = [.. facts.Gifts.Where(gift => gift.IsConfidential && gift.Year <= to).GroupBy(gift => gift.Donor)
            .Select(gifts => gifts.Sum(gift => gift.Eur)).Where(eur => eur > 0)];
        if (CellRules.MayTellReceipts(confidential, rule.Percent)) return (received, false);
        return (Math.Max(facts.Blocks.Sum(kept => kept.ReceivedEur), RunningTotal.Round(received, rule.StepEur)), true);
    }

    private static IReadOnlyList<YearOfBooks> WithEmptyYears(IReadOnlyList<YearOfBooks> years, int to) => [.. years,
        .. Enumerable.Range(years[^1].Year + 1, Math.Max(0, to - years[^1].Year))
            .Select(year => new YearOfBooks(year, 0, 0, new Dictionary<string, long>()))];
}
