using System.Globalization;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Rules;

/// <summary>How funds pay, and the form that asks for other rules: first trying them on the last year, then asking.</summary>
[Needs(Operation.ReadPayments), Needs(Operation.CertifyPayments, "POST")]
public sealed class RulesPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ChangePayRules change)
    : FormPage(words, actor, reads)
{
    public IReadOnlyList<(Fund Fund, PayRules Rules)> Rules { get; private set; } = [];

    /// <summary>What the rules typed would have changed; null until they are tried.</summary>
    public PayRulesTrial? Trial { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Rules is not [var first, ..]) return;
        Propose("fund", first.Fund.Code);
        Propose("cooling", first.Rules.CoolingDays.ToString(CultureInfo.InvariantCulture));
        Propose("tolerance", Money.Eur(first.Rules.ToleranceEur).ToDecimalString());
        Propose("signatories", first.Rules.Signatories.ToString(CultureInfo.InvariantCulture));
        Propose("trial", "yes");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var fund = Form.Choice("fund", Rules.Select(one => one.Fund.Code));
        var days = Form.Whole("cooling", 0, PayRules.MostDays);
        var tolerance = Form.AmountOrNothing("tolerance", Currency.Eur);
        var signatories = Form.Choice("signatories", ["1", "2"]);
        var isTrial = Form.Choice("trial", ["yes", "no"]) == "yes";
        var reason = Form.Text("reason", 200);
        if (Form.IsFaulty) return Page();
        var rules = new PayRules(days, tolerance.Minor, signatories == "2" ? 2 : 1);
        if (isTrial)
        {
            await using var connection = await Reads.OpenAsync(cancel);
            var catalog = await Reads.CatalogAsync(connection, cancel);
            if (rules.Fault(catalog, fund) is { } fault)
            {
                Form.Note(fault, FieldOf(fault));
                return Page();
            }
            Trial = await PayRulesTrial.OfAsync(connection, catalog, catalog.Fund(fund)!, rules, Reads.Today, cancel);
            // Seen, it is asked for next.
            Form["trial"] = "no";
            return Page();
        }
        return Finish(await change.AskAsync(new(Key, fund, rules, reason), Acting.Actor, cancel),
            asked => new Status("status.approval_asked", Words.No(asked.Id), null), _ => "/payments/rules", FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        PayRulesAreOutOfRange => "tolerance",
        PayRulesNeedAReason => "reason",
        _ => "fund",
    };

    private async Task LoadAsync(CancellationToken cancel)
    {
        Begin();
        await using var connection = await Reads.OpenAsync(cancel);
        Rules = await PayRules.AllAsync(connection, await Reads.CatalogAsync(connection, cancel), cancel);
    }
}
