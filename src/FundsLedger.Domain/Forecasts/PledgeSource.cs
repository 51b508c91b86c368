namespace FundsLedger.Domain.Forecasts;

/// <summary>Open pledges: paid with a chance per class, drawn once per path, late by chance, sometimes in part.</summary>
internal sealed class PledgeSource : ICashSource
{
    private const int DrawsOfAPledge = 3;
    private static readonly ulong[] ClassPurposes =
        [.. Enum.GetValues<PledgeFirmness>().Select(firmness => RandomStream.PurposeOf("pledges: " + firmness))];
    private readonly PriorCounts[] chances;
    private readonly bool[] isUsed;
    private readonly DelayTable delays;
    private readonly ForecastModel model;
    private readonly ForecastScenario scenario;
    private readonly CurrencyWalks currencies;
    private readonly Open[] pledges;
    private readonly ulong[] masks;

    /// <summary>An open pledge, ready to be drawn. Survival: chance that a payment that will come is still out; Arrives: day on which it is
    /// supposed to arrive in full, 0 to leave it to chance.</summary>
    private readonly record struct Open(double Eur, int Firmness, int Due, double Survival, DelayLaw.Waiting Waiting, int Currency,
        int Arrives);

    public PledgeSource(ForecastBooks books, ForecastModel model, ForecastScenario scenario, WhatIf changed, ForecastCalendar calendar,
        CurrencyWalks currencies)
    {
        (this.model, this.scenario, this.currencies) = (model, scenario, currencies);
        var delay = model.Delay.After(books.ResolvedPledges);
        chances = [.. Enum.GetValues<PledgeFirmness>()
            .Select(firmness => Posterior(model.Of(firmness), [.. books.ResolvedPledges.Where(pledge => pledge.Firmness == firmness)]))];
        isUsed = [.. Enum.GetValues<PledgeFirmness>().Select(firmness => books.Pledges.Any(pledge => pledge.Firmness == firmness))];
        pledges = [.. books.Pledges.Select(pledge =>
        {
            var due = calendar.DayOf(pledge.Due);
            return new Open(pledge.Eur, (int)pledge.Firmness, due, delay.Survival(-due), delay.After(-due),
                currencies.PlaceOf(pledge.Currency),
                changed.PledgesArrive.TryGetValue(pledge.Id, out var on) ? calendar.DayOf(on) : 0);
        })];
        masks = [.. books.Pledges.Select(pledge => RandomStream.MaskOf(RandomStream.PurposeOf("pledge " + pledge.Id)))];
        delays = new DelayTable(delay, pledges.Length == 0 ? 0 : Math.Max(0, calendar.Days - pledges.Min(pledge => pledge.Due)));
    }

    public void Draw(in PathKey key, CashPath path)
    {
        if (pledges.Length == 0) return;
        var thetas = path.Chances;
        for (var firmness = 0; firmness < chances.Length; firmness++)
        {
            if (!isUsed[firmness]) continue;
            var parameters = key.ParameterStream(ClassPurposes[firmness]);
            thetas[firmness] = parameters.Beta(chances[firmness].Yes, chances[firmness].No);
        }
        var draws = path.Draws(key, masks, DrawsOfAPledge);
        for (var item = 0; item < pledges.Length; item++)
        {
            ref readonly var pledge = ref pledges[item];
            if (pledge.Arrives > 0)
            {
                path.ReceiveMarked(item, pledge.Arrives, pledge.Eur * currencies.Rate(key, path, pledge.Currency, pledge.Arrives));
                continue;
            }
            if (scenario == ForecastScenario.NoPledges) continue;
            var theta = thetas[pledge.Firmness];
            var chance = scenario == ForecastScenario.AllPledgesPaid || theta >= 1 ? 1
                : theta * pledge.Survival / (theta * pledge.Survival + 1 - theta);
            if (draws[item] >= chance) continue;
            var whole = draws[masks.Length + item];
            // Below the chance of a part payment the same number, stretched, says how large the part is.
            var part = whole < model.PartPayment ? 0.1 + 0.9 * (whole / model.PartPayment) : 1;
            var day = Math.Max(1, pledge.Due + delays.DaysLate(pledge.Waiting, draws[2 * masks.Length + item]));
            path.ReceiveMarked(item, day, pledge.Eur * part * currencies.Rate(key, path, pledge.Currency, day));
        }
    }

    private static PriorCounts Posterior(PriorCounts prior, List<ResolvedPledge> resolved) =>
        new(prior.Yes + resolved.Count(pledge => pledge.WasPaid), prior.No + resolved.Count(pledge => !pledge.WasPaid));
}

/// <summary>Exchange rates: log random walks without drift in the mean, one per currency and path, on a grid of months.</summary>
internal sealed class CurrencyWalks(IReadOnlyDictionary<string, double> known, double otherwise)
{
    private const string Home = "EUR";
    private readonly List<(ulong Purpose, double Spread)> walks = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    /// <summary>Place of a currency; −1 for the euro.</summary>
    public int PlaceOf(string currency)
    {
        if (currency == Home) return -1;
        if (places.TryGetValue(currency, out var place)) return place;
        walks.Add((RandomStream.PurposeOf("currency " + currency), known.GetValueOrDefault(currency, otherwise)));
        return places[currency] = walks.Count - 1;
    }

    /// <summary>Rate on a day ÷ today's rate.</summary>
    public double Rate(in PathKey key, CashPath path, int place, int day)
    {
        if (place < 0 || day > path.Calendar.Days) return 1;
        var (purpose, spread) = walks[place];
        var months = path.Calendar.MonthOf(day) + 1;
        var sum = path.CurrencySteps(place, key.Stream(purpose))[months - 1];
        var step = spread / 3.4641016151377544; // √12
        return PortableMath.Exp(step * sum - step * step * months / 2);
    }
}
