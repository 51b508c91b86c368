using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Gifts;

/// <summary>One offer, and the form that accepts or refuses it.</summary>
[Needs(Operation.ReadOffers, Subject = Subject.Offer)]
[Needs(Operation.ManageOffers, "POST", Subject = Subject.Offer)]
public sealed class OfferPage(PageLanguage words, CurrentActor actor, LedgerReads reads, DecideGift decide) : FormPage(words, actor, reads)
{
    public OfferStanding Offer { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        return Page();
    }

    public Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel) => DecideAsync(code, isAccepted: true, cancel);

    public Task<IActionResult> OnPostRefuseAsync([FromRoute] string code, CancellationToken cancel) => DecideAsync(code, isAccepted: false, cancel);

    private async Task<IActionResult> DecideAsync(string code, bool isAccepted, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var command = new DecideGift.Command(code, isAccepted, Form.Date("date"), Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await decide.RunAsync(command, Acting.Actor, cancel), done => new Status(done.Approval is null ? "status.offer_decided" : "status.approval_asked", done.Pledge ?? done.Offer, null), _ => $"/offers/{code}",
            refusal => refusal.Code switch { "gift_text_is_malformed" => "reason", "gift_date_is_too_early" or "period_is_closed" or "date_is_out_of_range" => "date", _ => "" }) ?? Page();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        if (Domain.Ledger.LedgerRules.BrokenText(code) is not null) return false;
        await using var connection = await Reads.OpenAsync(cancel);
        if (await OfferList.ReadAsync(connection, await Reads.CatalogAsync(connection, cancel), code, cancel: cancel) is not [var offer]) return false;
        Offer = offer;
        return true;
    }
}
