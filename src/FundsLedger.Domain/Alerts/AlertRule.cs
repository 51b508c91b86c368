namespace FundsLedger.Domain.Alerts;

/// <summary>What is watched. Every measure grows with the trouble; its unit is given with the member.</summary>
public enum AlertKind
{
    /// <summary>Available money against the smallest useful commitment: what is missing, in millionths of that commitment; negative when
    /// there is more.</summary>
    AvailableBelowFloor,

    /// <summary>Chance of depletion within twelve months, in millionths.</summary>
    DepletionLikely,

    /// <summary>Days by which the money, if nothing more arrives, lasts less than it takes to raise more; negative when it lasts
    /// longer.</summary>
    RunwayShort,

    /// <summary>Requests that what is available cannot meet, counted in the order they came.</summary>
    RequestsWaiting,

    /// <summary>Days by which the oldest expected payment is overdue.</summary>
    PledgesOverdue,

    /// <summary>Cents between a bank's balance and ours, without sign.</summary>
    BankMismatch,

    /// <summary>Findings of the checks of the books.</summary>
    CheckFailed,
}

/// <summary>What happens in an episode, which runs from being raised to being cleared.</summary>
public enum AlertStep
{
    /// <summary>The measure has reached the rule's threshold: an episode begins.</summary>
    Raised,

    /// <summary>The measure has reached the second threshold. An acknowledgement of the first does not count for it.</summary>
    Escalated,

    /// <summary>Somebody has taken it in hand.</summary>
    Acknowledged,

    /// <summary>Nobody acknowledged it for too long: the second address was told.</summary>
    PassedOn,

    /// <summary>The measure has gone back far enough, or the rule was turned off: the episode ends.</summary>
    Cleared,
}

/// <summary>When to speak up. Between <paramref name="ClearsBelow"/> and <paramref name="FiresAt"/> nothing changes, so that a measure that
/// wavers does not ring every day.</summary>
/// <param name="Kind">What is watched; gives the unit of the thresholds.</param>
/// <param name="FiresAt">Raised when the measure is this or more.</param>
/// <param name="ClearsBelow">Cleared when the measure is less than this; at most <paramref name="FiresAt"/>.</param>
/// <param name="EscalatesAt">Escalated when the measure is this or more, at least <paramref name="FiresAt"/>; null for never.</param>
/// <param name="PassOnAfterDays">Days without acknowledgement before the second address is told.</param>
/// <param name="IsOn">False to watch no longer.</param>
public sealed record AlertRule(AlertKind Kind, long FiresAt, long ClearsBelow, long? EscalatesAt, int PassOnAfterDays, bool IsOn = true)
{
    /// <summary>One, for measures in millionths.</summary>
    public const long Whole = 1_000_000;

    /// <summary>The longest time nobody else is told.</summary>
    public const int MostPassOnDays = 90;

    /// <summary>The rule until somebody changes it. The chances are the ones the forecast was tested with.</summary>
    public static AlertRule Standard(AlertKind kind) => kind switch
    {
        // A cent short fires; a tenth more than the commitment clears; nothing at all escalates.
        AlertKind.AvailableBelowFloor => new(kind, 1, -Whole / 10 + 1, Whole, 7),
        AlertKind.DepletionLikely => new(kind, 200_000, 150_000, 500_000, 7),
        // A month more than needed clears.
        AlertKind.RunwayShort => new(kind, 1, -29, null, 7),
        AlertKind.RequestsWaiting => new(kind, 1, 1, null, 7),
        AlertKind.PledgesOverdue => new(kind, 30, 1, 365, 14),
        AlertKind.BankMismatch => new(kind, 1, 1, null, 3),
        AlertKind.CheckFailed => new(kind, 1, 1, 1, 1),
    };

    /// <summary>True for what concerns the books as a whole and no one fund.</summary>
    public static bool IsAboutBooks(AlertKind kind) => kind is AlertKind.CheckFailed;

    /// <summary>Whether the thresholds make sense together.</summary>
    public bool IsConsistent => ClearsBelow <= FiresAt && !(EscalatesAt < FiresAt) && PassOnAfterDays is >= 1 and <= MostPassOnDays;

