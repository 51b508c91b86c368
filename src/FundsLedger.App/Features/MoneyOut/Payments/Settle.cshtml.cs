using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>The form that asks for a commitment of a protected fund to be settled: amounts, day and account, and no words.</summary>
[Needs(Operation.SettleRelocations, Subject = Subject.Commitment)]
public sealed class SettlePage(PageLanguage words, CurrentActor actor, LedgerReads reads, SettleRelocation settle)
    : FormPage(words, actor, reads)
{
    public CommitmentStanding Commitment { get; private set; } = null!;

    /// <summary>The expense accounts it may be for: one field each.</summary>
    public IReadOnlyList<Account> Costs { get; private set; } = [];

    public IReadOnlyList<Account> Banks { get; private set; } = [];

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
        var lines = Costs.Select(account => (account.Code, Amount: Form.OptionalAmount(DraftPage.FieldFor(account), Currency.Eur)))
            .Where(line => line.Amount is not null).Select(line => new PaymentLine(line.Code, line.Amount!.Value)).ToList();
        if (lines.Count == 0 && !Form.IsFaulty) Form.Note(DraftPage.FieldFor(Costs[0]), "payment.no_lines");
        var command = new SettleRelocation.Command(Key, code, Form.Date("date"), lines, Form.Choice("bank", Banks.Select(bank
            => bank.Code)),
            Form["final"] == "yes");
        if (Form.IsFaulty) return Page();
        var outcome = await settle.AskAsync(command, Acting.Actor, cancel);
        return Finish(outcome, _ => new Status("status.settlement_asked", code, null), _ => $"/commitments/{code}", FieldOf) ?? Page();
    }

    private string FieldOf(Refusal refusal) => refusal switch
    {
        PaymentExceedsCommitment or AmountIsTooLarge =>
            DraftPage.FieldFor(Costs.FirstOrDefault(account => Form[DraftPage.FieldFor(account)].Length > 0) ?? Costs[0]),
        PaymentBankIsWrong => "bank",
        PaymentDateIsTooEarly or PaymentIsAfterExpiry or PeriodIsClosed or DateIsOutOfRange or DateIsAhead => "date",
        _ => "",
    };

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        if (await CommitmentList.ReadAsync(connection, catalog, code: code, cancel: cancel) is not [var commitment]) return false;
        Commitment = commitment;
        var fund = catalog.Fund(commitment.FundCode)!;
        // Support and charges (5900s) follow the bank, not a decision.
        Costs = [.. catalog.AccountsOf(fund.Id)
            .Where(account => account.Kind == AccountKind.Expense && !account.Code.StartsWith("59", StringComparison.Ordinal))];
        Banks = [.. catalog.AccountsOf(fund.Id).Where(account => account.Role == AccountRole.Cash && account.Currency == Currency.Eur)];
        return true;
    }
}
