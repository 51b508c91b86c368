using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Donors;

/// <summary>All donors with what they promised and gave.</summary>
public sealed class DonorsPage(LedgerReads reads) : PageModel
{
    public IReadOnlyList<DonorStanding> Donors { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        Donors = await DonorList.ReadAsync(connection, cancel: cancel);
    }
}
