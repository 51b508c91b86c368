using System.Data.Common;
using System.Text.Json;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.SignOff;

/// <summary>A request with its decision, where there is one.</summary>
/// <param name="Input">What is done when it is approved, as it was asked: one JSON object of texts.</param>
/// <param name="IsApproved">Null while it waits.</param>
/// <param name="Offered">What is offered, where it is about a gift.</param>
public sealed record ApprovalStanding(long Id, ApprovalKind Kind, string Subject, string Input, string Reason, string AskedById, string AskedBy, DateTimeOffset AskedAt, bool? IsApproved, string? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason, long? EntrySeq, Money? Offered)
{
    /// <summary>The input's fields in order, as text.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; } = [.. JsonDocument.Parse(Input).RootElement.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null).Select(field => (field.Name, field.Value.ToString()))];

    /// <summary>The sum it is about; null where it is about none.</summary>
    public Money? Amount => (Value("amount") ?? Value("returned")) is { } text && Currency.Find(Value("currency") ?? "") is { } currency ? Money.Parse(text, currency) : Offered;

    private string? Value(string name) => Fields.FirstOrDefault(field => field.Name == name).Value;
}

/// <summary>Reads what takes two people.</summary>
public static class ApprovalList
{
    /// <summary>What waits, the oldest first; with the decided ones where asked, or one by its number.</summary>
    public static Task<List<ApprovalStanding>> ReadAsync(DbConnection connection, bool withDecided = false, long? id = null, CancellationToken cancel = default) => connection.Command(null,
        $"""
        SELECT a.id, a.kind, a.subject, a.input, a.reason, a.actor_id, a.actor_name, a.recorded_at, d.is_approved, d.actor_name, d.recorded_at, d.reason, d.entry_seq, g.currency, g.amount_minor
        FROM approvals_asked a LEFT JOIN approvals_decided d ON d.id = a.id LEFT JOIN gift_offers g ON g.code = a.subject AND a.kind IN ('accept_gift', 'return_gift') {(id is not null ? "WHERE a.id = @id" : withDecided ? "" : "WHERE d.id IS NULL")} ORDER BY a.id
        """, ("@id", id)).RowsAsync(row => new ApprovalStanding(row.GetInt64(0), ClosedSet<ApprovalKind>.Of(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.Instant(7),
            row.IsDBNull(8) ? null : row.GetBoolean(8), row.TextOrNull(9), row.IsDBNull(10) ? null : row.Instant(10), row.TextOrNull(11), row.NumberOrNull(12),
            row.TextOrNull(13) is { } currency ? new Money(row.GetInt64(14), Currency.Of(currency)) : null), cancel);
}
