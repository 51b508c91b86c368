using FundsLedger.App.Web;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Reports.Charts;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>The edges of a forecast as lines of a chart: nine paths of ten lie above the lower one, nine of ten below the upper
/// one.</summary>
internal static class ForecastLines
{
    public static IReadOnlyList<Projection> Of(Forecast? forecast, long availableEur, PageLanguage words) =>
        forecast is not ForecastWithProbability full ? [] :
    [
        new(words["forecast.upper_edge"],
            [new(full.AsOf, availableEur), .. full.Fan.Select(month => new BalancePoint(month.On, month.Eur[5]))]),
        new(words["forecast.lower_edge"],
            [new(full.AsOf, availableEur), .. full.Fan.Select(month => new BalancePoint(month.On, month.Eur[1]))]),
    ];
}
