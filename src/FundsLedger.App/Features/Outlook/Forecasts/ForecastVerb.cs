using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary><c>forecast</c>: how long a fund lasts; <c>forecast backtest</c>: how far to believe it.</summary>
internal static class ForecastVerb
{
    public static Command Make()
    {
        var (fund, asOf, knownAt, format) = (Arguments.Fund(isRequired: false), Arguments.AsOf(), Arguments.KnownAt(), Arguments.Format());
        var horizon = new Option<int>("--horizon") { Description = "Months looked ahead, 1 to 120", DefaultValueFactory = _ => 36 };
        var paths = new Option<int>("--paths") { Description = "Paths drawn, 100 to 100000", DefaultValueFactory = _ => 20_000 };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of the draws (default: made of what the model reads of the fund)" };
        var verb = new Command("forecast",
            """
            How likely a fund is depleted, when, and what to raise; beside two runways that are no forecasts.
            With too few gifts no probability is printed. For the Registry's own use.

            Examples:
              fundsledger forecast --fund TFFV --as-of 2026-06-30
              fundsledger forecast --fund TFFV --horizon 24 --seed 7 --format json
              fundsledger forecast --fund TFFV --pledge-arrives PL-0007=2026-09-30 --cases-rise visits=20
              fundsledger forecast --fund TFFV --donor-stops 'State A'
              fundsledger forecast backtest --data cerf_contributions.csv
              fundsledger forecast hindsight --fund TFFV
            """) { fund, asOf, knownAt, horizon, paths, seed, format, BacktestVerb.Make(), HindsightVerb.Make() };
        var supposed = new SupposedOptions(verb);
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            if (parsed.GetValue(fund) is not { } code)
            {
                await Console.Error.WriteLineAsync("fundsledger: Option '--fund' is required.");
                return CommandLine.Misused;
            }
            var reads = new LedgerReads(database, TimeProvider.System);
            var asked = new ForecastAsked(code, Arguments.Moment(parsed, asOf, knownAt, reads), parsed.GetValue(horizon),
                parsed.GetValue(paths), parsed.GetValue(seed), supposed.Of(parsed));
            var outcome = await new FundForecasts(reads, new FundStatuses(reads, new TrialBalances(reads))).OfAsync(asked, cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Print(outcome.Value, parsed.GetValue(format));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static void Print(FundForecast found, OutputFormat format)
    {
        string[] headings = ["figure", "value", "low", "high"];
        switch (format)
        {
            case OutputFormat.Json: Output.WriteJson(ForecastFigures.Of(found, namesDonors: true)); break;
            case OutputFormat.Csv: Output.WriteCsv(headings, Rows(found)); break;
            case OutputFormat.Table: Output.WriteTable(headings, Rows(found), "value", "low", "high"); break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    private static IEnumerable<string[]> Rows(FundForecast found)
    {
        var forecast = found.Forecast;
        if (forecast is ForecastWithProbability full)
        {
            foreach (var depletion in full.Depletion)
                yield return [$"depleted within {depletion.Months} months", Percent(depletion.Chance), Percent(depletion.Parameters.From),
                    Percent(depletion.Parameters.To)];
            foreach (var date in full.Dates) yield return [$"depleted by, {Percent(date.Level)}", date.ToString(), "", ""];
            foreach (var sum in full.ToRaise)
                yield return [$"to raise now for {sum.Months} months at {Percent(sum.Confidence)} (EUR)",
                    sum.Eur is { } cents ? Text(cents) : "not reachable", "", ""];
            yield return ["ask by", full.LatestAsk.IsTooLate ? "it is too late" : Iso(full.LatestAsk.AskBy) ?? "beyond the horizon", "",
                ""];
        }
        if (forecast is ForecastWithoutProbability thin)
            foreach (var (months, range) in thin.PriorRange) yield return [
                $"too few gifts for a probability; assumption alone, {months} months", "", Percent(range.From), Percent(range.To)];
        yield return ["if nothing more arrives, until", Until(forecast.IfNothingMoreArrives), "", ""];
        yield return ["if all pledges arrive, until", Until(forecast.IfAllPledgesArrive), "", ""];
        yield return ["effective data", forecast.Evidence.EffectiveData.ToString("0.0", CultureInfo.InvariantCulture), "", ""];
        yield return ["share of the prior", Percent(forecast.Evidence.PriorShare), "", ""];
        yield return [
            string.Create(CultureInfo.InvariantCulture, $"{ForecastFigures.Assumed}; {forecast.ModelVersion}, seed {forecast.Seed}"), "",
            "", ""];
    }

    private static string Until(Runway runway) => Iso(runway.DepletedOn) ?? "beyond ten years";

    private static string? Iso(DateOnly? day) => day is { } known ? Output.Iso(known) : null;

    private static string Percent(double chance) => chance.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Text(long cents) => Money.Eur(cents).ToDecimalString();
}
