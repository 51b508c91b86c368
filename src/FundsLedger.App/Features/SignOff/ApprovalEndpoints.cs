using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.SignOff;

/// <summary>What one person asked for and another decides.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What is done when it is approved.</param>
/// <param name="Subject">Code of what it is about.</param>
/// <param name="Asked">What is done, exactly as it was asked: names and texts.</param>
/// <param name="Reason">Why.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Approved">Null while it waits.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="DecisionReason">Why so.</param>
/// <param name="Entry">The first entry it made.</param>
public sealed record ApiApproval(long Id, ApprovalKind Kind, string Subject, IReadOnlyDictionary<string, string> Asked, string Reason, string AskedBy, DateTimeOffset AskedAt, bool? Approved, string? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason, long? Entry)
{
    internal static ApiApproval Of(ApprovalStanding asked) => new(asked.Id, asked.Kind, asked.Subject, asked.Fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal), asked.Reason, asked.AskedBy, asked.AskedAt, asked.IsApproved, asked.DecidedBy, asked.DecidedAt, asked.DecisionReason, asked.EntrySeq);
}

/// <summary>A decision on a request.</summary>
/// <param name="Approved">True to do it, exactly as it was asked.</param>
/// <param name="Reason">Why; needed for a no.</param>
public sealed record DecideApprovalBody(bool Approved, string Reason = "");

/// <summary>Asks that an entry be reversed.</summary>
/// <param name="Entry">Number of the entry.</param>
/// <param name="Date">Effective date of the reversal.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record AskReversalBody(long Entry, DateOnly Date, string Reason);

/// <summary>What takes two people.</summary>
public static class ApprovalEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/approvals", ApprovalsAsync).WithName("list_approvals").WithTags("Approvals").Needs(Operation.ReadApprovals);
        api.MapGet("/approvals/{id}", ApprovalAsync).WithName("read_approval").WithTags("Approvals").Needs(Operation.ReadApprovals);
        api.MapPost("/approvals/{id}/decisions", DecideAsync).WithName("decide_approval").WithTags("Approvals").Needs(Operation.DecideApprovals);
        api.MapPost("/approvals/reversals", AskReversalAsync).WithName("ask_reversal").WithTags("Approvals").Needs(Operation.AskReversals);
    }

    /// <summary>What waits for another person, oldest first</summary>
    /// <remarks>With what was decided, where show is all.</remarks>
    public static async Task<Results<Ok<ApiList<ApiApproval>>, ProblemAnswer>> ApprovalsAsync(string? show, string? cursor, string? limit, LedgerReads reads, Cursors cursors, CancellationToken cancel)
    {
        if (show is not (null or "open" or "all")) return new ParameterIsMalformed("show", "open or all").Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var part = cursors.Cut("approvals", await ApprovalList.ReadAsync(connection, withDecided: show == "all", cancel: cancel), asked => asked.Id.ToString("D19", CultureInfo.InvariantCulture), ApiApproval.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>One request</summary>
    public static async Task<Results<Ok<ApiApproval>, ProblemAnswer>> ApprovalAsync(long id, LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await ApprovalList.ReadAsync(connection, id: id, cancel: cancel) is [var asked] ? TypedResults.Ok(ApiApproval.Of(asked)) : ProblemAnswer.NotFound;
    }

    /// <summary>Approve or refuse what somebody else asked for</summary>
    /// <remarks>Approved, it is done at once and exactly as asked. Nobody decides on what they asked for. The decision is its own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> DecideAsync(long id, DecideApprovalBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DecideApproval decide, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await decide.RunAsync(new DecideApproval.Command(id, body.Approved, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, Path(id), outcome.Value.Subject, outcome.Value.EntrySeq);
    }

    /// <summary>Ask that an entry be reversed</summary>
    /// <remarks>It is reversed when another person has approved; the answer names the request.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AskReversalAsync(AskReversalBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, ReverseEntry reverse, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await reverse.AskAsync(new ReversalAsked(key.Value, body.Entry, body.Date, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }

    /// <summary>The answer to what waits for another person: where the request is.</summary>
    internal static Created<ApiRecorded> Asked(this HttpContext context, AskedApproval asked) => context.Recorded(asked, Path(asked.Id), asked.Subject, null);

    private static string Path(long id) => string.Create(CultureInfo.InvariantCulture, $"/approvals/{id}");
}
