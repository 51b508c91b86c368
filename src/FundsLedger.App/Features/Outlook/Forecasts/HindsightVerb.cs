using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Forecasts;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary><c>forecast hindsight</c>: what would have been forecast at the end of each quarter, beside what then happened.</summary>
internal static class HindsightVerb
{
    public static Command Make()
    {
        var (fund, format) = (Arguments.Fund(), Arguments.Format());
        var from = new Option<DateOnly?>("--from") { Description = "First day looked at (default: five years ago)", HelpName = "YYYY-MM-DD",
            CustomParser = Arguments.Date };
        var verb = new Command("hindsight",
            """
            Forecasts the fund as of the end of each quarter, from what was known on that day, and prints beside it whether
            and when it was depleted in the twelve months that followed. For the Registry's own use.

            Example:
              fundsledger forecast hindsight --fund TFFV --from 2022-01-01
            """) { fund, from, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            var hindsight =
                new Hindsight(reads, new FundForecasts(reads, new FundStatuses(reads, new TrialBalances(reads))), new FundHistories(reads));
            var outcome =
                await hindsight.OfAsync(parsed.GetRequiredValue(fund), parsed.GetValue(from) ?? reads.Today.AddYears(-5), cancel: cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Print(outcome.Value, parsed.GetValue(format));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static void Print(IReadOnlyList<LookedBack> quarters, OutputFormat format)
    {
        string[] headings =
            ["as of", "available (EUR)", "forecast: depleted within 12 months", "forecast: 50 % by", "then depleted on", "effective data"];
        var rows =
            quarters.Select(quarter => (string[])[Output.Iso(quarter.Forecast.AsOf), Money.Eur(quarter.AvailableEur).ToDecimalString(),
            quarter.Chance is { } chance ? chance.ToString("0 %", CultureInfo.InvariantCulture) : "too few gifts",
            (quarter.Forecast as ForecastWithProbability)?.Dates.First(date => date.Level == 0.5) is { By: not null } half
                ? half.ToString() : "",
            quarter.DepletedOn is { } day ? Output.Iso(day) : quarter.IsOver ? "not depleted" : "not so far",
            quarter.Forecast.Evidence.EffectiveData.ToString("0.0", CultureInfo.InvariantCulture)]);
        switch (format)
        {
            case OutputFormat.Json:
                Output.WriteJson(quarters.Select(quarter => new
                {
                    AsOf = Output.Iso(quarter.Forecast.AsOf), Available = Money.Eur(quarter.AvailableEur).ToDecimalString(),
                    DepletionProbability = quarter.Chance,
                    DepletedOn = quarter.DepletedOn is { } day ? Output.Iso(day) : null, TwelveMonthsHavePassed = quarter.IsOver,
                    quarter.Forecast.Evidence.EffectiveData, quarter.Forecast.ModelVersion,
                }));
                break;
            case OutputFormat.Csv: Output.WriteCsv(headings, rows); break;
            case OutputFormat.Table: Output.WriteTable(headings, rows, "available (EUR)", "effective data"); break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }
    }
}
