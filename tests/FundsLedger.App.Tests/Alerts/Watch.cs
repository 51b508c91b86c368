using System.Text.Json;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;

namespace FundsLedger.App.Tests.Alerts;

/// <summary>One process that watches books, with its own connection to them.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private readonly LedgerDatabase _database;
    private readonly TodaysForecasts _forecasts;
    private readonly AlertReadings _readings;
    private readonly RunAlerts _alerts;

    public Watch(TestBooks books, TimeProvider? clock = null, string webhookUrl = "")
    {
        clock ??= books.Clock;
        _database = LedgerDatabase.At(books.Where);
        Reads = new LedgerReads(_database, clock);
        Writer = new LedgerWriter(_database, clock);
        var statuses = new FundStatuses(Reads, new TrialBalances(Reads));
        _forecasts = new TodaysForecasts(Reads, new FundForecasts(Reads, statuses));
        _readings = new AlertReadings(Reads, statuses, _forecasts);
        Letters = new AlertLetters(new FundHistories(Reads), new BooksInfo(Reads));
        _alerts = new RunAlerts(Writer, Reads, _readings, Letters, new WebhookSettings { Url = webhookUrl });
    }

    public LedgerReads Reads { get; }

    public LedgerWriter Writer { get; }

    public AlertLetters Letters { get; }

    /// <summary>What is found about a fund that holds something.</summary>
    public async Task<FundReading> ReadAsync(string fund) =>
        (await _readings.OfAsync((await Reads.CatalogAsync()).Fund(fund)!, withForecast: true))!;

    /// <summary>Looks once; the news in words: <c>Raised TFFV AvailableBelowFloor</c>.</summary>
    public async Task<string> LookAsync(long? findings = null) =>
        string.Join(", ", (await _alerts.RunAsync(findings)).News.Select(news => $"{news.Step} {news.Fund?.Code ?? "books"} {news.Kind}"));

    /// <summary>Looks once at some funds only, as after a posting in them.</summary>
    public async Task<string> LookAtAsync(params string[] funds)
    {
        var catalog = await Reads.CatalogAsync();
        var run = await _alerts.RunAsync(only: [.. funds.Select(fund => catalog.Fund(fund)!)]);
        return string.Join(", ", run.News.Select(news => $"{news.Step} {news.Fund?.Code ?? "books"} {news.Kind}"));
    }

    /// <summary>Keeps today's forecasts and scores those of which the date has come.</summary>
    public async Task KeepAsync()
    {
        var stored = new StoredForecasts(Writer, Reads, new FundHistories(Reads));
        foreach (var fund in (await Reads.CatalogAsync()).Funds)
            if (await _readings.OfAsync(fund, withForecast: true) is { Forecast: { } forecast }) await stored.KeepAsync(fund, forecast);
        await stored.ScoreAsync();
    }

    public async Task TellAsync(string address, string language = "en", AlertAudience audience = AlertAudience.Cleared, string? fund = null,
        bool second = false, bool digest = false) =>
        (await new AlertRecipients(Writer, Reads).AddAsync(new(address, language, audience, fund, second, digest),
            TestBooks.Approver)).OrThrow();

    /// <summary>Turns off everything but what the test is about.</summary>
    public async Task OnlyAsync(string fund, params AlertKind[] kinds)
    {
        foreach (var kind in Enum.GetValues<AlertKind>().Where(kind => !AlertRule.IsAboutBooks(kind) && !kinds.Contains(kind)))
            (await new ChangeAlertRule(Writer).RunAsync(fund, AlertRule.Standard(kind) with { IsOn = false },
                TestBooks.Approver)).OrThrow();
    }

    /// <summary>What lies in the outbox, in order.</summary>
    public async Task<List<(string Kind, string Payload)>> OutboxAsync()
    {
        await using var connection = await _database.OpenAsync();
        return await connection.Command(null, "SELECT kind, payload FROM outbox ORDER BY id")
            .RowsAsync(row => (row.GetString(0), row.GetString(1)));
    }

    /// <summary>The mails that wait: <c>address: subject</c>, sorted.</summary>
    public async Task<List<string>> MailsAsync() =>
        [.. (await OutboxAsync()).Where(row => row.Kind == Outbox.Mail).Select(row => JsonDocument.Parse(row.Payload).RootElement)
        .Select(mail => $"{mail.GetProperty("to").GetString()}: {mail.GetProperty("letter").GetProperty("subject").GetString()}")
        .Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await _database.DisposeAsync();
    }
}
