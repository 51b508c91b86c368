using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

// What the tables hold, for reading through EF Core. Nothing here is ever written by change tracking: LedgerWriter inserts.
// Columns are the snake_case of the property; dates are yyyymmdd numbers, instants are UTC microseconds, amounts minor units, debit
// positive.

public sealed class BooksRow : IRegisterRow
{
    public int Id { get; set; }
    public required string LedgerId { get; set; }
    public bool IsDemo { get; set; }
    public required string FunctionalCurrency { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

public sealed class FundRow : IRegisterRow
{
    public int Id { get; set; }
    public required string Code { get; set; }
    public required string NameEn { get; set; }
    public required string NameFr { get; set; }
    public bool IsUmbrella { get; set; }
}

public sealed class FundSettingsRow : IRegisterRow
{
    public long Id { get; set; }
    public int FundId { get; set; }
    public DateOnly ValidFrom { get; set; }
    public bool IsProtected { get; set; }
    public long SmallestUsefulCommitment { get; set; }
    public long ContinuingSupportReserve { get; set; }
    public int LeadTimeMonths { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

public sealed class AccountRow : IRegisterRow
{
    public int Id { get; set; }
    public int FundId { get; set; }
    public required string Code { get; set; }
    public required string NameEn { get; set; }
    public required string NameFr { get; set; }
    public AccountKind Kind { get; set; }
    public AccountRole Role { get; set; }
    public string? Currency { get; set; }
}

public sealed class DonorRow : IRegisterRow
{
    public required string Code { get; set; }
    public required string Name { get; set; }
    public DonorType Type { get; set; }
    public required string Language { get; set; }
    public bool IsSynthetic { get; set; }
}

public sealed class PledgeRow : IRegisterRow
{
    public required string Code { get; set; }
    public required string Donor { get; set; }
    public DateOnly AnnouncedOn { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public required string Description { get; set; }
    public string? Source { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}

public enum PledgeEventKind { Announced, Designated, DesignatedOutside, Withdrawn, Confirmed, Lapsed, WrittenDown, AgreementSigned }

public sealed class PledgeEventRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Pledge { get; set; }
    public PledgeEventKind Kind { get; set; }
    public DateOnly Date { get; set; }
    public long AmountMinor { get; set; }
    public int? FundId { get; set; }
    public string? Purpose { get; set; }
    public DateOnly? ExpectedOn { get; set; }
    public long EntrySeq { get; set; }
}

public sealed class ReceiptRow : IRegisterRow
{
    public required string Code { get; set; }
    public int FundId { get; set; }
    public required string Donor { get; set; }
    public string? Pledge { get; set; }
    public DateOnly ReceivedOn { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public long EurMinor { get; set; }
    public long RateBillionths { get; set; }
    public DateOnly RateDate { get; set; }
    public required string RateSource { get; set; }
    public string? Reference { get; set; }
    public long EntrySeq { get; set; }
}

public sealed class VisitRequestRow : IRegisterRow
{
    public required string Code { get; set; }
    public int FundId { get; set; }
    public required string DetaineeCode { get; set; }
    public int VisitorCount { get; set; }
    public required string RelationClasses { get; set; }
    public DateOnly WindowFrom { get; set; }
    public DateOnly WindowTo { get; set; }
    public long AskedEur { get; set; }
    public DateOnly ReceivedOn { get; set; }
}

public sealed class CommitmentRow : IRegisterRow
{
    public required string Code { get; set; }
    public int FundId { get; set; }
    public string? Request { get; set; }
    public long AmountEur { get; set; }
    public DateOnly CommittedOn { get; set; }
    public DateOnly? ExpiresOn { get; set; }
    public long EntrySeq { get; set; }
}

public sealed class RateRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Currency { get; set; }
    public DateOnly Date { get; set; }
    public long Billionths { get; set; }
    public required string Source { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}

public enum PeriodAction { Closed, YearClosed, ReopeningAsked, Reopened }

public sealed class PeriodEventRow : IRegisterRow
{
    public long Id { get; set; }
    public int FundId { get; set; }
    public PeriodAction Action { get; set; }
    public DateOnly ClosedThrough { get; set; }
    public required string Reason { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
    public string? SecondActorId { get; set; }
    public string? SecondActorName { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}

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

public sealed class LogHeadRow : IRegisterRow
{
    public LogClass Tree { get; set; }
    public long Size { get; set; }
    public required byte[] Root { get; set; }
    public DateTimeOffset At { get; set; }
    public required string KeyId { get; set; }
    public required byte[] Signature { get; set; }
}

public sealed class LogKeyRow : IRegisterRow
{
    public required string KeyId { get; set; }
    public required byte[] PublicKey { get; set; }
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
