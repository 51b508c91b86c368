using System.Globalization;
using FundsLedger.Domain;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>Chance that the fund is depleted by a day.</summary>
/// <param name="Months">Months from the as-of date.</param>
/// <param name="By">The day, included.</param>
/// <param name="Probability">0 to 1.</param>
/// <param name="MonteCarlo">95 % interval: what more paths would narrow.</param>
/// <param name="Parameters">10–90 % range over the unknown parameters: what only more history would narrow.</param>
public sealed record DepletionFigure(int Months, string By, double Probability, double[] MonteCarlo, double[] Parameters);

/// <summary>Day by which depletion comes with a chance.</summary>
public sealed record DepletionDateFigure(double Level, string? By, bool BeyondHorizon);

/// <summary>Sum to raise now, in EUR; null when no sum reaches it.</summary>
public sealed record SumFigure(int Months, double Confidence, string? Amount, bool Reachable);

/// <summary>When to ask at the latest.</summary>
public sealed record AskFigure(string? MoneyNeededBy, string? AskBy, bool TooLate);

/// <summary>What an open pledge is worth within twelve months, in EUR.</summary>
public sealed record PledgeFigure(string Pledge, string Expected, double LowersProbabilityBy);

/// <summary>Balances at the end of a month that 5, 10, 25, 50, 75, 90 and 95 % of paths lie at or below, in EUR.</summary>
public sealed record FanFigure(string On, string[] Quantiles);

/// <summary>Where nothing is known: the range that the prior alone allows.</summary>
public sealed record PriorFigure(int Months, double[] Range);

/// <summary>How long the money lasts, by plain calculation.</summary>
public sealed record RunwayFigure(string? DepletedOn, int? Days);

/// <summary>A forecast as programs read it, from the command line and from the interface for programs alike. Fields are null where the data
/// are too few for a probability.</summary>
/// <param name="PledgeValues">Null too for a reader to whom no donor is named: a pledge's code names its donor.</param>
/// <param name="Seed">A text: half of all seeds lie above 2^53, where a number of JSON is not exact.</param>
/// <param name="InputDigest">Names everything the model read of this fund; the seed is made of it and of the model's version.</param>
public sealed record ForecastFigures(string Fund, string AsOf, int HorizonMonths, string Currency,
    IReadOnlyList<DepletionFigure>? DepletionProbability, IReadOnlyList<DepletionDateFigure>? DepletionQuantiles,
    IReadOnlyList<SumFigure>? AmountToRaise,
    AskFigure? LatestAsk, IReadOnlyList<PledgeFigure>? PledgeValues, IReadOnlyList<FanFigure>? Fan, IReadOnlyList<PriorFigure>? PriorRange,
    RunwayFigure RunwayNothingMore, RunwayFigure RunwayAllPledges,
    double EffectiveData, double PriorShare, int Gifts, int Donors, int Years, bool SpendingIsPlanned, string Assumption,
    string ModelVersion, string Seed, int Paths, string InputDigest)
{
    /// <summary>What every answer says of itself.</summary>
    public const string Assumed = "the model assumes that nobody reacts";

    /// <summary>The figures of a forecast.</summary>
    /// <param name="found">The forecast.</param>
    /// <param name="namesDonors">Whether the reader may see which donor pledged what.</param>
    public static ForecastFigures Of(FundForecast found, bool namesDonors)
    {
        var (forecast, full) = (found.Forecast, found.Forecast as ForecastWithProbability);
        return new(forecast.Fund, Iso(forecast.AsOf), forecast.HorizonMonths, "EUR",
            full?.Depletion.Select(
                depletion =>
                    new DepletionFigure(depletion.Months, Iso(depletion.By), Round(depletion.Chance), Pair(depletion.MonteCarlo),
                        Pair(depletion.Parameters))).ToList(),
            full?.Dates.Select(date => new DepletionDateFigure(date.Level, date.By is null ? null : date.ToString(), date.By is null))
                .ToList(),
            full?.ToRaise.Select(
                sum => new SumFigure(sum.Months, sum.Confidence, sum.Eur is { } cents ? Text(cents) : null, sum.Eur is not null)).ToList(),
            full is null ? null : new AskFigure(Iso(full.LatestAsk.MoneyNeededBy), Iso(full.LatestAsk.AskBy), full.LatestAsk.IsTooLate),
            (namesDonors ? full : null)?.Pledges.Select(
                pledge => new PledgeFigure(pledge.Id, Text(pledge.ExpectedEur), Round(pledge.LowersChanceBy))).ToList(),
            full?.Fan.Select(month => new FanFigure(Iso(month.On), [.. month.Eur.Select(Text)])).ToList(),
            (forecast as ForecastWithoutProbability)?.PriorRange.Select(range => new PriorFigure(range.Months, Pair(range.Range))).ToList(),
            Figure(forecast.IfNothingMoreArrives), Figure(forecast.IfAllPledgesArrive), Math.Round(forecast.Evidence.EffectiveData, 2),
            Round(forecast.Evidence.PriorShare), forecast.Evidence.Gifts, forecast.Evidence.Donors, forecast.Evidence.Years,
            forecast.SpendingIsPlanned, Assumed, forecast.ModelVersion,
            forecast.Seed.ToString(CultureInfo.InvariantCulture), forecast.Paths, found.InputDigest);
    }

    private static RunwayFigure Figure(Runway runway) => new(Iso(runway.DepletedOn), runway.Days);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Iso(DateOnly? day) => day is { } known ? Iso(known) : null;

    private static double[] Pair(ChanceRange range) => [Round(range.From), Round(range.To)];

    private static double Round(double chance) => Math.Round(chance, 4);

    private static string Text(long cents) => Money.Eur(cents).ToDecimalString();
}
