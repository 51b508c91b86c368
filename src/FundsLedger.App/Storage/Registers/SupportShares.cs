using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable SupportShares =
        RegisterTable.Of<SupportShareRow>("support_shares", RegisterMatter.Contribution, row => row.Through(Agreements!, "agreement"),
            unique: ["agreement,from_day"],
            map: table => table.HasOne<AgreementRow>().WithMany().HasForeignKey(row => row.Agreement));
}

/// <summary>The share of programme support in what is charged under an agreement, from a day on, in hundredths of a per cent. The newest
/// day counts; 0 ends it.</summary>
public sealed class SupportShareRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Agreement { get; set; }
    public int Hundredths { get; set; }
    public DateOnly FromDay { get; set; }
    public string? Reference { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
