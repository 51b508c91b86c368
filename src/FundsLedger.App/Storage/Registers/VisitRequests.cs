using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable VisitRequests =
        RegisterTable.Of<VisitRequestRow>("visit_requests", RegisterMatter.Operation, Fund);
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
