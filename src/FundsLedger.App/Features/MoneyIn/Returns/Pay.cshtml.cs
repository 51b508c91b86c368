using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Returns;

/// <summary>The form that asks to pay back what is to be returned to one donor from one fund in one currency; another person
/// decides.</summary>
[Needs(Operation.PayBack, Subject = Subject.Donor, By = "donor")]
public sealed class PayBackPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PayBack payBack) : FormPage(words, actor, reads)
{
    public string Donor { get; private set; } = "";

    public Fund Fund { get; private set; } = null!;

    public Currency Currency { get; private set; } = Currency.Eur;

    /// <summary>What waits; null when nothing does.</summary>
    public WaitingReturn? Waiting { get; private set; }

    /// <summary>The fund's bank accounts that hold this currency.</summary>
    public IReadOnlyList<Account> Banks { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync([FromRoute] string donor, [FromRoute] string fund, [FromRoute] string currency,
        CancellationToken cancel)
    {
        if (!await LoadAsync(donor, fund, currency, cancel)) return NotFound();
        Begin();
        Propose("amount", Waiting?.Amount.ToDecimalString());
        Propose("bank", Banks is [var first, ..] ? first.Code : null);
        Propose("date", Links.Iso(Reads.Today));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string donor, [FromRoute] string fund, [FromRoute] string currency,
        CancellationToken cancel)
    {
        if (!await LoadAsync(donor, fund, currency, cancel)) return NotFound();
        Accept();
        var command = new PayBack.Command(Key, donor, Fund.Code, Form.Date("date"), Form.Amount("amount", Currency),
            Form.Choice("bank", Banks.Select(bank => bank.Code)), Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await payBack.AskAsync(command, Acting.Actor, cancel),
            asked => new Status("status.approval_asked", asked.Subject, null), asked => $"/approvals/{asked.Id}", FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        ReturnAmountIsNotPositive or LessWaitsToGoBack or NothingWaitsToGoBack or ReturnIsOverdrawn or AmountIsTooLarge => "amount",
        ReturnBankIsUnknown or ReturnBankTakesOtherCurrency => "bank",
        ReturnTextIsMalformed => "reason",
        ReturnDateIsTooEarly or PeriodIsClosed or BankIsReconciled or DateIsOutOfRange => "date",
        _ => "",
    };

    private async Task<bool> LoadAsync(string donor, string fund, string currency, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        if (!catalog.HasDonor(donor) || catalog.Fund(fund) is not { IsUmbrella: false } found || Currency.Find(currency) is not { } known)
            return false;
        (Donor, Fund, Currency) = (donor, found, known);
        Banks = [.. catalog.AccountsOf(found.Id)
            .Where(account => account.Role == AccountRole.Cash && (account.Currency is null || account.Currency == known))
            .OrderBy(account => account.Currency is null).ThenBy(account => account.Code, StringComparer.Ordinal)];
        Waiting = (await ReturnList.ReadAsync(connection, catalog, donor, fund, currency, Acting.Reach(Operation.PayBack),
            cancel)).FirstOrDefault();
        return true;
    }
}
