using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>The form that says that the money on a line belongs to another fund. The funds offered are those in which the reader may
/// record.</summary>
[Needs(Operation.RecordBank)]
public sealed class ElsewherePage(PageLanguage words, CurrentActor actor, LedgerReads reads, ResolveElsewhere resolve) : FormPage(words,
    actor, reads)
{
    private LedgerCatalog _catalog = null!;

    /// <summary>The bank accounts it can go to.</summary>
    public IEnumerable<(string Value, string Text)> Banks(PageLanguage words) => _catalog.Funds
        .Where(fund => !fund.IsUmbrella && Acting.May(Operation.RecordBank, fund))
        .SelectMany(fund => _catalog.AccountsOf(fund.Id).Where(account => account.Role == AccountRole.Cash), (fund, account) =>
            (new AccountInFund(fund.Code, account.Code).ToString(), $"{fund.Code} {account.Code} {words.Name(account)}"));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        _catalog = await Reads.CatalogAsync(cancel);
        Begin();
        Propose("date", Links.Iso(Reads.Today));
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] long line, CancellationToken cancel)
    {
        _catalog = await Reads.CatalogAsync(cancel);
        Accept();
        var to = AccountInFund.Read(Form.Choice("to", Banks(Words).Select(bank => bank.Value)));
        var command = new ResolveElsewhere.Command(line, to?.Fund ?? "", to?.Code ?? "", Form.Text("donor", 20), Form.Date("date"),
            Form.Text("reason", 200),
            Form.OptionalText("pledge", 60), null, ClosedSet<PaymentDifference>.Find(Form["difference"]));
        if (Form.IsFaulty) return Page();
        return Finish(await resolve.RunAsync(command, Acting.Actor, cancel), done => new Status("status.bank_elsewhere", done.Receipt,
            null), _ => "/bank", FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        BankLineIsOfThisFund or ReceiptBankTakesOtherCurrency or ReceiptBankIsUnknown => "to",
        ReceiptDonorIsUnknown => "donor",
        ReceiptPledgeIsUnknown or ReceiptPledgeIsOfAnotherDonor or ReceiptPledgeHasNothingOpen => "pledge",
        BankLineCameLater or DateIsAhead or PeriodIsClosed or BankIsReconciled => "date",
        _ => "",
    };
}
