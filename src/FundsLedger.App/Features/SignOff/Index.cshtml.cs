using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.SignOff;

/// <summary>What waits for another person, and what was decided.</summary>
[Needs(Operation.ReadApprovals)]
public sealed class ApprovalsPage(LedgerReads reads) : PageModel
{
    private const int MostDecided = 100;

    public IReadOnlyList<ApprovalStanding> Waiting { get; private set; } = [];

    public IReadOnlyList<ApprovalStanding> Decided { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var all = await ApprovalList.ReadAsync(connection, withDecided: true, cancel: cancel);
        Waiting = all.FindAll(item => item.IsApproved is null);
        Decided = [.. all.Where(item => item.IsApproved is not null).OrderByDescending(item => item.DecidedAt).Take(MostDecided)];
    }
}
