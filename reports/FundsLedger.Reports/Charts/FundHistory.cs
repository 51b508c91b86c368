namespace FundsLedger.Reports.Charts;

/// <summary>What a fund's history chart shows; amounts in euro cents, days inclusive. The alt text is the caller's: it knows what the chart
/// means.</summary>
public sealed record FundHistory
{
    /// <summary>"en" or "fr".</summary>
    public required string Language { get; init; }

    /// <summary>Replaces the picture for those who do not see it.</summary>
    public required string AltText { get; init; }

    /// <summary>Money that may still be committed, as it stood from each day on; in order of day.</summary>
    public required IReadOnlyList<BalancePoint> Available { get; init; }

    /// <summary>Money in the bank, as a second line; may be empty.</summary>
    public IReadOnlyList<BalancePoint> Cash { get; init; } = [];

    /// <summary>The smallest useful commitment: below it the fund is depleted. Null draws no line.</summary>
    public long? FloorCents { get; init; }

    /// <summary>Spells in which the fund was depleted.</summary>
    public IReadOnlyList<DepletedSpell> Depleted { get; init; } = [];

    /// <summary>Where the balance may go, month by month, beginning where it stands; empty without a forecast.</summary>
    public IReadOnlyList<FanPoint> Fan { get; init; } = [];

    /// <summary>The names of the fan's parts in the chart's language; needed with a fan.</summary>
    public FanWords? FanWords { get; init; }

    /// <summary>Up to two courses the balance may take from here, such as the cautious and the hopeful edge of the forecast.</summary>
    public IReadOnlyList<Projection> Projections { get; init; } = [];
}

/// <summary>The balance, in euro cents, from this day until the next point.</summary>
public readonly record struct BalancePoint(DateOnly Day, long Cents);

/// <summary>On a day, the balances that 10, 25, 50, 75 and 90 % of simulated paths lie at or below, in euro cents.</summary>
public readonly record struct FanPoint(DateOnly Day, long Low, long LowerQuarter, long Median, long UpperQuarter, long High);

/// <summary>What the parts of a fan are called.</summary>
public sealed record FanWords(string Wide, string Middle, string Median);

/// <summary>From the first to the last day on which nothing could be committed.</summary>
public readonly record struct DepletedSpell(DateOnly From, DateOnly To);

/// <summary>A course the balance may take, with its name in the chart's language.</summary>
public sealed record Projection(string Label, IReadOnlyList<BalancePoint> Points);
