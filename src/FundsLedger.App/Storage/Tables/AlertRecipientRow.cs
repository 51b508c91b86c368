namespace FundsLedger.App.Storage;

/// <summary>Who is told by mail. No register: an address is a person's, and goes when the person goes.</summary>
public sealed class AlertRecipientRow
{
    public long Id { get; set; }
    public required string Address { get; set; }
    public required string Language { get; set; }
    public required string Audience { get; set; }
    public int? FundId { get; set; }
    public bool IsSecond { get; set; }
    public bool WantsDigest { get; set; }
    public DateOnly? LastDigestOn { get; set; }
    public DateTimeOffset AddedAt { get; set; }
    public required string AddedBy { get; set; }
}
