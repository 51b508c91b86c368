using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>All agreements with what is open of them.</summary>
[Needs(Operation.ReadAgreements)]
public sealed class AgreementsPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    public IReadOnlyList<AgreementStanding> Agreements { get; private set; } = [];

    public DateOnly Today => reads.Today;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        Agreements = await AgreementList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel),
            moment: new Moment(reads.Today), reach: actor.Reach(Operation.ReadAgreements), cancel: cancel);
    }
}
