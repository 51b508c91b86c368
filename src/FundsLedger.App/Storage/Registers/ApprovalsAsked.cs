using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    /// <summary>From the time when there were only two steps: kept, and never added to.</summary>
    public static readonly RegisterTable ApprovalsAsked =
        RegisterTable.Of<ApprovalAskedRow>("approvals_asked", RegisterMatter.Internal, unique: ["idempotency_key"]);
}

/// <summary>A request of the time when there were only two steps: with it, the first of them. No row is added any more.</summary>
public sealed class ApprovalAskedRow : IRegisterRow
{
    public long Id { get; set; }
    public ApprovalKind Kind { get; set; }
    public required string Subject { get; set; }
    public required string Input { get; set; }
    public required string Reason { get; set; }
    public required string IdempotencyKey { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
