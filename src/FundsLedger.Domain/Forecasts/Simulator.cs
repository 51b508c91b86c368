namespace FundsLedger.Domain.Forecasts;

/// <summary>Draws paths of a balance from sources of payments and receipts. Paths are split into blocks that write only their own entries,
/// so the result does not depend on the number of cores.</summary>
public sealed class Simulator(ForecastCalendar calendar, IReadOnlyList<ICashSource> sources)
{
    private const int BlockSize = 250;

    /// <summary>Cents on day 0.</summary>
    public required double Balance { get; init; }

    /// <summary>Cents below which the fund is depleted.</summary>
    public double Floor { get; init; }

    /// <summary>Cents spent evenly every day.</summary>
    public double EvenPerDay { get; init; }

    /// <summary>Runs the paths.</summary>
    /// <param name="seed">Seed of every draw.</param>
    /// <param name="count">Number of paths.</param>
    /// <param name="sharing">How many paths in a row share one draw of the unknown parameters; 1 for a forecast.</param>
    /// <param name="weights">Where effects of marked receipts are added up; null when nobody asks.</param>
    /// <param name="runner">Who does the blocks; one after the other when null.</param>
    public SimulatedPaths Run(ulong seed, int count, int sharing = 1, MarkedEffects? weights = null, PartRunner? runner = null)
    {
        var result = new SimulatedPaths(calendar, count, Floor);
        var blocks = (count + BlockSize - 1) / BlockSize;
        var parts = weights is null ? null : new MarkedEffects[blocks];
        var own = sources.ToArray();
        (runner ?? PartRunners.InOrder)(blocks, block =>
        {
            var path = new CashPath(calendar);
            var part = parts is null ? null : parts[block] = weights!.Empty();
            for (var number = block * BlockSize; number < Math.Min(count, (block + 1) * BlockSize); number++)
            {
                var key = new PathKey(seed, number, number / sharing);
                foreach (var source in own) source.Draw(key, path);
                path.Walk(Balance, Floor, EvenPerDay, result, number, weights?.Months ?? 0);
                path.Weigh(Floor, part, result.DepletedOn[number]);
            }
        });
        // Added in the order of blocks: sums of doubles depend on their order.
        foreach (var part in parts ?? []) weights!.Add(part);
        return result;
    }
}

/// <summary>What each marked receipt (open pledge) brought within some months, over all paths.</summary>
public sealed class MarkedEffects(int items, int months)
{
    /// <summary>Months looked at.</summary>
    public int Months => months;

    internal double[] Brought { get; } = new double[items];

    internal int[] Saved { get; } = new int[items];

    internal MarkedEffects Empty() => new(items, months);

    internal void Add(MarkedEffects other)
    {
        for (var item = 0; item < items; item++)
        {
            Brought[item] += other.Brought[item];
            Saved[item] += other.Saved[item];
        }
    }
}
