using FundsLedger.Domain.Log;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable VisitCosts =
        RegisterTable.Of<VisitCostRow>("visit_costs", RegisterMatter.Operation, Fund,
            map: table => table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId));
}

/// <summary>What one unit of something that a visit needs is assumed to cost: who says so, from which day, by which source. An assumption
/// is never changed; a newer one stands beside it.</summary>
public sealed class VisitCostRow : IRegisterRow
{
    public long Id { get; set; }
    public int FundId { get; set; }
    public VisitCostItem Item { get; set; }

    /// <summary>One of what: a return journey from a place, a night, a day.</summary>
    public required string Unit { get; set; }

    /// <summary>Cents for one unit.</summary>
    public long UnitEur { get; set; }

    /// <summary>The first day it is good for, inclusive.</summary>
    public DateOnly FromDay { get; set; }

    public required string Source { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
