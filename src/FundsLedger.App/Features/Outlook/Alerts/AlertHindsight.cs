using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Forecasts;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary>A step that a rule would have taken.</summary>
/// <param name="On">The day looked at.</param>
/// <param name="Kind">What is watched.</param>
/// <param name="Step">Raised, escalated or cleared.</param>
/// <param name="Measure">In the unit of the kind.</param>
public sealed record PastAlert(DateOnly On, AlertKind Kind, AlertStep Step, long Measure);

/// <summary>What the standard rules would have told of a fund in the past, from what was known on each day. Nobody acknowledges anything
/// there, so nothing is passed on either.</summary>
public sealed class AlertHindsight(LedgerReads reads, FundStatuses statuses, FundForecasts forecasts)
{
    /// <summary>Looks at a fund every so many days. Refused: an unknown fund, a book that holds no money.</summary>
    /// <param name="fund">Its code.</param>
    /// <param name="from">First day looked at.</param>
    /// <param name="to">Last one; not after today.</param>
    /// <param name="everyDays">Days between two looks; in earnest every posting is looked at, so this can only be late.</param>
    /// <param name="paths">Paths of each forecast; 0 to leave the chance of depletion out, which takes longer than all the rest.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Outcome<IReadOnlyList<PastAlert>>> OfAsync(string fund, DateOnly from, DateOnly to, int everyDays = 7,
        int paths = 2_000, CancellationToken cancel = default)
    {
        var (found, states) = (new List<PastAlert>(), new Dictionary<AlertKind, AlertState>());
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        for (var day = from; day <= to && day <= reads.Today; day = day.AddDays(everyDays))
        {
            // Known at the end of that day: what was recorded later was not known then.
            var end = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).AddMicroseconds(-1);
            var moment = new Moment(day, day == reads.Today ? null : end);
            var status = await statuses.OfAsync(fund, moment, cancel);
            if (status.IsRefused) return status.Refusal;
            if (status.Value.Fund.IsUmbrella) return new BookHoldsNoMoney(fund);
            var measures = new List<(AlertKind Kind, long? Measure)>
            {
                (AlertKind.AvailableBelowFloor,
                    AlertMeasures.Shortfall(status.Value.AvailableEur, status.Value.Settings.SmallestUsefulCommitment)),
                (AlertKind.RunwayShort,
                    AlertMeasures.RunwayShortfall(day, status.Value.IfNothingMoreArrives?.Days, status.Value.Settings.LeadTimeMonths)),
                (AlertKind.PledgesOverdue, (await AgeingList.ItemsAsync(connection, catalog, moment, fund: fund, cancel: cancel))
                    .FirstOrDefault()?.Days ?? 0),
            };
            if (paths > 0) measures.Add((AlertKind.DepletionLikely, await ChanceAsync(fund, moment, paths, cancel)));
            foreach (var (kind, measure) in measures)
            {
                var state = states.GetValueOrDefault(kind, AlertState.None);
                foreach (var step in AlertRule.Standard(kind).Next(state, measure, end).Where(step => step != AlertStep.PassedOn))
                {
                    state = state.After(step, step == AlertStep.Raised ? state.Episode + 1 : state.Episode, end);
                    found.Add(new PastAlert(day, kind, step, measure!.Value));
                }
                states[kind] = state;
            }
        }
        return found;
    }

    /// <summary>Chance of depletion within twelve months, in millionths; null where too little was known for one.</summary>
    private async Task<long?> ChanceAsync(string fund, Moment moment, int paths, CancellationToken cancel)
    {
        var outcome = await forecasts.OfAsync(new ForecastAsked(fund, moment, 12, paths), cancel);
        return !outcome.IsRefused && outcome.Value.Forecast is ForecastWithProbability full
            ? (long)Math.Round(full.Depletion[^1].Chance * AlertRule.Whole) : null;
    }
}
