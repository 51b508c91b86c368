using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Publications = RegisterTable.Of<PublicationRow>("publications", RegisterMatter.Everybody,
        unique: ["fund,first_year", "fund,last_year"]);
}

/// <summary>A block of fiscal years of a protected fund as it was published: the publication store. Everybody may read it, through a
/// connection that reaches nothing else; so the fund stands here by its code, and who cleared it elsewhere.</summary>
public sealed class PublicationRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Fund { get; set; }
    public int FirstYear { get; set; }
    public int LastYear { get; set; }
    public long ReceivedEur { get; set; }
    public bool IsReceivedRounded { get; set; }
    public long SpentEur { get; set; }

    /// <summary>Published spending since the beginning.</summary>
    public long TotalEur { get; set; }

    public long ClosingEur { get; set; }
    public long StepEur { get; set; }
    public bool IsOfficial { get; set; }
    public DateOnly PublishedOn { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}
