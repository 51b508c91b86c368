using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    /// <summary>Numbered like what was asked: one decision each.</summary>
    public static readonly RegisterTable ApprovalsDecided =
        RegisterTable.Of<ApprovalDecidedRow>("approvals_decided", RegisterMatter.Internal,
            map: table => table.HasOne<ApprovalAskedRow>().WithOne().HasForeignKey<ApprovalDecidedRow>(row => row.Id));
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
