using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Funds;
using FundsLedger.Reports.Documents;
using FundsLedger.Reports.Html;
using FundsLedger.Reports.Pdf;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Outlook.Briefings;

/// <summary>The briefing on the page and as a file.</summary>
[Needs(Operation.ReadBriefing)]
public sealed class BriefingPage(LedgerReads reads, Briefings briefings, PageLanguage words, CurrentActor actor) : PageModel
{
    /// <summary>The briefing as a fragment of a page.</summary>
    public string Html { get; private set; } = "";

    public async Task OnGetAsync(CancellationToken cancel) => Html = await HtmlRenderer.FragmentAsync(await DocumentAsync(cancel));

    public async Task<IActionResult> OnGetPdfAsync(CancellationToken cancel)
    {
        var document = await DocumentAsync(cancel);
        return File(PdfEngines.Default.ToBytes(document), "application/pdf", $"{document.Reference}-{words.Code}.pdf");
    }

    private async Task<Document> DocumentAsync(CancellationToken cancel) =>
        await briefings.OfAsync((await reads.CatalogAsync(cancel)).Funds.Where(fund => actor.May(Operation.ReadBriefing, fund)), words,
            cancel);
}
