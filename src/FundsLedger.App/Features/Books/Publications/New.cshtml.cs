using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary>Draws up a publication: years in the address show what would be published and what everybody would learn; the form asks for
/// it.</summary>
[Needs(Operation.ReadPublications), Needs(Operation.DraftPublications, "POST")]
public sealed class NewPublicationPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ClearPublication clear)
    : FormPage(words, actor, reads)
{
    /// <summary>The protected funds within reach.</summary>
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    /// <summary>What would be published; null before years are given, or where they cannot be.</summary>
    public PublicationPlan? Plan { get; private set; }

    /// <summary>May ask for it.</summary>
    public bool MayDraft => Acting.May(Operation.DraftPublications);

    public async Task OnGetAsync([FromQuery(Name = "fund")] string? fund, [FromQuery(Name = "first_year")] string? first,
        [FromQuery(Name = "last_year")] string? last, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("fund", Funds.Any(one => one.Code == fund) ? fund : Funds is [var only, ..] ? only.Code : "");
        if (Year(first) is not { } from || Year(last) is not { } to || Form["fund"].Length == 0) return;
        Propose("first_year", Links.Number(from));
        Propose("last_year", Links.Number(to));
        var preview = await ClearPublication.PreviewAsync(Reads, Form["fund"], from, to, cancel);
        if (preview.IsRefused) Form.Note(preview.Refusal, FieldOf(preview.Refusal));
        else Plan = preview.Value;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var command = new ClearPublication.Command(Key, Form.Choice("fund", Funds.Select(fund => fund.Code)),
            Form.Whole("first_year", 2000, 2999), Form.Whole("last_year", 2000, 2999), Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        var outcome = await clear.AskAsync(command, Acting.Actor, cancel);
        return Finish(outcome, asked => new Status("status.approval_asked", asked.Subject, null),
            asked => $"/approvals/{Links.Number(asked.Id)}", FieldOf) ?? Page();
    }

    private static int? Year(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2999 ? year : null;

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        PublicationFundIsOpen or FundIsUnknown => "fund",
        PublicationLeavesAGap or PublicationYearsAreWrong => "first_year",
        PublicationIsTooEarly or PublicationIsTooShort or PublicationYearIsOpen or PublicationIsNotSafe => "last_year",
        PublicationReasonIsMissing => "reason",
        _ => "",
    };

    private async Task LoadAsync(CancellationToken cancel) =>
        Funds = [.. PublicationOverview.FundsOf((await Reads.CatalogAsync(cancel)).Funds)
            .Where(fund => Acting.May(Operation.ReadPublications, fund))];
}
