using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>The form that drafts a payment under a commitment, by cost lines; or anew, of a claim whose payment came back.</summary>
[Needs(Operation.DraftPayments)]
public sealed class DraftPage(PageLanguage words, CurrentActor actor, LedgerReads reads, DraftPayment draft) : FormPage(words, actor, reads)
{
    public IReadOnlyList<CommitmentStanding> Commitments { get; private set; } = [];

    public IReadOnlyList<PayeeVersion> Payees { get; private set; } = [];

    /// <summary>The expense accounts it may be for: one field each.</summary>
    public IReadOnlyList<Account> Costs { get; private set; } = [];

    public IReadOnlyList<Account> Banks { get; private set; } = [];

    /// <summary>The payment that came back and is paid anew.</summary>
    public PaymentStanding? Again { get; private set; }

    public static string FieldFor(Account account) => $"cost-{account.Code}";

    public async Task<IActionResult> OnGetAsync(string? commitment, string? claim, CancellationToken cancel)
    {
        if (!await LoadAsync(claim, cancel)) return NotFound();
        Begin();
        Propose("claim", Again?.Row.Claim);
        Propose("commitment", Again?.Row.Commitment ?? commitment);
        Propose("rendered", Links.Iso(Again?.Row.RenderedOn ?? Reads.Today));
        Propose("date", Links.Iso(Reads.Today));
        Propose("bank", Again?.Row.Bank ?? (Banks is [var first, ..] ? first.Code : null));
        foreach (var line in Again?.Lines ?? []) Propose($"cost-{line.Account}", line.Amount.ToDecimalString());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Accept();
        if (!await LoadAsync(Form["claim"], cancel)) return NotFound();
        var lines = Costs.Select(account => (account.Code, Amount: Form.OptionalAmount(FieldFor(account), Currency.Eur)))
            .Where(line => line.Amount is not null).Select(line => new PaymentLine(line.Code, line.Amount!.Value)).ToList();
        if (lines.Count == 0 && !Form.IsFaulty) Form.Note(FieldFor(Costs[0]), "payment.no_lines");
        var command = new DraftPayment.Command(Key, Form.Choice("commitment", Commitments.Select(one => one.Code)),
            Form.Choice("payee", Payees.Select(payee => payee.Code)), lines, Form.Date("rendered"), Form.Date("date"),
            Form.Choice("bank", Banks.Select(bank => bank.Code)), Form.OptionalText("text", PaymentText.Longest) ?? "",
            Form["final"] == "yes") { Claim = Again?.Row.Claim, Source = PaymentSource.Page };
        if (Form.IsFaulty) return Page();
        var outcome = await draft.RunAsync(command, Acting.Actor, cancel);
        return Finish(outcome, drafted => new Status("status.payment_drafted", drafted.Code, null), drafted => $"/payments/{drafted.Code}",
            FieldOf) ?? Page();
    }

    private string FieldOf(Refusal refusal) => refusal switch
    {
        PaymentExceedsCommitment or AmountIsTooLarge or PaymentDiffersFromClaim =>
            FieldFor(Costs.FirstOrDefault(account => Form[FieldFor(account)].Length > 0) ?? Costs[0]),
        PaymentTextIsMalformed => "text",
        PaymentBankIsWrong => "bank",
        PaymentDateIsTooEarly or PaymentIsAfterExpiry => "rendered",
        PaymentIsBeforeService or PayeeCoolsOff => "date",
        PayeeIsErased or PayeeIsUnknown => "payee",
        _ => "",
    };

    private async Task<bool> LoadAsync(string? claim, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        if (!string.IsNullOrEmpty(claim))
        {
            Again = (await PaymentList.ReadAsync(connection, catalog, new PaymentFilter { Claim = claim }, cancel)).Find(one
                => one.IsNewest);
            if (Again is null) return false;
        }
        var funds = catalog.Funds.Where(fund => !fund.IsUmbrella && Acting.May(Operation.DraftPayments, fund)).ToList();
        Commitments = [.. (await CommitmentList.ReadAsync(connection, catalog, cancel: cancel)).Where(one => funds.Exists(fund =>
            fund.Code == one.FundCode) && (one.OpenEur > 0 || one.Code == Again?.Row.Commitment))];
        Payees = [.. (await PayeeBook.NewestAsync(connection, catalog, cancel)).Where(payee => payee.Details is not null
            && funds.Exists(fund => fund.Code == payee.FundCode)).OrderBy(payee => payee.Name, StringComparer.OrdinalIgnoreCase)];
        // Support and charges (5900s) follow the bank, not a decision; a payment under a commitment is for the fund's own costs.
        Costs = [.. funds.SelectMany(fund => catalog.AccountsOf(fund.Id)).Where(account => account.Kind == AccountKind.Expense
            && !account.Code.StartsWith("59", StringComparison.Ordinal)).DistinctBy(account => account.Code)];
        Banks = [.. funds.SelectMany(fund => catalog.AccountsOf(fund.Id)).Where(account => account.Role == AccountRole.Cash
            && account.Currency == Currency.Eur).DistinctBy(account => account.Code)];
        return Costs.Count > 0;
    }
}
