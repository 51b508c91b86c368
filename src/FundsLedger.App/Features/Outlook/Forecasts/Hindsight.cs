using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Forecasts;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>A forecast as it would have been made on a day, from what was known on that day, beside what then happened.</summary>
/// <param name="Forecast">The forecast.</param>
/// <param name="AvailableEur">Cents available on its day, as known today.</param>
/// <param name="DepletedOn">First day, from the forecast's own to twelve months later, on which less than the floor was available; null for
/// none so far.</param>
/// <param name="IsOver">Whether those twelve months have passed.</param>
public sealed record LookedBack(Forecast Forecast, long AvailableEur, DateOnly? DepletedOn, bool IsOver)
{
    /// <summary>Chance of depletion within twelve months that was forecast; null where too little was known for one.</summary>
    public double? Chance =>
        (Forecast as ForecastWithProbability)?.Depletion.FirstOrDefault(depletion => depletion.Months == Hindsight.Months)?.Chance;
}

/// <summary>Puts past forecasts beside what happened: the same question, asked at the end of every quarter.</summary>
public sealed class Hindsight(LedgerReads reads, FundForecasts forecasts, FundHistories histories)
{
    /// <summary>Months looked ahead, and waited for.</summary>
    public const int Months = 12;

    /// <summary>Every quarter's end from <paramref name="from"/> to today. Refused as a forecast is.</summary>
    public async Task<Outcome<IReadOnlyList<LookedBack>>> OfAsync(string fund, DateOnly from, int paths = 20_000,
        CancellationToken cancel = default)
    {
        var found = new List<LookedBack>();
        var today = reads.Today;
        var days = await histories.OfAsync(fund, from, today, cancel);
        for (var quarter = QuarterEnd(from); quarter <= today; quarter = QuarterEnd(quarter.AddDays(1)))
        {
            // Known at the end of that day: what was recorded later was not known then.
            var known = new DateTimeOffset(quarter.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).AddMicroseconds(-1);
            var moment = new Moment(quarter, quarter == today ? null : known);
            var outcome = await forecasts.OfAsync(new ForecastAsked(fund, moment, HorizonMonths: Months, Paths: paths), cancel);
            if (outcome.IsRefused) return outcome.Refusal;
            found.Add(Beside(outcome.Value, quarter, days, today));
        }
        return found;
    }

    private static LookedBack Beside(FundForecast made, DateOnly on, IReadOnlyList<FundDay> days, DateOnly today)
    {
        var end = on.AddMonths(Months);
        var standing = days.Last(day => day.Date <= on);
        var watched = days.Where(day => day.Date > on && day.Date <= end).Prepend(standing with { Date = on });
        FundDay? dry = watched.Select(day => (FundDay?)day).FirstOrDefault(day => day!.Value.AvailableEur < made.FloorEur);
        return new LookedBack(made.Forecast, standing.AvailableEur, dry?.Date, end <= today);
    }

    private static DateOnly QuarterEnd(DateOnly day) => new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 1, 1).AddMonths(3).AddDays(-1);
}
