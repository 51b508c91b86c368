using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Returns;

/// <summary>What waits to go back to donors.</summary>
[Needs(Operation.ReadReturns)]
public sealed class ReturnsPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    public IReadOnlyList<WaitingReturn> Waiting { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        Waiting = await ReturnList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), reach: actor.Reach(Operation.ReadReturns), cancel: cancel);
    }
}
