using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>The named checks with their last result, and the button that runs them.</summary>
[Needs(Operation.ReadChecks)]
public sealed class ChecksPage(LedgerCheck check, LastCheck last, CurrentActor actor) : PageModel
{
    /// <summary>The last run since this server started; null before the first.</summary>
    public CheckReport? Report => last.Report;

    /// <summary>How much was looked at and how long it took grow with every fund's records: only for who may read those.</summary>
    public bool ShowsCounts => actor.May(Operation.ReadJournal) && actor.SeesEveryFund;

    /// <summary>What was found names entries and rows of any fund: whoever is kept from one reads only whether a check passed.</summary>
    public bool ShowsFindings => actor.SeesEveryFund;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        last.Report = await check.RunAsync(cancel: cancel);
        new Status(last.Report.IsGood ? "status.checks_good" : "status.checks_bad", "", null).Leave(TempData);
        return LocalRedirect("/checks");
    }
}
