using FundsLedger.App.Api;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Offers;

/// <summary>An offered gift and what was decided.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Fund">Code of the fund it is for; null where that is open.</param>
/// <param name="OfferedOn">Day of the offer.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Amount">As offered.</param>
/// <param name="Description">What is offered, in words.</param>
/// <param name="Source">The letter.</param>
/// <param name="Decision">Accepted, refused or returned; null while nothing is decided.</param>
/// <param name="DecidedOn">Day of the decision.</param>
/// <param name="Reason">Its reason.</param>
/// <param name="Pledge">Code of the pledge it became.</param>
/// <param name="Waits">True while its acceptance waits for an approving officer.</param>
/// <param name="DecidedBy">Who decided, for those who may read the journal.</param>
public sealed record ApiOffer(string Code, string Donor, string? Fund, DateOnly OfferedOn, string Currency, string Amount,
    string Description, string? Source, GiftDecision? Decision, DateOnly? DecidedOn, string? Reason, string? Pledge, bool Waits,
    string? DecidedBy)
{
    internal static ApiOffer Of(OfferStanding offer, bool showsActor) =>
        new(offer.Code, offer.Donor, offer.FundCode, offer.OfferedOn, offer.Amount.Currency.Code, offer.Amount.ToDecimalString(),
            offer.Description, offer.Source, offer.Decision, offer.DecidedOn, offer.Reason, offer.Pledge,
        offer.WaitsOn is not null, showsActor ? offer.DecidedBy : null);
}

/// <summary>A gift to be offered: it becomes a pledge when the Registry accepts it.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Date">Day of the offer.</param>
/// <param name="Amount">In the donor's currency, as decimal text.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Description">What is offered, and on what terms, in 1 to 200 characters.</param>
/// <param name="Rate">EUR for one unit; needed where the currency is not EUR.</param>
/// <param name="Source">The letter.</param>
/// <param name="Fund">The fund it is for; null where that is open.</param>
/// <param name="RateAgain">The rate once more, where it is more than 3 % away from the table's.</param>
public sealed record OfferGiftBody(string Donor, DateOnly Date, string Amount, string Currency, string Description, string? Rate = null,
    string? Source = null, string? Fund = null, string? RateAgain = null) : IApiBody
{
    public static object Example { get; } =
        new OfferGiftBody("IE", new DateOnly(2026, 11, 20), "10000.00", "EUR", "Synthetic offer to the family visits", Fund: "TFFV");
}

/// <summary>A decision on an offer.</summary>
/// <param name="Accepted">True to accept, false to refuse.</param>
/// <param name="Date">Day of the decision.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record DecideGiftBody(bool Accepted, DateOnly Date, string Reason) : IApiBody
{
    public static object Example { get; } = new DecideGiftBody(true, new DateOnly(2026, 11, 23), "Fits the purpose (synthetic)");
}

/// <summary>Asks that money received for an accepted offer be returned.</summary>
/// <param name="Receipt">Code of the receipt.</param>
/// <param name="Date">Day of the return.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record ReturnGiftBody(string Receipt, DateOnly Date, string Reason) : IApiBody
{
    public static object Example { get; } = new ReturnGiftBody("IE-R-2026-1", new DateOnly(2026, 11, 23), "Given by mistake (synthetic)");
}

/// <summary>Offers of gifts.</summary>
public static class OfferEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/offers", OffersAsync).WithName("list_offers").WithTags("Offers").Needs(Operation.ReadOffers);
        api.MapGet("/offers/{code}", OfferAsync).WithName("read_offer").WithTags("Offers").Needs(Operation.ReadOffers, Subject.Offer);
        api.MapPost("/offers", MakeAsync).WithName("offer_gift").WithTags("Offers").Needs(Operation.OfferPledge);
        api.MapPost("/offers/{code}/decisions", DecideAsync).WithName("decide_gift").WithTags("Offers")
            .Needs(Operation.ManageOffers, Subject.Offer);
        api.MapPost("/offers/{code}/returns", ReturnAsync).WithName("return_gift").WithTags("Offers")
            .Needs(Operation.ManageOffers, Subject.Offer);
    }

    /// <summary>Offered gifts, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiOffer>>, ProblemAnswer>> OffersAsync(string? cursor, string? limit, LedgerReads reads,
        CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var offers = await OfferList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel),
            reach: actor.Reach(Operation.ReadOffers), cancel: cancel);
        var shows = actor.May(Operation.ReadJournal);
        var part =
            cursors.Cut("offers", offers.OrderBy(Place, StringComparer.Ordinal), Place, offer => ApiOffer.Of(offer, shows), cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);

        static string Place(OfferStanding offer) => $"{Cursors.Downwards(offer.OfferedOn, 0)}.{offer.Code}";
    }

    /// <summary>One offered gift</summary>
    public static async Task<Results<Ok<ApiOffer>, ProblemAnswer>> OfferAsync(string code, LedgerReads reads, CurrentActor actor,
        CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await OfferList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), code, actor.Reach(Operation.ReadOffers),
            cancel) is [var offer] ? TypedResults.Ok(ApiOffer.Of(offer, actor.May(Operation.ReadJournal))) : ProblemAnswer.NotFound;
    }

    /// <summary>Offer a gift</summary>
    /// <remarks>A State offers its own; the Registry records what it received. It is no pledge before it is accepted.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> MakeAsync(OfferGiftBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, RecordOffer offer,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, body.Currency);
        if (amount.IsRefused) return amount.Refusal.Answer();
        var rate = ApiInput.Rate(body.Rate, amount.Value.Currency);
        if (rate.IsRefused) return rate.Refusal.Answer();
        var again = ApiInput.Rate(body.RateAgain, amount.Value.Currency);
        if (again.IsRefused) return again.Refusal.Answer();
        // A donor out of reach answers as one that does not exist.
        if (!actor.Reach(Operation.OfferPledge).Covers(body.Donor)) return new OfferDonorIsUnknown(body.Donor).Answer();
        var outcome = await offer.RunAsync(
            new RecordOffer.Command(key.Value, body.Donor, body.Date, amount.Value,
                amount.Value.Currency == Currency.Eur ? null : rate.Value, body.Description, body.Source, body.Fund)
            {
                RateAgain = again.Value,
            }, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/offers/{outcome.Value.Code}", outcome.Value.Code, null);
    }

    /// <summary>Accept or refuse an offered gift</summary>
    /// <remarks>Accepted, it becomes a pledge at once; from a donor under review the acceptance waits for an approving officer. The
    /// decision is its own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> DecideAsync(string code, DecideGiftBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DecideOffer decide,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await decide.RunAsync(new DecideOffer.Command(code, body.Accepted, body.Date, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/offers/{code}", outcome.Value.Pledge ?? code, null);
    }

    /// <summary>Ask that money of an accepted gift be returned</summary>
    /// <remarks>It is to be returned when another person has approved; the answer names the request.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ReturnAsync(string code, ReturnGiftBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DecideOffer decide,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await decide.AskToReturnAsync(key.Value, code, body.Receipt, body.Date, body.Reason, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }
}
