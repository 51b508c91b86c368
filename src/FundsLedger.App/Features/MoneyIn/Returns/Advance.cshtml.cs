using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Returns;

/// <summary>The form that asks to set aside, to go back to its donor, what came before an agreement that nobody signs.</summary>
[Needs(Operation.PayBack)]
public sealed class ReturnAdvancePage(PageLanguage words, CurrentActor actor, LedgerReads reads, ReturnAdvance give)
    : FormPage(words, actor, reads)
{
    public OpenAdvance Advance { get; private set; } = null!;

    /// <summary>Code of the fund that holds it.</summary>
    public string Fund { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync([FromRoute] string receipt, CancellationToken cancel)
    {
        if (!await LoadAsync(receipt, cancel)) return NotFound();
        Begin();
        Propose("amount", Advance.Carried.Amount.ToDecimalString());
        Propose("date", Links.Iso(Reads.Today));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string receipt, CancellationToken cancel)
    {
        if (!await LoadAsync(receipt, cancel)) return NotFound();
        Accept();
        var command = new ReturnAdvance.Command(Key, receipt, Form.Date("date"), Form.Text("reason", 200),
            Form.Amount("amount", Advance.Carried.Amount.Currency));
        if (Form.IsFaulty) return Page();
        return Finish(await give.AskAsync(command, Acting.Actor, cancel), asked => new Status("status.approval_asked", asked.Subject, null),
            asked => $"/approvals/{asked.Id}", FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        ReturnAmountIsNotPositive or AdvanceHasLess or AdvanceCurrencyIsOther or AdvanceIsSettled => "amount",
        ReturnTextIsMalformed => "reason",
        ReturnDateIsTooEarly or PeriodIsClosed or DateIsOutOfRange => "date",
        _ => "",
    };

    private async Task<bool> LoadAsync(string receipt, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await AdvanceFacts.ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), receipt, cancel,
            Acting.Reach(Operation.PayBack)) is not [var advance]) return false;
        (Advance, Fund) = (advance, (await Reads.CatalogAsync(connection, cancel)).FundById(advance.FundId).Code);
        return true;
    }
}
