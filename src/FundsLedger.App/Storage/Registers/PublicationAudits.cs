using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable PublicationAudits = RegisterTable.Of<PublicationAuditRow>("publication_audits",
        RegisterMatter.Operation, Fund, map: table =>
        {
            table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId);
            table.HasOne<PublicationRow>().WithMany().HasForeignKey(row => row.Publication);
        });
}

/// <summary>What a publication was judged by: for those who may know what the fund does.</summary>
public sealed class PublicationAuditRow : IRegisterRow
{
    public long Id { get; set; }
    public int FundId { get; set; }
    public long Publication { get; set; }

    /// <summary>The request that the officers signed.</summary>
    public long Request { get; set; }

    /// <summary>How it was worked out.</summary>
    public required string Version { get; set; }

    /// <summary>Number of the last entry that was known.</summary>
    public long KnownSeq { get; set; }

    /// <summary>The rule and what everybody could know, as JSON.</summary>
    public required string Result { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
