using System.Text.Json;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.SignOff;

/// <summary>What was asked for: it waits for another person, and does nothing until then.</summary>
public sealed record AskedApproval(long Id, ApprovalKind Kind, string Subject, bool IsRepeat) : IAnswer;

/// <summary>A request as it stands in the register.</summary>
internal sealed record ApprovalFact(long Id, ApprovalKind Kind, string Subject, string Input, string Reason, string ActorId, string ActorName)
{
    /// <summary>What will be done, exactly as it was asked.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Input, ApprovalFacts.Json)!;

    /// <summary>True when this is the same person under either name or id: nobody acts twice on the same item.</summary>
    public bool IsAskedBy(Actor actor) => ActorId == actor.Id || string.Equals(ActorName, actor.Name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Asks for what takes two people, inside a transaction.</summary>
internal static class ApprovalFacts
{
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Records the request. The input is kept word for word: what is approved is what was seen.</summary>
    public static async Task<Outcome<AskedApproval>> AskAsync<T>(this LedgerSession session, string key, ApprovalKind kind, string subject, T input, string reason, CancellationToken cancel)
    {
        if (LedgerRules.BrokenText(key) is not null || key.Length is 0 or > LedgerRules.LongestKey) return new KeyIsMalformed(key.Length);
        var text = JsonSerializer.Serialize(input, Json);
        var question = await session.QuestionAsync("SELECT id, kind, subject, input FROM approvals_asked WHERE idempotency_key = @key", [("@key", key)], cancel);
        var known = await question.RowsAsync(row => (Id: row.GetInt64(0), Kind: row.GetString(1), Subject: row.GetString(2), Input: row.GetString(3)), cancel);
        if (known is [var first])
            return (first.Kind, first.Subject, first.Input) == (ClosedSet<ApprovalKind>.Code(kind), subject, text) ? new AskedApproval(first.Id, kind, subject, IsRepeat: true) : new KeyUsedForOtherInput(key);
        var id = await session.NextIdAsync(Registers.ApprovalsAsked, cancel);
        await session.RegisterAsync(Registers.ApprovalsAsked, [id, kind, subject, text, reason, key, session.RecordedAt, session.Actor.Id, session.Actor.Name], cancel);
        return new AskedApproval(id, kind, subject, IsRepeat: false);
    }

    /// <summary>True when this key has asked before: then the state of the books is not asked again.</summary>
    public static async Task<bool> HasAskedAsync(this LedgerSession session, string key, CancellationToken cancel) =>
        LedgerRules.BrokenText(key) is null && await (await session.QuestionAsync("SELECT COUNT(*) FROM approvals_asked WHERE idempotency_key = @key", [("@key", key)], cancel)).NumberAsync(cancel) > 0;

    /// <summary>What this key asked for before; null where it asked for nothing of that kind.</summary>
    public static async Task<T?> AskedInputAsync<T>(this LedgerSession session, string key, ApprovalKind kind, CancellationToken cancel) where T : class
    {
        if (LedgerRules.BrokenText(key) is not null) return null;
        var question = await session.QuestionAsync("SELECT input FROM approvals_asked WHERE idempotency_key = @key AND kind = @kind", [("@key", key), ("@kind", ClosedSet<ApprovalKind>.Code(kind))], cancel);
        return await question.RowsAsync(row => row.GetString(0), cancel) is [var text] ? JsonSerializer.Deserialize<T>(text, Json) : null;
    }

    public static async Task<ApprovalFact?> FindApprovalAsync(this LedgerSession session, long id, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT kind, subject, input, reason, actor_id, actor_name FROM approvals_asked WHERE id = @id", [("@id", id)], cancel);
        var found = await question.RowsAsync(row => new ApprovalFact(id, ClosedSet<ApprovalKind>.Of(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)), cancel);
        return found is [var asked] ? asked : null;
    }
}
