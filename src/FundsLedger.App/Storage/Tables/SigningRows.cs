using FundsLedger.Domain.Log;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable SigningRequests =
        RegisterTable.Of<SigningRequestRow>("signing_requests", RegisterMatter.Internal, unique: ["idempotency_key"]);

    public static readonly RegisterTable SigningSteps =
        RegisterTable.Of<SigningStepRow>("signing_steps", RegisterMatter.Internal, unique: ["request,number"]);

    /// <summary>Until there were more than two steps: kept, and added to no more.</summary>
    public static readonly RegisterTable ApprovalsAsked =
        RegisterTable.Of<ApprovalAskedRow>("approvals_asked", RegisterMatter.Internal, unique: ["idempotency_key"]);

    /// <summary>Numbered like what was asked: one decision each.</summary>
    public static readonly RegisterTable ApprovalsDecided =
        RegisterTable.Of<ApprovalDecidedRow>("approvals_decided", RegisterMatter.Internal);
}

/// <summary>What takes several people.</summary>
public enum ApprovalKind
{
    EndPledge, AcceptGift, ReverseEntry, WriteOffReceivable, ReturnBalance, ReturnGift, LiftReview, PayBack,
    AcceptStatement, RefuseStatement, AssignStatement, EnterRate,
}

/// <summary>What is asked for: <see cref="Payload"/> is exactly what will be done, <see cref="Plan"/> who has to sign it.</summary>
public sealed class SigningRequestRow : IRegisterRow
{
    public long Id { get; set; }
    public ApprovalKind Kind { get; set; }
    public required string Subject { get; set; }
    public required string Plan { get; set; }
    public required string Payload { get; set; }
    public required byte[] PayloadHash { get; set; }
    public required string IdempotencyKey { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}

/// <summary>One step of a request: who said what, as what, and of exactly which payload. The first is that of the person who
/// asked.</summary>
public sealed class SigningStepRow : IRegisterRow
{
    public long Id { get; set; }
    public long Request { get; set; }
    public int Number { get; set; }
    public SigningStep Step { get; set; }
    public string? Role { get; set; }
    public SigningDecision Decision { get; set; }
    public required string Reason { get; set; }
    public required byte[] PayloadHash { get; set; }

    /// <summary>How the request ended with this step; null where it went on.</summary>
    public SigningState? Outcome { get; set; }

    public long? EntrySeq { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
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

/// <summary>The second step of that time. No row is added any more.</summary>
public sealed class ApprovalDecidedRow : IRegisterRow
{
    public long Id { get; set; }
    public bool IsApproved { get; set; }
    public required string Reason { get; set; }
    public long? EntrySeq { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
