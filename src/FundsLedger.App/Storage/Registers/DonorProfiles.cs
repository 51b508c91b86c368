using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable DonorProfiles = RegisterTable.Of<DonorProfileRow>("donor_profiles", RegisterMatter.Everybody,
        map: table =>
        {
            table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor);
            table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Parent);
        });
}

// Money in: donors, offers and agreements. Read through EF Core, written by LedgerSession like every register.

/// <summary>What is known of a donor beside its register row; the newest row of a donor counts.</summary>
public sealed class DonorProfileRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Donor { get; set; }
    public string? Parent { get; set; }
    public required string Language { get; set; }
    public bool IsConfidential { get; set; }
    public bool IsUnderReview { get; set; }
    public string? ReviewReason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
