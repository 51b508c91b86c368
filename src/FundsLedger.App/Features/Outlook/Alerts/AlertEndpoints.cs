using FundsLedger.App.Api;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Alerts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>Something that happened in an episode.</summary>
/// <param name="Step">What.</param>
/// <param name="At">When.</param>
/// <param name="Measure">The measure then, in the unit of the kind; null where nothing was measured.</param>
/// <param name="Note">What the person said who acknowledged.</param>
/// <param name="Actor">Who: a person, or the system; outside the Registry its people are called <c>Registry</c>.</param>
public sealed record ApiAlertStep(AlertStep Step, DateTimeOffset At, long? Measure, string? Note, string Actor);

/// <summary>An alert from being raised to being over.</summary>
/// <param name="Episode">What it is called, as the acknowledgement wants it: the fund and its number there.</param>
/// <param name="Kind">What is watched.</param>
/// <param name="Fund">Code of the fund; null for the books as a whole.</param>
/// <param name="Open">It is not over.</param>
/// <param name="Escalated">It has got worse since it was raised.</param>
/// <param name="Acknowledged">Somebody has it in hand.</param>
/// <param name="Steps">Everything that happened, oldest first.</param>
public sealed record ApiAlert(string Episode, AlertKind Kind, string? Fund, bool Open, bool Escalated, bool Acknowledged,
    IReadOnlyList<ApiAlertStep> Steps)
{
    internal static ApiAlert Of(AlertEpisode episode, CurrentActor actor) =>
        new(episode.Code, episode.Kind, episode.Fund?.Code, episode.State.IsOpen, episode.State.IsEscalated, episode.State.IsAcknowledged,
        [.. episode.Steps.Select(
            step => new ApiAlertStep(step.Step, step.At, step.Measure, step.Note, actor.ToldActor(step, "Registry")))]);
}

/// <summary>Says that somebody has an alert in hand.</summary>
/// <param name="Note">What is being done, in at most 200 characters.</param>
public sealed record AcknowledgeAlertBody(string? Note = null) : IApiBody
{
    public static object Example { get; } = new AcknowledgeAlertBody("Donors are being asked (synthetic)");
}

/// <summary>A chance that was given, and what became of it.</summary>
/// <param name="Months">Months from the forecast's day.</param>
/// <param name="By">The day, included.</param>
/// <param name="Chance">Chance of depletion by then, as printed: coarse where data were few.</param>
/// <param name="Depleted">What happened; null until it is known.</param>
/// <param name="Brier">Squared distance of the two; null until then.</param>
public sealed record ApiGivenChance(int Months, DateOnly By, double Chance, bool? Depleted, double? Brier);

/// <summary>A forecast as it was kept on its day.</summary>
/// <param name="AsOf">Its day.</param>
/// <param name="ModelVersion">The model that made it.</param>
/// <param name="Chances">What it said, and how good that was.</param>
public sealed record ApiKeptForecast(DateOnly AsOf, string ModelVersion, IReadOnlyList<ApiGivenChance> Chances);

/// <summary>Alerts, and the forecasts that were kept.</summary>
public static class AlertEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts", AlertsAsync).WithName("list_alerts").WithTags("Alerts").Needs(Operation.ReadAlerts);
        api.MapPost("/alerts/{episode}/acknowledgements", AcknowledgeAsync).WithName("acknowledge_alert").WithTags("Alerts")
            .Needs(Operation.AcknowledgeAlerts);
        api.MapGet("/forecasts/{fund}/record", RecordAsync).WithName("list_kept_forecasts").WithTags("Funds")
            .Needs(Operation.ReadForecasts, Subject.Fund, "fund");
    }

    /// <summary>Alerts, newest first</summary>
    /// <remarks>Those that are open; with <c>show=all</c> those that are over too. Of a fund out of your reach there is no trace.</remarks>
    public static async Task<Results<Ok<ApiList<ApiAlert>>, ProblemAnswer>> AlertsAsync(string? show, string? cursor, string? limit,
        LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var episodes = await AlertList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel),
            fund => actor.MayOfAlerts(Operation.ReadAlerts, fund), cancel);
        var part = cursors.Cut("alerts", episodes.Where(episode => show == "all" || episode.State.IsOpen), Place,
            episode => ApiAlert.Of(episode, actor), cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>Say that somebody has an alert in hand</summary>
    /// <remarks>The second address is not told any more unless it gets worse. An episode is acknowledged once: the same person with the
    /// same note is a repeat under any Idempotency-Key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AcknowledgeAsync(string episode, AcknowledgeAlertBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, LedgerReads reads, CurrentActor actor,
        AcknowledgeAlert acknowledge, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        AlertEpisode? found;
        await using (var connection = await reads.OpenAsync(cancel))
            found = (await AlertList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel),
                fund => actor.MayOfAlerts(Operation.AcknowledgeAlerts, fund), cancel)).FirstOrDefault(item => item.Code == episode);
        if (found is null) return ProblemAnswer.NotFound;
        var outcome = await acknowledge.RunAsync(episode, body.Note, actor.Actor, cancel);
        var isRepeat = outcome.Refusal is AlertIsAcknowledged
            && found.Steps.LastOrDefault(step => step.Step == AlertStep.Acknowledged) is { } step && step.ActorName == actor.Actor.Name
            && step.Note == Trimmed(body.Note);
        return outcome.IsRefused && !isRepeat ? outcome.Refusal.Answer() : context.Recorded(isRepeat, "/alerts", episode, null);
    }

    /// <summary>Forecasts as they were kept, and how good they were, newest first</summary>
    /// <remarks>One a fund and day; written once and sealed. Scored thirty days after each of its dates.</remarks>
    public static async Task<Results<Ok<ApiList<ApiKeptForecast>>, ProblemAnswer>> RecordAsync(string fund, string? cursor, string? limit,
        LedgerReads reads, Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        if ((await reads.CatalogAsync(connection, cancel)).Fund(fund) is not { IsUmbrella: false } known) return ProblemAnswer.NotFound;
        var scores = (await StoredForecasts.ScoresAsync(connection, known.Id, cancel)).ToDictionary(
            item => (item.ForecastId, item.Score.Months), item => item.Score);
        var kept = (await StoredForecasts.ReadAsync(connection, known.Id, cancel)).OrderByDescending(forecast => forecast.AsOf)
            .ThenByDescending(forecast => forecast.Id);
        var part = cursors.Cut($"kept {known.Code}", kept, forecast => Cursors.Downwards(forecast.AsOf, forecast.Id),
            forecast => new ApiKeptForecast(forecast.AsOf, forecast.ModelVersion,
            [.. forecast.Record.Chances.Select(
                given =>
                    new ApiGivenChance(given.Months, given.By, given.Chance,
                        scores.GetValueOrDefault((forecast.Id, given.Months))?.WasDepleted,
                        scores.GetValueOrDefault((forecast.Id, given.Months))?.Brier))]), cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    // As the list runs: the latest raised first, and of those raised at once the last by code.
    private static string Place(AlertEpisode episode) =>
        Cursors.Downwards(DateOnly.MinValue, Microseconds.Of(episode.RaisedAt))
            + string.Concat(episode.Code.Select(letter => (char)(char.MaxValue - letter)));

    private static string? Trimmed(string? note) => string.IsNullOrWhiteSpace(note) ? null : note.Trim();
}
