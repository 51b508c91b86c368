using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable PaymentBatches =
        RegisterTable.Of<PaymentBatchRow>("payment_batches", RegisterMatter.Operation, Fund,
            map: table => table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId));

    public static readonly RegisterTable PaymentBatchItems =
        RegisterTable.Of<PaymentBatchItemRow>("payment_batch_items", RegisterMatter.Operation, row => row.Through(Payments!, "payment"),
            unique: ["batch,payment"],
            map: table =>
            {
                table.HasOne<PaymentBatchRow>().WithMany().HasForeignKey(row => row.Batch);
                table.HasOne<PaymentRow>().WithMany().HasForeignKey(row => row.Payment);
            });
}

/// <summary>Approved payments from one bank account that go to the bank together. Its code is the message's id.</summary>
public sealed class PaymentBatchRow : IRegisterRow
{
    public required string Code { get; set; }
    public int FundId { get; set; }
    public required string Bank { get; set; }
    public DateOnly PayOn { get; set; }
    public int Payments { get; set; }
    public long SumEur { get; set; }

    /// <summary>SHA-256 over its payments and what their officers have signed.</summary>
    public required byte[] ContentHash { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

public sealed class PaymentBatchItemRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Batch { get; set; }
    public required string Payment { get; set; }
}
