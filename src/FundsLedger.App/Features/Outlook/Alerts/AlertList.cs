using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>An episode with everything that happened in it.</summary>
/// <param name="Number">Counted within the fund.</param>
/// <param name="Fund">Null for the books as a whole.</param>
public sealed record AlertEpisode(long Number, AlertKind Kind, Fund? Fund, AlertState State, IReadOnlyList<AlertEvent> Steps)
{
    /// <summary>What it is called everywhere, e.g. <c>TFFV-3</c>.</summary>
    public string Code => AlertBook.EpisodeCode(Fund?.Code, Number);

    /// <summary>When it was raised.</summary>
    public DateTimeOffset RaisedAt => Steps[0].At;

    /// <summary>The last measure that was written down, in the unit of the kind.</summary>
    public long? Measure => Steps.LastOrDefault(step => step.Measure is not null)?.Measure;
}

/// <summary>Reads episodes, newest first.</summary>
public static class AlertList
{
    /// <summary>Whether somebody may do this about alerts of a fund; about those of the books as a whole (null) may only who may about
    /// every fund.</summary>
    public static bool MayOfAlerts(this CurrentActor actor, Operation operation, Fund? fund) =>
        fund is null ? actor.Reach(operation).IsEverything : actor.May(operation, fund);

    /// <summary>Who did a step, as the reader is told: outside the Registry nobody learns its people's names but one's own.</summary>
    public static string ToldActor(this CurrentActor actor, AlertEvent step, string registry) =>
        actor.IsInside || step.ActorName == BooksMaker.System.Name || step.ActorName == actor.Actor.Name ? step.ActorName : registry;

    /// <summary>What outsiders may know of: nothing about a protected fund, nor about the books as a whole.</summary>
    public static bool ForOutsiders(Fund? fund) => fund is not null && Disclosure.For(Reader.Outside, fund).ShowsFigures;

    /// <summary>Episodes a reader may know of.</summary>
    /// <param name="isTold">Whether the reader may know of a fund (null: of the books as a whole); null for somebody who may know
    /// everything.</param>
    public static async Task<List<AlertEpisode>> ReadAsync(DbConnection connection, LedgerCatalog catalog, Func<Fund?, bool>? isTold,
        CancellationToken cancel = default)
    {
        var book = await AlertBook.ReadAsync(connection, cancel);
        return [.. book.Events.GroupBy(step => (step.Subject, step.Episode)).Select(steps =>
        {
            var state = steps.Aggregate(AlertState.None, (state, step) => state.After(step.Step, step.Episode, step.At));
            return new AlertEpisode(steps.Key.Episode, steps.Key.Subject.Kind,
                steps.Key.Subject.FundId is { } fund ? catalog.FundById(fund) : null, state, [.. steps]);
        }).Where(episode => isTold is null || isTold(episode.Fund))
            .OrderByDescending(episode => episode.RaisedAt).ThenByDescending(episode => episode.Code, StringComparer.Ordinal)];
    }
}
