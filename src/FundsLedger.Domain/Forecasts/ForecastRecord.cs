namespace FundsLedger.Domain.Forecasts;

/// <summary>The chance that was given for a horizon.</summary>
/// <param name="Months">Months from the as-of date.</param>
/// <param name="By">The day, included.</param>
/// <param name="Chance">As printed: coarse where data were few.</param>
public sealed record RecordedChance(int Months, DateOnly By, double Chance);

/// <summary>The balances of a horizon as 199 quantiles, in cents.</summary>
public sealed record RecordedBalance(int Months, DateOnly On, IReadOnlyList<long> Eur);

/// <summary>What of a forecast can be scored when its dates have come: the chances as printed, and the distributions behind them as the
/// quantiles at 0.5, 1.0 … 99.5 %.</summary>
public sealed record ForecastRecord(DateOnly AsOf, IReadOnlyList<RecordedChance> Chances, IReadOnlyList<RecordedBalance> Balances,
    IReadOnlyList<long> ReceivedInAYear)
{
    /// <summary>Levels of the quantiles: a sample of 199 that stands for all paths; its error in the CRPS is below a hundredth of the
    /// spread.</summary>
    public static IReadOnlyList<double> Levels { get; } = [.. Enumerable.Range(1, 199).Select(place => place / 200.0)];

    /// <summary>The record of a forecast and the paths it was made from.</summary>
    public static ForecastRecord Of(ForecastWithProbability forecast, SimulatedPaths paths)
    {
        var received = paths.ReceivedInAYear.Select(sum => (long)Math.Floor(Math.Clamp(sum, 0, 9e15))).Order().ToArray();
        return new ForecastRecord(forecast.AsOf,
            [.. forecast.Depletion.Select(depletion => new RecordedChance(depletion.Months, depletion.By, depletion.Chance))],
            [.. forecast.Depletion.Select(
                depletion => new RecordedBalance(depletion.Months, depletion.By, paths.BalanceQuantiles(depletion.Months, Levels)))],
            [.. Levels.Select(level => received[Math.Clamp((int)Math.Ceiling(level * received.Length - 1e-9), 1, received.Length) - 1])]);
    }

    /// <summary>How good it was for one horizon.</summary>
    /// <param name="months">One of the recorded horizons.</param>
    /// <param name="wasDepleted">The fund was below its floor on some day up to then.</param>
    /// <param name="balanceEur">Cents available at the end of that day.</param>
    /// <param name="receivedInAYearEur">Cents that arrived in the first twelve months; null unless the horizon is twelve months.</param>
    /// <param name="chance">A number in [0, 1): where among equal values the truth is put (randomised PIT).</param>
    /// <exception cref="ArgumentException">The record has no such horizon.</exception>
    public ForecastScore Score(int months, bool wasDepleted, long balanceEur, long? receivedInAYearEur, double chance)
    {
        var given = Chances.FirstOrDefault(item => item.Months == months)
            ?? throw new ArgumentException($"Nothing was forecast for {months} months.", nameof(months));
        var balance = Balances.First(item => item.Months == months).Eur;
        return new ForecastScore(months, given.Chance, wasDepleted, Scores.Brier(given.Chance, wasDepleted),
            SampleScore.Of(balance, balanceEur, chance),
            receivedInAYearEur is { } received ? SampleScore.Of(ReceivedInAYear, received, chance) : null);
    }
}

/// <summary>How a number compares with the sample that forecast it.</summary>
/// <param name="SeenEur">What came, in cents.</param>
/// <param name="CrpsEur">Continuous ranked probability score, in cents; smaller is better.</param>
/// <param name="Pit">Where the truth lies in the distribution: over many good forecasts even between 0 and 1.</param>
/// <param name="In50">Inside the middle half.</param>
/// <param name="In80">Inside the middle four fifths.</param>
/// <param name="In90">Inside the middle nine tenths.</param>
public sealed record SampleScore(long SeenEur, double CrpsEur, double Pit, bool In50, bool In80, bool In90)
{
    /// <summary>Scores a sorted sample.</summary>
    public static SampleScore Of(IReadOnlyList<long> sorted, long seen, double chance)
    {
        var below = sorted.Count(value => value < seen);
        var equal = sorted.Count(value => value == seen);
        // The levels go from 0.5 % to 99.5 %: half a step lies outside on either side.
        var pit = (below + chance * (equal + 1)) / (sorted.Count + 1);
        return new SampleScore(seen, Scores.CrpsFair([.. sorted.Select(value => (double)value)], seen), pit, Within(0.5), Within(0.8),
            Within(0.9));

        bool Within(double share)
        {
            var cut = (int)Math.Round((1 - share) / 2 * (sorted.Count + 1));
            return seen >= sorted[cut - 1] && seen <= sorted[sorted.Count - cut];
        }
    }
}

/// <summary>What a forecast was worth for one horizon.</summary>
/// <param name="Months">The horizon.</param>
/// <param name="Chance">The chance of depletion that was given.</param>
/// <param name="WasDepleted">What happened.</param>
/// <param name="Brier">Squared distance of the two.</param>
/// <param name="Balance">Of the balance at the end.</param>
/// <param name="ReceivedInAYear">Of the receipts of a year; at twelve months only.</param>
public sealed record ForecastScore(int Months, double Chance, bool WasDepleted, double Brier, SampleScore Balance,
    SampleScore? ReceivedInAYear);

/// <summary>Hits out of tries, with what they say about the chance of a hit: few tries say little.</summary>
public readonly record struct HitCount(int Hits, int Tries)
{
    /// <summary>95 % interval of the chance of a hit (Wilson 1927); everything is possible before the first try.</summary>
    public ChanceRange Range => Tries == 0 ? new ChanceRange(0, 1) : Forecaster.Wilson(Hits, Tries);

    /// <summary>Counts.</summary>
    public static HitCount Of(IEnumerable<bool> tries)
    {
        var all = tries.ToList();
        return new HitCount(all.Count(hit => hit), all.Count);
    }
}
