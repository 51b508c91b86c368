using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.SignOff;

/// <summary>One request: exactly what will be done, and the form that says yes or no.</summary>
[Needs(Operation.ReadApprovals)]
[Needs(Operation.DecideApprovals, "POST")]
public sealed class DecidePage(PageLanguage words, CurrentActor actor, LedgerReads reads, DecideApproval decide) : FormPage(words, actor, reads)
{
    public ApprovalStanding Asked { get; private set; } = null!;

    /// <summary>The offer to be accepted: the request names it, and the offer says from whom and how much. Null for other requests.</summary>
    public OfferStanding? Offer { get; private set; }

    /// <summary>True when this person may decide: nobody decides on what they asked for.</summary>
    public bool MayDecide => Asked.IsApproved is null && Acting.May(Operation.DecideApprovals) && Asked.AskedById != Acting.Actor.Id && Asked.AskedBy != Acting.Actor.Name;

    public async Task<IActionResult> OnGetAsync([FromRoute] long id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Begin();
        return Page();
    }

    public Task<IActionResult> OnPostAsync([FromRoute] long id, CancellationToken cancel) => DecideAsync(id, isApproved: true, cancel);

    public Task<IActionResult> OnPostRefuseAsync([FromRoute] long id, CancellationToken cancel) => DecideAsync(id, isApproved: false, cancel);

    private async Task<IActionResult> DecideAsync(long id, bool isApproved, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Accept();
        var outcome = await decide.RunAsync(new(id, isApproved, Form["reason"]), Acting.Actor, cancel);
        return Finish(outcome, decided => new Status(decided.IsApproved ? "status.approved" : "status.refused", decided.Subject, decided.EntrySeq), _ => "/approvals", refusal => refusal.Code == "approval_reason_is_missing" ? "reason" : "") ?? Page();
    }

    private async Task<bool> LoadAsync(long id, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await ApprovalList.ReadAsync(connection, id: id, cancel: cancel) is not [var asked]) return false;
        Asked = asked;
        if (asked.Kind == ApprovalKind.AcceptGift) Offer = (await OfferList.ReadAsync(connection, await Reads.CatalogAsync(connection, cancel), asked.Subject, cancel: cancel)).SingleOrDefault();
        return true;
    }
}
