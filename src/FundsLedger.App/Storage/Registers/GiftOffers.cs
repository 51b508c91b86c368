using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable GiftOffers =
        RegisterTable.Of<GiftOfferRow>("gift_offers", RegisterMatter.Contribution, Fund, unique: ["idempotency_key"],
            map: table => table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor));
}

public sealed class GiftOfferRow : IRegisterRow
{
    public required string Code { get; set; }
    public required string Donor { get; set; }
    public int? FundId { get; set; }
    public DateOnly OfferedOn { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public long RateBillionths { get; set; }
    public required string Description { get; set; }
    public string? Source { get; set; }
    public required string IdempotencyKey { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
