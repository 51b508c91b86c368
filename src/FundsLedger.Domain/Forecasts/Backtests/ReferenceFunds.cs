namespace FundsLedger.Domain.Forecasts.Backtests;

/// <summary>One question of a back-test: a made-up fund at the end of a year, and what then happened.</summary>
/// <param name="Books">What was known.</param>
/// <param name="HistoryYears">Years known.</param>
/// <param name="YearlyMean">Cents received a year in the history; spent evenly in the year asked about.</param>
/// <param name="Arrived">What arrived in that year, by day (1 is 1 January).</param>
internal sealed record BacktestCase(ForecastBooks Books, int HistoryYears, double YearlyMean, IReadOnlyList<(int Day, double Eur)> Arrived)
{
    public double ArrivedInAll => Arrived.Sum(gift => gift.Eur);

    /// <summary>Lowest balance of the year when it starts at zero and the mean is spent evenly.</summary>
    public double LowestFromZero(int days)
    {
        var byDay = Arrived.ToLookup(gift => gift.Day, gift => gift.Eur);
        var (arrived, lowest) = (0.0, 0.0);
        for (var day = 1; day <= days; day++)
        {
            lowest = Math.Min(lowest, arrived - YearlyMean / 365 * day);
            arrived += byDay[day].Sum();
        }
        return lowest;
    }
}

/// <summary>Funds of 3 to 8 random small donors, with a fixed seed: small enough to resemble ours, real in every gift.</summary>
public static class ReferenceFunds
{
    /// <summary>How many funds are made.</summary>
    public const int Funds = 40;
    private const long LargestMedian = 100_000_000;
    private const int FewestYears = 3;

    /// <summary>Whether a donor belongs to the half on which prior assumptions were chosen; the other half judges them.</summary>
    public static bool IsFitted(string donor) => (RandomStream.PurposeOf("half " + donor) & 1) == 0;

    /// <summary>Every fund at the end of every year from which the next is known in full. Small: median gift at most a million, gifts in at
    /// least three years.</summary>
    internal static List<BacktestCase> Cases(IReadOnlyList<PastGift> gifts, IReadOnlyList<int> histories, ulong seed)
    {
        var small = gifts.GroupBy(gift => gift.Donor).OrderBy(donor => donor.Key, StringComparer.Ordinal)
            .Where(
                donor =>
                    donor.Select(gift => gift.On.Year).Distinct().Count() >= FewestYears
                        && Median([.. donor.Select(gift => gift.Eur)]) <= LargestMedian).ToList();
        var lastYear = gifts.Max(gift => gift.On).Year - 1;
        var cases = new List<BacktestCase>();
        for (var fund = 0; fund < Funds && small.Count >= 8; fund++)
        {
            var random = RandomStream.Of(seed, fund, RandomStream.PurposeOf("reference funds"));
            var donors = new HashSet<int>();
            var size = 3 + random.Index(6);
            while (donors.Count < size) donors.Add(random.Index(small.Count));
            var own = donors.Order().SelectMany(place => small[place]).OrderBy(gift => gift.On).ToList();
            foreach (var years in histories)
                for (var year = own[0].On.Year + years - 1; year < lastYear; year++)
                    if (CaseOf(fund, own, years, year) is { } made) cases.Add(made);
        }
        return cases;
    }

    private static BacktestCase? CaseOf(int fund, List<PastGift> gifts, int years, int year)
    {
        var asOf = new DateOnly(year, 12, 31);
        var from = new DateOnly(year - years + 1, 1, 1);
        var known = gifts.Where(gift => gift.On >= from && gift.On <= asOf).ToList();
        if (known.Count == 0) return null;
        var books = new ForecastBooks { Fund = $"reference {fund}", AsOf = asOf, BalanceEur = 0, GiftsKnownFrom = from, Gifts = known };
        return new BacktestCase(books, years, known.Sum(gift => (double)gift.Eur) / years,
            [.. gifts.Where(gift => gift.On.Year == year + 1).Select(gift => (gift.On.DayNumber - asOf.DayNumber, (double)gift.Eur))]);
    }

    private static double Median(long[] cents)
    {
        Array.Sort(cents);
        return (cents[(cents.Length - 1) / 2] + (double)cents[cents.Length / 2]) / 2;
    }
}
