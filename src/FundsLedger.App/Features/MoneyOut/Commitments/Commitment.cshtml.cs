using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

/// <summary>One commitment: what was committed, paid and released, and the entries behind it.</summary>
[Needs(Operation.ReadCommitments, Subject = Subject.Commitment)]
public sealed class CommitmentPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    private const int MostEntries = 200;

    public CommitmentStanding Commitment { get; private set; } = null!;

    public Fund Fund { get; private set; } = null!;

    public IReadOnlyList<JournalLine> Entries { get; private set; } = [];

    public DateOnly Today => reads.Today;

    /// <summary>True where the reader may draft a payment, or ask that it be settled, as the fund pays.</summary>
    public bool MayPay => actor.May(Operation.DraftPayments, Fund) || actor.May(Operation.SettleRelocations, Fund);

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await CommitmentList.ReadAsync(connection, catalog, code: code, cancel: cancel) is not [var commitment]) return NotFound();
        Commitment = commitment;
        Fund = catalog.Fund(commitment.FundCode)!;
        Entries = await JournalList.ReadAsync(connection, catalog, new JournalFilter { Commitment = code }, MostEntries, cancel);
        return Page();
    }
}
