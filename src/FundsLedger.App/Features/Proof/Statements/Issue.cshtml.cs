using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Html;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>Certifies a statement, exactly as it is shown, and asks another person to approve it.</summary>
[Needs(Operation.IssueStatements, Subject = Subject.Donor, By = "donor")]
public sealed class IssuePage(PageLanguage words, CurrentActor actor, LedgerReads reads, DonorStatements statements, IssueStatement issue)
    : FormPage(words, actor, reads)
{
    public DonorStanding Donor { get; private set; } = null!;

    public StatementAsked Asked { get; private set; } = null!;

    /// <summary>What will be certified; null when it is refused.</summary>
    public string? Html { get; private set; }

    public Refusal? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromRoute] string donor, string? fund, string? from, string? to,
        [FromQuery(Name = "in")] string? language, CancellationToken cancel)
    {
        if (!await LoadAsync(donor, fund, from, to, language, cancel)) return NotFound();
        Begin();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string donor, string? fund, string? from, string? to,
        [FromQuery(Name = "in")] string? language, CancellationToken cancel)
    {
        if (!await LoadAsync(donor, fund, from, to, language, cancel)) return NotFound();
        Accept();
        return Finish(await issue.AskAsync(Key, Asked, Acting.Actor, cancel), _ => new Status("status.approval_asked", Asked.Donor, null),
            done => $"/approvals/{Words.No(done.Id)}") ?? Page();
    }

    private async Task<bool> LoadAsync(string code, string? fund, string? from, string? to, string? language, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await DonorList.ReadAsync(connection, code, cancel: cancel) is not [var donor]) return false;
        Donor = donor;
        var funds = (await Reads.CatalogAsync(connection, cancel)).Funds.Where(known => !known.IsUmbrella).ToList();
        if (funds.Count == 0) return false;
        Asked = new StatementAsked(code, string.IsNullOrEmpty(fund) ? funds[0].Code : fund,
            BookDay.Read(from) ?? new DateOnly(Reads.Today.Year, 1, 1), BookDay.Read(to) ?? Reads.Today,
            language is "en" or "fr" ? language : Words.Code);
        var made = await statements.OfAsync(Asked, cancel);
        if (made.IsRefused) Refusal = made.Refusal;
        else Html = await HtmlRenderer.FragmentAsync(made.Value.Document);
        return true;
    }
}
