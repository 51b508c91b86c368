namespace FundsLedger.Domain.Contributions;

/// <summary>How long something is overdue.</summary>
public enum AgeBucket
{
    /// <summary>Not due yet, due today, or due on no day that anybody named.</summary>
    Current,

    /// <summary>1 to 30 days.</summary>
    Days30,

    /// <summary>31 to 90 days.</summary>
    Days90,

    /// <summary>91 to 180 days.</summary>
    Days180,

    /// <summary>181 to 365 days.</summary>
    Days365,

    /// <summary>More than 365 days.</summary>
    OverAYear,

    /// <summary>Not due, whatever its day: its condition is not met.</summary>
    WaitsForCondition,
}

/// <summary>Sorts what is open by the days it is overdue, counted from its due day. What waits for a condition is not due and nobody is
/// reminded of it.</summary>
public static class AgeingRules
{
    /// <summary>The bucket of a number of days overdue.</summary>
    public static AgeBucket BucketOf(int days, bool waitsForCondition = false) =>
        waitsForCondition ? AgeBucket.WaitsForCondition : days switch
    {
        <= 0 => AgeBucket.Current,
        <= 30 => AgeBucket.Days30,
        <= 90 => AgeBucket.Days90,
        <= 180 => AgeBucket.Days180,
        <= 365 => AgeBucket.Days365,
        _ => AgeBucket.OverAYear,
    };

    /// <summary>Days past a due day; 0 up to the day itself, where nobody named one, and while a condition is not met.</summary>
    public static int DaysOverdue(DateOnly? due, DateOnly asOf, bool waitsForCondition = false) =>
        !waitsForCondition && due is { } day && day < asOf ? asOf.DayNumber - day.DayNumber : 0;

    /// <summary>True of what is due more than twelve months after a day (IPSAS 1: no current asset). What has no day is current.</summary>
    public static bool IsNonCurrent(DateOnly? due, DateOnly asOf) => due is { } day && day > asOf.AddMonths(12);

    /// <summary>The share of each open amount in what the books carry for all of them; the shares sum to it. Nothing where nothing is
    /// open.</summary>
    public static IReadOnlyList<OpenAmount> SharesOf(long carriedEur, IReadOnlyList<Money> open) => open.Count == 0 ? []
        : [.. open.Zip(Allocation.ByWeight(Money.Eur(carriedEur), [.. open.Select(amount => amount.Minor)]), (amount, share) =>
            new OpenAmount(amount, share.Minor))];
}
