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

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        Moment = MomentQuery.Read(Request, reads);
        await using var connection = await reads.OpenAsync(cancel);
        var now = await reads.NowAsync(connection, cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (catalog.Fund(code) is not { IsUmbrella: false }) return NotFound();
        // As of today and known now is what everybody asks; anything else is reckoned when it is asked for.
        Status = Moment.Moment == new Moment(now.Today) ? await now.OnceAsync($"status {code}", async () => (await statuses.OfAsync(code, new Moment(now.Today), CancellationToken.None)).OrThrow()) : (await statuses.OfAsync(code, Moment.Moment, cancel)).OrThrow();
        Chart = await charts.OfAsync(connection, Status.Fund, Moment.Moment.AsOf, words, cancel);
        ShowsCommitments = actor.May(Operation.ReadCommitments, Status.Fund);
        (ShowsPledges, ShowsJournal) = (actor.May(Operation.ReadPledges), actor.May(Operation.ReadJournal));
        Waiting = Status.Fund.Current.IsProtected || !ShowsCommitments ? [] : await now.OnceAsync($"waiting {code}", () => CommitmentList.WaitingAsync(connection, catalog, code));
        Commitments = ShowsCommitments ? await now.OnceAsync($"commitments {code}", () => CommitmentList.ReadAsync(connection, catalog, code, onlyOpen: true)) : [];
        var pledges = actor.Reach(Operation.ReadPledges);
        Expected = [.. (await now.OnceAsync($"pledges {pledges.Key}", () => PledgeList.ReadAsync(connection, catalog, reach: pledges)))
            .Where(pledge => pledge.Books.Any(book => book.FundCode == code && !book.Open.IsZero)).OrderBy(pledge => Here(pledge).ExpectedOn ?? DateOnly.MaxValue)];
        Recent = !ShowsJournal ? [] : await now.OnceAsync($"recent {code}", () => JournalList.ReadAsync(connection, catalog, new JournalFilter { Fund = code }, 10));
        return Page();
    }
}
