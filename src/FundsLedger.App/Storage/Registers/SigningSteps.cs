using FundsLedger.Domain.Log;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    /// <summary>A step has no foreign key: a request of the time before is in <c>approvals_asked</c>. The guards look in both.</summary>
    public static readonly RegisterTable SigningSteps =
        RegisterTable.Of<SigningStepRow>("signing_steps", RegisterMatter.Internal, unique: ["request,number"]);
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
