using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>The named checks with their last result, and the button that runs them.</summary>
[Needs(Operation.ReadChecks)]
public sealed class ChecksPage(LedgerCheck check, LastCheck last) : PageModel
{
    /// <summary>The last run since this server started; null before the first.</summary>
    public CheckReport? Report => last.Report;

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
