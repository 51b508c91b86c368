using System.Text;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>A donor's statement on the page, as PDF, and the file that proves it.</summary>
[Needs(Operation.ReadStatements, Subject = Subject.Donor, By = "donor")]
public sealed class StatementPage(LedgerReads reads, DonorStatements statements, PageLanguage words) : PageModel
{
    /// <summary>How the address of the file that proves it ends.</summary>
    public const string Proof = ".json";

    /// <summary>How the address of each form ends.</summary>
    public static readonly IReadOnlyDictionary<string, StatementForm> Forms = new Dictionary<string, StatementForm>(
        StringComparer.Ordinal)
    {
        [".pdf"] = StatementForm.Pdf, [".html"] = StatementForm.Html, [".csv"] = StatementForm.Csv, [".xlsx"] = StatementForm.Xlsx,
        [".data.json"] = StatementForm.Json,
    };

    public DonorStanding Donor { get; private set; } = null!;

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public StatementAsked Asked { get; private set; } = null!;

    /// <summary>The statement as a fragment of a page; null when it was refused.</summary>
    public string? Html { get; private set; }

    /// <summary>True when every receipt in it is under a signed head.</summary>
    public bool IsProven { get; private set; }

    public Refusal? Refusal { get; private set; }

    /// <summary>The donor's issued statements, the newest first.</summary>
    public IReadOnlyList<IssuedStatement> Issued { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync([FromRoute] string donor, string? fund, string? from, string? to,
        [FromQuery(Name = "in")] string? language, CancellationToken cancel)
    {
        // A donor's code has no point.
        var point = donor.IndexOf('.', StringComparison.Ordinal);
        var (code, form) = point < 0 ? (donor, "") : (donor[..point], donor[point..]);
        if (form.Length > 0 && form != Proof && !Forms.ContainsKey(form)) return NotFound();
        if (!await LoadAsync(code, fund, from, to, language, cancel)) return NotFound();
        var outcome = await statements.OfAsync(Asked, cancel);
        if (outcome.IsRefused)
        {
            Refusal = outcome.Refusal;
            return form.Length == 0 ? Page() : NotFound();
        }
        var statement = outcome.Value;
        if (form == Proof) return statement.File is null ? NotFound()
            : File(Encoding.UTF8.GetBytes(statement.File.ToText()), "application/json", statement.FileName + Proof);
        if (Forms.TryGetValue(form, out var asFile))
        {
            var output = await statement.InAsync(asFile, code, cancel);
            if (!output.IsRefused) return File(output.Value.Content, output.Value.Type, statement.FileName + output.Value.Ending);
            Refusal = output.Refusal;
            return Page();
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
        var catalog = await reads.CatalogAsync(connection, cancel);
        Funds = [.. catalog.Funds.Where(known => !known.IsUmbrella)];
        Issued = await IssuedStatements.ReadAsync(connection, catalog, code, cancel: cancel);
        Asked = new StatementAsked(code, string.IsNullOrEmpty(fund) ? Funds[0].Code : fund,
            Day(from) ?? new DateOnly(reads.Today.Year, 1, 1), Day(to) ?? reads.Today, language is "en" or "fr" ? language : words.Code);
        return true;
    }

    private static DateOnly? Day(string? text) => BookDay.Read(text);
}
