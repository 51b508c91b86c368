namespace FundsLedger.App.Storage;

/// <summary>Who is told by mail. Not a register: an address is personal data and must be erasable.</summary>
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
