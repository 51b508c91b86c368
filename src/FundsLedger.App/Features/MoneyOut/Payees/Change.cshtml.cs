using System.Globalization;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>The form that asks for a change of who is paid, or where.</summary>
[Needs(Operation.ManagePayees, Subject = Subject.Payee)]
public sealed class ChangePayeePage(PageLanguage words, CurrentActor actor, LedgerReads reads, ChangePayee change)
    : FormPage(words, actor, reads)
{
    public PayeeVersion Payee { get; private set; } = null!;

    /// <summary>Days before the changed payee can be paid.</summary>
    public int Days { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        foreach (var (field, text) in PayeeForm.Of(Payee.Details!)) Propose(field, text);
        Propose("version", Payee.Version.ToString(CultureInfo.InvariantCulture));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var command = new ChangePayee.Command(Key, code, Form.Whole("version", 1, int.MaxValue), PayeeForm.Read(Form),
            Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        var outcome = await change.AskAsync(command, Acting.Actor, cancel);
        return Finish(outcome, asked => new Status("status.payee_change_asked", asked.Subject, null), _ => $"/payees/{code}",
            PayeeForm.FieldOf) ?? Page();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        if (await PayeeBook.VersionsAsync(connection, catalog, code, cancel) is not [{ Details: not null } newest, ..]) return false;
        Payee = newest;
        Days = (await PayRules.ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)),
            catalog.Fund(newest.FundCode)!.Id, cancel)).CoolingDays;
        return true;
    }
}
