using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>One agreement: its terms, its instalments, and what can be done.</summary>
[Needs(Operation.ReadAgreements, Subject = Subject.Agreement)]
public sealed class AgreementPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    public AgreementStanding Agreement { get; private set; } = null!;

    /// <summary>What is to be returned to the donor and came under this agreement; empty for readers outside the Registry.</summary>
    public IReadOnlyList<WaitingReturn> Returns { get; private set; } = [];

    public DateOnly Today => reads.Today;

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await AgreementList.ReadAsync(connection, catalog, code, cancel: cancel) is not [var agreement]) return NotFound();
        Agreement = agreement;
        if (actor.May(Operation.ReadReturns))
            Returns = (await ReturnList.ReadAsync(connection, catalog, agreement.Donor, agreement.FundCode,
                reach: actor.Reach(Operation.ReadReturns), cancel: cancel)).FindAll(one => one.Parts.Any(part => part.Agreement == code));
        return Page();
    }
}
