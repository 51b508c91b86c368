using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>The form that registers a bank account.</summary>
[Needs(Operation.RecordBank)]
public sealed class AddBankAccountPage(PageLanguage words, CurrentActor actor, LedgerReads reads, AddBankAccount add)
    : FormPage(words, actor, reads)
{
    /// <summary>Fund and cash account of one currency, as one choice.</summary>
    public IReadOnlyList<(string Value, string Text)> Ledgers { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var (code, ledger, number, name, starts) = (Form.Text("code", 20), Form.Choice("ledger", Ledgers.Select(item => item.Value))
            .Split('/'), Form.Text("number", 50), Form.Text("name", 200), Form.Date("starts"));
        var currency = ledger.Length == 3 ? Currency.Of(ledger[2]) : Currency.Eur;
        // An account may begin empty or overdrawn.
        var opening = Form.AnyAmount("opening", currency);
        if (Form.IsFaulty) return Page();
        return Finish(await add.RunAsync(new(code, ledger[0], ledger[1], number, currency, name, starts, opening), Acting.Actor, cancel),
            done => new Status("status.bank_account_added", done.Code, null), _ => "/bank", refusal => refusal switch
        {
            BankCodeIsMalformed or BankCodeIsTaken => "code",
            BankNumberIsMalformed or BankNumberIsTaken => "number",
            BankLedgerAccountIsWrong or BankLedgerAccountIsTaken => "ledger",
            BankOpeningDiffers => "opening",
            DateIsOutOfRange => "starts",
            _ => "name",
        }) ?? Page();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        var catalog = await Reads.CatalogAsync(cancel);
        Ledgers = [.. catalog.Funds.Where(fund => !fund.IsUmbrella)
            .SelectMany(fund => catalog.AccountsOf(fund.Id).Where(account => account is { Role: AccountRole.Cash, Currency: not null })
            .Select(account => ($"{fund.Code}/{account.Code}/{account.Currency!.Code}",
                $"{fund.Code} {account.Code} {account.Name(Words.Code)}")))];
    }
}

/// <summary>The form that saves how a bank's CSV columns are read.</summary>
[Needs(Operation.RecordBank)]
public sealed class AddMappingPage(PageLanguage words, CurrentActor actor, LedgerReads reads, SaveBankMapping save)
    : FormPage(words, actor, reads)
{
    public void OnGet()
    {
        Begin();
        Propose("delimiter", ";");
        Propose("decimal", ",");
        Propose("dates", "yyyy-MM-dd");
        Propose("currency", "EUR");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Accept();
        if (MappingForm.Read(Form) is not { } mapping) return Page();
        return Finish(await save.RunAsync(mapping, Acting.Actor, cancel),
            saved => new Status("status.bank_mapping_saved", saved.Code, null),
            _ => "/bank", refusal => refusal is BankCodeIsMalformed or BankCodeIsTaken ? "code" : "") ?? Page();
    }
}
