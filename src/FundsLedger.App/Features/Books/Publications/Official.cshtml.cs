using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Publication;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary>The form that asks for a figure of the Court's own accounts to be entered.</summary>
[Needs(Operation.DraftPublications)]
public sealed class OfficialFigurePage(PageLanguage words, CurrentActor actor, LedgerReads reads, EnterOfficialFigure enter)
    : FormPage(words, actor, reads)
{
    /// <summary>The protected funds within reach.</summary>
    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task OnGetAsync([FromQuery(Name = "fund")] string? fund, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("fund", Funds.Any(one => one.Code == fund) ? fund : Funds is [var only, ..] ? only.Code : "");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var command = new EnterOfficialFigure.Command(Key, Form.Choice("fund", Funds.Select(fund => fund.Code)),
            Form.Whole("year", 2000, 2999), ClosedSet<OfficialLine>.Find(Form.Choice("line", ClosedSet<OfficialLine>.Codes))
                ?? OfficialLine.Spent, Form.AnyAmount("amount", Currency.Eur),
            Money.Read(Form.Choice("unit", EnterOfficialFigure.Units.Select(Text)), Currency.Eur).Value ?? Money.Eur(0),
            Form.Text("document", 200), Form.Date("date"), Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        var outcome = await enter.AskAsync(command, Acting.Actor, cancel);
        return Finish(outcome, asked => new Status("status.approval_asked", asked.Subject, null),
            asked => $"/approvals/{Links.Number(asked.Id)}", refusal => refusal is OfficialFigureIsAhead ? "date" : "") ?? Page();
    }

    /// <summary>A unit as its option bears it.</summary>
    public static string Text(long cents) => Money.Eur(cents).ToDecimalString();

    private async Task LoadAsync(CancellationToken cancel) =>
        Funds = [.. PublicationOverview.FundsOf((await Reads.CatalogAsync(cancel)).Funds)
            .Where(fund => Acting.May(Operation.DraftPublications, fund))];
}
