using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

/// <summary>Requests that await a decision, and commitments.</summary>
[Needs(Operation.ReadCommitments)]
public sealed class CommitmentsPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Fund { get; set; }

    /// <summary><c>all</c> shows the settled ones too.</summary>
    [BindProperty(SupportsGet = true)] public string? Show { get; set; }

    /// <summary>The day they are asked for, as typed; today where it is none.</summary>
    [BindProperty(SupportsGet = true, Name = "asOf")] public string? AsOfText { get; set; }

    public DateOnly AsOf => Domain.Ledger.BookDay.Read(AsOfText) ?? reads.Today;

    public DateOnly Today => reads.Today;

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public IReadOnlyList<WaitingRequest> Waiting { get; private set; } = [];

    public IReadOnlyList<CommitmentStanding> Commitments { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var reach = actor.Reach(Operation.ReadCommitments);
        Funds = [.. catalog.Funds.Where(fund => !fund.IsUmbrella && reach.Covers(fund))];
        var fund = catalog.Fund(Fund ?? "")?.Code;
        Waiting = await CommitmentList.WaitingAsync(connection, catalog, fund, reach, cancel);
        Commitments = await CommitmentList.ReadAsync(connection, catalog, fund, onlyOpen: Show != "all", reach: reach,
            moment: AsOf == Today ? null : new Moment(AsOf), cancel: cancel);
    }
}
