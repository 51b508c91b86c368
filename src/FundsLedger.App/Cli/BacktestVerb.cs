using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Features.Forecasts;
using FundsLedger.Domain.Forecasts.Backtests;

namespace FundsLedger.App.Cli;

/// <summary><c>forecast backtest</c>: the model against real contributions, as a table.</summary>
internal static class BacktestVerb
{
    private const string VintagesBeside = "cerf_pledge_vintages.csv";

    public static Command Make()
    {
        var data = new Option<FileInfo>("--data") { Description = "Contributions, in the columns of the CERF feed", HelpName = "FILE", Required = true };
        var vintages = new Option<FileInfo?>("--vintages") { Description = $"Snapshots of open pledges (default: {VintagesBeside} beside the data, if there)", HelpName = "FILE" };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the reference funds and the draws", DefaultValueFactory = _ => 1 };
        var format = Arguments.Format();
        var verb = new Command("backtest",
            """
            Makes funds of 3 to 8 random small donors and asks the model about every next year: depletion against compound
            Poisson, cash divided by burn and the base rate; receipts; reliability; pledges against later snapshots.

            Example:
              fundsledger forecast backtest --data cerf_contributions.csv
            """) { data, vintages, seed, format };
        verb.SetAction(parsed =>
        {
            var file = parsed.GetRequiredValue(data);
            var gifts = ContributionFile.Payments(File.ReadLines(file.FullName));
            if (gifts.IsRefused) return CommandLine.Refuse(gifts.Refusal);
            var beside = parsed.GetValue(vintages)?.FullName ?? Path.Combine(file.DirectoryName ?? "", VintagesBeside);
            var pledges = parsed.GetValue(vintages) is not null || File.Exists(beside) ? ContributionFile.Vintages(File.ReadLines(beside)) : new List<PledgeVintage>();
            if (pledges.IsRefused) return CommandLine.Refuse(pledges.Refusal);
            var report = Backtest.Of(gifts.Value, pledges.Value, parsed.GetValue(seed), Cores.SideBySide);
            if (report.IsRefused) return CommandLine.Refuse(report.Refusal);
            Print(report.Value, parsed.GetValue(format));
            return CommandLine.Good;
        });
        return verb;
    }

    private static void Print(BacktestReport report, OutputFormat format)
    {
        string[] headings = ["measure", "set", "n", "value", "aim", "met"];
        var rows = report.Figures.Select(figure => (string[])[figure.Measure, figure.Set, figure.Count.ToString(CultureInfo.InvariantCulture), Text(figure.Value), Aim(figure), figure.IsMet switch { true => "yes", false => "no", null => "" }]);
        switch (format)
        {
            case OutputFormat.Json: Output.WriteJson(report); break;
            case OutputFormat.Csv: Output.WriteCsv(headings, rows); break;
            case OutputFormat.Table: Output.WriteTable(headings, rows, "n", "value"); break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    private static string Aim(BacktestFigure figure) => (figure.From, figure.To) switch
    {
        (null, null) => "",
        ({ } from, null) => $"at least {Text(from)}",
        (null, { } to) => $"at most {Text(to)}",
        ({ } from, { } to) => $"{Text(from)} to {Text(to)}",
    };

    private static string Text(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";
}
