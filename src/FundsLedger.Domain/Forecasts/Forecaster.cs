using FundsLedger.Domain.Funds;

namespace FundsLedger.Domain.Forecasts;

/// <summary>Forecasts how long a fund lasts. The same books, settings and seed give the same bytes on every machine.</summary>
public static class Forecaster
{
    private const int ParameterDraws = 100;
    private const int PathsPerParameterDraw = 40;
    private static readonly int[] StandardHorizons = [3, 6, 12, 24];
    private static readonly double[] FanLevels = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

    /// <summary>The forecast. Refused: whatever <see cref="ForecastInputs.Fault"/> finds.</summary>
    /// <param name="books">What is known.</param>
    /// <param name="settings">How to compute.</param>
    /// <param name="runner">Who does the parts of the work; one after the other when null. The bytes are the same either way.</param>
    public static Outcome<Forecast> Of(ForecastBooks books, ForecastSettings settings, PartRunner? runner = null)
    {
        if (ForecastInputs.Fault(books, settings) is { } fault) return fault;
        var run = runner ?? PartRunners.InOrder;
        var history = new GiftHistory(books, settings.Model);
        books = Supposed(books, history, settings);
        var simulator = SimulatorOf(books, settings, history, new ForecastCalendar(books.AsOf, settings.HorizonMonths));
        var horizons = StandardHorizons.Where(months => months < settings.HorizonMonths).Append(settings.HorizonMonths).ToArray();
        var ranges = ParameterRanges(
            simulator.Run(settings.Seed, ParameterDraws * PathsPerParameterDraw, PathsPerParameterDraw, runner: run), horizons);
        return history.EffectiveGifts < Forecast.FewestData
            ? Thin(books, settings, history, [.. horizons.Zip(ranges)])
            : WithProbability(books, settings, history, simulator, [.. horizons.Zip(ranges)], run);
    }

    /// <summary>The paths themselves, for questions a forecast does not answer. Refused as <see cref="Of"/>.</summary>
    public static Outcome<SimulatedPaths> Paths(ForecastBooks books, ForecastSettings settings, PartRunner? runner = null)
    {
        if (ForecastInputs.Fault(books, settings) is { } fault) return fault;
        var history = new GiftHistory(books, settings.Model);
        return SimulatorOf(Supposed(books, history, settings), settings, history, new ForecastCalendar(books.AsOf, settings.HorizonMonths))
            .Run(settings.Seed, settings.Paths, runner: runner);
    }

    internal static Simulator SimulatorOf(ForecastBooks books, ForecastSettings settings, GiftHistory history, ForecastCalendar calendar)
    {
        var (model, changed) = (settings.Model, settings.WhatIf);
        var costFactor = settings.Scenario == ForecastScenario.CostsUpByAFifth ? 1.2 : 1;
        var currencies = new CurrencyWalks(books.CurrencyVolatility, model.CurrencySpread);
        var prices = new Prices(model);
        var silent = SilentDonors(history, settings);
        var sources = new List<ICashSource>
        {
            new GiftSource(history, model, PledgedYears(books, history, calendar),
                [.. history.Donors.Select(donor => silent.Contains(donor.Name))], books.AsOf.Month),
            new PledgeSource(books, model, settings.Scenario, changed, calendar, currencies),
            new CommitmentSource(books, model, costFactor, calendar, currencies),
            new SupportSource(books.Support, costFactor, prices, changed),
        };
        if (books.PlannedSpendingPerYearEur is null)
            sources.AddRange(books.Cases.Select(kind => new CaseSource(kind, books.AsOf, model, costFactor, prices, changed)));
        return new Simulator(calendar, sources)
        {
            Balance = books.BalanceEur - (books.CommitmentsCountAtOnce ? books.Commitments.Sum(commitment => (double)commitment.Eur) : 0),
            Floor = books.FloorEur,
            EvenPerDay = (books.PlannedSpendingPerYearEur ?? 0) / 365.0 * costFactor,
        };
    }

    private static HashSet<string> SilentDonors(GiftHistory history, ForecastSettings settings) =>
        [.. settings.WhatIf.DonorsStop,
            .. settings.Scenario == ForecastScenario.LargestDonorStops && history.Donors.Count > 0
            ? (string[])[history.Donors.MaxBy(donor => donor.Totals.Sum())!.Name] : []];

