using System.Text;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Html;
using FundsLedger.Reports.Pdf;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>A donor's statement on the page, as PDF, and the file that proves it.</summary>
[Needs(Operation.ReadStatements, Subject = Subject.Donor, By = "donor")]
public sealed class StatementPage(LedgerReads reads, DonorStatements statements, PageLanguage words) : PageModel
{
    public DonorStanding Donor { get; private set; } = null!;

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public StatementAsked Asked { get; private set; } = null!;

    /// <summary>The statement as a fragment of a page; null when it was refused.</summary>
    public string? Html { get; private set; }

    /// <summary>True when every receipt in it is under a signed head.</summary>
    public bool IsProven { get; private set; }

    public Refusal? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromRoute] string donor, string? fund, string? from, string? to,
        [FromQuery(Name = "in")] string? language, CancellationToken cancel)
    {
        var (code, form) = Path.GetExtension(donor) is ".pdf" or ".json"
            ? (Path.GetFileNameWithoutExtension(donor), Path.GetExtension(donor)) : (donor, "");
        if (!await LoadAsync(code, fund, from, to, language, cancel)) return NotFound();
        var outcome = await statements.OfAsync(Asked, cancel);
        if (outcome.IsRefused)
        {
            Refusal = outcome.Refusal;
            return form.Length == 0 ? Page() : NotFound();
        }
        var statement = outcome.Value;
        switch (form)
        {
            case ".pdf": return File(PdfEngines.Default.ToBytes(statement.Document), "application/pdf", statement.FileName + ".pdf");
            case ".json": return statement.File is null ? NotFound()
                : File(Encoding.UTF8.GetBytes(statement.File.ToText()), "application/json", statement.FileName + ".json");
        }
        IsProven = statement.File is not null;
        Html = await HtmlRenderer.FragmentAsync(statement.Document);
        return Page();
    }

    /// <summary>This statement in another form.</summary>
    public string Href(string form) =>
        Links.To($"/statements/{Asked.Donor}{form}", ("fund", Asked.Fund), ("from", Links.Iso(Asked.From)), ("to", Links.Iso(Asked.To)),
            ("in", Asked.Language));

    private async Task<bool> LoadAsync(string code, string? fund, string? from, string? to, string? language, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        if (await DonorList.ReadAsync(connection, code, cancel: cancel) is not [var donor]) return false;
        Donor = donor;
        Funds = [.. (await reads.CatalogAsync(connection, cancel)).Funds.Where(known => !known.IsUmbrella)];
        Asked = new StatementAsked(code, string.IsNullOrEmpty(fund) ? Funds[0].Code : fund,
            Day(from) ?? new DateOnly(reads.Today.Year, 1, 1), Day(to) ?? reads.Today, language is "en" or "fr" ? language : words.Code);
        return true;
    }

    private static DateOnly? Day(string? text) => BookDay.Read(text);
}
