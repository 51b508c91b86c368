using FundsLedger.App.Features.Bank.Reconciliation;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>What was found about a fund. The measures are in the units of their kinds; null where nobody can say.</summary>
public sealed record FundReading(FundStatus Status, FundForecast? Forecast, double? Chance, int Waiting, int Overdue,
    IReadOnlyDictionary<AlertKind, long?> Measures);

/// <summary>Measures everything that is watched in a fund, from the same queries as the pages.</summary>
public sealed class AlertReadings(LedgerReads reads, FundStatuses statuses, TodaysForecasts forecasts)
{
    /// <summary>The reading of a fund today; null for one that has never held anything: what has not begun is not depleted.</summary>
    /// <param name="fund">The fund.</param>
    /// <param name="withForecast">False where nobody watches the chance of depletion: a forecast takes longer than all the rest.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<FundReading?> OfAsync(Fund fund, bool withForecast, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        if (fund.IsUmbrella
            || await connection.Command(null, "SELECT COUNT(*) FROM entries WHERE fund_id = @fund", ("@fund", fund.Id))
            .NumberAsync(cancel) == 0) return null;
        var today = reads.Today;
        var status = (await statuses.OfAsync(fund.Code, new Moment(today), cancel)).OrThrow();
        var catalog = await reads.CatalogAsync(connection, cancel);
        var waiting = await CommitmentList.WaitingAsync(connection, catalog, fund.Code, cancel: cancel);
        // Sorted by age: the longest overdue first.
        var overdue = (await AgeingList.ItemsAsync(connection, catalog, new Moment(today), fund: fund.Code, cancel: cancel))
            .FirstOrDefault()?.Days ?? 0;
        var forecast = withForecast ? await forecasts.OfAsync(fund, cancel) : null;
        double? chance = forecast?.Forecast is ForecastWithProbability full
            ? full.Depletion.FirstOrDefault(depletion => depletion.Months == 12)?.Chance : null;
        var bank = await BankDifferences.OfAsync(connection, await LedgerReads.CatalogWithDaysAsync(connection, cancel), fund, cancel);
        return new FundReading(status, forecast, chance, waiting.Count, overdue, new Dictionary<AlertKind, long?>
        {
            [AlertKind.AvailableBelowFloor] = AlertMeasures.Shortfall(status.AvailableEur, status.Settings.SmallestUsefulCommitment),
            [AlertKind.DepletionLikely] = chance is { } share ? (long)Math.Round(share * AlertRule.Whole) : null,
            [AlertKind.RunwayShort] =
                AlertMeasures.RunwayShortfall(today, status.IfNothingMoreArrives?.Days, status.Settings.LeadTimeMonths),
            [AlertKind.RequestsWaiting] = AlertMeasures.Unmet(status.AvailableEur, waiting.Select(request => request.AskedEur)),
            [AlertKind.PledgesOverdue] = overdue,
            [AlertKind.BankMismatch] = bank,
        });
    }
}
