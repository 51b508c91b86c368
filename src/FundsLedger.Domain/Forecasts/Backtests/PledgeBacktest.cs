namespace FundsLedger.Domain.Forecasts.Backtests;

/// <summary>Open pledges of old snapshots against what the last snapshot says of them. Each pledge is asked about once: in the first
/// snapshot that shows it open, if that is at least 60 days before the last.</summary>
internal static class PledgeBacktest
{
    private const int FewestDays = 60;

    public static IEnumerable<BacktestFigure> Figures(IReadOnlyList<PledgeVintage> vintages)
    {
        if (vintages.Count == 0) yield break;
        var last = vintages.Max(pledge => pledge.Snapshot);
        var law = ForecastModel.Standard.Delay;
        var prior = ForecastModel.Standard.Of(PledgeFirmness.Written);
        var theta = prior.Yes / (prior.Yes + prior.No);
        var asked = vintages.Where(pledge => pledge.IsOpen).GroupBy(pledge => pledge.Id)
            .Select(pledge => pledge.MinBy(seen => seen.Snapshot)!)
            .Where(pledge => last.DayNumber - pledge.Snapshot.DayNumber >= FewestDays).ToList();
        if (asked.Count == 0) yield break;
        var ends = vintages.Where(pledge => pledge.IsPaid && pledge.PaidOn is not null).GroupBy(pledge => pledge.Id)
            .ToDictionary(pledge => pledge.Key, pledge => pledge.First().PaidOn!.Value);
        var answers = asked.Select(
            pledge => (Pledge: pledge, Chance: ChanceOfPayment(law, theta, pledge, last), IsPaid: ends.ContainsKey(pledge.Id))).ToList();
        var rate = answers.Average(answer => answer.IsPaid ? 1.0 : 0);
        const string Set = "open pledges paid by the last snapshot";
        var (always, baseRate) = (1 - rate, rate * (1 - rate));
        yield return new BacktestFigure("share paid", Set, asked.Count, rate, null, null);
        yield return new BacktestFigure("mean forecast", Set, asked.Count, answers.Average(answer => answer.Chance), null, null);
        yield return new BacktestFigure("Brier, always paid", Set, asked.Count, always, null, null);
        yield return new BacktestFigure("Brier, base rate", Set, asked.Count, baseRate, null, null);
        yield return new BacktestFigure("Brier, pledge model", Set, asked.Count,
            answers.Average(answer => Scores.Brier(answer.Chance, answer.IsPaid)), null, Math.Min(always, baseRate));
        var paid = answers.Where(answer => answer.IsPaid).ToList();
        if (paid.Count == 0) yield break;
        const string Paid = "days from due to paid, of those paid";
        yield return new BacktestFigure("median seen", Paid, paid.Count,
            Middle(paid.Select(answer => (double)Math.Max(0, ends[answer.Pledge.Id].DayNumber - answer.Pledge.Due.DayNumber))), null, null);
        yield return new BacktestFigure("median of the model's medians", Paid, paid.Count,
            Middle(paid.Select(answer => MedianDelay(law, theta, answer.Pledge, last))), null, null);
    }

    /// <summary>Chance that a pledge unpaid on the snapshot is paid by the last one.</summary>
    private static double ChanceOfPayment(DelayLaw law, double theta, PledgeVintage pledge, DateOnly last)
    {
        var (overdue, end) = (pledge.Snapshot.DayNumber - pledge.Due.DayNumber, last.DayNumber - pledge.Due.DayNumber);
        if (end < 0) return 0;
        // On the due date itself those who pay in time have paid.
        var outAtEnd = law.Survival(Math.Max(1, end));
        return law.ChanceWhenOverdue(theta, overdue) * (1 - outAtEnd / law.Survival(overdue));
    }

    /// <summary>Days late by which half of the chance of payment by the last snapshot is used up.</summary>
    private static double MedianDelay(DelayLaw law, double theta, PledgeVintage pledge, DateOnly last)
    {
        var half = ChanceOfPayment(law, theta, pledge, last) / 2;
        var day = pledge.Snapshot > pledge.Due ? pledge.Snapshot : pledge.Due;
        while (day < last && ChanceOfPayment(law, theta, pledge, day) < half) day = day.AddDays(1);
        return day.DayNumber - pledge.Due.DayNumber;
    }

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
