using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>All donors with what they promised and gave.</summary>
[Needs(Operation.ReadDonors)]
public sealed class DonorsPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    public IReadOnlyList<DonorStanding> Donors { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        Donors = await DonorList.ReadAsync(connection, reach: actor.Reach(Operation.ReadDonors), cancel: cancel);
    }
}
