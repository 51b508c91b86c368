using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>A pledge as registered.</summary>
internal sealed record PledgeFact(string Code, string Donor, DateOnly AnnouncedOn, Currency Currency)
{
    /// <summary>What its entries are about.</summary>
    public Dimensions About => new(Donor: Donor, Pledge: Code);
}

/// <summary>Questions about pledges, inside a transaction.</summary>
internal static class PledgeFacts
{
    public static async Task<PledgeFact?> FindPledgeAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        var question =
            await session.QuestionAsync("SELECT donor, announced_on, currency FROM pledges WHERE code = @code", [("@code", code)], cancel);
        var found =
            await question.RowsAsync(row => new PledgeFact(code, row.GetString(0), row.Date(1), Currency.Of(row.GetString(2))), cancel);
        return found is [var pledge] ? pledge : null;
    }

    /// <summary>What of a pledge is open in one book by how firm it is, the firmest first; parts of nothing are left out.</summary>
    public static async Task<List<OpenPart>> OpenByStageAsync(this LedgerSession session, Fund book, PledgeFact pledge,
        CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT a.code, SUM(p.amount_minor), SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE p.pledge = @pledge AND a.fund_id = @fund AND a.role = 'pledges' GROUP BY a.code HAVING SUM(p.amount_minor) <> 0
                ORDER BY a.code DESC
            """, [("@pledge", pledge.Code), ("@fund", book.Id)], cancel);
        return await question.RowsAsync(row => new OpenPart(row.GetString(0), new Money(row.Sum(1), pledge.Currency), row.Sum(2)), cancel);
    }
}
