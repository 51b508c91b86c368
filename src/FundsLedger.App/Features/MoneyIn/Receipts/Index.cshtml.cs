using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Reports.Export;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>Money that arrived, newest first, or as CSV.</summary>
[Needs(Operation.ReadReceipts)]
public sealed class ReceiptsPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    private const int MostInCsv = 100_000;

    [BindProperty(SupportsGet = true)] public string? Fund { get; set; }
    [BindProperty(SupportsGet = true, Name = "p")] public string? PageText { get; set; }
    [BindProperty(SupportsGet = true)] public string? Donor { get; set; }

    /// <summary><c>all</c> for a file with the names of confidential donors.</summary>
    [BindProperty(SupportsGet = true)] public string? Names { get; set; }

    /// <summary>The page shown, from 1.</summary>
    public int Number =>
        int.TryParse(PageText, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 100_000 ? number
            : 1;

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public IReadOnlyList<ReceivedMoney> Receipts { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(Number * Pager.Length + 1, cancel);

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancel)
    {
        await LoadAsync(MostInCsv, cancel);
        await using var connection = await reads.OpenAsync(cancel);
        var hidden = await ConfidentialDonors.ForFileAsync(connection, Names == "all", actor.Reach(Operation.ReadReceipts), cancel);
        using var text = new StringWriter();
        CsvText.WriteRow(text,
            ["code", "received_on", "fund", "donor", "pledge", "currency", "amount", "rate", "rate_date", "rate_source", "eur", "reference",
                .. actor.May(Operation.ReadJournal) ? ["entry"] : Array.Empty<string>(), "reversed"]);
        foreach (var receipt in Receipts.Select(hidden.Of))
            CsvText.WriteRow(text,
                [receipt.Code, Links.Iso(receipt.ReceivedOn), receipt.FundCode, receipt.Donor, receipt.Pledge, receipt.Amount.Currency.Code,
                    receipt.Amount.ToDecimalString(), receipt.Rate.ToDecimalString(), Links.Iso(receipt.RateDate), receipt.RateSource,
                Money.Eur(receipt.Eur).ToDecimalString(), receipt.Reference,
                .. actor.May(Operation.ReadJournal) ? [receipt.EntrySeq.ToString(System.Globalization.CultureInfo.InvariantCulture)]
                : Array.Empty<string>(), receipt.IsReversed ? "yes" : "no"]);
        return this.Csv(text.ToString(), "receipts.csv");
    }

    private async Task LoadAsync(int most, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        Funds = [.. catalog.Funds.Where(fund => !fund.IsUmbrella)];
        Receipts = await ReceiptList.ReadAsync(connection, catalog, string.IsNullOrWhiteSpace(Donor) ? null : Donor.Trim(),
            fund: catalog.Fund(Fund ?? "")?.Code, most: most, reach: actor.Reach(Operation.ReadReceipts), cancel: cancel);
    }
}
