using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Pledges =
        RegisterTable.Of<PledgeRow>("pledges", RegisterMatter.Contribution, row => row.Sorter.FundOfPledgeAsync(row.Text("code")!),
            map: table => table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor));
}

public sealed class PledgeRow : IRegisterRow
{
    public required string Code { get; set; }
    public required string Donor { get; set; }
    public DateOnly AnnouncedOn { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public required string Description { get; set; }
    public string? Source { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}
