using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Agreements;

/// <summary>One agreement: its terms, its instalments, and what can be done.</summary>
[Needs(Operation.ReadAgreements, Subject = Subject.Agreement)]
public sealed class AgreementPage(LedgerReads reads) : PageModel
{
    public AgreementStanding Agreement { get; private set; } = null!;

    public DateOnly Today => reads.Today;

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        if (await AgreementList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), code, cancel: cancel) is not [var agreement]) return NotFound();
        Agreement = agreement;
        return Page();
    }
}
