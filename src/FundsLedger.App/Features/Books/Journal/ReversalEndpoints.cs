using FundsLedger.App.Api;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>Asks that an entry be reversed.</summary>
/// <param name="Entry">Number of the entry.</param>
/// <param name="Date">Effective date of the reversal.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record AskReversalBody(long Entry, DateOnly Date, string Reason) : IApiBody
{
    public static object Example { get; } = new AskReversalBody(12, new DateOnly(2026, 11, 23), "Announced twice (synthetic)");
}

/// <summary>Reversals that take two people.</summary>
public static class ReversalEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/approvals/reversals", AskReversalAsync).WithName("ask_reversal").WithTags("Approvals").Needs(Operation.AskReversals);

    /// <summary>Ask that an entry be reversed</summary>
    /// <remarks>It is reversed when another person has approved; the answer names the request.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AskReversalAsync(AskReversalBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, LedgerReads reads, CurrentActor actor,
        ReverseEntry reverse, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await reverse.AskAsync(
            new ReversalAsked(key.Value, await reads.NumberInJournalAsync(body.Entry, cancel), body.Date, body.Reason), actor.Actor,
            cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }
}
