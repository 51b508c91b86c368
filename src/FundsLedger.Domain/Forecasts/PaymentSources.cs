namespace FundsLedger.Domain.Forecasts;

/// <summary>Open commitments (model section 3.6): paid on their day at a factor around what was committed, or cancelled.</summary>
internal sealed class CommitmentSource : ICashSource
{
    private static readonly ulong Cancelling = RandomStream.PurposeOf("commitments: cancelled");
    private readonly PriorCounts cancelled;
    private readonly double mu;
    private readonly double sigma;
    private readonly double costFactor;
    private readonly bool countAtOnce;
    private readonly CurrencyWalks currencies;
    private readonly (double Eur, ulong Purpose, int Due, int Currency)[] commitments;

    public CommitmentSource(ForecastBooks books, ForecastModel model, double costFactor, ForecastCalendar calendar, CurrencyWalks currencies)
    {
        (this.costFactor, this.currencies, countAtOnce) = (costFactor, currencies, books.CommitmentsCountAtOnce);
        var logs = books.CommitmentHistory.SettledToCommitted.Select(PortableMath.Log).ToList();
        cancelled = new PriorCounts(model.Cancelled.Yes + books.CommitmentHistory.Cancelled, model.Cancelled.No + logs.Count);
        // The prior (mean factor 1) weighs as much as ten own commitments.
        var variance = PortableMath.Log(1 + model.CommitmentSpread * model.CommitmentSpread);
        mu = (10 * (-variance / 2) + logs.Sum()) / (10 + logs.Count);
        sigma = Math.Sqrt((10 * variance + logs.Sum(log => (log - mu) * (log - mu))) / (10 + logs.Count));
        commitments = [.. books.Commitments.Select(commitment => ((double)commitment.Eur, RandomStream.PurposeOf("commitment " + commitment.Id), calendar.DayOf(commitment.Due), currencies.PlaceOf(commitment.Currency)))];
    }

    public void Draw(in PathKey key, CashPath path)
    {
        if (commitments.Length == 0) return;
        var parameters = key.ParameterStream(Cancelling);
        var chance = parameters.Beta(cancelled.Yes, cancelled.No);
        foreach (var (eur, purpose, due, currency) in commitments)
        {
            var random = key.Stream(purpose);
            var day = Math.Max(1, due);
            var cost = random.Uniform() < chance ? 0 : eur * random.LogNormal(mu, sigma) * costFactor * currencies.Rate(key, path, currency, day);
            // What was already counted comes back when it is settled: only the difference moves the balance.
            path.Pay(day, countAtOnce ? cost - eur : cost);
        }
    }
}

/// <summary>Prices of a path: inflation around a mean drawn once (model section 3.7).</summary>
internal sealed class Prices(ForecastModel model)
{
    private static readonly ulong Purpose = RandomStream.PurposeOf("prices");

    /// <summary>Price level on a day ÷ today's.</summary>
    public double On(in PathKey key, int day)
    {
        var random = key.Stream(Purpose);
        return PortableMath.Exp((model.Inflation + model.InflationSpread * random.Normal()) * day / 365.25);
    }
}

/// <summary>Cases that come up by chance (model section 3.6): a Gamma-Poisson count, costs by Bayesian bootstrap with one pseudo-case.</summary>
internal sealed class CaseSource : ICashSource
{
    private readonly CaseHistory kind;
    private readonly ForecastModel model;
    private readonly Prices prices;
    private readonly double costFactor;
    private readonly double[] costs;
    private readonly double logMedian;
    private readonly ulong purpose;

    public CaseSource(CaseHistory kind, DateOnly asOf, ForecastModel model, double costFactor, Prices prices)
    {
        (this.kind, this.model, this.prices, this.costFactor) = (kind, model, prices, costFactor);
        costs = [.. kind.Costs.Select(cost => cost.Eur * PortableMath.Exp(model.Inflation * (asOf.DayNumber - cost.On.DayNumber) / 365.25)).Order()];
        logMedian = costs.Length > 0 ? GiftHistory.LogMedian([.. costs]) : kind.PriorCostEur is { } prior ? PortableMath.Log(prior) : double.NaN;
        purpose = RandomStream.PurposeOf("cases " + kind.Name);
    }

    public void Draw(in PathKey key, CashPath path)
    {
        if (double.IsNaN(logMedian) || kind.ExposurePerYear <= 0) return;
        var parameters = key.ParameterStream(purpose);
        var perExposure = parameters.Gamma(model.CaseRate.Count + costs.Length) / (model.CaseRate.Years * kind.ExposurePerYear + kind.PastExposure);
        var random = key.Stream(purpose);
        var count = Math.Min(random.Poisson(Math.Min(perExposure * kind.ExposurePerYear, 10_000) * path.Calendar.Months / 12.0), 100_000);
        var urn = path.Urn(count);
        for (var drawn = 0; drawn < count; drawn++)
        {
            var ball = random.Uniform() * (costs.Length + model.PseudoWeight + drawn);
            urn[drawn].Eur = ball < costs.Length ? costs[(int)ball]
                : ball < costs.Length + model.PseudoWeight || drawn == 0 ? random.LogNormal(logMedian, model.UnknownCostSpread)
                : urn[Math.Min(drawn - 1, (int)(ball - costs.Length - model.PseudoWeight))].Eur;
            var day = 1 + random.Index(path.Calendar.Days);
            path.Pay(day, urn[drawn].Eur * costFactor * prices.On(key, day));
            if (kind.Support is { } support) SupportSource.Pay(support, day, costFactor, prices, key, ref random, path);
        }
    }
}

/// <summary>Support already running, paid every month until it ends by chance.</summary>
internal sealed class SupportSource(IReadOnlyList<MonthlySupport> streams, double costFactor, Prices prices) : ICashSource
{
    private readonly ulong[] purposes = [.. streams.Select(stream => RandomStream.PurposeOf("support " + stream.Id))];

    public void Draw(in PathKey key, CashPath path)
    {
        for (var item = 0; item < streams.Count; item++)
        {
            var random = key.Stream(purposes[item]);
            Pay(streams[item], 0, costFactor, prices, key, ref random, path);
        }
    }

    /// <summary>Pays at each month's end after a day; each payment is the last with the stream's chance.</summary>
    internal static void Pay(MonthlySupport support, int after, double costFactor, Prices prices, in PathKey key, ref RandomStream random, CashPath path)
    {
        for (var month = after <= 0 ? 1 : path.Calendar.MonthOf(after) + 2; month <= path.Calendar.Months; month++)
        {
            var day = path.Calendar.MonthEnds[month];
            path.Pay(day, support.EurPerMonth * costFactor * prices.On(key, day));
            if (random.Uniform() < support.EndsPerMonth) return;
        }
    }
}
