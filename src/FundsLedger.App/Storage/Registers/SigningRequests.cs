using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable SigningRequests =
        RegisterTable.Of<SigningRequestRow>("signing_requests", RegisterMatter.Internal, unique: ["idempotency_key"],
            map: table => table.HasIndex(row => row.Subject));
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

/// <summary>What takes several people.</summary>
public enum ApprovalKind
{
    EndPledge, AcceptGift, ReverseEntry, WriteOffReceivable, ReturnBalance, ReturnGift, LiftReview, PayBack,
    AcceptStatement, RefuseStatement, AssignStatement, EnterRate, SetAllowance,
    ReturnAdvance,
    Pay, SendBatch, ChangePayee, AbandonClaim, SettleRelocation, ChangePaymentRules,
    DecideRequest, ReverseIndigence,
    IssueStatement,
    EnterOfficialFigure, ClearPublication,
}
