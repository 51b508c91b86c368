using FundsLedger.App.Storage;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>How forecasts for one horizon fared; the counts are of what was kept, not of what went well.</summary>
/// <param name="Months">The horizon.</param>
/// <param name="Scored">Forecasts of which the date has come.</param>
/// <param name="Depleted">How many of these saw the fund depleted.</param>
/// <param name="MeanChance">Mean of the chances given; null before the first score.</param>
/// <param name="Brier">Mean Brier score; likewise.</param>
/// <param name="BaseRateBrier">What always saying the share that came true would have scored, known only afterwards.</param>
/// <param name="In50">Balances inside the middle half.</param>
/// <param name="In80">Inside the middle four fifths.</param>
/// <param name="In90">Inside the middle nine tenths.</param>
public sealed record HorizonRecord(int Months, int Scored, int Depleted, double? MeanChance, double? Brier, double? BaseRateBrier,
    HitCount In50, HitCount In80, HitCount In90);

/// <summary>A kept forecast for the list, with its scores so far.</summary>
public sealed record KeptForecast(long Id, DateOnly AsOf, string ModelVersion, IReadOnlyList<RecordedChance> Chances,
    IReadOnlyDictionary<int, ForecastScore> Scores);

/// <summary>How good a fund's forecasts have been. The first of each month counts: daily forecasts of one month are nearly one forecast,
/// and would make few look like many.</summary>
public sealed record TrackRecord(int Kept, IReadOnlyList<HorizonRecord> Horizons, IReadOnlyList<KeptForecast> Forecasts)
{
    public static async Task<TrackRecord> OfAsync(LedgerReads reads, Fund fund, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var kept = await StoredForecasts.ReadAsync(connection, fund.Id, cancel);
        var scores = (await StoredForecasts.ScoresAsync(connection, fund.Id, cancel)).ToLookup(item => item.ForecastId, item => item.Score);
        var counted = kept.GroupBy(forecast => (forecast.AsOf.Year, forecast.AsOf.Month))
            .Select(month => month.MinBy(forecast => forecast.AsOf)!).OrderBy(forecast => forecast.AsOf).ToList();
        var months = counted.SelectMany(forecast => forecast.Record.Chances).Select(given => given.Months).Distinct().Order();
        return new TrackRecord(kept.Count,
            [.. months.Select(
                horizon =>
                    Horizon(horizon, [.. counted.SelectMany(forecast => scores[forecast.Id]).Where(score => score.Months == horizon)]))],
            [.. counted.OrderByDescending(forecast => forecast.AsOf)
                .Select(
                    forecast =>
                        new KeptForecast(forecast.Id, forecast.AsOf, forecast.ModelVersion, forecast.Record.Chances,
                            scores[forecast.Id].ToDictionary(score => score.Months)))]);
    }

    private static HorizonRecord Horizon(int months, List<ForecastScore> scores)
    {
        var depleted = scores.Count(score => score.WasDepleted);
        var rate = scores.Count == 0 ? 0 : (double)depleted / scores.Count;
        return new HorizonRecord(months, scores.Count, depleted, Mean(score => score.Chance), Mean(score => score.Brier),
            scores.Count == 0 ? null : rate * (1 - rate),
            HitCount.Of(scores.Select(score => score.Balance.In50)), HitCount.Of(scores.Select(score => score.Balance.In80)),
            HitCount.Of(scores.Select(score => score.Balance.In90)));

        double? Mean(Func<ForecastScore, double> of) => scores.Count == 0 ? null : scores.Average(of);
    }
}
