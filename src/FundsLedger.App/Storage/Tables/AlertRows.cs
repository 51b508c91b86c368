namespace FundsLedger.App.Storage;

/// <summary>A version of a rule: the newest of a fund and kind counts. Without a fund it is about the books as a whole.</summary>
public sealed class AlertRuleRow : IRegisterRow
{
    public long Id { get; set; }
    public int? FundId { get; set; }
    public required string Kind { get; set; }
    public long FiresAt { get; set; }
    public long ClearsBelow { get; set; }
    public long? EscalatesAt { get; set; }
    public int PassOnAfterDays { get; set; }
    public bool IsOn { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>A step of an episode; the measure is in the unit of the kind, null where nobody measured.</summary>
public sealed class AlertEventRow : IRegisterRow
{
    public long Id { get; set; }
    public int? FundId { get; set; }
    public required string Kind { get; set; }
    public long Episode { get; set; }
    public required string Step { get; set; }
    public long? Measure { get; set; }
    public string? Note { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>Who is told by mail. Not a register: an address is personal data and must be erasable.</summary>
public sealed class AlertRecipientRow
{
    public long Id { get; set; }
    public required string Address { get; set; }
    public required string Language { get; set; }
    public required string Audience { get; set; }
    public int? FundId { get; set; }
    public bool IsSecond { get; set; }
    public bool WantsDigest { get; set; }
    public DateOnly? LastDigestOn { get; set; }
    public DateTimeOffset AddedAt { get; set; }
    public required string AddedBy { get; set; }
}

/// <summary>A forecast as it was made; the content is JSON.</summary>
public sealed class ForecastRow : IRegisterRow
{
    public long Id { get; set; }
    public int FundId { get; set; }
    public DateOnly AsOf { get; set; }

    /// <summary>The digest of what the model read of the fund; in rows of earlier versions the leaf of the last entry of any
    /// fund.</summary>
    public required string LedgerHead { get; set; }

    public required string ModelVersion { get; set; }
    public required string Seed { get; set; }
    public int HorizonMonths { get; set; }
    public int Paths { get; set; }
    public required string Content { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>What a forecast was worth once one of its dates had come; the content is JSON.</summary>
public sealed class ForecastScoreRow : IRegisterRow
{
    public long Id { get; set; }
    public long ForecastId { get; set; }
    public int Months { get; set; }
    public required string Content { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}
