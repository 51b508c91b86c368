using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.SignOff;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.SignOff;

/// <summary>What waits about a thing, and what was refused: shown on the page of that thing, so that a refusal and its reason are where
/// somebody looks who wonders why nothing was done.</summary>
public sealed class RequestsAbout(LedgerReads reads, CurrentActor actor) : ViewComponent
{
    /// <param name="subject">Code of the thing.</param>
    /// <param name="kinds">What can be asked about it.</param>
    public async Task<IViewComponentResult> InvokeAsync(string subject, ApprovalKind[] kinds)
    {
        if (!actor.May(Operation.ReadApprovals)) return Content("");
        await using var connection = await reads.OpenAsync(HttpContext.RequestAborted);
        var about = await ApprovalList.AboutAsync(connection, subject, kinds, HttpContext.RequestAborted);
        return View("/Features/SignOff/_RequestsAbout.cshtml", (IReadOnlyList<ApprovalStanding>)about.FindAll(asked =>
            asked.Signing.State != SigningState.Done));
    }
}
