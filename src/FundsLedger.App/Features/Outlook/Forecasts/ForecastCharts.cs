using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Funds;
using FundsLedger.Reports.Charts;
using FundsLedger.Reports.Documents;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>The fan: where the available money has been, and where it may go.</summary>
public sealed class ForecastCharts(FundHistories histories)
{
    private const int YearsBack = 3;

    /// <summary>The fan as a picture, for the page and for print.</summary>
    public async Task<Picture> PictureAsync(Fund fund, ForecastWithProbability forecast, PageLanguage words, CancellationToken cancel)
    {
        var days = await histories.OfAsync(fund.Code, forecast.AsOf.AddYears(-YearsBack), forecast.AsOf, cancel);
        var start = days[^1].AvailableEur;
        return FundHistoryChart.Draw(new FundHistory
        {
            Language = words.Code,
            AltText = words["forecast.chart_alt", words.Name(fund), words.Date(forecast.AsOf), words.Date(forecast.Fan[^1].On)],
            Available = [.. days.Select(day => new BalancePoint(day.Date, day.AvailableEur))],
            FloorCents = fund.SettingsOn(forecast.AsOf).SmallestUsefulCommitment,
            Fan = [new FanPoint(forecast.AsOf, start, start, start, start, start),
                .. forecast.Fan.Select(
                    month => new FanPoint(month.On, month.Eur[1], month.Eur[2], month.Eur[3], month.Eur[4], month.Eur[5]))],
            FanWords = new FanWords(words["forecast.fan_wide"], words["forecast.fan_middle"], words["forecast.fan_median"]),
        });
    }
}
