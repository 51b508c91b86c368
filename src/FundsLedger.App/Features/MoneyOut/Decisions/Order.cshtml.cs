using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Visits;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>The form that says in which order requests are served when money is short.</summary>
[Needs(Operation.ChangeSettings)]
public sealed class OrderPage(PageLanguage words, CurrentActor actor, LedgerReads reads, SetQueueOrder set)
    : FormPage(words, actor, reads)
{
    private static readonly string[] Fields = ["first", "second", "third"];

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    /// <summary>What can count, with its name.</summary>
    public IEnumerable<(string Value, string Text)> Keys => VisitQueue.Standard.Select(key => (ClosedSet<QueueKey>.Code(key),
        Words.Name("queue_key", key)));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("fund", Funds is [var only] ? only.Code : null);
        foreach (var (field, key) in Fields.Zip(VisitQueue.Standard)) Propose(field, ClosedSet<QueueKey>.Code(key));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var command = new SetQueueOrder.Command(Form.Choice("fund", Funds.Select(fund => fund.Code)),
            string.Join(',', Fields.Select(field => Form.Choice(field, ClosedSet<QueueKey>.Codes))), Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await set.RunAsync(command, Acting.Actor, cancel), order => new Status("status.queue_order_set", order.Fund, null),
            _ => "/requests/order", refusal => refusal is QueueOrderIsMalformed ? "third" : "") ?? Page();
    }

    private async Task LoadAsync(CancellationToken cancel) =>
        Funds = [.. RequestList.PayingForVisits(await Reads.CatalogAsync(cancel))];
}
