using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Reports.Export;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.MoneyIn.Ageing;

/// <summary>What donors promised or owe and have not paid, by age; or as CSV.</summary>
[Needs(Operation.ReadAgeing)]
public sealed class AgeingPage(LedgerReads reads, CurrentActor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Fund { get; set; }
    [BindProperty(SupportsGet = true)] public string? Donor { get; set; }
    [BindProperty(SupportsGet = true, Name = "asOf")] public string? AsOfText { get; set; }

    /// <summary><c>all</c> for a file with the names of confidential donors.</summary>
    [BindProperty(SupportsGet = true)] public string? Names { get; set; }

    public DateOnly AsOf => Domain.Ledger.BookDay.Read(AsOfText) ?? reads.Today;

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public IReadOnlyList<OpenItem> Overdue { get; private set; } = [];

    public IReadOnlyList<AgeingLine> Lines { get; private set; } = [];

    /// <summary>True where the reader sees what is called unlikely to be paid.</summary>
    public bool SeesAllowances { get; private set; }

    public IReadOnlyList<AgeingLine> Of(OpenNature nature) => [.. Lines.Where(line => line.Nature == nature)];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        Funds = catalog.Funds;
        var items = await AgeingList.ItemsAsync(connection, catalog, new Moment(AsOf), string.IsNullOrWhiteSpace(Donor) ? null
            : Donor.Trim(), catalog.Fund(Fund ?? "")?.Code, actor.Reach(Operation.ReadAgeing), cancel);
        SeesAllowances = actor.May(Operation.ReadJournal);
        (Overdue, Lines) = (items.FindAll(item => item.Days > 0), AgeingList.Lines(items, SeesAllowances
            ? await AgeingList.AllowancesAsync(connection, new Moment(AsOf), cancel) : null));
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        await using var connection = await reads.OpenAsync(cancel);
        var hidden = await ConfidentialDonors.ForFileAsync(connection, Names == "all", actor.Reach(Operation.ReadAgeing), cancel);
        using var text = new StringWriter();
        CsvText.WriteRow(text, AgeingTables.AgeingHeadings(SeesAllowances));
        foreach (var line in Lines) CsvText.WriteRow(text, AgeingTables.Row(hidden.Of(line), SeesAllowances));
        return this.Csv(text.ToString(), $"ageing-{Links.Iso(AsOf)}.csv");
    }
}
