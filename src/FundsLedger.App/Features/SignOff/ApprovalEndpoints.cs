using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;
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
/// <param name="State">How far it has come.</param>
/// <param name="WaitsFor">The steps that somebody can take now.</param>
/// <param name="PayloadHash">SHA-256 of all that is decided; give it with a decision, and what you decide is what you read.</param>
/// <param name="Steps">The steps taken, so far as the reader may know of them: while people look side by side nobody is told what the
/// others said.</param>
public sealed record ApiApproval(long Id, ApprovalKind Kind, string Subject, IReadOnlyDictionary<string, string> Asked, string Reason,
    string AskedBy, DateTimeOffset AskedAt, bool? Approved, string? DecidedBy,
    DateTimeOffset? DecidedAt, string? DecisionReason, long? Entry, SigningState State, IReadOnlyList<SigningStep> WaitsFor,
        string PayloadHash, IReadOnlyList<ApiSigningStep> Steps)
{
    /// <summary>What it books, worked out by doing it and taking it back; or what it has booked. Null in the list.</summary>
    public IReadOnlyList<ApiActLine>? Books { get; init; }

    /// <summary>Code of the refusal it would meet, approved now.</summary>
    public string? WouldBeRefused { get; init; }

    internal static ApiApproval Of(ApprovalStanding asked, Actor reader) => new(asked.Id, asked.Kind, asked.Subject,
        asked.Fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal), asked.Reason,
        asked.AskedBy, asked.AskedAt, asked.IsApproved, asked.DecidedBy, asked.DecidedAt, asked.DecisionReason, asked.EntrySeq,
            asked.Signing.State, asked.Signing.Open, asked.Signing.Hash.Hex,
        [.. asked.Signing.SeenBy(reader).Select(step => new ApiSigningStep(step.Number, step.Step, step.Person.Name, step.Role,
            step.Decision, step.Reason, step.At))]);
}

/// <summary>A line that a request books, or has booked.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Date">Effective date.</param>
/// <param name="Kind">Kind of the entry.</param>
/// <param name="Account">Code of the account.</param>
/// <param name="Currency">Of the three amounts.</param>
/// <param name="Amount">Debit positive.</param>
/// <param name="Before">The account's balance in this currency before.</param>
/// <param name="After">And after.</param>
public sealed record ApiActLine(string Fund, DateOnly Date, EntryKind Kind, string Account, string Currency, string Amount, string Before,
    string After)
{
    internal static ApiActLine Of(ActLine line) => new(line.Fund, line.Date, line.Kind, line.Posting.Account.Code,
        line.Posting.Amount.Currency.Code, line.Posting.Amount.ToDecimalString(), line.Before.ToDecimalString(),
            line.After.ToDecimalString());
}

/// <summary>One step of a request.</summary>
/// <param name="Number">From 1, in the order in which they were taken.</param>
/// <param name="Step">The step.</param>
/// <param name="Person">Who took it.</param>
/// <param name="Role">As what; null where nobody knows.</param>
/// <param name="Decision">What was said.</param>
/// <param name="Reason">Why; the question or the answer.</param>
/// <param name="At">When.</param>
public sealed record ApiSigningStep(int Number, SigningStep Step, string Person, string? Role, SigningDecision Decision, string Reason,
    DateTimeOffset At);

/// <summary>A question about a request.</summary>
/// <param name="Question">In 1 to 200 characters.</param>
public sealed record QuestionApprovalBody(string Question) : IApiBody
{
    public static object Example { get; } = new QuestionApprovalBody("Which letter of the donor says so? (synthetic)");
}

/// <summary>The answer to the question about a request.</summary>
/// <param name="Answer">In 1 to 200 characters.</param>
public sealed record AnswerApprovalBody(string Answer) : IApiBody
{
    public static object Example { get; } = new AnswerApprovalBody("That of 3 May (synthetic)");
}

/// <summary>A decision on a request.</summary>
/// <param name="Approved">True to do it, exactly as it was asked.</param>
/// <param name="Reason">Why; needed for a no.</param>
/// <param name="PayloadHash">The hash of what was read; left out, the request is taken as it stands.</param>
public sealed record DecideApprovalBody(bool Approved, string Reason = "", string? PayloadHash = null) : IApiBody
{
    public static object Example { get; } = new DecideApprovalBody(false, "The payment is announced (synthetic)");
}

