using System.Globalization;

namespace FundsLedger.Domain.Forecasts.Backtests;

/// <summary>One figure of a back-test.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Set">On which cases.</param>
/// <param name="Count">How many cases; they overlap, so they count for fewer.</param>
/// <param name="Value">The figure; null where it cannot be had.</param>
/// <param name="From">Least it should be; null for no bound.</param>
/// <param name="To">Most it should be; null for no bound.</param>
public sealed record BacktestFigure(string Measure, string Set, int Count, double? Value, double? From, double? To)
{
    /// <summary>Whether it lies where it should; null when nothing is asked.</summary>
    public bool? IsMet =>
        Value is null || (From is null && To is null) ? null : (From is null || Value >= From) && (To is null || Value <= To);
}

/// <summary>A bin of forecasts against what happened.</summary>
public sealed record ReliabilityBin(double From, double To, int Count, double MeanForecast, double Happened);

/// <summary>What the back-test found.</summary>
public sealed record BacktestReport(IReadOnlyList<BacktestFigure> Figures, IReadOnlyList<ReliabilityBin> Reliability, int Funds, int Paths,
    ulong Seed, string ModelVersion);

/// <summary>Puts the model through funds made of real donors: next year's receipts, and whether the fund would have been
/// depleted.</summary>
public static class Backtest
{
    private const int Paths = 1000;
    private static readonly int[] Histories = [2, 3, 5];
    private static readonly int[] MonthsInHand = [3, 6, 9, 12];

    // The standard rule is raised at the first and gets worse at the second.
    private static readonly double[] AlertThresholds = [0.2, 0.5];

    // The yardstick stays as it was when the aims were set, so that a better second opinion does not move them.
    private static readonly ForecastModel CompoundPoisson = ForecastModel.Standard with { SecondOpinion = 1, GiftRate = (0.5, 0.5) };

    /// <summary>What a model said of a case: samples of receipts ÷ yearly mean, and lowest balances from zero.</summary>
    private sealed record Sample(double[] Receipts, double[] Lowest)
    {
        public double ChanceBelow(double balance) => Lowest.Count(lowest => balance + lowest < 0) / (double)Lowest.Length;
    }

    private sealed record Answer(BacktestCase Case, Sample Donors, Sample Second, Sample Yardstick, double Lowest);

    private sealed record Row(double Pool, double Second, double Yardstick, double CashOverBurn, bool Happened);

    /// <summary>The whole table. Refused: too few small donors to make funds of.</summary>
    /// <param name="gifts">Payments that arrived, in cents.</param>
    /// <param name="vintages">Pledges as they stood in snapshots; empty to leave them out.</param>
    /// <param name="seed">Seed of the funds and of every draw.</param>
    /// <param name="runner">Who does the parts of the work; one after the other when null.</param>
    public static Outcome<BacktestReport> Of(IReadOnlyList<PastGift> gifts, IReadOnlyList<PledgeVintage> vintages, ulong seed,
        PartRunner? runner = null)
    {
        var cases = ReferenceFunds.Cases(gifts, Histories, seed);
        if (cases.Count < 100) return new ContributionsAreUnreadable("fewer than 100 years of funds can be made of its small donors");
        var answers =
            (runner ?? PartRunners.InOrder).Collect(cases.Count, number => AnswerTo(cases[number], unchecked(seed + (ulong)number)));
        var rows = answers.SelectMany(RowsOf).ToList();
        List<BacktestFigure> figures = [.. DepletionFigures(rows), .. ReceiptFigures(answers), .. PledgeBacktest.Figures(vintages)];
        var bins = Reliability(rows);
        figures.AddRange(bins.Where(bin => bin.Count >= 100)
            .Select(
                bin =>
                    new BacktestFigure("forecast less observed",
                        string.Create(CultureInfo.InvariantCulture, $"pool, forecasts {bin.From:0.0}-{bin.To:0.0}"), bin.Count,
                        bin.MeanForecast - bin.Happened, -0.10, 0.10)));
        return new BacktestReport(figures, bins, ReferenceFunds.Funds, Paths, seed, ForecastModel.Standard.Version);
    }

    private static Answer AnswerTo(BacktestCase asked, ulong seed)
    {
        var calendar = new ForecastCalendar(asked.Books.AsOf, 12);
        Sample Run(ForecastModel model)
        {
            var settings = new ForecastSettings { HorizonMonths = 12, Paths = Paths, Seed = seed, Model = model };
            var simulator = Forecaster.SimulatorOf(asked.Books with { PlannedSpendingPerYearEur = (long)Math.Round(asked.YearlyMean) },
                settings, new GiftHistory(asked.Books, settings.Model), calendar);
            var paths = simulator.Run(seed, Paths);
            return new Sample([.. paths.ReceivedInAYear.Select(sum => sum / asked.YearlyMean)], paths.LowestWithin(0, 12));
        }
        var model = ForecastModel.Standard;
        return new Answer(asked, Run(model with { SecondOpinion = 0 }), Run(model with { SecondOpinion = 1 }), Run(CompoundPoisson),
            asked.LowestFromZero(calendar.Days));
    }

