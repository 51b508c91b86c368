using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable BankDecisions =
        RegisterTable.Of<BankDecisionRow>("bank_decisions", RegisterMatter.Internal,
            map: table => table.HasIndex(row => row.StatementId));
}

/// <summary>A decision about a statement that was set aside; the newest counts. <c>booked_as</c> is the accepted statement it
/// became.</summary>
public sealed class BankDecisionRow : IRegisterRow
{
    public long Id { get; set; }
    public long StatementId { get; set; }
    public StatementDecision Decision { get; set; }
    public string? BankAccount { get; set; }
    public long? BookedAs { get; set; }
    public long RequestId { get; set; }
    public required string Reason { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
    public required string SecondActorId { get; set; }
    public required string SecondActorName { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}

/// <summary>What two people decide about a statement that was set aside.</summary>
public enum StatementDecision
{
    /// <summary>Book it on its own account; what no line explains becomes a line.</summary>
    Accept,

    /// <summary>Never book it; it is kept, with the reason.</summary>
    Refuse,

    /// <summary>Book it on another account, whose balance it must continue.</summary>
    Assign,
}
