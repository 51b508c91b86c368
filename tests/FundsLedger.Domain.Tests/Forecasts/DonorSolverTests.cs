using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Forecasts;

/// <summary>The beta-geometric/beta-Bernoulli model of donors (Fader, Hardie, Shang 2010): a donor gives with chance p each year until,
/// with chance θ each year, giving ends for good. Every integral is a ratio of beta functions, and those are products.</summary>
public sealed class DonorSolverTests
{
    private const int Years = 6;

    /// <summary>The paper's table: 11,104 donors whose first gift was in 1995, by number of gifts in 1996–2001 and year of the last (its
    /// counts add up to the cohort, and its likelihood to the published one).</summary>
    private static readonly (int Gifts, int Last, int Donors)[] Cohort =
    [
        (6, 6, 1203), (5, 6, 728), (4, 6, 512), (3, 6, 357), (2, 6, 234), (1, 6, 129), (5, 5, 335), (4, 5, 284), (3, 5, 225), (2, 5, 173),
        (1, 5, 119),
        (4, 4, 240), (3, 4, 181), (2, 4, 155), (1, 4, 78), (3, 3, 322), (2, 3, 255), (1, 3, 129), (2, 2, 613), (1, 2, 277), (1, 1, 1091),
        (0, 0, 3464),
    ];

    private static readonly Law Published = new(1.204, 0.750, 0.657, 2.783);

    private sealed record Law(double Alpha, double Beta, double Gamma, double Delta)
    {
        /// <summary>Chance of one exact order of gifts and misses with so many gifts, the last in year <paramref name="last"/> of
        /// <paramref name="years"/>.</summary>
        public double Likelihood(int gifts, int last, int years = Years) =>
            Given(gifts, years - gifts) * Stays(years) + Enumerable.Range(0, years - last)
                .Sum(more => Given(gifts, last - gifts + more) * Ends(last + more));

        /// <summary>Chance that the donor still gives in the year after, sometimes.</summary>
        public double Alive(int gifts, int last) => Given(gifts, Years - gifts) * Stays(Years + 1) / Likelihood(gifts, last);

        /// <summary>Gifts expected in the next years.</summary>
        public double Expected(int gifts, int last, int ahead) =>
            Enumerable.Range(1, ahead).Sum(year => Given(gifts + 1, Years - gifts) * Stays(Years + year)) / Likelihood(gifts, last);

        /// <summary>E[p^gifts (1 − p)^misses].</summary>
        public double Given(int gifts, int misses) => Ratio(Alpha, Beta, gifts, misses);

        /// <summary>E[(1 − θ)^years].</summary>
        public double Stays(int years) => Ratio(Gamma, Delta, 0, years);

        /// <summary>E[θ (1 − θ)^years].</summary>
        public double Ends(int years) => Ratio(Gamma, Delta, 1, years);

        /// <summary>B(a + i, b + j) ÷ B(a, b).</summary>
        private static double Ratio(double a, double b, int i, int j)
        {
            var product = 1.0;
            for (var k = 0; k < i + j; k++) product *= (k < i ? a + k : b + k - i) / (a + b + k);
            return product;
        }
    }

    [Fact]
    public void The_published_cohort_has_the_published_likelihood()
    {
        Assert.Equal(11_104, Cohort.Sum(cell => cell.Donors));
        Assert.Equal(-33_225.58, Cohort.Sum(cell => cell.Donors * Math.Log(Published.Likelihood(cell.Gifts, cell.Last))), 0.005);
        // Published from parameters with more digits than the three that are printed.
        Assert.Equal(12_884.2, Cohort.Sum(cell => cell.Donors * Published.Expected(cell.Gifts, cell.Last, 5)), 3.0);
    }

    [Theory]
    [InlineData(0, 0, 0.108)]
    [InlineData(2, 4, 0.590)]
    [InlineData(6, 6, 0.930)]
    public void Who_gave_lately_still_gives(int gifts, int last, double expected) =>
        Assert.Equal(expected, Published.Alive(gifts, last), 0.0005);

    /// <summary>All 64 orders of gifts and misses times all years in which giving may end: nothing but the definition.</summary>
    [Fact]
    public void The_closed_form_is_the_sum_over_all_histories()
    {
        var sum = 0.0;
        for (var order = 0; order < 1 << Years; order++)
        {
            var given = Enumerable.Range(1, Years).Where(year => (order >> (year - 1) & 1) != 0).ToList();
            var last = given.LastOrDefault();
            double alive = 0, ended = 0, next = 0;
            // Giving ends after so many years; after the last gift at the earliest. Six and more: alive throughout.
            for (var until = last; until < Years; until++)
                ended += Published.Given(given.Count, until - given.Count) * Published.Ends(until);
            for (var until = Years; until < 4000; until++)
            {
                var way = Published.Given(given.Count, Years - given.Count) * Published.Ends(until);
                alive += way;
                if (until > Years) next += way;
            }
            // Ends so late that the sum above leaves it out: what is left of the chance of staying.
            var rest = Published.Given(given.Count, Years - given.Count) * Published.Stays(4000);
            Assert.Equal(ended + alive + rest, Published.Likelihood(given.Count, last), 1e-12);
            Assert.Equal((next + rest) / (ended + alive + rest), Published.Alive(given.Count, last), 1e-10);
            sum += ended + alive + rest;
        }
        Assert.Equal(1, sum, 1e-10);
    }

    /// <summary>The engine's own Beta draws make donors of this law.</summary>
    [Fact]
    public void Drawn_donors_give_as_the_closed_form_says()
    {
        const int Draws = 100_000;
        int always = 0, never = 0, alwaysStill = 0;
        for (var donor = 0; donor < Draws; donor++)
        {
            var random = RandomStream.Of(5, donor, 9);
            var (p, theta) = (random.Beta(1.204, 0.750), random.Beta(0.657, 2.783));
            var (gifts, lives) = (0, true);
            for (var year = 0; year < Years; year++)
            {
                lives = lives && random.Uniform() >= theta;
                if (lives && random.Uniform() < p) gifts++;
            }
            lives = lives && random.Uniform() >= theta;
            if (gifts == Years) always++;
            if (gifts == Years && lives) alwaysStill++;
            if (gifts == 0) never++;
        }
        Near(Published.Likelihood(6, 6), always, Draws);
        Near(Published.Likelihood(0, 0), never, Draws);
        Near(Published.Alive(6, 6), alwaysStill, always);
    }

    private static void Near(double expected, int found, int of) =>
        Assert.Equal(expected, (double)found / of, 4.5 * Math.Sqrt(expected * (1 - expected) / of));
}
