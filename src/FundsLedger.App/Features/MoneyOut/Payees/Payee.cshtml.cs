using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Payments;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>One payee: who and where, what the bank said, and its versions.</summary>
[Needs(Operation.ReadPayments, Subject = Subject.Payee)]
[Needs(Operation.ManagePayees, "POST", Subject = Subject.Payee)]
public sealed class PayeePage(PageLanguage words, CurrentActor actor, LedgerReads reads, VerifyPayee verify, ErasePayee erase)
    : FormPage(words, actor, reads)
{
    /// <summary>The newest first.</summary>
    public IReadOnlyList<PayeeVersion> Versions { get; private set; } = [];

    public PayeeVersion Payee => Versions[0];

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var result = ClosedSet<PayeeVerification>.Find(Form.Choice("result", ClosedSet<PayeeVerification>.Codes));
        var (date, name) = (Form.Date("date"), Form.OptionalText("bank_name", PayeeDetails.LongestName));
        if (Form.IsFaulty) return Page();
        var outcome = await verify.RunAsync(new(code, result!.Value, date, name), Acting.Actor, cancel);
        return Finish(outcome, _ => new Status("status.payee_verified", code, null), _ => $"/payees/{code}", refusal =>
            refusal is PayeeCheckIsMalformed ? "bank_name" : "date") ?? Page();
    }

    public async Task<IActionResult> OnPostEraseAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var outcome = await erase.RunAsync(new(code), Acting.Actor, cancel);
        return Finish(outcome, _ => new Status("status.payee_erased", code, null), _ => "/payees") ?? Page();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        Versions = await PayeeBook.VersionsAsync(connection, await Reads.CatalogAsync(connection, cancel), code, cancel);
        return Versions.Count > 0;
    }
}
