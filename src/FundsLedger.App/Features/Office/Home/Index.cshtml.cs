using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Office.Home;

/// <summary>The first page, which depends on who reads it: the funds within reach, and what waits for this person.</summary>
[Needs(Operation.ReadHome)]
public sealed class IndexPage(LedgerReads reads, FundStatuses statuses, AlertReadings readings, CurrentActor actor, BooksHere books)
    : PageModel
{
    private const int Latest = 10;

    public DateOnly Today => reads.Today;

    /// <summary>What waits for people with the reader's rights.</summary>
    public IReadOnlyList<WaitingTask> Tasks { get; private set; } = [];

    /// <summary>How long each fund may last; for facilitators.</summary>
    public List<FundReading> Outlook { get; } = [];

    /// <summary>Open alerts; for facilitators.</summary>
    public IReadOnlyList<AlertEpisode> Alerts { get; private set; } = [];

    public List<FundStatus> Funds { get; } = [];

    /// <summary>A State's own pledges; empty for others.</summary>
    public IReadOnlyList<PledgeStanding> Mine { get; private set; } = [];

    /// <summary>A State's own latest receipts.</summary>
    public IReadOnlyList<ReceivedMoney> Received { get; private set; } = [];

    public IReadOnlyList<PledgeStanding> Undesignated { get; private set; } = [];

    public IReadOnlyList<PledgeStanding> Overdue { get; private set; } = [];

    public IReadOnlyList<WaitingRequest> Waiting { get; private set; } = [];

    /// <summary>The latest entries of funds that are not protected.</summary>
    public IReadOnlyList<JournalLine> Recent { get; private set; } = [];

    /// <summary>True for somebody who speaks for a donor.</summary>
    public bool IsState => actor.Person?.Roles.Contains(Role.StateRepresentative) == true;

    public bool IsFacilitator => actor.Person?.Roles.Contains(Role.Facilitator) == true;

    public bool IsProtection =>
        actor.Person?.Roles is { } roles && roles.Contains(Role.ProtectionOfficer) && !roles.Contains(Role.Recorder);

    public bool ShowsPledges => actor.May(Operation.ReadPledges) && !IsState;

    public bool ShowsRequests => actor.May(Operation.ReadCommitments) && !IsProtection;

    public bool ShowsJournal => actor.May(Operation.ReadJournal);

    /// <summary>Where auditors and administrators begin: path, title and sentence.</summary>
    public IEnumerable<(string Path, string Title, string Text)> Desk =>
        actor.Person?.Roles is { } roles && (roles.Contains(Role.Auditor) || roles.Contains(Role.Administrator))
        ? DeskPlaces.Where(place => actor.May(place.Operation)).Select(place => (place.Path, place.Title, place.Text)) : [];

    private static readonly (string Path, string Title, string Text, Operation Operation)[] DeskPlaces =
    [
        ("/audit", "desk.audit", "desk.audit_text", Operation.ReadAudit),
        ("/checks", "desk.checks", "desk.checks_text", Operation.ReadChecks),
        ("/export", "desk.export", "desk.export_text", Operation.ExportJournal),
        ("/verify", "desk.verify", "desk.verify_text", Operation.ReadPublic),
        ("/people", "desk.people", "desk.people_text", Operation.ReadPeople),
        ("/access", "desk.access", "desk.access_text", Operation.ReadPeople),
        ("/rates", "desk.rates", "desk.rates_text", Operation.EnterRates),
        ("/settings", "desk.settings", "desk.settings_text", Operation.ReadSettings),
        ("/system", "desk.system", "desk.system_text", Operation.ReadSystem),
    ];

    public void OnGet()
    {
        // What it shows is read by LoadAsync, and only where it has not been written before.
    }

    /// <summary>Reads what the page shows.</summary>
    public async Task<object> LoadAsync()
    {
        await using var connection = await reads.OpenAsync();
        var now = await books.NowAsync();
        var catalog = now.Catalog;
        foreach (var fund in catalog.Funds.Where(fund => !fund.IsUmbrella && actor.May(Operation.ReadFunds, fund)))
            Funds.Add(
                await now.OnceAsync($"status {fund.Code}",
                    async () => (await statuses.OfAsync(fund.Code, new Moment(now.Today), CancellationToken.None)).OrThrow()));
        if (actor.May(Operation.ReadPledges))
        {
            var pledges = await PledgeList.ReadAsync(connection, catalog, reach: actor.Reach(Operation.ReadPledges));
            if (IsState) Mine = pledges;
            Undesignated = [.. pledges.Where(pledge => !pledge.Undesignated.IsZero)];
            Overdue = [.. pledges.Where(pledge => pledge.DaysOverdue(Today) > 0).OrderByDescending(pledge => pledge.DaysOverdue(Today))];
        }
        if (IsState) Received = await ReceiptList.ReadAsync(connection, catalog, most: Latest, reach: actor.Reach(Operation.ReadReceipts));
        var commitments = actor.Reach(Operation.ReadCommitments);
        if (ShowsRequests) Waiting = await CommitmentList.WaitingAsync(connection, catalog, reach: commitments);
        // Every read of a protected fund's records is audited. A first page that everybody opens each morning would drown the log, so it
        // shows none of them.
        var recent = new List<JournalLine>();
        if (ShowsJournal)
            foreach (var fund in catalog.Funds.Where(fund => !Disclosure.For(Reader.Inside, fund).IsAudited))
                recent.AddRange(await JournalList.ReadAsync(connection, catalog, new JournalFilter { Fund = fund.Code }, Latest));
        Recent = [.. recent.OrderByDescending(entry => entry.Seq).Take(Latest)];
        Tasks = await WaitingTasks.OfAsync(connection, now, actor);
        if (IsFacilitator)
        {
            foreach (var status in Funds.Where(status => actor.May(Operation.ReadForecasts, status.Fund)))
                if (await readings.OfAsync(status.Fund, withForecast: true) is { } reading) Outlook.Add(reading);
            Alerts = [
                .. (await AlertList.ReadAsync(connection, catalog, isTold: null)).Where(
                    episode => episode.State.IsOpen && episode.Fund is { } fund && actor.May(Operation.ReadAlerts, fund))];
        }
        return this;
    }
}
