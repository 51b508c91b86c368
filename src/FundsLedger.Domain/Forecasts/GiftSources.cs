namespace FundsLedger.Domain.Forecasts;

/// <summary>Gifts without a pledge: on each path either the donor-renewal model or the compound-Poisson second opinion.</summary>
/// <param name="history">Gifts that arrived.</param>
/// <param name="model">Prior assumptions.</param>
/// <param name="pledgedYears">By donor, a bit for each forecast year in which a pledge is due.</param>
/// <param name="isSilent">By donor, whether nothing more comes.</param>
/// <param name="startMonth">Calendar month of the as-of date, 1 to 12.</param>
internal sealed class GiftSource(GiftHistory history, ForecastModel model, int[] pledgedYears, bool[] isSilent, int startMonth)
    : ICashSource
{
    private const int DrawsOfAYear = 4;
    private const int DrawsOfALump = 2;
    private static readonly ulong Choice = RandomStream.PurposeOf("gifts: model");
    private static readonly ulong Renewal = RandomStream.PurposeOf("gifts: renewal");
    private static readonly ulong Shock = RandomStream.PurposeOf("gifts: shock");
    private static readonly ulong Rate = RandomStream.PurposeOf("gifts: rate");
    private static readonly ulong Newcomers = RandomStream.PurposeOf("gifts: newcomers");
    private static readonly ulong Lumps = RandomStream.PurposeOf("gifts: lumps");
    private static readonly ulong EachLump = RandomStream.PurposeOf("gifts: each lump");
    private readonly AliasTables season = new([FromTheAsOfMonth(model.Season, startMonth)]);
    private readonly LogNormalTable changes = new(model.AmountDrift, model.AmountSpread);
    private readonly AliasTables amountTables = new([.. history.Donors.Select(donor => donor.Weights)]);
    private readonly double[] amounts = [.. history.Donors.SelectMany(donor => donor.Amounts)];

    // Predictive of a Dirichlet with the seasonal prior: own months count one each.
    private readonly AliasTables monthTables = new(
        [.. history.Donors.Select(
            donor =>
                FromTheAsOfMonth(
                    [.. model.Season.Select(
                        (share, month) => share / model.Season.Sum() * model.SeasonCounts + donor.Months.Count(own => own == month + 1))],
                        startMonth))]);
    private readonly int[] lapses = [.. history.Donors.Select(donor => donor.Lapse)];
    private readonly int[] closedYears = [.. history.Donors.Select((_, place) => isSilent[place] ? -1 : pledgedYears[place])];
    private readonly ulong[] masks = [.. history.Donors.Select(donor => RandomStream.MaskOf(donor.Purpose))];
    private readonly (double Eur, int Donor)[] past = history.Gifts;
    private readonly double logMedianGift = history.LogMedianGift;
    private readonly double largestUnknown = model.UnknownGiftCap * history.LargestGift;

    public void Draw(in PathKey key, CashPath path)
    {
        if (past.Length == 0) return;
        if (key.ParameterStream(Choice).Uniform() < model.SecondOpinion) DrawLumps(key, path);
        else DrawDonors(key, path);
    }

    /// <summary>Each known donor gives or not in each year; then new donors; one shock for all.</summary>
    private void DrawDonors(in PathKey key, CashPath path)
    {
        var random = key.ParameterStream(Renewal);
        var chances = path.Chances;
        for (var lapse = 0; lapse <= GiftHistory.LongestLapse; lapse++)
        {
            var prior = lapse == 0 ? model.GivesAgain : model.ComesBack[lapse - 1];
            chances[lapse] = random.Beta(prior.Yes + history.Gave[lapse], prior.No + history.GaveNot[lapse]);
        }
        var k = model.CommonShock;
        var shock = 1.0;
        if (k > 0)
        {
            var stream = key.Stream(Shock);
            shock = stream.Gamma(1 / (k * k)) * k * k;
        }
        // First who gives when, then what and on which day, so that a wrong branch prediction throws nothing away that was half done.
        var (calendar, years) = (path.Calendar, path.Calendar.Years);
        var keys = path.Keys(masks.Length);
        key.Keys(masks, keys);
        var gives = path.Draws(keys, 0, years, DrawsOfAYear);
        var (gifts, giftKeys) = path.Gifts(masks.Length * years + 1);
        var count = 0;
        unchecked
        {
            for (var donor = 0; donor < masks.Length; donor++)
            {
                var (lapse, own, closed) = (lapses[donor], keys[donor], closedYears[donor]);
                for (var year = 0; year < years; year++)
                {
                    var gave = gives[year * masks.Length + donor] < chances[lapse];
                    var isClosed = (closed >> year & 1) != 0;
                    (gifts[count], giftKeys[count]) = (new PlannedGift(donor, year), own + RandomStream.Forward(year * DrawsOfAYear));
                    count += gave & !isClosed ? 1 : 0;
                    lapse = gave | isClosed ? 0 : Math.Min(lapse + 1, GiftHistory.LongestLapse);
                }
            }
            // One step for all gifts, then the next: short loops keep more gifts under way in the processor than one long one.
            var draws = path.Draws(giftKeys.AsSpan(0, count), 1, 3);
            var cents = draws[..count];
            var change = draws.Slice(count, count);
            var when = draws.Slice(2 * count, count);
            var planned = gifts.AsSpan(0, count);
            for (var gift = 0; gift < cents.Length; gift++) cents[gift] = amounts[amountTables.Pick(planned[gift].Donor, cents[gift])];
            for (var gift = 0; gift < change.Length; gift++) cents[gift] = cents[gift] * changes.At(change[gift]) * shock;
            var days = path.Days(count);
            for (var gift = 0; gift < days.Length; gift++)
            {
                var (donor, year) = planned[gift];
                var month = monthTables.Pick(donor, when[gift], out var within) - monthTables.First(donor);
                days[gift] = calendar.DayIn(year, month, within);
            }
            for (var gift = 0; gift < days.Length; gift++) path.Receive(days[gift], cents[gift]);
        }
        DrawNewcomers(key, path, shock);
    }

    private void DrawNewcomers(in PathKey key, CashPath path, double shock)
    {
        var parameters = key.ParameterStream(Newcomers);
        var perYear = parameters.Gamma(model.NewDonors.Count + history.NewDonors) / (model.NewDonors.Years + history.NewDonorYears);
        var random = key.Stream(Newcomers);
        // All years at once: the sum of Poisson counts is one, and each newcomer's year is any of them.
        var years = path.Calendar.Years;
        var count = random.Poisson(Math.Min(perYear, 1000) * years);
        for (var gift = 0; gift < count; gift++)
        {
            var month = season.Pick(0, random.Uniform(), out var within);
            path.Receive(path.Calendar.DayIn(random.Index(years), month, within), UnknownGift(random.Uniform()) * shock);
        }
    }

    /// <summary>The second opinion: a compound Poisson law. The bootstrap is drawn as a Pólya urn, which is the same law as Dirichlet
    /// weights and takes time only for gifts that happen.</summary>
    private void DrawLumps(in PathKey key, CashPath path)
    {
        var parameters = key.ParameterStream(Rate);
        var perYear = parameters.Gamma(model.GiftRate.Count + history.EffectiveGifts) / (model.GiftRate.Years + history.WeightedYears);
        var random = key.Stream(Lumps);
        var count = Math.Min(random.Poisson(Math.Min(perYear, 10_000) * path.Calendar.Months / 12.0), 100_000);
        var draws = path.Draws(key.Stream(EachLump), count * DrawsOfALump);
        var urn = path.Urn(count);
        var (calendar, seen, known) = (path.Calendar, past, past.Length + model.PseudoWeight);
        unchecked
        {
            for (var drawn = 0; drawn < count; drawn++)
            {
                var ball = draws[drawn * DrawsOfALump] * (known + drawn);
                var gift = ball < seen.Length ? seen[double.ConvertToIntegerNative<int>(ball)]
                    : ball < known || drawn == 0 ? (UnknownGift(random.Uniform()), -1)
                    : urn[Math.Min(drawn - 1, double.ConvertToIntegerNative<int>(ball - known))];
                urn[drawn] = gift;
                var day = 1 + double.ConvertToIntegerNative<int>(draws[drawn * DrawsOfALump + 1] * calendar.Days);
                var (eur, owner) = gift;
                // Whether a donor's pledge already stands for that year no processor guesses: then nothing arrives.
                path.Receive(day, owner < 0 ? eur : eur * (1 - (closedYears[owner] >> calendar.YearOf(day) & 1)));
            }
        }
    }

    private static double[] FromTheAsOfMonth(IReadOnlyList<double> months, int startMonth) =>
        [.. Enumerable.Range(0, 12).Select(later => months[(startMonth - 1 + later) % 12])];

    private double UnknownGift(double uniform) =>
        Math.Min(PortableMath.Exp(logMedianGift + model.UnknownGiftSpread * NormalTable.At(uniform)), largestUnknown);
}
