using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Offers;

/// <summary>One offer, the form that accepts or refuses it, and the one that asks for its money to be returned.</summary>
[Needs(Operation.ReadOffers, Subject = Subject.Offer)]
[Needs(Operation.ManageOffers, "POST", Subject = Subject.Offer)]
public sealed class OfferPage(PageLanguage words, CurrentActor actor, LedgerReads reads, DecideOffer decide) : FormPage(words, actor, reads)
{
    public OfferStanding Offer { get; private set; } = null!;

    /// <summary>Receipts for an accepted offer that could be returned.</summary>
    public IReadOnlyList<(string Code, DateOnly ReceivedOn, Money Amount)> Returnable { get; private set; } = [];

    /// <summary>What is to be returned to the donor and came for this offer; empty for readers outside the Registry.</summary>
    public IReadOnlyList<WaitingReturn> Returns { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        return Page();
    }

    public Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel) =>
        DecideAsync(code, isAccepted: true, cancel);

    public Task<IActionResult> OnPostRefuseAsync([FromRoute] string code, CancellationToken cancel) =>
        DecideAsync(code, isAccepted: false, cancel);

    public async Task<IActionResult> OnPostReturnAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var (receipt, date, reason) =
            (Form.Choice("receipt", Returnable.Select(one => one.Code)), Form.Date("date"), Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await decide.AskToReturnAsync(Key, code, receipt, date, reason, Acting.Actor, cancel),
            asked => new Status("status.approval_asked", asked.Subject, null), asked => $"/approvals/{asked.Id}",
            refusal => refusal switch { OfferTextIsMalformed => "reason", OfferIsNotReceived => "receipt", OfferDateIsTooEarly => "date",
                _ => "" }) ?? Page();
    }

    private async Task<IActionResult> DecideAsync(string code, bool isAccepted, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var command = new DecideOffer.Command(code, isAccepted, Form.Date("date"), Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await decide.RunAsync(command, Acting.Actor, cancel),
            done => new Status(done.Approval is null ? "status.offer_decided" : "status.approval_asked", done.Pledge ?? done.Offer, null),
            _ => $"/offers/{code}",
            refusal => refusal switch
            {
                OfferTextIsMalformed => "reason",
                OfferDateIsTooEarly or PeriodIsClosed or DateIsOutOfRange => "date",
                _ => "",
            }) ?? Page();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        if (Domain.Ledger.LedgerRules.BrokenText(code) is not null) return false;
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        if (await OfferList.ReadAsync(connection, catalog, code, cancel: cancel) is not [var offer]) return false;
        Offer = offer;
        if (offer.Pledge is not null && Acting.May(Operation.ReadReturns))
            Returns = (await ReturnList.ReadAsync(connection, catalog, offer.Donor, reach: Acting.Reach(Operation.ReadReturns),
                cancel: cancel)).FindAll(one => one.Parts.Any(part => part.Pledge == offer.Pledge));
        if (offer.Pledge is { } pledge && Acting.May(Operation.ManageOffers))
            Returnable = await ReturnedOffers.ReturnableAsync(connection, pledge, cancel);
        return true;
    }
}
