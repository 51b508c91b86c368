using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Reports.Export;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Books.Accounts;

/// <summary>The trial balance of a fund, on both axes of time, or as CSV.</summary>
[Needs(Operation.ReadAccounts)]
public sealed class TrialBalancePage(LedgerReads reads, TrialBalances balances, PageLanguage words) : PageModel
{
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public TrialBalance Balance { get; private set; } = null!;

    public MomentQuery Moment { get; private set; } = null!;

    /// <summary>The balances of a year earlier, where the closing of the year is left out; else null.</summary>
    public TrialBalance? Earlier { get; private set; }

    [BindProperty(SupportsGet = true)] public string? BeforeClosing { get; set; }

    public async Task<IActionResult> OnGetAsync(string? fund, CancellationToken cancel) => await LoadAsync(fund, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnGetCsvAsync(string? fund, CancellationToken cancel)
    {
        if (!await LoadAsync(fund, cancel)) return NotFound();
        using var text = new StringWriter();
        CsvText.WriteRow(text, ["account", "name", "debit", "credit", "balance"]);
        foreach (var row in Balance.Rows) CsvText.WriteRow(text, [row.Account.Code, words.Name(row.Account), Plain(row.DebitEur), Plain(row.CreditEur), Plain(row.BalanceEur)]);
        return this.Csv(text.ToString(), $"trial-balance-{Balance.Fund.Code}-{Links.Iso(Moment.Moment.AsOf)}.csv");
    }

    private async Task<bool> LoadAsync(string? fund, CancellationToken cancel)
    {
        Funds = (await reads.CatalogAsync(cancel)).Funds;
        Moment = MomentQuery.Read(Request, reads);
        var balance = await balances.OfAsync(string.IsNullOrEmpty(fund) ? Funds[0].Code : fund, Moment.Moment, cancel);
        if (!balance.IsRefused) Balance = balance.Value;
        if (!balance.IsRefused && BeforeClosing == "yes" && await balances.BeforeClosingAsync(Balance.Fund.Code, Moment.Moment,
            cancel) is { IsRefused: false } year)
            (Balance, Earlier) = (year.Value!.Balance, year.Value.Earlier);
        return !balance.IsRefused;
    }

    private static string Plain(long cents) => Money.Eur(cents).ToDecimalString();
}
