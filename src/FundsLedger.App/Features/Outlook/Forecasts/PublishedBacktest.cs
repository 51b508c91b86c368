using System.Text.Json;
using FundsLedger.Domain.Forecasts.Backtests;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>The back-test of the present model on real contributions, as <c>forecast backtest --format json</c> printed it. A test runs it
/// again and wants the same figures.</summary>
public static class PublishedBacktest
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly Lazy<BacktestReport> Printed = new(Read);

    /// <summary>The report.</summary>
    public static BacktestReport Report => Printed.Value;

    /// <summary>A figure by its name, of whatever set it is first printed for.</summary>
    public static BacktestFigure Figure(string measure) => Report.Figures.First(figure => figure.Measure == measure);

    private static BacktestReport Read()
    {
        using var stream = typeof(PublishedBacktest).Assembly.GetManifestResourceStream("forecast-backtest.json")!;
        return JsonSerializer.Deserialize<BacktestReport>(stream, Json)!;
    }
}
