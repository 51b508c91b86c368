namespace FundsLedger.Domain.Forecasts;

/// <summary>Open commitments: paid on their day at a factor around what was committed, or cancelled.</summary>
internal sealed class CommitmentSource : ICashSource
{
    private static readonly ulong Cancelling = RandomStream.PurposeOf("commitments: cancelled");
    private readonly PriorCounts cancelled;
    private readonly LogNormalTable factors;
    private readonly double costFactor;
    private readonly bool countAtOnce;
    private readonly CurrencyWalks currencies;
    private readonly (double Eur, int Due, int Currency)[] commitments;
    private readonly ulong[] masks;

    public CommitmentSource(ForecastBooks books, ForecastModel model, double costFactor, ForecastCalendar calendar,
        CurrencyWalks currencies)
    {
        (this.costFactor, this.currencies, countAtOnce) = (costFactor, currencies, books.CommitmentsCountAtOnce);
        var logs = books.CommitmentHistory.SettledToCommitted.Select(PortableMath.Log).ToList();
        cancelled = new PriorCounts(model.Cancelled.Yes + books.CommitmentHistory.Cancelled, model.Cancelled.No + logs.Count);
        // The prior (mean factor 1) weighs as much as ten own commitments.
        var variance = PortableMath.Log(1 + model.CommitmentSpread * model.CommitmentSpread);
        var mu = (10 * (-variance / 2) + logs.Sum()) / (10 + logs.Count);
        var sigma = Math.Sqrt((10 * variance + logs.Sum(log => (log - mu) * (log - mu))) / (10 + logs.Count));
        factors = new LogNormalTable(mu, sigma);
        commitments = [
            .. books.Commitments.Select(
                commitment =>
                    ((double)commitment.Eur, Math.Max(1, calendar.DayOf(commitment.Due)), currencies.PlaceOf(commitment.Currency)))];
        masks = [.. books.Commitments.Select(commitment => RandomStream.MaskOf(RandomStream.PurposeOf("commitment " + commitment.Id)))];
    }

    public void Draw(in PathKey key, CashPath path)
    {
        if (commitments.Length == 0) return;
        var parameters = key.ParameterStream(Cancelling);
        var chance = parameters.Beta(cancelled.Yes, cancelled.No);
        var draws = path.Draws(key, masks, 2);
        for (var item = 0; item < commitments.Length; item++)
        {
            var (eur, day, currency) = commitments[item];
            var cost = draws[item] < chance ? 0
                : eur * factors.At(draws[masks.Length + item]) * costFactor * currencies.Rate(key, path, currency, day);
            // What was already counted comes back when it is settled: only the difference moves the balance.
            path.Pay(day, countAtOnce ? cost - eur : cost);
        }
    }
}

/// <summary>Prices of a path: inflation around a mean drawn once.</summary>
internal sealed class Prices(ForecastModel model)
{
    private static readonly ulong Purpose = RandomStream.PurposeOf("prices");

    /// <summary>Price level of a day ÷ that of the day before.</summary>
    public double OfADay(in PathKey key)
    {
        var random = key.Stream(Purpose);
        return PortableMath.Exp((model.Inflation + model.InflationSpread * random.Normal()) / 365.25);
    }
}

/// <summary>Cases that come up by chance: a Gamma-Poisson count, costs by Bayesian bootstrap with one pseudo-case. The count and each case
/// have draws of their own, so that one case more leaves the others as they are.</summary>
internal sealed class CaseSource : ICashSource
{
    // A case takes at most four draws.
    private const int DrawsOfACase = 4;
    private readonly CaseHistory kind;
    private readonly ForecastModel model;
    private readonly Prices prices;
    private readonly double costFactor;
    private readonly double rise;
    private readonly bool supportStays;
    private readonly double[] costs;
    private readonly double logMedian;
    private readonly ulong purpose;
    private readonly ulong single;

