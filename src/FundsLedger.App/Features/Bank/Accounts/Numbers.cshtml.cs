using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>The further numbers under which statements of a bank account come, each with its time.</summary>
[Needs(Operation.ReadBank), Needs(Operation.RecordBank, "POST")]
public sealed class BankNumbersPage(PageLanguage words, CurrentActor actor, LedgerReads reads, GiveBankNumber give)
    : FormPage(words, actor, reads)
{
    [BindProperty(SupportsGet = true), FromRoute] public string Code { get; set; } = "";

    public BankAccount Bank { get; private set; } = null!;

    public IReadOnlyList<BankNumber> Numbers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Propose("from", Links.Iso(Bank.StartsOn));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Accept();
        var (number, from, through, reason) = (Form.Text("number", 50), Form.Date("from"), Form.OptionalDate("through"),
            Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await give.RunAsync(new(Code, number, from, through, reason), Acting.Actor, cancel),
            given => new Status("status.bank_number_given", given.Number, null), _ => $"/bank/{Code}/numbers", refusal => refusal switch
            {
                BankNumberReasonIsMalformed => "reason",
                DateIsOutOfRange wrong => wrong.Date == from ? "from" : "through",
                _ => "number",
            }) ?? Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Accept();
        if (Numbers.FirstOrDefault(one => one.Number == Form["taken"]) is not { } known) return LocalRedirect($"/bank/{Code}/numbers");
        return Finish(await give.RunAsync(new(Code, known.Number, known.From, known.Through, known.Reason, IsWithdrawn: true),
            Acting.Actor, cancel),
            given => new Status("status.bank_number_withdrawn", given.Number, null), _ => $"/bank/{Code}/numbers") ?? Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var banks = await BankAccounts.ReadAsync(connection, await Reads.CatalogAsync(connection, cancel), cancel);
        if (banks.Find(bank => bank.Code == Code) is not { } found) return false;
        Bank = found;
        Numbers = (await BankNumbers.ReadAsync(connection, cancel)).FindAll(one => one.Bank == Code);
        return true;
    }
}
