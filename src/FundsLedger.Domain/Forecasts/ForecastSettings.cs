namespace FundsLedger.Domain.Forecasts;

/// <summary>What is changed to see how much it matters; random numbers stay the same.</summary>
public enum ForecastScenario
{
    /// <summary>Nothing.</summary>
    AsKnown,

    /// <summary>Every pledge is paid, late as it may be.</summary>
    AllPledgesPaid,

    /// <summary>No pledge is paid.</summary>
    NoPledges,

    /// <summary>The donor of the largest sum stops giving.</summary>
    LargestDonorStops,

    /// <summary>Payments cost a fifth more.</summary>
    CostsUpByAFifth,
}

/// <summary>How a forecast is computed.</summary>
public sealed record ForecastSettings
{
    /// <summary>Most months that may be looked ahead.</summary>
    public const int MostMonths = 120;

    /// <summary>Most paths that may be drawn.</summary>
    public const int MostPaths = 100_000;

    /// <summary>Months looked ahead, 1 to <see cref="MostMonths"/>.</summary>
    public int HorizonMonths { get; init; } = 36;

    /// <summary>Paths drawn, 100 to <see cref="MostPaths"/>; 20,000 put the standard error below 0.35 points.</summary>
    public int Paths { get; init; } = 20_000;

    /// <summary>Seed of all draws.</summary>
    public ulong Seed { get; init; }

    /// <summary>Prior assumptions.</summary>
    public ForecastModel Model { get; init; } = ForecastModel.Standard;

    /// <summary>What is changed.</summary>
    public ForecastScenario Scenario { get; init; }

    /// <summary>What else is changed; random numbers stay the same.</summary>
    public WhatIf WhatIf { get; init; } = WhatIf.Nothing;

    /// <summary>Chance in (0, 1) with which the money shall last, for amounts to raise.</summary>
    public double Confidence { get; init; } = 0.9;

    /// <summary>Months from asking to having money, for the latest safe date to ask.</summary>
    public int MonthsToRaiseMoney { get; init; } = 6;
}

/// <summary>Successes and failures a Beta prior is worth.</summary>
/// <param name="Yes">Weight of successes; with <paramref name="No"/> 0 the chance is exactly 1.</param>
/// <param name="No">Weight of failures.</param>
public readonly record struct PriorCounts(double Yes, double No);

/// <summary>Days a payment comes late: a point mass at "in time", else lognormal.</summary>
/// <param name="InTime">Chance of no delay.</param>
/// <param name="Mu">Mean of the log days.</param>
/// <param name="Sigma">Standard deviation of the log days; 0 with <paramref name="InTime"/> 1 for no delay at all.</param>
public sealed record DelayLaw(double InTime, double Mu, double Sigma)
{
    /// <summary>Chance that a payment that will come is still out after this many days overdue.</summary>
    public double Survival(int daysOverdue) => daysOverdue <= 0 ? 1 : Sigma <= 0 ? 0 : (1 - InTime) * (1 - ShareAfter(daysOverdue));

    /// <summary>Chance that a pledge still unpaid after this many days overdue is ever paid: theta S ÷ (theta S + 1 − theta).</summary>
    public double ChanceWhenOverdue(double theta, int daysOverdue)
    {
        var alive = theta * Survival(daysOverdue);
        return alive + 1 - theta > 0 ? alive / (alive + 1 - theta) : theta;
    }

    /// <summary>What is known of a payment that is this many days overdue: none, when it is not yet due.</summary>
    internal readonly record struct Waiting(int DaysOverdue, double ShareOver);

    /// <summary>What waiting this long says; computed once, drawn from often.</summary>
    internal Waiting After(int daysOverdue) => new(Math.Max(0, daysOverdue), ShareAfter(daysOverdue));

    /// <summary>Share of the late payments that have come after this many days.</summary>
    internal double ShareAfter(int days) => days <= 0 || Sigma <= 0 ? 0 : PortableMath.NormalCdf((PortableMath.Log(days) - Mu) / Sigma);

    /// <summary>The law after own delays, the prior weighing as much as ten of them.</summary>
    public DelayLaw After(IEnumerable<ResolvedPledge> resolved)
    {
        var logs = resolved.Where(pledge => pledge is { WasPaid: true, DaysLate: > 0 })
            .Select(pledge => PortableMath.Log(pledge.DaysLate!.Value)).ToList();
        return this with { Mu = (10 * Mu + logs.Sum()) / (10 + logs.Count) };
    }
}
