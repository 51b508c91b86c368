using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable AlertRules = RegisterTable.Of<AlertRuleRow>("alert_rules", RegisterMatter.Operation, Fund);
}

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
