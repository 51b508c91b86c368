namespace FundsLedger.Domain.Funds;

/// <summary>Money that is expected on a day, in cents.</summary>
public readonly record struct ExpectedMoney(DateOnly On, long Eur);

/// <summary>How long the money lasts if it is used as in the last year: a calculation, not a forecast.</summary>
/// <param name="DepletedOn">First day on which less than the floor is available; null when that does not happen within the horizon.</param>
/// <param name="Days">Days from the start to that day; null likewise.</param>
public sealed record Runway(DateOnly? DepletedOn, int? Days)
{
    /// <summary>Days looked ahead: ten years.</summary>
    public const int Horizon = 3653;

    /// <summary>Where nothing was used, no day can be calculated.</summary>
    public static Runway Unknown { get; } = new(null, null);

    /// <summary>Uses the available money evenly and adds expected money on its days.</summary>
    /// <param name="start">The day <paramref name="availableEur"/> stands on.</param>
    /// <param name="availableEur">Cents available.</param>
    /// <param name="floorEur">Cents below which the fund counts as depleted.</param>
    /// <param name="usedPerYearEur">Cents used in 365 days; nothing is used when zero or negative.</param>
    /// <param name="expected">Money that arrives; days up to the start count as the start.</param>
    public static Runway Of(DateOnly start, long availableEur, long floorEur, long usedPerYearEur, IEnumerable<ExpectedMoney> expected)
    {
        var arrivals = expected.GroupBy(money => Math.Max(0, money.On.DayNumber - start.DayNumber))
            .ToDictionary(day => day.Key, day => day.Sum(money => money.Eur));
        var used = Math.Max(0, usedPerYearEur);
        Int128 arrived = 0;
        for (var day = 0; day <= Horizon; day++)
        {
            arrived += arrivals.GetValueOrDefault(day);
            // Compared in cents × 365, so that nothing is rounded.
            if (((Int128)availableEur + arrived - floorEur) * 365 < (Int128)used * day) return new Runway(start.AddDays(day), day);
        }
        return new Runway(null, null);
    }
}
