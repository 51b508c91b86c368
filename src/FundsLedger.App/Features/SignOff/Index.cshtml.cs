using FundsLedger.App.Storage;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.SignOff;

/// <summary>What waits for another person, and what was decided.</summary>
[Needs(Operation.ReadApprovals)]
public sealed class ApprovalsPage(LedgerReads reads, ApprovedActs acts) : PageModel
{
    private const int MostDecided = 100;

    public IReadOnlyList<ApprovalStanding> Waiting { get; private set; } = [];

    public IReadOnlyList<ApprovalStanding> Decided { get; private set; } = [];

    private readonly Dictionary<long, Money> _amounts = [];

    /// <summary>The sum a request is about; null where it is about none.</summary>
    public Money? AmountOf(ApprovalStanding asked) => _amounts.TryGetValue(asked.Id, out var amount) ? amount : null;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var all = await ApprovalList.ReadAsync(connection, withDecided: true, cancel: cancel);
        Waiting = all.FindAll(item => item.IsApproved is null);
        Decided = [.. all.Where(item => item.IsApproved is not null).OrderByDescending(item => item.DecidedAt).Take(MostDecided)];
        foreach (var asked in Waiting.Concat(Decided))
            if (await acts.Of(asked.Kind).AmountAsync(connection, asked, cancel) is { } amount) _amounts.Add(asked.Id, amount);
    }
}
