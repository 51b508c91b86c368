using FundsLedger.App.Features.Commitments;
using FundsLedger.App.Features.Journal;
using FundsLedger.App.Features.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Funds;

/// <summary>One fund: what it has, how that came about, what is expected and what waits.</summary>
[Needs(Operation.ReadFunds, Subject = Subject.Fund)]
public sealed class FundPage(LedgerReads reads, FundStatuses statuses, FundCharts charts, PageLanguage words, CurrentActor actor) : PageModel
{
    public DateOnly Today => reads.Today;

    public FundStatus Status { get; private set; } = null!;

    public MomentQuery Moment { get; private set; } = null!;

    public FundChart Chart { get; private set; } = null!;

    public IReadOnlyList<WaitingRequest> Waiting { get; private set; } = [];

    public IReadOnlyList<CommitmentStanding> Commitments { get; private set; } = [];

    public IReadOnlyList<PledgeStanding> Expected { get; private set; } = [];

    public IReadOnlyList<JournalLine> Recent { get; private set; } = [];

    /// <summary>Whether the reader may see commitments and requests here; the figures above are for everybody who may see the fund.</summary>
    public bool ShowsCommitments { get; private set; }

    /// <summary>Whether the reader may see pledges: all, or their own.</summary>
    public bool ShowsPledges { get; private set; }

    /// <summary>Whether the reader may see single entries.</summary>
    public bool ShowsJournal { get; private set; }

    /// <summary>What a pledge has open in this fund.</summary>
    public PledgeInBook Here(PledgeStanding pledge) => pledge.Books.First(book => book.FundCode == Status.Fund.Code);

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancel)
    {
        Moment = MomentQuery.Read(Request, reads);
        var status = await statuses.OfAsync(code, Moment.Moment, cancel);
        if (status.IsRefused || status.Value.Fund.IsUmbrella) return NotFound();
        Status = status.Value;
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        Chart = await charts.OfAsync(connection, Status.Fund, Moment.Moment.AsOf, words, cancel);
        ShowsCommitments = actor.May(Operation.ReadCommitments, Status.Fund);
        (ShowsPledges, ShowsJournal) = (actor.May(Operation.ReadPledges), actor.May(Operation.ReadJournal));
        Waiting = Status.Fund.Current.IsProtected || !ShowsCommitments ? [] : await CommitmentList.WaitingAsync(connection, catalog, code, cancel: cancel);
        Commitments = ShowsCommitments ? await CommitmentList.ReadAsync(connection, catalog, code, onlyOpen: true, cancel: cancel) : [];
        Expected = [.. (await PledgeList.ReadAsync(connection, catalog, reach: actor.Reach(Operation.ReadPledges), cancel: cancel))
            .Where(pledge => pledge.Books.Any(book => book.FundCode == code && !book.Open.IsZero)).OrderBy(pledge => Here(pledge).ExpectedOn ?? DateOnly.MaxValue)];
        Recent = !ShowsJournal ? [] : await JournalList.ReadAsync(connection, catalog, new JournalFilter { Fund = code }, 10, cancel);
        return Page();
    }
}
