using FundsLedger.App.Access;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Features.Proof.Audit;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using Microsoft.Extensions.Time.Testing;

namespace FundsLedger.App.Tests.Noninterference;

/// <summary>Something that is recorded in a minute of the story; acts of one fund are looked at as the product does after a
/// posting.</summary>
internal sealed record Act(int Minute, string Fund, Func<Story, Task> RunAsync);

/// <summary>One of the two books of a pair, with the hours in which they come apart: from Sunday evening over the head of Monday, 00:00
/// UTC.</summary>
internal sealed class Story : IAsyncDisposable
{
    public const string Open = "TFFV";
    public const string Protected = "SFR";

    /// <summary>When the books are copied and come apart.</summary>
    public static readonly DateTimeOffset Begins = new(2026, 7, 5, 18, 0, 0, TimeSpan.Zero);

    /// <summary>When everybody looks at them; the clock stands still then.</summary>
    public static readonly DateTimeOffset Ends = new(2026, 7, 6, 4, 0, 0, TimeSpan.Zero);

    private readonly LedgerReads _reads;
    private readonly AlertReadings _readings;
    private readonly RunAlerts _alerts;
    private readonly SealHead _heads;

    public Story(string where, SigningKey key)
    {
        Where = where;
        Database = LedgerDatabase.At(where);
        var chance = new SeededChance("pair");
        Writer = new LedgerWriter(Database, Clock, chance);
        _reads = new LedgerReads(Database, Clock, chance);
        Audit = new AuditLog(_reads);
        var statuses = new FundStatuses(_reads, new TrialBalances(_reads));
        _readings = new AlertReadings(_reads, statuses, new TodaysForecasts(_reads, new FundForecasts(_reads, statuses)));
        _alerts = new RunAlerts(Writer, _reads, _readings, new AlertLetters(new FundHistories(_reads), new BooksInfo(_reads)),
            new WebhookSettings { Url = "http://outside.example/" });
        _heads = new SealHead(Writer, key);
    }

    /// <summary>What <c>--db</c> would say.</summary>
    public string Where { get; }

    public LedgerDatabase Database { get; }

    public LedgerWriter Writer { get; }

    public AuditLog Audit { get; }

    public FakeTimeProvider Clock { get; } = new(Begins);

    /// <summary>Codes the books gave, by the names the story knows them under.</summary>
    public Dictionary<string, string> Codes { get; } = new(StringComparer.Ordinal);

    /// <summary>Records everything in its minute, signs the head on its hour, and looks for alerts as the product does.</summary>
    public async Task TellAsync(IEnumerable<Act> acts)
    {
        var midnight = new DateTimeOffset(Begins.Date.AddDays(1), TimeSpan.Zero);
        var isSealed = false;
        foreach (var act in acts.OrderBy(act => act.Minute))
        {
            var at = Begins.AddMinutes(act.Minute);
            if (!isSealed && at >= midnight) isSealed = await SealAsync(midnight);
            Clock.SetUtcNow(at);
            await act.RunAsync(this);
            var fund = (await _reads.CatalogAsync()).Fund(act.Fund)!;
            await _alerts.RunAsync(only: [fund]);
        }
        if (!isSealed) await SealAsync(midnight);
        Clock.SetUtcNow(Ends);
        await _alerts.RunAsync(findings: 0);
        var stored = new StoredForecasts(Writer, _reads, new FundHistories(_reads));
        foreach (var fund in (await _reads.CatalogAsync()).Funds)
            if (await _readings.OfAsync(fund, withForecast: true) is { Forecast: { } forecast }) await stored.KeepAsync(fund, forecast);
        await new SealAudit(Writer, _reads).RunIfDueAsync();
    }

    /// <summary>What was left to be sent to people and programs outside, as the mail server would be given it.</summary>
    public async Task<List<string>> MailsAsync()
    {
        await using var connection = await Database.OpenAsync();
        var outside = await connection.Command(null, "SELECT address FROM alert_recipients WHERE audience = @outside",
            ("@outside", ClosedSet<AlertAudience>.Code(AlertAudience.Outsider))).RowsAsync(row => row.GetString(0));
        var all = await connection.Command(null, "SELECT kind, payload, created_at FROM outbox ORDER BY created_at, kind, payload")
            .RowsAsync(row => (Kind: row.GetString(0), Payload: row.GetString(1), At: row.GetInt64(2)));
        return [
            .. all.Where(
                message =>
                    message.Kind == Outbox.Webhook
                        || outside.Any(address => message.Payload.Contains($"\"{address}\"", StringComparison.Ordinal)))
                        .Select(message => $"{message.At} {message.Kind} {message.Payload}")];
    }

    /// <summary>Answers one number.</summary>
    public async Task<long> NumberAsync(string question)
    {
        await using var connection = await Database.OpenAsync();
        return await connection.Command(null, question).NumberAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Audit.Dispose();
        await Writer.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task<bool> SealAsync(DateTimeOffset midnight)
    {
        Clock.SetUtcNow(midnight);
        await new SealAudit(Writer, _reads).RunIfDueAsync();
        return await _heads.RunIfDueAsync();
    }
}
