namespace FundsLedger.App.Storage;

/// <summary>Whom to write to. No register: a person's data can be erased.</summary>
public sealed class DonorContactRow
{
    public long Id { get; set; }
    public required string Donor { get; set; }
    public required string Name { get; set; }
    public required string Office { get; set; }
    public required string Address { get; set; }
}
