using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Office.Home;

/// <summary>One fund: what it has, how that came about, what is expected and what waits.</summary>
[Needs(Operation.ReadFunds, Subject = Subject.Fund)]
public sealed class FundPage(LedgerReads reads, FundStatuses statuses, FundCharts charts, PageLanguage words, CurrentActor actor,
    BooksHere books) : PageModel
{
    public DateOnly Today => reads.Today;

    public Fund Fund { get; private set; } = null!;

    /// <summary>True for the page as of today and known now, with no parameter in the address: the one that is kept.</summary>
    public bool IsUsual => Request.Query.Keys.All(key => key == "lang");

    public FundStatus Status { get; private set; } = null!;

    public MomentQuery Moment { get; private set; } = null!;

    public FundChart Chart { get; private set; } = null!;

    public IReadOnlyList<WaitingRequest> Waiting { get; private set; } = [];

    public IReadOnlyList<CommitmentStanding> Commitments { get; private set; } = [];

    public IReadOnlyList<PledgeStanding> Expected { get; private set; } = [];

    public IReadOnlyList<JournalLine> Recent { get; private set; } = [];

    /// <summary>Whether the reader may see commitments and requests here; the figures above are for everybody who may see the
    /// fund.</summary>
    public bool ShowsCommitments { get; private set; }

    /// <summary>Whether visits are asked for here.</summary>
    public bool TakesRequests => Disclosure.For(Reader.Inside, Fund).TakesVisitRequests;

    /// <summary>Whether the reader may see pledges: all, or only their own.</summary>
    public bool ShowsPledges { get; private set; }

    /// <summary>Whether the reader may see single entries.</summary>
    public bool ShowsJournal { get; private set; }

    /// <summary>What a pledge has open in this fund.</summary>
    public PledgeInBook Here(PledgeStanding pledge) => pledge.Books.First(book => book.FundCode == Status.Fund.Code);

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if ((await books.NowAsync(cancel)).Catalog.Fund(code) is not { IsUmbrella: false } fund) return NotFound();
        (Fund, Moment) = (fund, MomentQuery.Read(Request, reads));
        return Page();
    }

    /// <summary>Reads what the page shows.</summary>
    public async Task<object> LoadAsync()
    {
        var now = await books.NowAsync();
        var (catalog, code) = (now.Catalog, Fund.Code);
        await using var connection = await reads.OpenAsync();
        Status = Moment.Moment == new Moment(now.Today)
            ? await now.OnceAsync($"status {code}",
                async () => (await statuses.OfAsync(code, new Moment(now.Today), CancellationToken.None)).OrThrow())
                    : (await statuses.OfAsync(code, Moment.Moment)).OrThrow();
        Chart = await charts.OfAsync(now, Fund, Moment.Moment.AsOf, words);
        ShowsCommitments = actor.May(Operation.ReadCommitments, Fund);
        (ShowsPledges, ShowsJournal) = (actor.May(Operation.ReadPledges), actor.May(Operation.ReadJournal));
        if (ShowsCommitments && TakesRequests) Waiting = await CommitmentList.WaitingAsync(connection, catalog, code);
        if (ShowsCommitments) Commitments = await CommitmentList.ReadAsync(connection, catalog, code, onlyOpen: true);
        Expected = [.. (await PledgeList.ReadAsync(connection, catalog, reach: actor.Reach(Operation.ReadPledges)))
            .Where(pledge => pledge.Books.Any(book => book.FundCode == code && !book.Open.IsZero))
            .OrderBy(pledge => Here(pledge).ExpectedOn ?? DateOnly.MaxValue)];
        if (ShowsJournal) Recent = await JournalList.ReadAsync(connection, catalog, new JournalFilter { Fund = code }, 10);
        return this;
    }
}
