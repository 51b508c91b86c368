using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Payments;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Payments: what waits for the reader first, then what waits for others, or all.</summary>
[Needs(Operation.ReadPayments)]
public sealed class PaymentsPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    /// <summary><c>all</c> shows those that are over too.</summary>
    [BindProperty(SupportsGet = true)] public string? Show { get; set; }

    /// <summary>Code of a stage; null for every one.</summary>
    [BindProperty(SupportsGet = true)] public string? State { get; set; }

    public IReadOnlyList<PaymentStanding> Mine { get; private set; } = [];

    public IReadOnlyList<BatchStanding> Batches { get; private set; } = [];

    public IReadOnlyList<PaymentStanding> Payments { get; private set; } = [];

    /// <summary>True where some are approved and in no batch, and the reader may put them together.</summary>
    public bool MayBatch { get; private set; }

    [BindProperty(SupportsGet = true, Name = "p")] public int PageNumber { get; set; } = 1;

    public Pager Pager { get; private set; } = new(null, null);

    public DateTimeOffset Now => reads.Clock.GetUtcNow();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var open = await PaymentList.ReadAsync(connection, catalog, new PaymentFilter { OnlyOpen = true }, cancel);
        Mine = WaitingPayments.For(actor, open);
        Batches = await BatchList.ReadAsync(connection, catalog, onlyOpen: true, cancel: cancel);
        MayBatch = actor.May(Operation.DraftPayments) && open.Exists(payment => payment.Stage == PaymentStage.Approved);
        var rows = Show == "all" ? await PaymentList.ReadAsync(connection, catalog, new PaymentFilter(), cancel) : open;
        rows.Reverse();
        var shown = ClosedSet<PaymentStage>.Find(State) is { } stage ? rows.FindAll(row => row.Stage == stage) : rows;
        var page = Math.Max(1, PageNumber);
        (Payments, Pager) = (Pager.Cut(shown, page), Pager.Of(Request, page, shown.Count));
    }
}
