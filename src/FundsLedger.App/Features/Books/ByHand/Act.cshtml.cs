using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.ByHand;

/// <summary>The form of one act.</summary>
[Needs(Operation.RecordBank)]
public sealed class ByHandActPage(PageLanguage words, CurrentActor actor, LedgerReads reads, RecordByHand record) : FormPage(words, actor,
    reads)
{
    private LedgerCatalog _catalog = null!;

    public HandAct Act { get; private set; }

    public HandFields Fields => HandFields.Of(Act);

    /// <summary>The accounts that fit, of the funds in which the reader may record.</summary>
    public IEnumerable<(string Value, string Text)> Options(HandAccount needed, PageLanguage words) =>
        Fitting(needed).Select(fit => (new AccountInFund(fit.Fund.Code, fit.Account.Code).ToString(),
            $"{fit.Fund.Code} {fit.Account.Code} {words.Name(fit.Account)}"));

    public async Task<IActionResult> OnGetAsync([FromRoute] string act, CancellationToken cancel)
    {
        if (!await LoadAsync(act, cancel)) return NotFound();
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string act, CancellationToken cancel)
    {
        if (!await LoadAsync(act, cancel)) return NotFound();
        Accept();
        var (from, to) = (Account("from", Fields.From), Account("to", Fields.To));
        var command = new RecordByHand.Command(Key, Act, Form.Date("date"), Form.Amount("amount", CurrencyOf(from ?? to)),
            Form.Text("note", 200), from, to,
            Fields.Received ? Form.Amount("received", CurrencyOf(to)) : null, Fields.Agreement ? Form.Text("agreement", 60) : null,
                Fields.Agreement ? Form.OptionalShare("per_cent") : null,
            Fields.Item ? Form.Text("item", 60) : null, Fields.Commitment ? Form.OptionalText("commitment", 60) : null,
                Form.OptionalText("reference", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await record.RunAsync(command, Acting.Actor, cancel), done => new Status("status.by_hand", Words.Name("hand_act",
            Act), null), done => $"/journal/{done.Entries[0]}", FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        HandAmountIsNotPositive or HandBankHoldsLess or HandRateIsMissing or AvailableIsTooLow or AmountIsTooLarge => "amount",
        HandAccountsAreAlike or HandFundsAreAlike => "to",
        HandAgreementIsUnknown => "agreement",
        HandShareIsOutOfRange or HandShareIsMissing or HandShareIsOther => "per_cent",
        HandCommitmentHoldsLess => "commitment",
        HandNothingToRecover or HandNothingDecided => "item",
        DateIsAhead or PeriodIsClosed or BankIsReconciled or DateIsOutOfRange => "date",
        _ => "",
    };

    private AccountInFund? Account(string field, HandAccount? needed) => needed is not { } what ? null
        : AccountInFund.Read(Form.Choice(field, Options(what, Words).Select(option => option.Value)));

    private Currency CurrencyOf(AccountInFund? account) =>
        account is null ? Currency.Eur : _catalog.Account(_catalog.Fund(account.Fund)!.Id, account.Code)?.Currency ?? Currency.Eur;

    private IEnumerable<(Fund Fund, Account Account)> Fitting(HandAccount needed) => _catalog.Funds.Where(fund => !fund.IsUmbrella
        && Acting.May(Operation.RecordBank, fund))
        .SelectMany(fund => _catalog.AccountsOf(fund.Id).Where(account => needed.Takes(account)), (fund, account) => (fund, account));

    private async Task<bool> LoadAsync(string act, CancellationToken cancel)
    {
        if (ClosedSet<HandAct>.Find(act) is not { } known) return false;
        (Act, _catalog) = (known, await Reads.CatalogAsync(cancel));
        return true;
    }
}
