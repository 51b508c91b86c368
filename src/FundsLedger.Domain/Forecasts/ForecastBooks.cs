namespace FundsLedger.Domain.Forecasts;

/// <summary>How firm a pledge is; each class has its own chance of being paid.</summary>
public enum PledgeFirmness
{
    /// <summary>A signed agreement.</summary>
    SignedAgreement,

    /// <summary>Confirmed by letter or note verbale.</summary>
    Written,

    /// <summary>Announced only.</summary>
    Announced,
}

/// <summary>A gift that arrived.</summary>
/// <param name="Donor">Stable name or id of the donor.</param>
/// <param name="On">Day of arrival.</param>
/// <param name="Eur">Cents, above zero.</param>
public sealed record PastGift(string Donor, DateOnly On, long Eur);

/// <summary>An instalment that has not arrived.</summary>
/// <param name="Id">Stable id: the pledge draws the same random numbers whatever else is in the books.</param>
/// <param name="Donor">Who pledged; not also expected to give unasked in that year.</param>
/// <param name="Due">Day it is due or, without one, day of the pledge.</param>
/// <param name="Eur">Cents outstanding at today's rate.</param>
/// <param name="Currency">Code of the currency it is pledged in.</param>
/// <param name="Firmness">Class of the pledge.</param>
public sealed record PledgeDue(string Id, string Donor, DateOnly Due, long Eur, string Currency, PledgeFirmness Firmness);

/// <summary>A pledge of which the end is known: paid, or failed (written off or 24 months overdue).</summary>
/// <param name="Firmness">Class of the pledge.</param>
/// <param name="WasPaid">False when it failed.</param>
/// <param name="DaysLate">Days from due to paid; null when it failed; zero or less when paid in time.</param>
public sealed record ResolvedPledge(PledgeFirmness Firmness, bool WasPaid, int? DaysLate);

/// <summary>Money set aside and not yet paid.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Due">Day of the expected payment; days in the past count as tomorrow.</param>
/// <param name="Eur">Cents still open at today's rate.</param>
/// <param name="Currency">Code of its currency.</param>
public sealed record OpenCommitment(string Id, DateOnly Due, long Eur, string Currency);

/// <summary>How past commitments ended.</summary>
/// <param name="SettledToCommitted">Of each settled one: paid ÷ committed, above zero.</param>
/// <param name="Cancelled">How many were cancelled whole.</param>
public sealed record CommitmentHistory(IReadOnlyList<double> SettledToCommitted, int Cancelled)
{
    /// <summary>Nothing is known yet.</summary>
    public static CommitmentHistory None { get; } = new([], 0);
}

/// <summary>A cost that came up, in cents of its day.</summary>
public sealed record PastCost(DateOnly On, long Eur);

/// <summary>A kind of case that comes up by chance: family visits, relocations.</summary>
/// <param name="Name">Stable name, for example <c>visits</c>.</param>
/// <param name="Costs">Every past case with its cost.</param>
/// <param name="PastExposure">Years watched; or detainee-months, when that is known.</param>
/// <param name="ExposurePerYear">Exposure of a coming year in the same unit: 1 for years; detainees × 12 for detainee-months.</param>
/// <param name="PriorCostEur">Cents a case is thought to cost before any was seen; null when nobody knows.</param>
/// <param name="Support">Monthly support that follows each new case; null for none.</param>
public sealed record CaseHistory(string Name, IReadOnlyList<PastCost> Costs, double PastExposure, double ExposurePerYear,
    long? PriorCostEur, MonthlySupport? Support);

/// <summary>Support paid every month that ends by chance.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="EurPerMonth">Cents a month, in today's prices.</param>
/// <param name="EndsPerMonth">Chance in [0, 1] that a month is the last.</param>
public sealed record MonthlySupport(string Id, long EurPerMonth, double EndsPerMonth);

/// <summary>All that is known about a fund on the as-of date.</summary>
public sealed record ForecastBooks
{
    /// <summary>Code of the fund.</summary>
    public required string Fund { get; init; }

    /// <summary>The last day that is known; nothing later may appear as past.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Cents in hand before open commitments: cash less what is withheld and reserved.</summary>
    public required long BalanceEur { get; init; }

    /// <summary>Cents below which the fund counts as depleted.</summary>
    public long FloorEur { get; init; }

    /// <summary>True when open commitments lower the balance at once, so that <em>available</em> is forecast; false to forecast
    /// cash.</summary>
    public bool CommitmentsCountAtOnce { get; init; } = true;

    /// <summary>First day from which every gift is known; null for the day of the first gift.</summary>
    public DateOnly? GiftsKnownFrom { get; init; }

    /// <summary>Every gift that arrived.</summary>
    public IReadOnlyList<PastGift> Gifts { get; init; } = [];

    /// <summary>Instalments outstanding.</summary>
    public IReadOnlyList<PledgeDue> Pledges { get; init; } = [];

    /// <summary>How earlier pledges ended.</summary>
    public IReadOnlyList<ResolvedPledge> ResolvedPledges { get; init; } = [];

    /// <summary>Commitments outstanding.</summary>
    public IReadOnlyList<OpenCommitment> Commitments { get; init; } = [];

    /// <summary>How earlier commitments ended.</summary>
    public CommitmentHistory CommitmentHistory { get; init; } = CommitmentHistory.None;

    /// <summary>Cases that come up by chance; left out when <see cref="PlannedSpendingPerYearEur"/> is given.</summary>
    public IReadOnlyList<CaseHistory> Cases { get; init; } = [];

    /// <summary>Support already running.</summary>
    public IReadOnlyList<MonthlySupport> Support { get; init; } = [];

    /// <summary>Cents a year spent evenly by plan, replacing the cases; null for none.</summary>
    public long? PlannedSpendingPerYearEur { get; init; }

    /// <summary>Cents used in the last 365 days, for the two runways that are no forecasts.</summary>
    public long UsedPerYearEur { get; init; }

    /// <summary>Yearly standard deviation of the log rate by currency code; others 8 %.</summary>
    public IReadOnlyDictionary<string, double> CurrencyVolatility { get; init; } = new Dictionary<string, double>();
}
