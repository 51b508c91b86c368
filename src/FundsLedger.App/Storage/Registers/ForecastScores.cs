using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable ForecastScores =
        RegisterTable.Of<ForecastScoreRow>("forecast_scores", RegisterMatter.Internal,
            map: table => table.HasIndex(row => row.ForecastId));
}

/// <summary>What a forecast was worth once one of its dates had come; the content is JSON.</summary>
public sealed class ForecastScoreRow : IRegisterRow
{
    public long Id { get; set; }
    public long ForecastId { get; set; }
    public int Months { get; set; }
    public required string Content { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}
