using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;

namespace FundsLedger.App.Features.Outlook.Alerts;

/// <summary><c>alerts hindsight</c>: what the standard rules would have told, and when.</summary>
internal static class AlertHindsightVerb
{
    public static Command Make()
    {
        var (fund, format) = (Arguments.Fund(), Arguments.Format());
        var from = new Option<DateOnly?>("--from") { Description = "First day looked at (default: five years ago)", HelpName = "YYYY-MM-DD",
            CustomParser = Arguments.Date };
        var to = new Option<DateOnly?>("--to") { Description = "Last day looked at (default: today)", HelpName = "YYYY-MM-DD",
            CustomParser = Arguments.Date };
        var verb = new Command("hindsight",
            """
            Looks at a fund week by week with the standard rules, from what was known on each day, and prints every alert
            they would have raised, escalated or cleared; measures in the unit of the kind (see 'alerts rules'). Requests that
            waited, banks and checks are left out. For the Registry's own use.

            Example:
              fundsledger alerts hindsight --fund TFFV --from 2023-01-01 --to 2024-06-30
            """) { fund, from, to, format };
        verb.SetAction((parsed, cancel) => CommandLine.OnBooksAsync(parsed, async database =>
        {
            var reads = new LedgerReads(database, TimeProvider.System);
            var statuses = new FundStatuses(reads, new TrialBalances(reads));
            var outcome = await new AlertHindsight(reads, statuses, new FundForecasts(reads, statuses))
                .OfAsync(parsed.GetRequiredValue(fund), parsed.GetValue(from) ?? reads.Today.AddYears(-5),
                    parsed.GetValue(to) ?? reads.Today, cancel: cancel);
            if (outcome.IsRefused) return CommandLine.Refuse(outcome.Refusal);
            Print(outcome.Value, parsed.GetValue(format));
            return CommandLine.Good;
        }));
        return verb;
    }

    private static void Print(IReadOnlyList<PastAlert> alerts, OutputFormat format)
    {
        string[] headings = ["on", "kind", "step", "measure"];
        var rows = alerts.Select(
            alert =>
                (string[])[Output.Iso(alert.On), ClosedSet<AlertKind>.Code(alert.Kind), ClosedSet<AlertStep>.Code(alert.Step),
                    alert.Measure.ToString(CultureInfo.InvariantCulture)]);
        switch (format)
        {
            case OutputFormat.Json: Output.WriteJson(
                alerts.Select(
                    alert =>
                        new { On = Output.Iso(alert.On), Kind = ClosedSet<AlertKind>.Code(alert.Kind),
                            Step = ClosedSet<AlertStep>.Code(alert.Step), alert.Measure })); break;
            case OutputFormat.Csv: Output.WriteCsv(headings, rows); break;
            case OutputFormat.Table: Output.WriteTable(headings, rows, "measure"); break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }
    }
}
