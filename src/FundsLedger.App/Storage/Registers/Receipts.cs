using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Receipts =
        RegisterTable.Of<ReceiptRow>("receipts", RegisterMatter.Contribution, Fund,
            map: table => table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor));
}

public sealed class ReceiptRow : IRegisterRow
{
    public required string Code { get; set; }
    public int FundId { get; set; }
    public required string Donor { get; set; }
    public string? Pledge { get; set; }
    public DateOnly ReceivedOn { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public long EurMinor { get; set; }
    public long RateBillionths { get; set; }
    public DateOnly RateDate { get; set; }
    public required string RateSource { get; set; }
    public string? Reference { get; set; }
    public long EntrySeq { get; set; }
}
