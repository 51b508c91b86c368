namespace FundsLedger.Domain.Forecasts;

/// <summary>Gifts without a pledge: on each path either the donor-renewal model or the compound-Poisson second opinion.</summary>
/// <param name="history">Gifts that arrived.</param>
/// <param name="model">Prior assumptions.</param>
/// <param name="pledgedYears">By donor, a bit for each forecast year in which a pledge is due.</param>
/// <param name="isSilent">By donor, whether nothing more comes.</param>
internal sealed class GiftSource(GiftHistory history, ForecastModel model, int[] pledgedYears, bool[] isSilent) : ICashSource
{
    // A donor's year takes at most six draws.
    private const int DrawsOfAYear = 8;
    private static readonly ulong Choice = RandomStream.PurposeOf("gifts: model");
    private static readonly ulong Renewal = RandomStream.PurposeOf("gifts: renewal");
    private static readonly ulong Shock = RandomStream.PurposeOf("gifts: shock");
    private static readonly ulong Rate = RandomStream.PurposeOf("gifts: rate");
    private static readonly ulong Newcomers = RandomStream.PurposeOf("gifts: newcomers");
    private static readonly ulong Lumps = RandomStream.PurposeOf("gifts: lumps");
    private readonly double[] season = [.. Accumulated(model.Season)];
    private readonly GiftHistory.Donor[] donors = [.. history.Donors];
    private readonly (double Eur, int Donor)[] past = history.Gifts;
    private readonly double logMedianGift = history.LogMedianGift;
    private readonly double largestUnknown = model.UnknownGiftCap * history.LargestGift;

    public void Draw(in PathKey key, CashPath path)
    {
        if (past.Length == 0) return;
        if (key.ParameterStream(Choice).Uniform() < model.SecondOpinion) DrawLumps(key, path);
        else DrawDonors(key, path);
    }

    /// <summary>Model section 3.2: each known donor gives or not in each year; 3.3: new donors; 3.4: one shock for all.</summary>
    private void DrawDonors(in PathKey key, CashPath path)
    {
        var chances = key.ParameterStream(Renewal);
        Span<double> gives = stackalloc double[GiftHistory.LongestLapse + 1];
        for (var lapse = 0; lapse < gives.Length; lapse++)
        {
            var prior = lapse == 0 ? model.GivesAgain : model.ComesBack[lapse - 1];
            gives[lapse] = chances.Beta(prior.Yes + history.Gave[lapse], prior.No + history.GaveNot[lapse]);
        }
        var k = model.CommonShock;
        var shock = 1.0;
        if (k > 0)
        {
            var stream = key.Stream(Shock);
            shock = stream.Gamma(1 / (k * k)) * k * k;
        }
        var years = path.Calendar.Years;
        for (var place = 0; place < donors.Length; place++)
        {
            if (isSilent[place]) continue;
            var donor = donors[place];
            var lapse = donor.Lapse;
            var random = key.Stream(donor.Purpose);
            for (var year = 0; year < years; year++)
            {
                random.MoveTo(year * DrawsOfAYear);
                var isPledged = (pledgedYears[place] >> year & 1) != 0;
                lapse = random.Uniform() < gives[lapse] || isPledged ? 0 : Math.Min(lapse + 1, GiftHistory.LongestLapse);
                if (lapse == 0 && !isPledged) Give(donor, year, shock, ref random, path);
            }
        }
        DrawNewcomers(key, path, shock);
    }

    private void Give(GiftHistory.Donor donor, int year, double shock, ref RandomStream random, CashPath path)
    {
        var cut = random.Uniform() * donor.Cumulative[^1];
        var place = 0;
        while (place < donor.Cumulative.Length - 1 && donor.Cumulative[place] <= cut) place++;
        var amount = donor.Amounts[place] * random.LogNormal(model.AmountDrift, model.AmountSpread) * shock;
        // Predictive of a Dirichlet with the seasonal prior: own months count one each.
        var month = random.Uniform() * (donor.Months.Length + model.SeasonCounts);
        var chosen = month < donor.Months.Length ? donor.Months[unchecked((int)month)] : SeasonalMonth(ref random);
        path.Receive(path.Calendar.DayIn(year, chosen, random.Uniform()), amount);
    }

    private void DrawNewcomers(in PathKey key, CashPath path, double shock)
    {
        var parameters = key.ParameterStream(Newcomers);
        var perYear = parameters.Gamma(model.NewDonors.Count + history.NewDonors) / (model.NewDonors.Years + history.NewDonorYears);
        var random = key.Stream(Newcomers);
        for (var year = 0; year < path.Calendar.Years; year++)
        {
            var count = random.Poisson(Math.Min(perYear, 1000));
            for (var gift = 0; gift < count; gift++)
                path.Receive(path.Calendar.DayIn(year, SeasonalMonth(ref random), random.Uniform()), UnknownGift(ref random) * shock);
        }
    }

    /// <summary>Model section 3.5. The bootstrap is drawn as a Pólya urn, which is the same law as Dirichlet weights and takes time only for gifts that happen.</summary>
    private void DrawLumps(in PathKey key, CashPath path)
    {
        var parameters = key.ParameterStream(Rate);
        var perYear = parameters.Gamma(model.GiftRate.Count + history.EffectiveGifts) / (model.GiftRate.Years + history.WeightedYears);
        var random = key.Stream(Lumps);
        var count = Math.Min(random.Poisson(Math.Min(perYear, 10_000) * path.Calendar.Months / 12.0), 100_000);
        var urn = path.Urn(count);
        var days = path.Calendar.Days;
        for (var drawn = 0; drawn < count; drawn++)
        {
            var ball = random.Uniform() * (past.Length + model.PseudoWeight + drawn);
            urn[drawn] = ball < past.Length ? past[unchecked((int)ball)]
                : ball < past.Length + model.PseudoWeight || drawn == 0 ? (UnknownGift(ref random), -1)
                : urn[Math.Min(drawn - 1, unchecked((int)(ball - past.Length - model.PseudoWeight)))];
            var day = 1 + random.Index(days);
            var (eur, owner) = urn[drawn];
            if (owner >= 0 && (isSilent[owner] || (pledgedYears[owner] != 0 && (pledgedYears[owner] >> path.Calendar.YearOf(day) & 1) != 0))) continue;
            path.Receive(day, eur);
        }
    }

    private double UnknownGift(ref RandomStream random) =>
        Math.Min(random.LogNormal(logMedianGift, model.UnknownGiftSpread), largestUnknown);

    private int SeasonalMonth(ref RandomStream random)
    {
        var cut = random.Uniform() * season[^1];
        var month = 0;
        while (month < 11 && season[month] <= cut) month++;
        return month + 1;
    }

    private static IEnumerable<double> Accumulated(IEnumerable<double> shares)
    {
        var sum = 0.0;
        foreach (var share in shares) yield return sum += share;
    }
}
