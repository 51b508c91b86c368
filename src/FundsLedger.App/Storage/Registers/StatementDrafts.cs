using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable StatementDrafts =
        RegisterTable.Of<StatementDraftRow>("statement_drafts", RegisterMatter.Contribution, Fund, unique: ["number"],
            map: table => table.HasOne<DonorRow>().WithMany().HasForeignKey(row => row.Donor));
}

/// <summary>A donor's statement as it was certified: what another person approves, word for word. It is no issued statement.</summary>
public sealed class StatementDraftRow : IRegisterRow
{
    public long Id { get; set; }

    /// <summary>Random: it tells neither an order nor how many there are.</summary>
    public required string Number { get; set; }
    public int FundId { get; set; }
    public required string Donor { get; set; }
    public DateOnly FromDay { get; set; }
    public DateOnly ToDay { get; set; }
    public required string Language { get; set; }

    /// <summary>The record as JSON.</summary>
    public required string Figures { get; set; }

    /// <summary>The file that proves its payments; null while one of them is under no signed head.</summary>
    public string? Proof { get; set; }

    /// <summary>Number of the issued statement that this one restates.</summary>
    public string? Restates { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
