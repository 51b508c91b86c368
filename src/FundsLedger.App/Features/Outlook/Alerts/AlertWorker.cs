using System.Data.Common;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>Looks at a fund after each posting in it and at everything every hour, checks the books once a day, while the pages are served.
/// A posting in one fund never hastens what is said of another.</summary>
public sealed partial class AlertWorker(RunAlerts alerts, AlertReadings readings, StoredForecasts stored, LedgerReads reads, RunCheck check,
    LastCheck last, TimeProvider clock, ILogger<AlertWorker> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Dictionary<string, BooksVersion> _seen = new(StringComparer.Ordinal);
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
        long? findings = null;
        if (today != _checkedOn)
        {
            last.Report = await check(cancel: cancel);
            findings = last.Report.Results.Sum(result => result.Findings.Count);
            _checkedOn = today;
        }
        // A clock that was put back looks at once.
        var since = now - _ranAt;
        var isHour = findings is not null || since < TimeSpan.Zero || since >= Longest;
        var funds = (await reads.CatalogAsync(cancel)).Funds;
        var state = await StateAsync(cancel);
        List<Fund> moved = [.. funds.Where(fund => isHour || !_seen.TryGetValue(fund.Code, out var known) || known != state.Of(fund))];
        if (moved.Count == 0) return;
        await alerts.RunAsync(findings, isHour ? null : moved, cancel);
        await KeepAsync(moved, readings, stored, cancel);
        // Alerts that were written just now let it look once more, and so does what somebody else posted meanwhile.
        foreach (var fund in moved) _seen[fund.Code] = state.Of(fund);
        if (isHour) _ranAt = now;
    }

    /// <summary>Keeps the day's forecasts of these funds and scores those of which the date has come.</summary>
    internal static async Task KeepAsync(IEnumerable<Fund> funds, AlertReadings readings, StoredForecasts stored, CancellationToken cancel)
    {
        foreach (var fund in funds)
        {
            if (await readings.OfAsync(fund, withForecast: true, cancel) is { Forecast: { } forecast })
                await stored.KeepAsync(fund, forecast, cancel);
        }
        await stored.ScoreAsync(cancel);
    }

    private async Task<BooksState> StateAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await BooksState.OfAsync(connection, cancel);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Alerts could not be evaluated")]
    private static partial void CouldNotRun(ILogger log, Exception fault);
}
