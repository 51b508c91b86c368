using System.Globalization;
using FundsLedger.Domain.Funds;

namespace FundsLedger.Domain.Forecasts;

/// <summary>A lower and an upper chance.</summary>
public readonly record struct ChanceRange(double From, double To);

/// <summary>Chance that the fund is depleted by a day.</summary>
/// <param name="Months">Months from the as-of date.</param>
/// <param name="By">The day, included.</param>
/// <param name="Chance">P(T ≤ t), rounded to 5 points within [0.05, 0.95] when data are few.</param>
/// <param name="MonteCarlo">95 % Wilson interval: what more paths would narrow.</param>
/// <param name="Parameters">10–90 % range over the unknown parameters: what only more history would narrow.</param>
public sealed record DepletionChance(int Months, DateOnly By, double Chance, ChanceRange MonteCarlo, ChanceRange Parameters);

/// <summary>Day by which depletion comes with this chance.</summary>
/// <param name="Level">The chance.</param>
/// <param name="By">The day, or the last day of its half-year; null for beyond the horizon.</param>
/// <param name="IsHalfYear">True when only the half-year may be named.</param>
public sealed record DepletionDate(double Level, DateOnly? By, bool IsHalfYear)
{
    /// <summary><c>2027-03-09</c>, <c>2027-H1</c> or <c>beyond the horizon</c>.</summary>
    public override string ToString() => By is not { } day ? "beyond the horizon"
        : IsHalfYear ? string.Create(CultureInfo.InvariantCulture, $"{day.Year}-H{(day.Month <= 6 ? 1 : 2)}")
        : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Balances at the end of a month that 5, 10, 25, 50, 75, 90 and 95 % of paths lie at or below, in cents, if nobody
/// reacts.</summary>
public sealed record FanMonth(DateOnly On, IReadOnlyList<long> Eur);

/// <summary>Sum to raise.</summary>
/// <param name="Months">To last for so many months.</param>
/// <param name="Confidence">With this chance.</param>
/// <param name="Eur">Cents, rounded up; null when no sum reaches it.</param>
public sealed record SumToRaise(int Months, double Confidence, long? Eur);

/// <summary>When to ask at the latest.</summary>
/// <param name="MoneyNeededBy">Last day on which money still prevents depletion with the confidence; null when it lasts beyond the horizon
/// without.</param>
/// <param name="AskBy">That day less the months it takes to raise money; may lie in the past.</param>
/// <param name="IsTooLate">True when that day lies before the as-of date.</param>
public sealed record LatestAsk(DateOnly? MoneyNeededBy, DateOnly? AskBy, bool IsTooLate);

/// <summary>What an open pledge is worth to the fund within twelve months.</summary>
/// <param name="Id">Of the pledge.</param>
/// <param name="ExpectedEur">Cents it brings on average, rounded down.</param>
/// <param name="LowersChanceBy">By how much it lowers the chance of depletion (0 to 1).</param>
public sealed record PledgeWorth(string Id, long ExpectedEur, double LowersChanceBy);

/// <summary>How much of an answer comes from data.</summary>
/// <param name="EffectiveData">Gifts weighted by 0.8 to the power of their age in years.</param>
/// <param name="PriorShare">Prior counts ÷ (prior counts + weighted results) behind the chances of renewal.</param>
/// <param name="Gifts">Gifts used.</param>
/// <param name="Donors">Donors used.</param>
/// <param name="Years">Years they span, the oldest perhaps in part.</param>
public sealed record Evidence(double EffectiveData, double PriorShare, int Gifts, int Donors, int Years);

/// <summary>What can honestly be said about how long a fund lasts. The model assumes that nobody reacts; managers do stop spending, which
/// is why real balances rarely go negative.</summary>
public abstract record Forecast
{
    private protected Forecast() { }

    /// <summary>Effective data below this: no probability.</summary>
    public const double FewestData = 3;

    /// <summary>Effective data below this: probabilities to 5 points only.</summary>
    public const double EnoughData = 10;

    /// <summary>Code of the fund.</summary>
    public required string Fund { get; init; }

    /// <summary>The last day that was known.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Months looked ahead.</summary>
    public required int HorizonMonths { get; init; }

    /// <summary>Paths drawn.</summary>
    public required int Paths { get; init; }

    /// <summary>Seed of the draws.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Name and version of the model.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Data behind it.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>A plan replaced the cases that come up by chance.</summary>
    public required bool SpendingIsPlanned { get; init; }

    /// <summary>How long the money lasts if nothing more arrives.</summary>
    public required Runway IfNothingMoreArrives { get; init; }

    /// <summary>How long it lasts if every pledge arrives on the day it is due.</summary>
    public required Runway IfAllPledgesArrive { get; init; }
}

/// <summary>Too little is known for a probability: only the runways, and what the prior alone would allow.</summary>
public sealed record ForecastWithoutProbability : Forecast
{
    internal ForecastWithoutProbability() { }

    /// <summary>By month, the 10–90 % range of the chance over the unknown parameters, outwards to 5 points: mostly assumption.</summary>
    public required IReadOnlyList<(int Months, ChanceRange Range)> PriorRange { get; init; }
}

/// <summary>A forecast with probabilities, as coarse as its data.</summary>
public sealed record ForecastWithProbability : Forecast
{
    internal ForecastWithProbability() { }

    /// <summary>Chances at 3, 6, 12, 24 months and the horizon.</summary>
    public required IReadOnlyList<DepletionChance> Depletion { get; init; }

    /// <summary>Days of the 10, 50 and 90 % quantiles.</summary>
    public required IReadOnlyList<DepletionDate> Dates { get; init; }

    /// <summary>Balance month by month.</summary>
    public required IReadOnlyList<FanMonth> Fan { get; init; }

    /// <summary>Sums to raise now for the same horizons.</summary>
    public required IReadOnlyList<SumToRaise> ToRaise { get; init; }

    /// <summary>When to ask at the latest.</summary>
    public required LatestAsk LatestAsk { get; init; }

    /// <summary>What each open pledge is worth, in the order given.</summary>
    public required IReadOnlyList<PledgeWorth> Pledges { get; init; }
}
