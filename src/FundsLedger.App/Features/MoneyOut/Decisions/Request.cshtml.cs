using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Visits;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>One request: what it asks for, what was found and decided, and what is paid back.</summary>
[Needs(Operation.ReadCommitments, Subject = Subject.Request)]
public sealed class RequestPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    public RequestStanding Asked { get; private set; } = null!;

    public Fund Fund { get; private set; } = null!;

    public IReadOnlyList<RequestCost> Costs { get; private set; } = [];

    public IReadOnlyList<RequestDecision> Decisions { get; private set; } = [];

    public IReadOnlyList<RequestFinding> Findings { get; private set; } = [];

    public IReadOnlyList<ContributionOrder> Orders { get; private set; } = [];

    public DateOnly Today => reads.Today;

    /// <summary>True for whoever may propose decisions on it.</summary>
    public bool MayDecide => actor.May(Operation.DecideRequests, Fund);

    /// <summary>True while the detainee is found to be indigent.</summary>
    public bool IsIndigent => Findings.FirstOrDefault(finding => finding.Visitor == 0) is { Holds: true };

    /// <summary>True where it can be decided now, or reviewed.</summary>
    public bool IsOpen => VisitRoad.IsOpen(Asked.Outcome);

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await RequestList.ReadAsync(connection, catalog, code: code, cancel: cancel) is not [var asked]) return NotFound();
        (Asked, Fund) = (asked, catalog.Fund(asked.FundCode)!);
        Costs = await RequestList.CostsAsync(connection, code, cancel);
        Decisions = await RequestList.DecisionsAsync(connection, code, cancel);
        Findings = await RequestList.FindingsAsync(connection, code, cancel);
        Orders = await RequestList.OrdersAsync(connection, code, cancel);
        return Page();
    }
}
