using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>What visits are assumed to cost, and the form that enters another assumption.</summary>
[Needs(Operation.ReadCommitments), Needs(Operation.SubmitRequests, "POST")]
public sealed class CostsPage(PageLanguage words, CurrentActor actor, LedgerReads reads, EnterVisitCost enter)
    : FormPage(words, actor, reads)
{
    public IReadOnlyList<VisitCost> Costs { get; private set; } = [];

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("from", Links.Iso(Reads.Today));
        Propose("fund", Funds is [var only] ? only.Code : null);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var item = ClosedSet<VisitCostItem>.Find(Form.Choice("item", ClosedSet<VisitCostItem>.Codes));
        var command = new EnterVisitCost.Command(Form.Choice("fund", Funds.Select(fund => fund.Code)), item ?? default,
            Form.Text("unit", 200), Form.Amount("amount", Currency.Eur), Form.Date("from"), Form.Text("source", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await enter.RunAsync(command, Acting.Actor, cancel), entered => new Status("status.cost_entered",
            Words.No(entered.Id), null), _ => "/requests/costs", refusal => refusal switch
            {
                VisitAmountIsWrong => "amount",
                VisitCostTextIsMalformed => "unit",
                DateIsOutOfRange => "from",
                _ => "",
            }) ?? Page();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        var reach = Acting.Reach(Operation.ReadCommitments);
        Funds = [.. RequestList.PayingForVisits(catalog).Where(reach.Covers)];
        Costs = (await VisitCosts.ReadAsync(connection, catalog, null, cancel)).FindAll(cost =>
            Funds.Any(fund => fund.Code == cost.FundCode));
    }
}
