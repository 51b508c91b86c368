using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Rates =
        RegisterTable.Of<RateRow>("rates", RegisterMatter.Internal, map: table => table.HasIndex(row => new { row.Currency, row.Date }));
}

public sealed class RateRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Currency { get; set; }
    public DateOnly Date { get; set; }
    public long Billionths { get; set; }
    public required string Source { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}
