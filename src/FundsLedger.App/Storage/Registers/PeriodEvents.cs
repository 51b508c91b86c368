using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable PeriodEvents =
        RegisterTable.Of<PeriodEventRow>("period_events", RegisterMatter.Operation, Fund,
            map: table => table.HasIndex(row => new { row.FundId, row.Id }));
}

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

public enum PeriodAction { Closed, YearClosed, ReopeningAsked, Reopened }
