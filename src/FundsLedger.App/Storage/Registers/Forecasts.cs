using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Forecasts =
        RegisterTable.Of<ForecastRow>("forecasts", RegisterMatter.Internal,
            map: table => table.HasIndex(row => new { row.FundId, row.AsOf }));
}

/// <summary>A forecast as it was made; the content is JSON.</summary>
public sealed class ForecastRow : IRegisterRow
{
    public long Id { get; set; }
    public int FundId { get; set; }
    public DateOnly AsOf { get; set; }

    /// <summary>The digest of what the model read of the fund; in rows of earlier versions the leaf of the last entry of any
    /// fund.</summary>
    public required string LedgerHead { get; set; }

    public required string ModelVersion { get; set; }
    public required string Seed { get; set; }
    public int HorizonMonths { get; set; }
    public int Paths { get; set; }
    public required string Content { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
