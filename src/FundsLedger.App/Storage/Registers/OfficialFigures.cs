using FundsLedger.Domain.Log;
using FundsLedger.Domain.Publication;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable OfficialFigures = RegisterTable.Of<OfficialFigureRow>("official_figures",
        RegisterMatter.Operation, Fund, map: table => table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId));
}

/// <summary>A figure about a protected fund that the Court has published itself, as two people entered it. Of a year and line the newest
/// counts.</summary>
public sealed class OfficialFigureRow : IRegisterRow
{
    public long Id { get; set; }
    public int FundId { get; set; }
    public int Year { get; set; }
    public OfficialLine Line { get; set; }
    public long Eur { get; set; }

    /// <summary>Cents to which it is rounded: 1 where it is exact.</summary>
    public long UnitEur { get; set; }

    /// <summary>Where it is printed.</summary>
    public required string Document { get; set; }

    public DateOnly PublishedOn { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
