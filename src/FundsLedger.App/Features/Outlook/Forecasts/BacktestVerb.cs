using System.CommandLine;
using System.Globalization;
using FundsLedger.App.Cli;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain.Forecasts.Backtests;
using FundsLedger.Reports.Charts;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary><c>forecast backtest</c>: the model against real contributions, as a table and a picture.</summary>
internal static class BacktestVerb
{
    private const string VintagesBeside = "cerf_pledge_vintages.csv";

    /// <summary>Whose gifts the funds are made of.</summary>
    public enum Donors { All, Fitted, HeldOut }

    public static Command Make()
    {
        var data = new Option<FileInfo>("--data") { Description = "Contributions, in the columns of the CERF feed", HelpName = "FILE",
            Required = true };
        var vintages = new Option<FileInfo?>("--vintages")
            { Description = $"Snapshots of open pledges (default: {VintagesBeside} beside the data, if there)", HelpName = "FILE" };
        var picture =
            new Option<FileInfo?>("--picture") { Description = "Also draw forecasts against what happened, as SVG", HelpName = "FILE" };
        var donors = new Option<Donors>("--donors")
            { Description = "All, Fitted (the half on which priors were chosen) or HeldOut (the other half)",
                DefaultValueFactory = _ => Donors.All };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the reference funds and the draws", DefaultValueFactory = _ => 1 };
        var format = Arguments.Format();
        var verb = new Command("backtest",
            """
            Makes funds of 3 to 8 random small donors and asks the model about every next year: depletion against compound
            Poisson, cash divided by burn and the base rate; receipts; reliability; pledges against later snapshots.

            Both files are comma separated with a header; other columns are ignored, and dates are written 2026-01-31.
              --data      donor, paid_date, paid_usd: a payment a row
              --vintages  snapshot, id, status, pledge_date, fiscal_year, paid_date: every contribution that was open at a
                          snapshot, again in each later one; status is 'Pledge' (open) or 'Fully Paid', others count as
                          neither. A pledge is due on the later of pledge_date and 1 January of fiscal_year.

            Examples:
              fundsledger forecast backtest --data cerf_contributions.csv
              fundsledger forecast backtest --data contributions.csv --vintages open-pledges.csv --picture reliability.svg
              fundsledger forecast backtest --data cerf_contributions.csv --donors HeldOut --seed 2
            """) { data, vintages, picture, donors, seed, format };
        verb.SetAction(parsed =>
        {
            var file = parsed.GetRequiredValue(data);
            var gifts = ContributionFile.Payments(OutsideFile.Lines(file.FullName));
            if (gifts.IsRefused) return CommandLine.Refuse(gifts.Refusal);
            var beside = parsed.GetValue(vintages)?.FullName ?? Path.Combine(file.DirectoryName ?? "", VintagesBeside);
            var pledges = parsed.GetValue(vintages) is not null || File.Exists(beside)
                ? ContributionFile.Vintages(OutsideFile.Lines(beside))
                : new List<PledgeVintage>();
            if (pledges.IsRefused) return CommandLine.Refuse(pledges.Refusal);
            var half = parsed.GetValue(donors);
            var report = Backtest.Of(
                [.. gifts.Value.Where(gift => half == Donors.All || ReferenceFunds.IsFitted(gift.Donor) == (half == Donors.Fitted))],
                pledges.Value, parsed.GetValue(seed), Cores.SideBySide);
            if (report.IsRefused) return CommandLine.Refuse(report.Refusal);
            if (parsed.GetValue(picture) is { } drawn)
                File.WriteAllText(drawn.FullName,
                    ReliabilityPicture.Svg(report.Value.Reliability,
                        $"Forecast chance of depletion within twelve months against how often it happened, {report.Value.ModelVersion}"));
            Print(report.Value, parsed.GetValue(format));
            return CommandLine.Good;
        });
        return verb;
    }

    private static void Print(BacktestReport report, OutputFormat format)
    {
        string[] headings = ["measure", "set", "n", "value", "aim", "met"];
        var rows = report.Figures.Select(
            figure =>
                (string[])[figure.Measure, figure.Set, figure.Count.ToString(CultureInfo.InvariantCulture), Text(figure.Value), Aim(figure),
                    figure.IsMet switch { true => "yes", false => "no", null => "" }]);
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
