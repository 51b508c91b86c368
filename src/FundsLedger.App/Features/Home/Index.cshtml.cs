using FundsLedger.App.Features.Commitments;
using FundsLedger.App.Features.Funds;
using FundsLedger.App.Features.Journal;
using FundsLedger.App.Features.Pledges;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Home;

/// <summary>The funds at a glance, and what waits.</summary>
public sealed class IndexPage(LedgerReads reads, FundStatuses statuses) : PageModel
{
    public DateOnly Today => reads.Today;

    public List<FundStatus> Funds { get; } = [];

    public IReadOnlyList<PledgeStanding> Undesignated { get; private set; } = [];

    public IReadOnlyList<PledgeStanding> Overdue { get; private set; } = [];

    public IReadOnlyList<WaitingRequest> Waiting { get; private set; } = [];

    public IReadOnlyList<JournalLine> Recent { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        foreach (var fund in catalog.Funds.Where(fund => !fund.IsUmbrella))
            Funds.Add((await statuses.OfAsync(fund.Code, new Moment(Today), cancel)).OrThrow());
        var pledges = await PledgeList.ReadAsync(connection, catalog, cancel: cancel);
        Undesignated = [.. pledges.Where(pledge => !pledge.Undesignated.IsZero)];
        Overdue = [.. pledges.Where(pledge => pledge.DaysOverdue(Today) > 0).OrderByDescending(pledge => pledge.DaysOverdue(Today))];
        Waiting = await CommitmentList.WaitingAsync(connection, catalog, cancel: cancel);
        Recent = await JournalList.ReadAsync(connection, catalog, new JournalFilter(), 10, cancel);
    }
}
