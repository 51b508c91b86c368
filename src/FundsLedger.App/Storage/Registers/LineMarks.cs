using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable LineMarks =
        RegisterTable.Of<LineMarkRow>("line_marks", RegisterMatter.Internal, map: table => table.HasIndex(row => row.LineId));
}

/// <summary>That the money on a bank line is not of the fund it came to, or that this is taken back; the newest row of a line counts. It
/// names no other fund.</summary>
public sealed class LineMarkRow : IRegisterRow
{
    public long Id { get; set; }
    public long LineId { get; set; }
    public LineMark Mark { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>What somebody says of a waiting line.</summary>
public enum LineMark
{
    /// <summary>It is not of this fund: somebody who may record in the other one takes it there.</summary>
    NotOfThisFund,

    /// <summary>It may be of this fund after all.</summary>
    TakenBack,
}
