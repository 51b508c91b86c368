using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable BankMatches = RegisterTable.Of<BankMatchRow>("bank_matches", RegisterMatter.Internal,
        map: table =>
        {
            table.HasIndex(row => row.LineId);
            table.HasIndex(row => row.EntrySeq);
            table.HasIndex(row => row.GroupKey);
        });
}

/// <summary>That a line and an entry are the same movement; several rows with one <c>group_key</c> are one match.</summary>
public sealed class BankMatchRow : IRegisterRow
{
    public long Id { get; set; }
    public required string GroupKey { get; set; }
    public long LineId { get; set; }
    public long EntrySeq { get; set; }
    public MatchKind Kind { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

public enum MatchKind
{
    /// <summary>The line is an entry that already stood in the ledger.</summary>
    Recorded,

    /// <summary>The line was posted after a person decided what it is.</summary>
    Posted,

    /// <summary>Money in unidentified receipts was given its donor.</summary>
    Identified,

    /// <summary>The line takes an earlier entry back: the reversal it is.</summary>
    Returned,
}
