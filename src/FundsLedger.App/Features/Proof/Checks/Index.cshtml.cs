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
    public bool ShowsCounts => actor.May(Operation.ReadJournal);

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

/// <summary>Remembers the last run of the checks while the server runs.</summary>
public sealed class LastCheck
{
    public CheckReport? Report { get; set; }
}