    private static IEnumerable<Row> RowsOf(Answer answer) => MonthsInHand.Select(months =>
    {
        // Half a cent, so that twelve months in hand last exactly twelve months whatever the last bit of a sum says.
        var balance = answer.Case.YearlyMean * months / 12 + 0.5;
        var (donors, second) = (answer.Donors.ChanceBelow(balance), answer.Second.ChanceBelow(balance));
        return new Row((donors + second) / 2, second, answer.Yardstick.ChanceBelow(balance), months < 12 ? 1 : 0,
            balance + answer.Lowest < 0);
    });

    private static IEnumerable<BacktestFigure> DepletionFigures(List<Row> rows)
    {
        var rate = rows.Average(row => row.Happened ? 1.0 : 0);
        var (baseRate, pool) = (rate * (1 - rate), rows.Average(row => Scores.Brier(row.Pool, row.Happened)));
        var second = rows.Average(row => Scores.Brier(row.Second, row.Happened));
        var yardstick = rows.Average(row => Scores.Brier(row.Yardstick, row.Happened));
        var cash = rows.Average(row => Scores.Brier(row.CashOverBurn, row.Happened));
        const string Set = "depleted within 12 months";
        yield return new BacktestFigure("share depleted", Set, rows.Count, rate, null, null);
        yield return new BacktestFigure("mean forecast", Set, rows.Count, rows.Average(row => row.Pool), null, null);
        yield return new BacktestFigure("Brier, base rate", Set, rows.Count, baseRate, null, null);
        yield return new BacktestFigure("Brier, cash ÷ burn", Set, rows.Count, cash, null, null);
        yield return new BacktestFigure("Brier, compound Poisson", Set, rows.Count, yardstick, null, null);
        yield return new BacktestFigure("Brier, second opinion alone", Set, rows.Count, second, null, null);
        yield return new BacktestFigure("Brier, pool", Set, rows.Count, pool, null, Math.Min(Math.Min(second, yardstick), cash));
        yield return new BacktestFigure("skill of the pool over the base rate", Set, rows.Count, 1 - pool / baseRate, 0.18, null);
        foreach (var threshold in AlertThresholds)
        {
            var alerts = rows.Where(row => row.Pool >= threshold).ToList();
            var (told, came) = (alerts.Count(row => row.Happened), rows.Count(row => row.Happened));
            var name = string.Create(CultureInfo.InvariantCulture, $"alert at {threshold:0.0}");
            yield return new BacktestFigure($"{name}: depletions it tells of", Set, came, Share(told, came), null, null);
            yield return new BacktestFigure($"{name}: raised without one", Set, rows.Count - came,
                Share(alerts.Count - told, rows.Count - came), null, null);
            yield return new BacktestFigure($"{name}: alerts that come true", Set, alerts.Count, Share(told, alerts.Count), null, null);
        }

        static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
    }

    private static IEnumerable<BacktestFigure> ReceiptFigures(Answer[] answers)
    {
        foreach (var years in Histories)
        {
            var set = answers.Where(answer => answer.Case.HistoryYears == years).ToList();
            if (set.Count == 0) continue;
            double Seen(Answer answer) => answer.Case.ArrivedInAll / answer.Case.YearlyMean;
            double Crps(Func<Answer, Sample> of) => set.Average(answer => Scores.CrpsFair(of(answer).Receipts, Seen(answer)));
            var (donors, second, yardstick) =
                (Crps(answer => answer.Donors), Crps(answer => answer.Second), Crps(answer => answer.Yardstick));
            var name = $"next year's receipts from {years} years";
            yield return new BacktestFigure("CRPS, donor model", name, set.Count, donors, null, null);
            yield return new BacktestFigure("CRPS, compound Poisson", name, set.Count, yardstick, null, null);
            yield return new BacktestFigure("CRPS, second opinion", name, set.Count, second, null, null);
            yield return new BacktestFigure("CRPS, donor model ÷ compound Poisson", name, set.Count, donors / yardstick, null,
                years == 5 ? 0.95 : 1.05);
            yield return new BacktestFigure("cover of the 80 % interval, donor model", name, set.Count,
                set.Average(answer => Covers(answer.Donors.Receipts, 0.8, Seen(answer))), 0.74, 0.90);
            yield return new BacktestFigure("cover of the 90 % interval, donor model", name, set.Count,
                set.Average(answer => Covers(answer.Donors.Receipts, 0.9, Seen(answer))), 0.83, 0.95);
        }
    }

    private static double Covers(double[] sample, double level, double seen)
    {
        var sorted = sample.Order().ToArray();
        return seen >= sorted[Quantiles.Rank((1 - level) / 2, sorted.Length) - 1]
            && seen <= sorted[Quantiles.Rank((1 + level) / 2, sorted.Length) - 1] ? 1 : 0;
    }

    private static List<ReliabilityBin> Reliability(List<Row> rows) =>
        [.. rows.GroupBy(row => Math.Min(9, (int)(row.Pool * 10))).OrderBy(bin => bin.Key)
        .Select(
            bin =>
                new ReliabilityBin(bin.Key / 10.0, (bin.Key + 1) / 10.0, bin.Count(), bin.Average(row => row.Pool),
                    bin.Average(row => row.Happened ? 1.0 : 0)))];
}
