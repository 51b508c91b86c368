using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

// What the tables hold, for reading through EF Core; the registers have a file each beside this folder. Nothing here is ever written by
// change tracking: LedgerWriter inserts. Columns are the snake_case of the property; dates are yyyymmdd numbers, instants are UTC
// microseconds, amounts minor units, debit positive.

public sealed class EntryRow
{
    public long Seq { get; set; }
    public required string Id { get; set; }
    public int FundId { get; set; }
    public DateOnly EffectiveDate { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public EntryKind Kind { get; set; }
    public required string Description { get; set; }
    public string? Reference { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
    public string? SourceDocument { get; set; }
    public required string IdempotencyKey { get; set; }
    public required byte[] InputHash { get; set; }
    public long? ReversesSeq { get; set; }
    public LogClass Tree { get; set; }
    public long LeafIndex { get; set; }
    public required byte[] LeafHash { get; set; }

    /// <summary>Its place among everything that was ever written, of every log.</summary>
    public long Place { get; set; }

    public required byte[] Salt { get; set; }
    public required byte[] WithheldSalt { get; set; }
}

public sealed class PostingRow
{
    public long EntrySeq { get; set; }
    public int Line { get; set; }
    public int AccountId { get; set; }
    public DateOnly EffectiveDate { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public long EurMinor { get; set; }
    public string? Donor { get; set; }
    public string? Pledge { get; set; }
    public string? Agreement { get; set; }
    public string? Request { get; set; }
    public string? Commitment { get; set; }
    public string? Payment { get; set; }
}

public sealed class DailyTotalRow
{
    public int AccountId { get; set; }
    public DateOnly EffectiveDate { get; set; }
    public required string Currency { get; set; }
    public long DebitMinor { get; set; }
    public long CreditMinor { get; set; }
    public long DebitEur { get; set; }
    public long CreditEur { get; set; }
}

public sealed class LedgerStateRow
{
    public int Id { get; set; }
    public long LastSeq { get; set; }
    public long LastRecordedAt { get; set; }
    public long CatalogVersion { get; set; }
    public long OpenVersion { get; set; }
    public long ChartVersion { get; set; }

    /// <summary>Counts the register rows that no page is made of: seals of people's rights and of the audit log.</summary>
    public long QuietVersion { get; set; }
}

/// <summary>The growing edge of one log.</summary>
public sealed class LogTreeRow
{
    public LogClass Tree { get; set; }
    public long Size { get; set; }
    public required byte[] Root { get; set; }
    public required byte[] Peaks { get; set; }
}

public sealed class RegisterLeafRow
{
    public LogClass Tree { get; set; }
    public long LeafIndex { get; set; }
    public required string TableName { get; set; }
    public required string RowKey { get; set; }

    /// <summary>Its place among everything that was ever written, of every log.</summary>
    public long Place { get; set; }

    public required byte[] Salt { get; set; }
    public required byte[] WithheldSalt { get; set; }
    public required byte[] LeafHash { get; set; }
}

/// <summary>A leaf of the closed log: its hash answers for the proofs that were given from it.</summary>
public sealed class FirstLeafRow
{
    public long LeafIndex { get; set; }
    public required byte[] LeafHash { get; set; }
}

/// <summary>A person's name as printed, and the mark that stands for it in the logs.</summary>
public sealed class PersonMarkRow
{
    public required string Subject { get; set; }
    public required string Name { get; set; }
    public required byte[] Salt { get; set; }
    public required byte[] Mark { get; set; }
}

public sealed class LogTileRow
{
    public LogClass Tree { get; set; }
    public int Level { get; set; }
    public long TileIndex { get; set; }
    public required byte[] Root { get; set; }
}

public sealed class LogPaddingRow
{
    public LogClass Tree { get; set; }
    public long FirstLeaf { get; set; }
    public int LeafCount { get; set; }
    public required byte[] Seed { get; set; }
}

public sealed class OutboxRow
{
    public required string Id { get; set; }
    public required string Kind { get; set; }
    public required string Payload { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset NextAttemptAt { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public DateTimeOffset? ParkedAt { get; set; }
    public string? LastFault { get; set; }
}