/// <summary>What takes two people.</summary>
public static class ApprovalEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/approvals", ApprovalsAsync).WithName("list_approvals").WithTags("Approvals").Needs(Operation.ReadApprovals);
        api.MapGet("/approvals/{id}", ApprovalAsync).WithName("read_approval").WithTags("Approvals").Needs(Operation.ReadApprovals);
        api.MapPost("/approvals/{id}/decisions",
            DecideAsync).WithName("decide_approval").WithTags("Approvals").Needs(Operation.SignRequests);
        api.MapPost("/approvals/{id}/questions",
            QuestionAsync).WithName("question_approval").WithTags("Approvals").Needs(Operation.SignRequests);
        api.MapPost("/approvals/{id}/answers", AnswerAsync).WithName("answer_approval").WithTags("Approvals").Needs(Operation.SignRequests);
    }

    /// <summary>What waits for another person, oldest first</summary>
    /// <remarks>With what was decided, where show is all.</remarks>
    public static async Task<Results<Ok<ApiList<ApiApproval>>, ProblemAnswer>> ApprovalsAsync(string? show, string? cursor, string? limit,
        LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        if (show is not (null or "open" or "all")) return new ParameterIsMalformed("show", "open or all").Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var part = cursors.Cut("approvals", await ApprovalList.ReadAsync(connection, withDecided: show == "all", cancel: cancel), asked =>
            asked.Id.ToString("D19", CultureInfo.InvariantCulture), one => ApiApproval.Of(one, actor.Actor), cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>One request</summary>
    /// <remarks>With what it books, or has booked, and what the accounts hold before and after.</remarks>
    public static async Task<Results<Ok<ApiApproval>, ProblemAnswer>> ApprovalAsync(long id, LedgerReads reads, LedgerWriter writer,
        ApprovedActs acts, CurrentActor actor, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        if (await ApprovalList.ReadAsync(connection, id: id, cancel: cancel) is not [var asked]) return ProblemAnswer.NotFound;
        var books = asked.Signing.IsOpen ? await ActPreview.OfOpenAsync(writer, acts, asked, actor.Actor, cancel)
            : await ActPreview.OfDoneAsync(connection, await reads.CatalogAsync(connection, cancel), asked, cancel);
        return TypedResults.Ok(ApiApproval.Of(asked, actor.Actor) with { Books = [.. books.Lines.Select(ApiActLine.Of)],
            WouldBeRefused = books.Refusal?.Code });
    }

    /// <summary>Approve or refuse what somebody else asked for</summary>
    /// <remarks>With the last step that it needs, it is done at once and exactly as asked. Nobody signs the same request twice. The
    /// decision is its own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> DecideAsync(long id, DecideApprovalBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DecideApproval decide,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await decide.RunAsync(new DecideApproval.Command(id, body.Approved,
            body.Reason) { Seen = body.PayloadHash is { } seen ? new PayloadHash(seen) : null, RoleFor = actor.RoleFor,
                FundsFor = actor.FundsFor }, actor.Actor,
            cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, Path(id), outcome.Value.Subject,
            outcome.Value.EntrySeq);
    }

    /// <summary>Send a request back with a question</summary>
    /// <remarks>Nothing can be approved before the person who asked for it has answered. The question is its own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> QuestionAsync(long id, QuestionApprovalBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, AskBack ask,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await ask.QuestionAsync(new AskBack.Command(id, body.Question) { RoleFor = actor.RoleFor,
            FundsFor = actor.FundsFor }, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, Path(id), outcome.Value.Subject, null);
    }

    /// <summary>Answer the question about what one asked for</summary>
    /// <remarks>What was asked for stays as it is. The answer is its own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AnswerAsync(long id, AnswerApprovalBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, AskBack ask,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await ask.AnswerAsync(new AskBack.Command(id, body.Answer), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, Path(id), outcome.Value.Subject, null);
    }

    /// <summary>The answer to what waits for another person: where the request is.</summary>
    internal static Created<ApiRecorded> Asked(this HttpContext context, AskedApproval asked) => context.Recorded(asked, Path(asked.Id),
        asked.Subject, null);

    private static string Path(long id) => string.Create(CultureInfo.InvariantCulture, $"/approvals/{id}");
}
