using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>What is watched: a kind, in a fund or (null) in the books as a whole.</summary>
public readonly record struct AlertSubject(AlertKind Kind, int? FundId);

/// <summary>A step as it stands in the books.</summary>
public sealed record AlertEvent(long Id, AlertSubject Subject, long Episode, AlertStep Step, long? Measure, string? Note, DateTimeOffset At,
    string ActorName);

/// <summary>The rules and where each stands, as one transaction or connection sees them.</summary>
public sealed class AlertBook
{
    private readonly Dictionary<AlertSubject, AlertRule> _rules;

    private AlertBook(Dictionary<AlertSubject, AlertRule> rules, IReadOnlyList<AlertEvent> events)
    {
        (_rules, Events) = (rules, events);
        foreach (var step in events) States[step.Subject] = StateOf(step.Subject).After(step.Step, step.Episode, step.At);
    }

    /// <summary>Every step so far, oldest first.</summary>
    public IReadOnlyList<AlertEvent> Events { get; }

    /// <summary>Where each subject stands that has ever had a step.</summary>
    public Dictionary<AlertSubject, AlertState> States { get; } = [];

    public AlertState StateOf(AlertSubject subject) => States.GetValueOrDefault(subject, AlertState.None);

    /// <summary>The newest version of the rule, or the standard one.</summary>
    public AlertRule RuleOf(AlertSubject subject) => _rules.GetValueOrDefault(subject) ?? AlertRule.Standard(subject.Kind);

    /// <summary>The number of a fund's next episode (null: of the books as a whole). Each fund counts its own: a number tells nothing of
    /// another's.</summary>
    public long NextEpisode(int? fundId) =>
        1 + States.Where(pair => pair.Key.FundId == fundId).Select(pair => pair.Value.Episode).DefaultIfEmpty().Max();

    /// <summary>How an episode is called: the fund's code, or <c>books</c>, and its number there.</summary>
    public static string EpisodeCode(string? fundCode, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{fundCode ?? "books"}-{number}");

    /// <summary>How the last episode of a subject is called.</summary>
    public string EpisodeCode(LedgerCatalog catalog, AlertSubject subject) =>
        EpisodeCode(subject.FundId is { } id ? catalog.FundById(id).Code : null, StateOf(subject).Episode);

    /// <summary>Reads through <paramref name="ask"/>: a session's question, or a connection's command.</summary>
    public static async Task<AlertBook> ReadAsync(Func<string, Task<DbCommand>> ask, CancellationToken cancel)
    {
        const string changes =
            "SELECT kind, fund_id, fires_at, clears_below, escalates_at, pass_on_after_days, is_on FROM alert_rules ORDER BY id";
        var rules = await (await ask(changes)).RowsAsync(row =>
        {
            var kind = ClosedSet<AlertKind>.Of(row.GetString(0));
            return (Subject: new AlertSubject(kind, row.IsDBNull(1) ? null : row.GetInt32(1)),
                Rule: new AlertRule(kind, row.GetInt64(2), row.GetInt64(3), row.NumberOrNull(4), row.GetInt32(5), row.GetBoolean(6)));
        }, cancel);
        var events = await (await ask(
            "SELECT id, kind, fund_id, episode, step, measure, note, recorded_at, actor_name FROM alert_events ORDER BY id")).RowsAsync(
                row => new AlertEvent(
            row.GetInt64(0), new AlertSubject(ClosedSet<AlertKind>.Of(row.GetString(1)), row.IsDBNull(2) ? null : row.GetInt32(2)),
            row.GetInt64(3), ClosedSet<AlertStep>.Of(row.GetString(4)),
            row.NumberOrNull(5), row.TextOrNull(6), row.Instant(7), row.GetString(8)), cancel);
        return new AlertBook(rules.GroupBy(item => item.Subject).ToDictionary(versions => versions.Key, versions => versions.Last().Rule),
            events);
    }

    public static Task<AlertBook> ReadAsync(DbConnection connection, CancellationToken cancel) =>
        ReadAsync(text => Task.FromResult(connection.Command(null, text)), cancel);

    internal static Task<AlertBook> ReadAsync(LedgerSession session, CancellationToken cancel) =>
        ReadAsync(text => session.QuestionAsync(text, [], cancel), cancel);
}
