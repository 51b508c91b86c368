using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Accounts;

/// <summary>The form that adds an account.</summary>
[Needs(Operation.ManageAccounts)]
public sealed class AddPage(PageLanguage words, CurrentActor actor, LedgerReads reads, AddAccount add) : FormPage(words, actor, reads)
{
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task OnGetAsync(string? fund, CancellationToken cancel)
    {
        Funds = (await Reads.CatalogAsync(cancel)).Funds;
        Begin();
        Propose("fund", fund);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Funds = (await Reads.CatalogAsync(cancel)).Funds;
        Accept();
        var kind = ClosedSet<AccountKind>.Find(Form.Choice("kind", ClosedSet<AccountKind>.Codes));
        var role = ClosedSet<AccountRole>.Find(Form.Choice("role", ClosedSet<AccountRole>.Codes));
        var currency = Form.OptionalText("currency", 3)?.ToUpperInvariant();
        var command = new AddAccount.Command(Form.Choice("fund", [.. Funds.Select(each => each.Code)]), Form.Text("code", 8),
            Form.Text("name_en", 200), Form.Text("name_fr", 200), kind ?? default, role ?? default, currency);
        if (Form.IsFaulty) return Page();
        var outcome = await add.RunAsync(command, Acting.Actor, cancel);
        return Finish(outcome, account => new Status("status.account_added", account.Code, null),
            account => $"/accounts/{account.Fund}/{account.Code}",
            refusal => refusal switch
            {
                AccountCodeIsTaken or AccountCodeIsMalformed => "code", AccountNameIsMalformed => "name_en",
                AccountCurrencyIsUnknown => "currency", AccountRoleDoesNotFit => "role", _ => "",
            }) ?? Page();
    }
}
