using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable QueueOrders =
        RegisterTable.Of<QueueOrderRow>("queue_orders", RegisterMatter.Operation, Fund,
            map: table => table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId));
}

/// <summary>In which order requests of a fund are served when money is short; the newest row holds.</summary>
public sealed class QueueOrderRow : IRegisterRow
{
    public long Id { get; set; }
    public int FundId { get; set; }

    /// <summary>What counts first, second and third: <c>last_visit,window,received</c>.</summary>
    public required string Keys { get; set; }

    public required string Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
