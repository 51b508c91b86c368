namespace FundsLedger.Domain.Forecasts;

/// <summary>Past gifts counted the way the model needs them. Years run backwards from the as-of date (age 0: the last twelve months), so
/// that any day of the year can be forecast from.</summary>
internal sealed class GiftHistory
{
    /// <summary>Lapses of more years count as this one.</summary>
    public const int LongestLapse = 3;

    /// <summary>A donor who gave: by age of the year, what they gave (0: nothing).</summary>
    internal sealed record Donor(string Name, ulong Purpose, double[] Totals, double[] Weights, double[] Amounts, int[] Months)
    {
        /// <summary>Years without a gift up to the as-of date, at most <see cref="LongestLapse"/>.</summary>
        public int Lapse => LapseAt(Totals, 0);
    }

    public GiftHistory(ForecastBooks books, ForecastModel model)
    {
        var known = books.Gifts.Where(gift => books.GiftsKnownFrom is not { } from || gift.On >= from).OrderBy(gift => gift.On)
            .ThenBy(gift => gift.Donor, StringComparer.Ordinal).ThenBy(gift => gift.Eur).ToList();
        var since = books.GiftsKnownFrom ?? (known.Count > 0 ? known[0].On : books.AsOf);
        Years = Math.Max(1, AgeOf(since, books.AsOf) + 1);
        // A history that starts on the anniversary of the as-of date covers no day of the year before it.
        Covered = [.. Enumerable.Range(0, Years).Select(age => Share(books.AsOf, age, since))];
        Weights = [.. Enumerable.Range(0, Years).Select(age => Power(model.YearWeight, age))];
        Donors = [.. known.GroupBy(gift => gift.Donor).OrderBy(donor => donor.Key, StringComparer.Ordinal)
            .Select(donor => DonorOf(donor.Key, [.. donor], books.AsOf, model))];
        var places = Donors.Select((donor, place) => (donor.Name, place)).ToDictionary(pair => pair.Name, pair => pair.place);
        Gifts = [.. known.Select(gift => ((double)gift.Eur, places[gift.Donor]))];
        EffectiveGifts = known.Sum(gift => Weights[AgeOf(gift.On, books.AsOf)]);
        // Ten gifts on one day are not ten gifts a day: a rate is never reckoned on less than a year.
        WeightedYears = Math.Max(1, Covered.Zip(Weights, (covered, weight) => covered * weight).Sum());
        LargestGift = known.Count == 0 ? 0 : known.Max(gift => gift.Eur);
        LogMedianGift = known.Count == 0 ? double.NaN : LogMedian([.. known.Select(gift => (double)gift.Eur)]);
        CountRenewals();
    }

    /// <summary>Years looked at, the oldest perhaps in part.</summary>
    public int Years { get; }

    public double[] Covered { get; }

    public double[] Weights { get; }

    public IReadOnlyList<Donor> Donors { get; }

    /// <summary>Every gift in cents, with the place of its donor.</summary>
    public (double Eur, int Donor)[] Gifts { get; }

    public double EffectiveGifts { get; }

    /// <summary>Years watched, weighted by age; at least one.</summary>
    public double WeightedYears { get; }

    public double LargestGift { get; }

    public double LogMedianGift { get; }

    /// <summary>By years without a gift (0: gave last year), weighted cases of giving in the next one.</summary>
    public double[] Gave { get; } = new double[LongestLapse + 1];

    /// <summary>By years without a gift, weighted cases of not giving in the next one.</summary>
    public double[] GaveNot { get; } = new double[LongestLapse + 1];

    public double NewDonors { get; private set; }

    public double NewDonorYears { get; private set; }

    /// <summary>Weighted results that the chances of renewal are estimated from.</summary>
    public double Results => Gave.Sum() + GaveNot.Sum();

    /// <summary>Whole years between a day and the as-of date: 0 for the last twelve months.</summary>
    public static int AgeOf(DateOnly day, DateOnly asOf)
    {
        var age = Math.Max(0, asOf.Year - day.Year - 1);
        while (asOf.AddYears(-age - 1) >= day) age++;
        return age;
    }

    /// <summary>Log of the median; of an even count the mean of the two middle logs.</summary>
    public static double LogMedian(double[] amounts)
    {
        Array.Sort(amounts);
        return (PortableMath.Log(amounts[(amounts.Length - 1) / 2]) + PortableMath.Log(amounts[amounts.Length / 2])) / 2;
    }

    public static double Power(double weight, int age)
    {
        var power = 1.0;
        for (var year = 0; year < age; year++) power *= weight;
        return power;
    }

    private static double Share(DateOnly asOf, int age, DateOnly since)
    {
        var (from, to) = (asOf.AddYears(-age - 1).DayNumber + 1, asOf.AddYears(-age).DayNumber);
        return Math.Clamp((to - Math.Max(from, since.DayNumber) + 1.0) / (to - from + 1), 0, 1);
    }

    private Donor DonorOf(string name, List<PastGift> gifts, DateOnly asOf, ForecastModel model)
    {
        var totals = new double[Years];
        foreach (var gift in gifts) totals[AgeOf(gift.On, asOf)] += gift.Eur;
        var given = Enumerable.Range(0, Years).Where(age => totals[age] > 0).ToList();
        return new Donor(name, RandomStream.PurposeOf("donor " + name), totals,
            [.. given.Select(age => Power(model.TotalWeight, age - given[0]))], [.. given.Select(age => totals[age])],
            [.. gifts.Select(gift => gift.On.Month)]);
    }

    /// <summary>Counts pooled over the fund's donors: from each year to the next one, from the donor's first gift on. The oldest year has
    /// no newcomers, for who gave before is unknown.</summary>
    private void CountRenewals()
    {
        for (var age = 0; age < Years - 1; age++)
        {
            NewDonorYears += Weights[age];
            foreach (var donor in Donors)
            {
                var first = Array.FindLastIndex(donor.Totals, total => total > 0);
                if (first == age) NewDonors += Weights[age];
                if (first <= age) continue;
                (donor.Totals[age] > 0 ? Gave : GaveNot)[LapseAt(donor.Totals, age + 1)] += Weights[age];
            }
        }
    }

    /// <summary>Years without a gift before the end of the year of this age.</summary>
    private static int LapseAt(double[] totals, int age)
    {
        var lapse = 0;
        while (lapse < LongestLapse && age + lapse < totals.Length && totals[age + lapse] <= 0) lapse++;
        return lapse;
    }
}
