using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>The form that values a fund's foreign balances at the rate in force at the end of a month.</summary>
[Needs(Operation.ManageAgreements)]
public sealed class RevaluePage(PageLanguage words, CurrentActor actor, LedgerReads reads, RevalueBalances revalue) : FormPage(words,
    actor, reads)
{
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Propose("month", Reads.Today.AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var fund = Form.Choice("fund", Funds.Select(one => one.Code));
        var read = Domain.Ledger.BookDay.Read(Form["month"] + "-01");
        if (read is null) Form.Note("month", "form.not_a_month");
        if (Form.IsFaulty || read is not { } month) return Page();
        return Finish(await revalue.RunAsync(new(fund, month.Year, month.Month), Acting.Actor, cancel), done => done.EntrySeq is { } seq ? new Status("status.revalued", Words.Text(Money.Eur(done.GainEur)), seq) : new Status("status.nothing_moved", done.Fund, null),
            _ => "/agreements", refusal => refusal is FundIsUnknown ? "fund" : "month") ?? Page();
    }

    private async Task LoadAsync(CancellationToken cancel) => Funds = [.. (await Reads.CatalogAsync(cancel)).Funds.Where(fund => !fund.IsUmbrella)];
}