    public CaseSource(CaseHistory kind, DateOnly asOf, ForecastModel model, double costFactor, Prices prices, WhatIf changed)
    {
        (this.kind, this.model, this.prices, this.costFactor) = (kind, model, prices, costFactor);
        rise = 1 + changed.CasesRisePercent.GetValueOrDefault(kind.Name) / 100.0;
        supportStays = changed.SupportContinues.Contains(kind.Name);
        costs = [.. kind.Costs.Select(cost => cost.Eur * PortableMath.Exp(model.Inflation * (asOf.DayNumber - cost.On.DayNumber) / 365.25))
            .Order()];
        logMedian =
            costs.Length > 0 ? GiftHistory.LogMedian([.. costs]) : kind.PriorCostEur is { } prior ? PortableMath.Log(prior) : double.NaN;
        (purpose, single) = (RandomStream.PurposeOf("cases " + kind.Name), RandomStream.PurposeOf("each of the cases " + kind.Name));
    }

    public void Draw(in PathKey key, CashPath path)
    {
        if (double.IsNaN(logMedian) || kind.ExposurePerYear <= 0) return;
        var parameters = key.ParameterStream(purpose);
        var perExposure =
            parameters.Gamma(model.CaseRate.Count + costs.Length) / (model.CaseRate.Years * kind.ExposurePerYear + kind.PastExposure);
        var counted = key.Stream(purpose);
        var count =
            Math.Min(counted.Poisson(Math.Min(perExposure * kind.ExposurePerYear * rise, 10_000) * path.Calendar.Months / 12.0), 100_000);
        var urn = path.Urn(count);
        var draws = path.Draws(key.Stream(single), unchecked(count * DrawsOfACase));
        var (days, seen, known) = (path.Calendar.Days, costs, costs.Length + model.PseudoWeight);
        for (var drawn = 0; drawn < count; drawn++)
        {
            var own = draws.Slice(unchecked(drawn * DrawsOfACase), DrawsOfACase);
            var ball = own[0] * (known + drawn);
            var cost = ball < seen.Length ? seen[double.ConvertToIntegerNative<int>(ball)]
                : ball < known || drawn == 0 ? PortableMath.Exp(logMedian + model.UnknownCostSpread * NormalTable.At(own[1]))
                : urn[Math.Min(drawn - 1, double.ConvertToIntegerNative<int>(ball - known))].Eur;
            urn[drawn].Eur = cost;
            var day = unchecked(1 + double.ConvertToIntegerNative<int>(own[2] * days));
            path.Pay(day, cost * costFactor * path.PriceOn(day, key, prices));
            if (kind.Support is { } support) SupportSource.Pay(support, day, costFactor, prices, key, own[3], path, supportStays);
        }
    }
}

/// <summary>Support already running, paid every month until it ends by chance.</summary>
internal sealed class SupportSource(IReadOnlyList<MonthlySupport> streams, double costFactor, Prices prices, WhatIf changed) : ICashSource
{
    private readonly (MonthlySupport Stream, ulong Purpose, bool Stays)[] running =
        [.. streams.Select(
            stream => (stream, RandomStream.PurposeOf("support " + stream.Id), changed.SupportContinues.Contains(stream.Id)))];

    public void Draw(in PathKey key, CashPath path)
    {
        foreach (var (stream, purpose, stays) in running)
        {
            Pay(stream, 0, costFactor, prices, key, key.Stream(purpose).UniformAt(0), path, stays);
        }
    }

    /// <summary>Pays at each month's end after a day; each payment is the last with the stream's chance, so one draw gives their
    /// number.</summary>
    internal static void Pay(MonthlySupport support, int after, double costFactor, Prices prices, in PathKey key, double draw,
        CashPath path, bool stays)
    {
        var from = after <= 0 ? 1 : path.Calendar.MonthOf(after) + 2;
        var number = stays || support.EndsPerMonth <= 0 ? double.PositiveInfinity
            : support.EndsPerMonth >= 1 ? 1 : 1 + Math.Floor(PortableMath.Log(draw) / PortableMath.Log(1 - support.EndsPerMonth));
        for (var month = from; month <= path.Calendar.Months && month - from < number; month++)
        {
            var day = path.Calendar.MonthEnds[month];
            path.Pay(day, support.EurPerMonth * costFactor * path.PriceOn(day, key, prices));
        }
    }
}
