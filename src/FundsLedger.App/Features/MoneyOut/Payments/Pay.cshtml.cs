using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>The form that records a payment under a commitment, by cost lines.</summary>
[Needs(Operation.Disburse, Subject = Subject.Commitment)]
public sealed class PayPage(PageLanguage words, CurrentActor actor, LedgerReads reads, Disburse disburse) : FormPage(words, actor, reads)
{
    public CommitmentStanding Commitment { get; private set; } = null!;

    public Fund Fund { get; private set; } = null!;

    /// <summary>The expense accounts it may be for: one field each.</summary>
    public IReadOnlyList<Account> Costs { get; private set; } = [];

    public IReadOnlyList<Account> Banks { get; private set; } = [];

    public static string FieldFor(Account account) => $"cost-{account.Code}";

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        Propose("bank", Banks is [var first, ..] ? first.Code : null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var lines = Costs.Select(account => (account.Code, Amount: Form.OptionalAmount(FieldFor(account), Currency.Eur)))
            .Where(line => line.Amount is not null).Select(line => new PaymentLine(line.Code, line.Amount!.Value)).ToList();
        if (lines.Count == 0 && !Form.IsFaulty) Form.Note(FieldFor(Costs[0]), "payment.no_lines");
        var command = new Disburse.Command(Key, code, Form.Date("date"), lines, Form.Choice("bank", Banks.Select(bank => bank.Code)),
            Form["final"] == "yes", Form.OptionalText("reference", 200));
        if (Form.IsFaulty) return Page();
        var outcome = await disburse.RunAsync(command, Acting.Actor, cancel);
        return Finish(outcome, paid => new Status("status.paid", paid.Payment, paid.Entry.Seq), _ => $"/commitments/{code}", FieldOf)
            ?? Page();
    }

    private string FieldOf(Refusal refusal) => refusal switch
    {
        PaymentExceedsCommitment or CommitmentIsOverdrawn or AvailableIsTooLow or AmountIsTooLarge =>
            FieldFor(Costs.FirstOrDefault(account => Form[FieldFor(account)].Length > 0) ?? Costs[0]),
        PaymentTextIsNotAllowed => "reference",
        PaymentBankIsWrong => "bank",
        PaymentDateIsTooEarly or PeriodIsClosed or DateIsOutOfRange => "date",
        _ => "",
    };

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        if (await CommitmentList.ReadAsync(connection, catalog, code: code, cancel: cancel) is not [var commitment]) return false;
        Commitment = commitment;
        Fund = catalog.Fund(commitment.FundCode)!;
        // Support and charges (5900s) follow the bank, not a decision; a payment under a commitment is for the fund's own costs.
        Costs = [.. catalog.AccountsOf(Fund.Id)
            .Where(account => account.Kind == AccountKind.Expense && !account.Code.StartsWith("59", StringComparison.Ordinal))];
        Banks = [.. catalog.AccountsOf(Fund.Id).Where(account => account.Role == AccountRole.Cash && account.Currency == Currency.Eur)];
        return true;
    }
}
