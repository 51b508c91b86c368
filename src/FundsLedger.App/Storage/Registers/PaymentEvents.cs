using FundsLedger.Domain.Log;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable PaymentEvents =
        RegisterTable.Of<PaymentEventRow>("payment_events", RegisterMatter.Operation, row => row.Through(Payments!, "payment"),
            unique: ["payment,kind"],
            map: table =>
            {
                table.HasOne<PaymentRow>().WithMany().HasForeignKey(row => row.Payment);
                table.HasIndex(row => row.EntrySeq);
            });
}

/// <summary>Something that happened to a payment besides its signatures; of each kind at most one.</summary>
public sealed class PaymentEventRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Payment { get; set; }
    public PaymentEventKind Kind { get; set; }
    public DateOnly HappenedOn { get; set; }
    public string? Reason { get; set; }

    /// <summary>The entry it made, the first where there are several; null where it made none.</summary>
    public long? EntrySeq { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
