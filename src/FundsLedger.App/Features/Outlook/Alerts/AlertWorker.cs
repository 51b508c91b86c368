using System.Data.Common;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>Looks at the books after each posting and at least every hour, checks them once a day, while the pages are served.</summary>
public sealed partial class AlertWorker(RunAlerts alerts, AlertReadings readings, StoredForecasts stored, LedgerReads reads, LedgerCheck check, LastCheck last, TimeProvider clock, ILogger<AlertWorker> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private (long Seq, long Catalog) _seen = (-1, -1);
    private DateTimeOffset _ranAt;
    private DateOnly _checkedOn;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first page does not wait for us.
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is DbException or InvalidOperationException or OverflowException or ArgumentException)
            {
                CouldNotRun(log, fault); // the next look tries again
            }
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        var (now, today) = (clock.GetUtcNow(), reads.Today);
        var state = await StateAsync(cancel);
        long? findings = null;
        if (today != _checkedOn)
        {
            last.Report = await check.RunAsync(cancel: cancel);
            findings = last.Report.Results.Sum(result => result.Findings.Count);
            _checkedOn = today;
        }
        // A clock that was put back looks at once.
        if (findings is null && state == _seen && now - _ranAt is var since && since >= TimeSpan.Zero && since < Longest) return;
        await alerts.RunAsync(findings, cancel);
        await KeepAsync(readings, stored, reads, cancel);
        (_ranAt, _seen) = (now, await StateAsync(cancel));
    }

    /// <summary>Keeps the day's forecasts and scores those of which the date has come.</summary>
    internal static async Task KeepAsync(AlertReadings readings, StoredForecasts stored, LedgerReads reads, CancellationToken cancel)
    {
        foreach (var fund in (await reads.CatalogAsync(cancel)).Funds)
        {
            if (await readings.OfAsync(fund, withForecast: true, cancel) is { Forecast: { } forecast }) await stored.KeepAsync(fund, forecast, cancel);
        }
        await stored.ScoreAsync(cancel);
    }

    private async Task<(long Seq, long Catalog)> StateAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return (await connection.Command(null, "SELECT last_seq, catalog_version FROM ledger_state WHERE id = 1").RowsAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancel))[0];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Alerts could not be evaluated")]
    private static partial void CouldNotRun(ILogger log, Exception fault);
}
