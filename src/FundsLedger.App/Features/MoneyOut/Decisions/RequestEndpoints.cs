using FundsLedger.App.Api;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Visits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>What is found and decided on requests, the queue, and what visits are assumed to cost.</summary>
public static class RequestEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/requests/queue", QueueAsync).WithName("read_queue").WithTags("Requests").Needs(Operation.ReadCommitments);
        api.MapPost("/requests/order", OrderAsync).WithName("set_queue_order").WithTags("Requests").Needs(Operation.ChangeSettings);
        api.MapGet("/requests/costs", CostsAsync).WithName("list_visit_costs").WithTags("Requests").Needs(Operation.ReadCommitments);
        api.MapPost("/requests/costs", EnterCostAsync).WithName("enter_visit_cost").WithTags("Requests").Needs(Operation.SubmitRequests);
        api.MapGet("/requests/{code}", RequestAsync).WithName("read_request").WithTags("Requests")
            .Needs(Operation.ReadCommitments, Subject.Request);
        api.MapPost("/requests/{code}/findings", FindAsync).WithName("record_finding").WithTags("Requests")
            .Needs(Operation.DecideRequests, Subject.Request);
        api.MapPost("/requests/{code}/decisions", DecideAsync).WithName("decide_request").WithTags("Requests")
            .Needs(Operation.DecideRequests, Subject.Request);
        api.MapPost("/requests/{code}/contributions", ContributeAsync).WithName("order_contribution").WithTags("Requests")
            .Needs(Operation.DecideRequests, Subject.Request);
    }

    /// <summary>The queue: every request that waits, with its place and the reason</summary>
    /// <remarks>Who can be served now, and of the others what they need and what is left.</remarks>
    public static async Task<Results<Ok<ApiList<ApiQueuePlace>>, ProblemAnswer>> QueueAsync(string? fund, string? cursor, string? limit,
        LedgerReads reads, FundStatuses statuses, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        var where = ApiInput.Text("fund", fund);
        if (where.IsRefused) return where.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var queues = await RequestList.QueuesAsync(reads, statuses, connection, catalog, actor.Reach(Operation.ReadCommitments), cancel);
        var places = queues.Where(queue => where.Value is null || queue.Fund.Code == where.Value)
            .SelectMany(queue => queue.Places.Select(place => ApiQueuePlace.Of(queue, place)));
        var part = cursors.Cut("queue", places.OrderBy(Place, StringComparer.Ordinal), Place, place => place, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);

        static string Place(ApiQueuePlace place) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{place.Fund}.{place.Place:000000}");
    }

    /// <summary>Say in which order requests are served when money is short</summary>
    /// <remarks>The order is its own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> OrderAsync(SetQueueOrderBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SetQueueOrder set,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await set.RunAsync(new(body.Fund, VisitQueue.Text(body.Keys), body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, "/requests/queue", outcome.Value.Fund, null);
    }

    /// <summary>What visits are assumed to cost</summary>
    public static async Task<Results<Ok<ApiList<ApiVisitCost>>, ProblemAnswer>> CostsAsync(string? cursor, string? limit,
        LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var reach = actor.Reach(Operation.ReadCommitments);
        var costs = (await VisitCosts.ReadAsync(connection, catalog, null, cancel)).Where(cost =>
            reach.Covers(catalog.Fund(cost.FundCode)!));
        var part = cursors.Cut("visit_costs", costs.OrderBy(Place, StringComparer.Ordinal), Place, ApiVisitCost.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);

        static string Place(VisitCost cost) => cost.Id.ToString("0000000000", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Enter what one unit costs</summary>
    /// <remarks>The same a second time is the same assumption; it is never changed, and a newer one stands beside it.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> EnterCostAsync(EnterCostBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, EnterVisitCost enter,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, "EUR");
        if (amount.IsRefused) return amount.Refusal.Answer();
        var outcome = await enter.RunAsync(new(body.Fund, body.Item, body.Unit, amount.Value, body.From, body.Source), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, "/requests/costs",
            outcome.Value.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), null);
    }

    /// <summary>One request, with what was found and decided on it</summary>
    public static async Task<Results<Ok<ApiRequestWhole>, ProblemAnswer>> RequestAsync(string code, LedgerReads reads, CurrentActor actor,
        CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await RequestList.ReadAsync(connection, catalog, code: code, reach: actor.Reach(Operation.ReadCommitments), cancel: cancel)
            is not [var asked]) return ProblemAnswer.NotFound;
        return TypedResults.Ok(new ApiRequestWhole(asked.Code, asked.FundCode, asked.State, asked.DetaineeCode, asked.Visitors,
            asked.Relations, asked.WindowFrom, asked.WindowTo, "EUR", asked.AskedEur.Text(), asked.GrantedEur.Text(), asked.ReceivedOn,
            asked.Commitment, [.. (await RequestList.CostsAsync(connection, code, cancel)).Select(ApiRequestLine.Of)],
            [.. (await RequestList.FindingsAsync(connection, code, cancel)).Select(ApiFinding.Of)],
            [.. (await RequestList.DecisionsAsync(connection, code, cancel)).Select(ApiDecision.Of)],
            [.. (await RequestList.OrdersAsync(connection, code, cancel)).Select(ApiContribution.Of)]));
    }

    /// <summary>Record what was found of a person of a request</summary>
    /// <remarks>A version of its own; the same a second time is the same version. An indigence for which money was paid is reversed by two
    /// people: order a contribution.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> FindAsync(string code, RecordFindingBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, RecordFinding record,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await record.RunAsync(new(code, body.Visitor, body.Holds, body.Date, body.LegalReference, body.Reason), actor.Actor,
            cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/requests/{code}", code, null);
    }

    /// <summary>Propose a decision on a request, or a review of one</summary>
    /// <remarks>Done when another person has approved exactly this; what is granted is set aside then, and what the Presidency sets aside
    /// is set free.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> DecideAsync(string code, DecideRequestBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DecideRequest decide,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = body.Amount is { } text ? ApiInput.Amount("amount", text, "EUR") : Money.Eur(0);
        if (amount.IsRefused) return amount.Refusal.Answer();
        var outcome = await decide.AskAsync(new(key.Value, code, body.Outcome, amount.Value, body.Date, body.ExpiresOn,
            body.LegalReference, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/requests/{code}", code, null);
    }

    /// <summary>Propose to reverse the finding of indigence, with an order of contribution</summary>
    /// <remarks>Done when another person has approved exactly this: what was paid is recovered in monthly instalments.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ContributeAsync(string code, OrderContributionBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, ReverseIndigence reverse,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, "EUR");
        if (amount.IsRefused) return amount.Refusal.Answer();
        var outcome = await reverse.AskAsync(new(key.Value, code, amount.Value, body.Date, body.Instalments, body.FirstDueOn,
            body.LegalReference, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/requests/{code}", code, null);
    }
}
