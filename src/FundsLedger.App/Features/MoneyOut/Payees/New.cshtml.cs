using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>The form that adds a payee.</summary>
[Needs(Operation.ManagePayees)]
public sealed class NewPayeePage(PageLanguage words, CurrentActor actor, LedgerReads reads, AddPayee add) : FormPage(words, actor, reads)
{
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("fund", Funds is [var only] ? only.Code : null);
        Propose("form", "iban");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var command = new AddPayee.Command(Key, Form.Choice("fund", Funds.Select(fund => fund.Code)), PayeeForm.Read(Form));
        if (Form.IsFaulty) return Page();
        var outcome = await add.RunAsync(command, Acting.Actor, cancel);
        return Finish(outcome, added => new Status("status.payee_added", added.Code, null), added => $"/payees/{added.Code}",
            PayeeForm.FieldOf) ?? Page();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        var catalog = await Reads.CatalogAsync(cancel);
        Funds = [.. catalog.Funds.Where(fund => !fund.IsUmbrella && Acting.May(Operation.ManagePayees, fund))];
    }
}