    /// <summary>The books as supposed: a pledge that arrives is due on that day, and one of a donor who stops is not open any
    /// more.</summary>
    private static ForecastBooks Supposed(ForecastBooks books, GiftHistory history, ForecastSettings settings)
    {
        var silent = SilentDonors(history, settings);
        var arrive = settings.WhatIf.PledgesArrive;
        return silent.Count == 0 && arrive.Count == 0 ? books
            : books with
                { Pledges = [.. books.Pledges.Where(pledge => arrive.ContainsKey(pledge.Id) || !silent.Contains(pledge.Donor))
                    .Select(pledge => arrive.TryGetValue(pledge.Id, out var on) ? pledge with { Due = on } : pledge)] };
    }

    /// <summary>The years in which a donor's pledge is due: no double counting. An overdue pledge stands for the coming year.</summary>
    private static int[] PledgedYears(ForecastBooks books, GiftHistory history, ForecastCalendar calendar)
    {
        var byDonor = books.Pledges.Where(pledge => calendar.DayOf(pledge.Due) <= calendar.Days)
            .ToLookup(pledge => pledge.Donor, pledge => calendar.YearOf(Math.Max(1, calendar.DayOf(pledge.Due))));
        return [.. history.Donors.Select(donor => byDonor[donor.Name].Aggregate(0, (years, year) => years | 1 << year))];
    }

    private static ForecastWithoutProbability Thin(ForecastBooks books, ForecastSettings settings, GiftHistory history,
        List<(int Months, ChanceRange Range)> ranges) => new()
    {
        Fund = books.Fund,
        AsOf = books.AsOf,
        HorizonMonths = settings.HorizonMonths,
        Paths = settings.Paths,
        Seed = settings.Seed,
        ModelVersion = settings.Model.Version,
        Evidence = EvidenceOf(history, settings.Model),
        SpendingIsPlanned = books.PlannedSpendingPerYearEur is not null,
        IfNothingMoreArrives = RunwayOf(books, []),
        IfAllPledgesArrive = RunwayOf(books, books.Pledges),
        PriorRange = [.. ranges.Select(range => (range.Months, Coarse(range.Range)))],
    };

    private static ForecastWithProbability WithProbability(ForecastBooks books, ForecastSettings settings, GiftHistory history,
        Simulator simulator, List<(int Months, ChanceRange Range)> ranges, PartRunner run)
    {
        var isCoarse = history.EffectiveGifts < Forecast.EnoughData;
        var worth = new MarkedEffects(books.Pledges.Count, Math.Min(12, settings.HorizonMonths));
        var paths = simulator.Run(settings.Seed, settings.Paths, weights: worth, runner: run);
        return new ForecastWithProbability
        {
            Fund = books.Fund,
            AsOf = books.AsOf,
            HorizonMonths = settings.HorizonMonths,
            Paths = settings.Paths,
            Seed = settings.Seed,
            ModelVersion = settings.Model.Version,
            Evidence = EvidenceOf(history, settings.Model),
            SpendingIsPlanned = books.PlannedSpendingPerYearEur is not null,
            IfNothingMoreArrives = RunwayOf(books, []),
            IfAllPledgesArrive = RunwayOf(books, books.Pledges),
            Depletion = [.. ranges.Select(range => ChanceOf(paths, range.Months, range.Range, isCoarse))],
            Dates = DatesOf(paths),
            Fan = run.Collect(settings.HorizonMonths,
                month => new FanMonth(books.AsOf.AddMonths(month + 1), paths.BalanceQuantiles(month + 1, FanLevels))),
            ToRaise = run.Collect(ranges.Count,
                place =>
                    new SumToRaise(ranges[place].Months, settings.Confidence,
                        paths.AmountToRaise(ranges[place].Months, settings.Confidence))),
            LatestAsk = LatestAskOf(paths, settings),
            Pledges = [
                .. books.Pledges.Select(
                    (pledge, item) =>
                        new PledgeWorth(pledge.Id, (long)(worth.Brought[item] / settings.Paths),
                            isCoarse ? Math.Round(worth.Saved[item] * 20.0 / settings.Paths) / 20
                                : (double)worth.Saved[item] / settings.Paths))],
        };
    }

    private static Evidence EvidenceOf(GiftHistory history, ForecastModel model)
    {
        var prior = model.ComesBack.Append(model.GivesAgain).Sum(counts => counts.Yes + counts.No);
        return new Evidence(history.EffectiveGifts, prior / (prior + history.Results), history.Gifts.Length, history.Donors.Count,
            history.Years);
    }

