using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.App.Storage;

// Money in: donors, offers and agreements. Read through EF Core, written by LedgerSession like every register.

/// <summary>What is known of a donor beside its register row; the newest row of a donor counts.</summary>
public sealed class DonorProfileRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Donor { get; set; }
    public string? Parent { get; set; }
    public required string Language { get; set; }
    public bool IsConfidential { get; set; }
    public bool IsUnderReview { get; set; }
    public string? ReviewReason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>Whom to write to. Not a register: personal data must be erasable.</summary>
public sealed class DonorContactRow
{
    public long Id { get; set; }
    public required string Donor { get; set; }
    public required string Name { get; set; }
    public required string Office { get; set; }
    public required string Address { get; set; }
}

public sealed class GiftOfferRow : IRegisterRow
{
    public required string Code { get; set; }
    public required string Donor { get; set; }
    public int? FundId { get; set; }
    public DateOnly OfferedOn { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public long RateBillionths { get; set; }
    public required string Description { get; set; }
    public string? Source { get; set; }
    public required string IdempotencyKey { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

public enum GiftDecision { Accepted, Refused, Returned }

public sealed class GiftDecisionRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Offer { get; set; }
    public GiftDecision Decision { get; set; }
    public DateOnly Date { get; set; }
    public required string Reason { get; set; }
    public string? Pledge { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

public sealed class AgreementRow : IRegisterRow
{
    public required string Code { get; set; }
    public required string Donor { get; set; }
    public required string Pledge { get; set; }
    public int FundId { get; set; }
    public DateOnly SignedOn { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public long RateBillionths { get; set; }
    public ConditionalTreatment Treatment { get; set; }
    public string? Earmark { get; set; }
    public string? Reporting { get; set; }
    public int? NoticeDays { get; set; }
    public bool ReturnsBalance { get; set; }
    public string? Reference { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public long EntrySeq { get; set; }
}

public sealed class InstalmentRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Agreement { get; set; }
    public int Number { get; set; }
    public DateOnly DueOn { get; set; }
    public string? Condition { get; set; }
}

public sealed class InstalmentEventRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Agreement { get; set; }
    public int Number { get; set; }
    public InstalmentEventKind Kind { get; set; }
    public DateOnly Date { get; set; }
    public long AmountMinor { get; set; }
    public string? Evidence { get; set; }
    public long EntrySeq { get; set; }
}

/// <summary>How one fiscal year recognises agreements signed in it.</summary>
public sealed class RecognitionPolicyRow : IRegisterRow
{
    public long Id { get; set; }
    public int FiscalYear { get; set; }
    public required string Standard { get; set; }
    public ConditionalTreatment Treatment { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>A reminder that was drafted: which text, over which items. The program never sends one.</summary>
public sealed class ReminderRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Donor { get; set; }
    public required string Language { get; set; }
    public DateOnly AsOf { get; set; }
    public required string Items { get; set; }
    public required byte[] TextHash { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
