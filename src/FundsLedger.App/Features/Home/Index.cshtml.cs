using FundsLedger.App.Features.Commitments;
using FundsLedger.App.Features.Funds;
using FundsLedger.App.Features.Journal;
using FundsLedger.App.Features.Pledges;
using FundsLedger.App.Features.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Home;

/// <summary>The first page, which depends on who reads it: the funds within reach, and what waits for this person.</summary>
[Needs(Operation.ReadHome)]
public sealed class IndexPage(LedgerReads reads, FundStatuses statuses, CurrentActor actor) : PageModel
{
    private const int Latest = 10;

    public DateOnly Today => reads.Today;

    public List<FundStatus> Funds { get; } = [];

    /// <summary>A State's own pledges; empty for others.</summary>
    public IReadOnlyList<PledgeStanding> Mine { get; private set; } = [];

    /// <summary>A State's own latest receipts.</summary>
    public IReadOnlyList<ReceivedMoney> Received { get; private set; } = [];

    public IReadOnlyList<PledgeStanding> Undesignated { get; private set; } = [];

    public IReadOnlyList<PledgeStanding> Overdue { get; private set; } = [];

    public IReadOnlyList<WaitingRequest> Waiting { get; private set; } = [];

    public IReadOnlyList<CommitmentStanding> Commitments { get; private set; } = [];

    public IReadOnlyList<JournalLine> Recent { get; private set; } = [];

    /// <summary>True for somebody who speaks for a donor.</summary>
    public bool IsState => actor.Person?.Roles.Contains(Role.StateRepresentative) == true;

    public bool IsProtection => actor.Person?.Roles is { } roles && roles.Contains(Role.ProtectionOfficer) && !roles.Contains(Role.Recorder);

    public bool ShowsPledges => actor.May(Operation.ReadPledges) && !IsState;

    public bool ShowsRequests => actor.May(Operation.ReadCommitments) && !IsProtection;

    public bool ShowsJournal => actor.May(Operation.ReadJournal);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        foreach (var fund in catalog.Funds.Where(fund => !fund.IsUmbrella && actor.May(Operation.ReadFunds, fund)))
            Funds.Add((await statuses.OfAsync(fund.Code, new Moment(Today), cancel)).OrThrow());
        if (actor.May(Operation.ReadPledges))
        {
            var pledges = await PledgeList.ReadAsync(connection, catalog, reach: actor.Reach(Operation.ReadPledges), cancel: cancel);
            if (IsState) Mine = pledges;
            Undesignated = [.. pledges.Where(pledge => !pledge.Undesignated.IsZero)];
            Overdue = [.. pledges.Where(pledge => pledge.DaysOverdue(Today) > 0).OrderByDescending(pledge => pledge.DaysOverdue(Today))];
        }
        if (IsState) Received = await ReceiptList.ReadAsync(connection, catalog, most: Latest, reach: actor.Reach(Operation.ReadReceipts), cancel: cancel);
        if (ShowsRequests) Waiting = await CommitmentList.WaitingAsync(connection, catalog, reach: actor.Reach(Operation.ReadCommitments), cancel: cancel);
        if (IsProtection) Commitments = await CommitmentList.ReadAsync(connection, catalog, onlyOpen: true, reach: actor.Reach(Operation.ReadCommitments), cancel: cancel);
        if (ShowsJournal) Recent = await JournalList.ReadAsync(connection, catalog, new JournalFilter(), Latest, cancel);
    }
}
