using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Reports.Export;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyIn.Returns;

/// <summary>What is to be returned to donors, as a page or as CSV with a row for each pledge or agreement it came for.</summary>
[Needs(Operation.ReadReturns)]
public sealed class ReturnsPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    /// <summary><c>all</c> for a file with the names of confidential donors.</summary>
    [BindProperty(SupportsGet = true)] public string? Names { get; set; }

    public IReadOnlyList<WaitingReturn> Waiting { get; private set; } = [];

    /// <summary>What is left of money that came before its agreement, with the code of its fund: if nobody signs, it goes back.</summary>
    public IReadOnlyList<(OpenAdvance Advance, string Fund)> Advances { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        await using var connection = await reads.OpenAsync(cancel);
        var hidden = await ConfidentialDonors.ForFileAsync(connection, Names == "all", actor.Reach(Operation.ReadReturns), cancel);
        using var text = new StringWriter();
        CsvText.WriteRow(text, ["donor", "fund", "currency", "pledge", "agreement", "amount", "eur", "since"]);
        foreach (var one in Waiting.Select(hidden.Of))
            foreach (var part in one.Parts)
                CsvText.WriteRow(text,
                    [one.Donor, one.FundCode, one.Currency.Code, part.Pledge, part.Agreement, part.Amount.ToDecimalString(),
                        Money.Eur(part.Eur).ToDecimalString(), Links.Iso(part.Since)]);
        return this.Csv(text.ToString(), "returns.csv");
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        Waiting = await ReturnList.ReadAsync(connection, catalog, reach: actor.Reach(Operation.ReadReturns), cancel: cancel);
        Advances = [.. (await AdvanceFacts.OpenAsync(connection, actor.Reach(Operation.ReadReturns), cancel))
            .Select(advance => (advance, catalog.FundById(advance.FundId).Code))];
    }
}
