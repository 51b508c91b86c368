using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>A pledge as registered.</summary>
internal sealed record PledgeFact(string Code, string Donor, DateOnly AnnouncedOn, Currency Currency)
{
    /// <summary>What its entries are about.</summary>
    public Dimensions About => new(Donor: Donor, Pledge: Code);
}

/// <summary>What of a pledge is open in one book, in its own currency and in EUR.</summary>
internal readonly record struct OpenPledge(Money Amount, long EurMinor)
{
    /// <summary>The EUR value of a part, in proportion, so that nothing in EUR is left when nothing in the pledge's currency is.</summary>
    public long EurOf(Money part) => part == Amount ? EurMinor : Allocation.ByWeight(Money.Eur(EurMinor), [part.Minor, checked(Amount.Minor - part.Minor)])[0].Minor;

    /// <summary>The part that a payment worth this many cents meets at the rate the pledge itself was valued at; never more than is open.</summary>
    public Money MetBy(long eurMinor) =>
        eurMinor >= EurMinor ? Amount : Amount with { Minor = (long)(((Int128)Amount.Minor * eurMinor + EurMinor / 2) / EurMinor) };
}

/// <summary>A part of a pledge in one of the accounts that say how firm it is.</summary>
internal sealed record StagePart(string Account, Money Amount, long EurMinor);

/// <summary>Questions about pledges, inside a transaction.</summary>
internal static class PledgeFacts
{
    public static async Task<PledgeFact?> FindPledgeAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT donor, announced_on, currency FROM pledges WHERE code = @code", [("@code", code)], cancel);
        var found = await question.RowsAsync(row => new PledgeFact(code, row.GetString(0), row.Date(1), Currency.Of(row.GetString(2))), cancel);
        return found is [var pledge] ? pledge : null;
    }

    /// <summary>What of a pledge is open in one book by how firm it is, the firmest first; parts of nothing are left out.</summary>
    public static async Task<List<StagePart>> OpenByStageAsync(this LedgerSession session, Fund book, PledgeFact pledge, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT a.code, SUM(p.amount_minor), SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE p.pledge = @pledge AND a.fund_id = @fund AND a.role = 'pledges' GROUP BY a.code HAVING SUM(p.amount_minor) <> 0 ORDER BY a.code DESC
            """, [("@pledge", pledge.Code), ("@fund", book.Id)], cancel);
        return await question.RowsAsync(row => new StagePart(row.GetString(0), new Money(row.Sum(1), pledge.Currency), row.Sum(2)), cancel);
    }

    /// <summary>An amount taken from the parts in their order; never more than they hold.</summary>
    public static IReadOnlyList<StagePart> Take(this IEnumerable<StagePart> parts, Money amount)
    {
        var taken = new List<StagePart>();
        foreach (var part in parts)
        {
            if (amount.Minor <= 0) break;
            var now = part.Amount < amount ? part.Amount : amount;
            taken.Add(part with { Amount = now, EurMinor = new OpenPledge(part.Amount, part.EurMinor).EurOf(now) });
            amount -= now;
        }
        return taken;
    }

    /// <summary>Lines that take the parts out of their accounts, then lines that put the same where <paramref name="debit"/> says. The credits come first: they say how much was taken.</summary>
    public static LineDraft[] Lines(IReadOnlyList<StagePart> parts, Func<StagePart, string> debit, Dimensions about) =>
    [
        .. parts.Select(part => Line(part.Account, -part.Amount, -part.EurMinor, about)),
        .. parts.GroupBy(debit).Select(side => Line(side.Key, side.Aggregate(Money.Zero(parts[0].Amount.Currency), (sum, part) => sum + part.Amount), side.Sum(part => part.EurMinor), about)),
    ];

    private static LineDraft Line(string account, Money amount, long eurMinor, Dimensions about) => new(account, amount, amount.Currency == Currency.Eur ? null : eurMinor, about);

    /// <summary>Two memorandum lines: into the debited account, out of the credited one. The credited line comes first: it says how much was taken.</summary>
    public static LineDraft[] Lines(string debit, string credit, Money amount, long eurMinor, Dimensions about) =>
    [
        new(credit, -amount, amount.Currency == Currency.Eur ? null : -eurMinor, about),
        new(debit, amount, amount.Currency == Currency.Eur ? null : eurMinor, about),
    ];

    /// <summary>True for a text of 1 to 200 characters without control characters.</summary>
    public static bool IsShortText(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LedgerRules.LongestReference && LedgerRules.BrokenText(text) is null;
}