    /// <summary>What happens now, in order; usually nothing.</summary>
    /// <param name="state">Where the rule stands.</param>
    /// <param name="measure">The measure, or null when nobody can say: then only time passes.</param>
    /// <param name="now">The moment; one before the last step counts as that step's.</param>
    public IReadOnlyList<AlertStep> Next(AlertState state, long? measure, DateTimeOffset now)
    {
        if (!IsOn) return state.IsOpen ? [AlertStep.Cleared] : [];
        var steps = new List<AlertStep>(2);
        if (measure is { } value)
        {
            if (state.IsOpen && value < ClearsBelow) return [AlertStep.Cleared];
            if (!state.IsOpen && value >= FiresAt) steps.Add(AlertStep.Raised);
            if ((state.IsOpen || steps.Count > 0) && !(state is { IsOpen: true, IsEscalated: true }) && value >= EscalatesAt)
                steps.Add(AlertStep.Escalated);
        }
        // An escalation is told to everybody anyway.
        if (steps.Count == 0 && state is { IsOpen: true, IsAcknowledged: false, IsPassedOn: false } && now
            - state.Since >= TimeSpan.FromDays(PassOnAfterDays)) steps.Add(AlertStep.PassedOn);
        return steps;
    }
}

/// <summary>Where a rule stands: the sum of the steps so far.</summary>
/// <param name="Episode">Number of the last episode; 0 before the first.</param>
/// <param name="IsOpen">It has not been cleared.</param>
/// <param name="IsEscalated">It has got worse.</param>
/// <param name="IsAcknowledged">Somebody has it in hand.</param>
/// <param name="IsPassedOn">The second address was told.</param>
/// <param name="Since">When it was raised or, later, escalated.</param>
public sealed record AlertState(long Episode, bool IsOpen, bool IsEscalated, bool IsAcknowledged, bool IsPassedOn, DateTimeOffset Since)
{
    /// <summary>Nothing has ever happened.</summary>
    public static AlertState None { get; } = new(0, false, false, false, false, default);

    /// <summary>The state after a step.</summary>
    public AlertState After(AlertStep step, long episode, DateTimeOffset at) => step switch
    {
        AlertStep.Raised => new AlertState(episode, true, false, false, false, at),
        AlertStep.Escalated => this with { IsEscalated = true, IsAcknowledged = false, IsPassedOn = false, Since = at },
        AlertStep.Acknowledged => this with { IsAcknowledged = true },
        AlertStep.PassedOn => this with { IsPassedOn = true },
        AlertStep.Cleared => this with { IsOpen = false },
    };
}

/// <summary>Measures that need arithmetic.</summary>
public static class AlertMeasures
{
    /// <summary>What is missing to the minimum useful commitment, in millionths of it, rounded up: one cent short is never zero. Without
    /// such a commitment, in millionths of one euro.</summary>
    /// <param name="availableEur">Cents available.</param>
    /// <param name="floorEur">Cents of the smallest useful commitment.</param>
    public static long Shortfall(long availableEur, long floorEur)
    {
        var missing = ((Int128)floorEur - availableEur) * AlertRule.Whole;
        var unit = Math.Max(100, floorEur);
        var share = missing / unit + (missing > 0 && missing % unit != 0 ? 1 : 0);
        return (long)Int128.Clamp(share, -1_000_000 * AlertRule.Whole, 1_000_000 * AlertRule.Whole);
    }

    /// <summary>Days by which the money lasts less than the months it takes to raise more; a runway without end lasts ten years.</summary>
    public static long RunwayShortfall(DateOnly asOf, int? runwayDays, int leadTimeMonths) =>
        asOf.AddMonths(leadTimeMonths).DayNumber - asOf.DayNumber - (runwayDays ?? Funds.Runway.Horizon);

    /// <summary>How many requests, in the order they came, ask for more than is left once those before them are met. A request that is met
    /// leaves less for the next; one that is not met waits and takes nothing.</summary>
    public static long Unmet(long availableEur, IEnumerable<long> askedEur)
    {
        var (left, unmet) = ((Int128)availableEur, 0L);
        foreach (var asked in askedEur)
        {
            if (asked <= left) left -= asked;
            else unmet++;
        }
        return unmet;
    }
}
