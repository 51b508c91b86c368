using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Reports.Export;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>All pledges and what has become of them, or as CSV.</summary>
[Needs(Operation.ReadPledges)]
public sealed class PledgesPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Fund { get; set; }
    [BindProperty(SupportsGet = true, Name = "p")] public string? PageText { get; set; }
    [BindProperty(SupportsGet = true)] public string? Stage { get; set; }
    [BindProperty(SupportsGet = true)] public string? Donor { get; set; }

    /// <summary><c>all</c> for a file with the names of confidential donors.</summary>
    [BindProperty(SupportsGet = true)] public string? Names { get; set; }

    public DateOnly Today => reads.Today;

    /// <summary>The page shown, from 1.</summary>
    public int Number =>
        int.TryParse(PageText, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 100_000 ? number
            : 1;

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public IReadOnlyList<PledgeStanding> Pledges { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        Funds = catalog.Funds;
        Pledges = await PledgeList.FilteredAsync(connection, catalog, string.IsNullOrWhiteSpace(Donor) ? null : Donor.Trim(), Fund,
            ClosedSet<PledgeStage>.Find(Stage), actor.Reach(Operation.ReadPledges), cancel);
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        await using var connection = await reads.OpenAsync(cancel);
        var hidden = await ConfidentialDonors.ForFileAsync(connection, Names == "all", actor.Reach(Operation.ReadPledges), cancel);
        using var text = new StringWriter();
        CsvText.WriteRow(text, AgeingTables.PledgeHeadings);
        foreach (var pledge in Pledges) CsvText.WriteRow(text, AgeingTables.Row(hidden.Of(pledge)));
        return this.Csv(text.ToString(), $"pledges-{Links.Iso(Today)}.csv");
    }
}
