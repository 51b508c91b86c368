using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable PaperErasures =
        RegisterTable.Of<PaperErasureRow>("paper_erasures", RegisterMatter.Operation, row => row.Through(Papers!, "paper_id"),
            unique: ["paper_id"], map: table => table.HasOne<PaperRow>().WithMany().HasForeignKey(row => row.PaperId));
}

/// <summary>A paper whose file is gone for ever; that it was there, and what it was, stays.</summary>
public sealed class PaperErasureRow : IRegisterRow
{
    public long Id { get; set; }
    public long PaperId { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
