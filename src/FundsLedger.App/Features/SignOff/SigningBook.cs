using System.Text.Json;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.SignOff;

/// <summary>What was asked for: it waits for another person, and does nothing until then.</summary>
public sealed record AskedApproval(long Id, ApprovalKind Kind, string Subject, bool IsRepeat) : IAnswer;

/// <summary>Asks for what takes several people, and writes their steps, inside a transaction. The one place that does.</summary>
public static class SigningBook
{
    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Records the request with its first step. The input is kept word for word: what is signed is what was seen. So is the plan:
    /// a rule that changes changes what is asked from then on.</summary>
    public static async Task<Outcome<AskedApproval>> AskAsync<T>(this LedgerSession session, string key, ApprovedAct act, string subject,
        T input, string reason, CancellationToken cancel)
    {
        if (LedgerRules.BrokenText(key) is not null || key.Length is 0 or > LedgerRules.LongestKey) return new KeyIsMalformed(key.Length);
        var text = JsonSerializer.Serialize(input, Json);
        var kind = ClosedSet<ApprovalKind>.Code(act.Kind);
        // A key is used once in the whole books.
        var question = await session.WholeQuestionAsync(
            $"SELECT r.id, r.kind, r.subject, r.payload FROM {SigningSql.Requests} r WHERE r.idempotency_key = @key", [("@key", key)],
            cancel);
        var known = await question.RowsAsync(row => (Id: row.GetInt64(0), Kind: row.GetString(1), Subject: row.GetString(2),
            Payload: row.GetString(3)), cancel);
        if (known is [var first]) return (first.Kind, first.Subject, first.Payload) == (kind, subject, text) ? new AskedApproval(first.Id,
            act.Kind, subject, IsRepeat: true) : new KeyUsedForOtherInput(key);
        var id = await session.NextNumberAsync(SigningSql.Requests, "id", await session.HidesRequestAsync(kind, subject, text, cancel),
            cancel);
        var hash = PayloadHash.Of(kind, subject, act.Plan, text);
        await session.RegisterAsync(new SigningRequestRow
        {
            Id = id, Kind = act.Kind, Subject = subject, Plan = act.Plan.Text, Payload = text, PayloadHash = hash.ToBytes(),
            IdempotencyKey = key, RecordedAt = session.Instant,
        }, cancel);
        await session.WriteStepAsync(id, new TakenStep(1, act.Plan.Stages[0][0], session.Actor, session.Actor.Role, SigningDecision.Signed,
            reason, Microseconds.Read(session.RecordedAt), hash), null, cancel);
        return new AskedApproval(id, act.Kind, subject, IsRepeat: false);
    }

    /// <summary>Writes a step that <see cref="SigningRequest.Decide"/> has allowed.</summary>
    internal static Task TakeStepAsync(this LedgerSession session, SigningRequest request, MadeMove made, SigningMove move, long? entry,
        CancellationToken cancel) => session.WriteStepAsync(request.Id,
        new TakenStep(request.Taken.Count + 1, made.Step, move.By, move.By.Role, move.Decision, move.Reason,
            Microseconds.Read(session.RecordedAt), request.Hash, entry),
        made.State is SigningState.Waiting or SigningState.Questioned ? null : made.State, cancel);

    /// <summary>Takes a request back before all have signed; nothing where it is over already.</summary>
    internal static async Task<Refusal?> TakeBackAsync(this LedgerSession session, ApprovalStanding asked, string reason,
        CancellationToken cancel)
    {
        if (!asked.Signing.IsOpen) return null;
        var move = new SigningMove(session.Actor, SigningDecision.Withdrawn, reason);
        var made = asked.Signing.Decide(move);
        if (made.IsRefused) return made.Refusal;
        await session.TakeStepAsync(asked.Signing, made.Value, move, null, cancel);
        return null;
    }

    /// <summary>The newest request of a kind about a thing; null where there is none.</summary>
    internal static async Task<ApprovalStanding?> FindRequestAsync(this LedgerSession session, ApprovalKind kind, string subject,
        CancellationToken cancel) => (await ApprovalList.OfSubjectAsync((text, parameters) => session.QuestionAsync(text, parameters,
            cancel), subject, cancel)).LastOrDefault(asked => asked.Kind == kind);

    /// <summary>True when this key has asked before: then the state of the books is not asked again.</summary>
    internal static async Task<bool> HasAskedAsync(this LedgerSession session, string key, CancellationToken cancel) =>
        LedgerRules.BrokenText(key) is null
            && await (await session.QuestionAsync($"SELECT COUNT(*) FROM {SigningSql.Requests} r WHERE r.idempotency_key = @key",
            [("@key", key)], cancel)).NumberAsync(cancel) > 0;

    /// <summary>True while a request under this key waits.</summary>
    internal static async Task<bool> HasOpenRequestAsync(this LedgerSession session, string key, CancellationToken cancel) =>
        await (await session.QuestionAsync(
        $"SELECT COUNT(*) FROM {SigningSql.Requests} r WHERE r.idempotency_key = @key AND {SigningSql.IsOpen("r.id")}", [("@key", key)],
            cancel)).NumberAsync(cancel) > 0;

    /// <summary>What this key asked for before; null where it asked for nothing of that kind.</summary>
    internal static async Task<T?> AskedInputAsync<T>(this LedgerSession session, string key, ApprovedAct act,
        CancellationToken cancel) where T : class
    {
        if (LedgerRules.BrokenText(key) is not null) return null;
        var question = await session.QuestionAsync(
            $"SELECT r.payload FROM {SigningSql.Requests} r WHERE r.idempotency_key = @key AND r.kind = @kind",
            [("@key", key), ("@kind", ClosedSet<ApprovalKind>.Code(act.Kind))], cancel);
        return await question.RowsAsync(row => row.GetString(0), cancel) is [var text] ? JsonSerializer.Deserialize<T>(text, Json) : null;
    }

    internal static async Task<ApprovalStanding?> FindApprovalAsync(this LedgerSession session, long id, CancellationToken cancel) =>
        await ApprovalList.ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), withDecided: true, id,
            cancel) is [var asked] ? asked : null;

    private static async Task WriteStepAsync(this LedgerSession session, long request, TakenStep step, SigningState? outcome,
        CancellationToken cancel) => await session.RegisterAsync(new SigningStepRow
        {
            Id = await session.NextIdAsync(Registers.SigningSteps, cancel), Request = request, Number = step.Number, Step = step.Step,
            Role = step.Role, Decision = step.Decision, Reason = step.Reason, PayloadHash = step.Hash.ToBytes(), Outcome = outcome,
            EntrySeq = step.EntrySeq, RecordedAt = step.At, ActorId = step.Person.Id, ActorName = step.Person.Name,
        }, cancel);
}
