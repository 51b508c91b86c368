using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;

namespace FundsLedger.App.Features.Demo;

/// <summary>Keeps a forecast of the visits' fund each quarter, scores them when their dates have come, and looks for alerts on the last
/// day: a demonstration with a track record. Nobody is told.</summary>
internal sealed class DemoWatch(LedgerDatabase database, LedgerWriter writer, DemoClock clock, DateOnly today)
{
    private const string Fund = "TFFV";

    // Fewer than in earnest: the demonstration is made in seconds, and the record says how many.
    private const int Paths = 1_000;

    private readonly LedgerReads _reads = new(database, clock);
    private DateOnly _next = new(today.Year - 2, 1, 1);

    /// <summary>After the bookkeeping of a day.</summary>
    public async Task LookAsync(DateOnly day, CancellationToken cancel)
    {
        var statuses = new FundStatuses(_reads, new TrialBalances(_reads));
        var (forecasts, histories) = (new FundForecasts(_reads, statuses), new FundHistories(_reads));
        if (day >= _next)
        {
            _next = _next.AddMonths(3);
            var stored = new StoredForecasts(writer, _reads, histories);
            var fund = (await _reads.CatalogAsync(cancel)).Fund(Fund)!;
            var made = await forecasts.OfAsync(new ForecastAsked(Fund, new Moment(day), Paths: Paths), cancel);
            if (!made.IsRefused) await stored.KeepAsync(fund, made.Value, cancel);
            await stored.ScoreAsync(cancel);
        }
        if (day != today) return;
        var todays = new TodaysForecasts(_reads, forecasts);
        var readings = new AlertReadings(_reads, statuses, todays);
        await new RunAlerts(writer, _reads, readings, new AlertLetters(histories, new BooksInfo(_reads)),
            new WebhookSettings()).RunAsync(findings: 0, cancel: cancel);
    }
}