    private static Runway RunwayOf(ForecastBooks books, IEnumerable<PledgeDue> pledges) => Runway.Of(books.AsOf,
        checked(books.BalanceEur - (books.CommitmentsCountAtOnce ? books.Commitments.Sum(commitment => commitment.Eur) : 0)),
        books.FloorEur,
        books.PlannedSpendingPerYearEur ?? books.UsedPerYearEur, pledges.Select(pledge => new ExpectedMoney(pledge.Due, pledge.Eur)));

    private static DepletionChance ChanceOf(SimulatedPaths paths, int months, ChanceRange parameters, bool isCoarse)
    {
        var depleted = paths.DepletedWithin(months);
        var chance = (double)depleted / paths.Count;
        var wilson = Wilson(depleted, paths.Count);
        var by = paths.Calendar.AsOf.AddMonths(months);
        return isCoarse ? new DepletionChance(months, by, Clamp(Math.Round(chance * 20) / 20), Coarse(wilson), Coarse(parameters))
            : new DepletionChance(months, by, chance, wilson, parameters);
    }

    private static List<DepletionDate> DatesOf(SimulatedPaths paths)
    {
        double[] levels = [0.1, 0.5, 0.9];
        var days = levels.Select(paths.DepletionQuantile).ToArray();
        // A range of more than 18 months does not name days.
        var isWide = days[0] is { } first && (days[2] ?? paths.Calendar.Days + 1) - first > 548;
        return [.. levels.Zip(days)
            .Select(
                pair =>
                    new DepletionDate(pair.First,
                        pair.Second is { } day
                            ? isWide ? EndOfHalfYear(paths.Calendar.AsOf.AddDays(day)) : paths.Calendar.AsOf.AddDays(day) : null, isWide))];
    }

    private static DateOnly EndOfHalfYear(DateOnly day) => day.Month <= 6 ? new DateOnly(day.Year, 6, 30) : new DateOnly(day.Year, 12, 31);

    private static LatestAsk LatestAskOf(SimulatedPaths paths, ForecastSettings settings)
    {
        // The first rank that depletion may not reach: money must be there the day before.
        var allowed = paths.Count - Quantiles.Rank(settings.Confidence, paths.Count);
        if (paths.DayOfRank(allowed + 1) is not { } depleted) return new LatestAsk(null, null, false);
        var needed = paths.Calendar.AsOf.AddDays(Math.Max(0, depleted - 1));
        var ask = needed.AddMonths(-settings.MonthsToRaiseMoney);
        return new LatestAsk(needed, ask, ask < paths.Calendar.AsOf);
    }

    /// <summary>How far the chance moves with the unknown parameters: shares of depleted paths per draw of the parameters, drawn together
    /// until their variance holds no Monte Carlo part.</summary>
    private static List<ChanceRange> ParameterRanges(SimulatedPaths paths, int[] horizons) => [.. horizons.Select(months =>
    {
        var end = paths.Calendar.MonthEnds[months];
        var shares = paths.DepletedOn.Chunk(PathsPerParameterDraw)
            .Select(draw => draw.Count(day => day <= end) / (double)PathsPerParameterDraw).Order().ToArray();
        var mean = shares.Average();
        var seen = shares.Sum(share => (share - mean) * (share - mean)) / (ParameterDraws - 1);
        var noise = shares.Sum(share => share * (1 - share)) / ParameterDraws / (PathsPerParameterDraw - 1);
        var shrink = seen > noise ? Math.Sqrt((seen - noise) / seen) : 0;
        return new ChanceRange(mean + shrink * (shares[Quantiles.Rank(0.1, ParameterDraws) - 1] - mean),
            mean + shrink * (shares[Quantiles.Rank(0.9, ParameterDraws) - 1] - mean));
    })];

    /// <summary>95 % interval of a chance seen k times in n (Wilson 1927).</summary>
    internal static ChanceRange Wilson(int k, int n)
    {
        const double z = 1.959963984540054;
        var p = (double)k / n;
        var centre = p + z * z / (2 * n);
        var half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
        var scale = 1 + z * z / n;
        return new ChanceRange(Math.Max(0, (centre - half) / scale), Math.Min(1, (centre + half) / scale));
    }

    private static ChanceRange Coarse(ChanceRange range) =>
        new(Clamp(Math.Floor(range.From * 20 + 1e-9) / 20), Clamp(Math.Ceiling(range.To * 20 - 1e-9) / 20));

    private static double Clamp(double chance) => Math.Clamp(chance, 0.05, 0.95);
}
