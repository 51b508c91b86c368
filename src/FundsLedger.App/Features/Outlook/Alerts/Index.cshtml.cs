using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>What is wrong now, what was, the rules, and the button that says somebody has it in hand. Of a fund out of the reader's reach
/// there is no trace.</summary>
[Needs(Operation.ReadAlerts)]
[Needs(Operation.AcknowledgeAlerts, "POST")]
public sealed class AlertsPage(PageLanguage words, CurrentActor actor, LedgerReads reads, AcknowledgeAlert acknowledge)
    : FormPage(words, actor, reads)
{
    private const int Most = 100;

    public IReadOnlyList<AlertEpisode> Open { get; private set; } = [];

    public IReadOnlyList<AlertEpisode> Over { get; private set; } = [];

    public IReadOnlyList<(Fund? Fund, AlertRule Rule)> Rules { get; private set; } = [];

    /// <summary>Whether the reader may acknowledge this one.</summary>
    public bool MayAcknowledge(AlertEpisode episode) =>
        episode.State is { IsOpen: true, IsAcknowledged: false } && Covers(Operation.AcknowledgeAlerts, episode.Fund);

    public async Task OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        // An episode out of reach is answered like one that does not exist.
        if (Open.FirstOrDefault(item => item.Code == Form.Text("episode", 40)) is not { } episode
            || !Covers(Operation.AcknowledgeAlerts, episode.Fund)) return NotFound();
        var outcome = await acknowledge.RunAsync(episode.Code, Form["note"], Acting.Actor, cancel);
        return Finish(outcome, _ => new Status("status.alert_acknowledged", Words.Name("alert_kind", episode.Kind), null), _ => "/alerts",
            _ => "") ?? Page();
    }

    /// <summary>A measure in words, in the unit of its kind.</summary>
    public string Measure(AlertKind kind, long? measure) => measure is not { } value ? "–" : kind switch
    {
        AlertKind.AvailableBelowFloor => Words["alert.share_available", Percent(AlertRule.Whole - value)],
        AlertKind.DepletionLikely => Percent(value),
        AlertKind.RunwayShort or AlertKind.PledgesOverdue => Words.Count("alert_days", value),
        AlertKind.BankMismatch => Words.Text(Money.Eur(value)),
        AlertKind.RequestsWaiting or AlertKind.CheckFailed => Words.Whole(value),
        _ => throw new InvalidOperationException(),
    };

    private string Percent(long millionths) =>
        Words["alert.percent", Words.Whole((long)Math.Round(millionths / 10_000.0, MidpointRounding.AwayFromZero))];

    private bool Covers(Operation operation, Fund? fund) => Acting.MayOfAlerts(operation, fund);

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        var episodes = await AlertList.ReadAsync(connection, catalog, fund => Covers(Operation.ReadAlerts, fund), cancel);
        (Open, Over) =
            ([.. episodes.Where(episode => episode.State.IsOpen)], [.. episodes.Where(episode => !episode.State.IsOpen).Take(Most)]);
        var book = await AlertBook.ReadAsync(connection, cancel);
        Rules = [.. catalog.Funds.Where(fund => !fund.IsUmbrella && Covers(Operation.ReadAlerts, fund))
            .SelectMany(
                fund =>
                    Enum.GetValues<AlertKind>().Where(kind => !AlertRule.IsAboutBooks(kind))
                        .Select(kind => ((Fund?)fund, book.RuleOf(new(kind, fund.Id))))),
            .. Covers(Operation.ReadAlerts, null) ? [((Fund?)null, book.RuleOf(new(AlertKind.CheckFailed, null)))]
            : Array.Empty<(Fund?, AlertRule)>()];
    }
}
