namespace FundsLedger.App.Storage;

/// <summary>Whom to write to. Not a register: personal data must be erasable.</summary>
public sealed class DonorContactRow
{
    public long Id { get; set; }
    public required string Donor { get; set; }
    public required string Name { get; set; }
    public required string Office { get; set; }
    public required string Address { get; set; }
}
