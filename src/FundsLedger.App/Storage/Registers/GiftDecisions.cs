using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable GiftDecisions =
        RegisterTable.Of<GiftDecisionRow>("gift_decisions", RegisterMatter.Contribution, row => row.Through(GiftOffers!, "offer"),
            map: table => table.HasOne<GiftOfferRow>().WithMany().HasForeignKey(row => row.Offer));
}

public sealed class GiftDecisionRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Offer { get; set; }
    public GiftDecision Decision { get; set; }
    public DateOnly Date { get; set; }
    public required string Reason { get; set; }
    public string? Pledge { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

public enum GiftDecision { Accepted, Refused, Returned }
