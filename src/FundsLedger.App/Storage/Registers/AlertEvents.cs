using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable AlertEvents = RegisterTable.Of<AlertEventRow>("alert_events", RegisterMatter.Internal);
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
