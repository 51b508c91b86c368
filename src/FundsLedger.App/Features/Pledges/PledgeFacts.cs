using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Pledges;

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

/// <summary>Questions about pledges, inside a transaction.</summary>
internal static class PledgeFacts
{
    public static async Task<PledgeFact?> FindPledgeAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT donor, announced_on, currency FROM pledges WHERE code = @code", [("@code", code)], cancel);
        var found = await question.RowsAsync(row => new PledgeFact(code, row.GetString(0), row.Date(1), Currency.Of(row.GetString(2))), cancel);
        return found is [var pledge] ? pledge : null;
    }

    public static async Task<OpenPledge> OpenPledgeAsync(this LedgerSession session, Fund book, PledgeFact pledge, CancellationToken cancel)
    {
        var (minor, eur) = await session.OpenAsync(book.Id, AccountRole.Pledges, "pledge", pledge.Code, cancel);
        return new OpenPledge(new Money(minor, pledge.Currency), eur);
    }

    /// <summary>Two memorandum lines: into the debited account, out of the credited one. The credited line comes first: it says how much was taken.</summary>
    public static LineDraft[] Lines(string debit, string credit, Money amount, long eurMinor, Dimensions about) =>
    [
        new(credit, -amount, amount.Currency == Currency.Eur ? null : -eurMinor, about),
        new(debit, amount, amount.Currency == Currency.Eur ? null : eurMinor, about),
    ];

    /// <summary>True for a text of 1 to 200 characters without control characters.</summary>
    public static bool IsShortText(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LedgerRules.LongestReference && LedgerRules.BrokenText(text) is null;
}
