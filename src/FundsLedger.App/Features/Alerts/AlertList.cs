using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Alerts;

/// <summary>An episode with everything that happened in it.</summary>
/// <param name="Fund">Null for the books as a whole.</param>
public sealed record AlertEpisode(long Number, AlertKind Kind, Fund? Fund, AlertState State, IReadOnlyList<AlertEvent> Steps)
{
    /// <summary>When it was raised.</summary>
    public DateTimeOffset RaisedAt => Steps[0].At;

    /// <summary>The last measure that was written down, in the unit of the kind.</summary>
    public long? Measure => Steps.LastOrDefault(step => step.Measure is not null)?.Measure;
}

/// <summary>Reads episodes, newest first.</summary>
public static class AlertList
{
    /// <summary>Episodes a reader may know of.</summary>
    /// <param name="isCleared">False for an outsider, to whom a protected fund and the books as a whole do not exist here.</param>
    public static async Task<List<AlertEpisode>> ReadAsync(DbConnection connection, LedgerCatalog catalog, bool isCleared, CancellationToken cancel = default)
    {
        var book = await AlertBook.ReadAsync(connection, cancel);
        return [.. book.Events.GroupBy(step => (step.Subject, step.Episode)).Select(steps =>
        {
            var state = steps.Aggregate(AlertState.None, (state, step) => state.After(step.Step, step.Episode, step.At));
            return new AlertEpisode(steps.Key.Episode, steps.Key.Subject.Kind, steps.Key.Subject.FundId is { } fund ? catalog.FundById(fund) : null, state, [.. steps]);
        }).Where(episode => isCleared || episode.Fund is { Current.IsProtected: false }).OrderByDescending(episode => episode.Number)];
    }
}
