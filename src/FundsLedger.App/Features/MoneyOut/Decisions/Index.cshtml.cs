using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Visits;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>The queue of requests with every place explained, and all requests.</summary>
[Needs(Operation.ReadCommitments)]
public sealed class RequestsPage(LedgerReads reads, FundStatuses statuses, CurrentActor actor) : PageModel
{
    /// <summary>A state; all where it is none.</summary>
    [BindProperty(SupportsGet = true)] public string? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")] public int At { get; set; } = 1;

    public static IReadOnlyList<string> States { get; } = ["waiting", "committed", .. ClosedSet<VisitOutcome>.Codes
        .Where(code => code != ClosedSet<VisitOutcome>.Code(VisitOutcome.Reversed))];

    public IReadOnlyList<FundQueue> Queues { get; private set; } = [];

    public IReadOnlyList<RequestStanding> Requests { get; private set; } = [];

    public Pager Pages { get; private set; } = new(null, null);

    public IReadOnlyDictionary<string, RequestStanding> ByCode { get; private set; } = new Dictionary<string, RequestStanding>();

    public DateOnly Today => reads.Today;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var reach = actor.Reach(Operation.ReadCommitments);
        Queues = await RequestList.QueuesAsync(reads, statuses, connection, catalog, reach, cancel);
        var all = await RequestList.ReadAsync(connection, catalog, reach: reach, cancel: cancel);
        ByCode = all.ToDictionary(request => request.Code, StringComparer.Ordinal);
        var shown = States.Contains(State, StringComparer.Ordinal) ? all.FindAll(request => request.State == State) : all;
        At = Math.Max(1, Math.Min(At, 100_000));
        (Pages, Requests) = (Pager.Of(Request, At, shown.Count), Pager.Cut(shown, At));
    }
}
