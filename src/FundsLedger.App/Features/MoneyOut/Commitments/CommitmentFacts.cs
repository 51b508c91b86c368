using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

/// <summary>A commitment as registered.</summary>
/// <param name="CommittedOn">The first day on which something can happen under it: that of the decision, or on which it was brought from
/// older books.</param>
internal sealed record CommitmentFact(string Code, Fund Fund, string? Request, DateOnly CommittedOn, DateOnly? ExpiresOn = null)
{
    /// <summary>What its entries are about.</summary>
    public Dimensions About => new(Request: Request, Commitment: Code);

    /// <summary>False where no word may stand that could give a person away.</summary>
    public bool TakesWords => Disclosure.For(Reader.Inside, Fund).TakesWords;
}

/// <summary>Questions about commitments, inside a transaction.</summary>
internal static class CommitmentFacts
{
    public static async Task<CommitmentFact?> FindCommitmentAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT c.fund_id, c.request, e.effective_date, c.expires_on FROM commitments c JOIN entries e ON e.seq = c.entry_seq WHERE "
                + "c.code = @code",
            [("@code", code)], cancel);
        var found = await question.RowsAsync(row => new CommitmentFact(code, session.Catalog.FundById(row.GetInt32(0)),
            row.TextOrNull(1), row.Date(2), row.IsDBNull(3) ? null : row.Date(3)), cancel);
        return found is [var commitment] ? commitment : null;
    }

    public static async Task<Money> OpenCommitmentAsync(this LedgerSession session, CommitmentFact commitment, CancellationToken cancel)
    {
        var open = await session.BalanceAboutAsync(commitment.Fund.Id, AccountRole.Commitments, "commitment", commitment.Code, cancel);
        return Money.Eur(open.Eur);
    }

    /// <summary>An entry that releases a part of a commitment.</summary>
    public static EntryDraft Release(string key, DateOnly date, CommitmentFact commitment, Money amount, Description description) => new()
    {
        Key = key,
        Date = date,
        Fund = commitment.Fund.Code,
        Kind = EntryKind.Release,
        Description = description,
        Lines = [new(Chart.Commitments, -amount, null, commitment.About), new(Chart.CommitmentsContra, amount, null, commitment.About)],
    };
}
