using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable FundSettings =
        RegisterTable.Of<FundSettingsRow>("fund_settings", RegisterMatter.Operation, Fund,
            map: table => table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId));
}

public sealed class FundSettingsRow : IRegisterRow
{
    public long Id { get; set; }
    public int FundId { get; set; }
    public DateOnly ValidFrom { get; set; }
    public bool IsProtected { get; set; }
    public long SmallestUsefulCommitment { get; set; }
    public long ContinuingSupportReserve { get; set; }
    public int LeadTimeMonths { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
