using System.Text.Json;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Publication;
using FundsLedger.Domain.Tests.Forecasts;
using Xunit;

namespace FundsLedger.Domain.Tests.Publication;

/// <summary>The worked examples of the field, with the answers it gives: <c>oracles_disclosure.json</c>.</summary>
public sealed class DisclosureVectorTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(
        SharedData.InRepository("tests", "FundsLedger.Domain.Tests", "Publication", "oracles_disclosure.json"))).RootElement;

    [Fact]
    public void Every_sensitivity_rule_agrees_with_the_handbook()
    {
        var looked = 0;
        foreach (var example in Vectors.GetProperty("sensitivity_rules").GetProperty("cases").EnumerateArray())
        {
            var given = Contributions(example.GetProperty("contributions"));
            foreach (var field in example.EnumerateObject())
            {
                var isUnsafe = field.Name switch
                {
                    "p10" => CellRules.IsTooClose(given, 10),
                    "p25" => CellRules.IsTooClose(given, 25),
                    "threshold5" => CellRules.HasTooFew(given.Count, 5),
                    "nk_1_90" => CellRules.IsDominated(given, 1, 90),
                    "nk_1_85" => CellRules.IsDominated(given, 1, 85),
                    "nk_2_85" => CellRules.IsDominated(given, 2, 85),
                    "nk_2_90.909" => CellRules.IsDominated(given, 2, new Fraction(90909, 1000)),
                    _ => (bool?)null,
                };
                if (isUnsafe is null) continue;
                looked++;
                Assert.True(field.Value.GetString() == (isUnsafe.Value ? "unsafe" : "safe"), $"{example.GetProperty("name")} {field.Name}");
            }
            // Hundredths keep the sums whole: what is compared is exact.
            if (example.TryGetProperty("estimate_of_x1", out var estimate)) Assert.Equal(estimate.GetInt64() * 100,
                given.Sum() - given.OrderDescending().Skip(1).First());
            if (example.TryGetProperty("over_percent", out var over))
            {
                var top = given.Max();
                Assert.Equal(over.GetDouble(), 100.0 * (given.Sum() - given.OrderDescending().Skip(1).First() - top) / top, 5);
            }
            if (example.TryGetProperty("required_upper_bound", out var bound)) Assert.Equal(bound.GetDouble(),
                given.Max() / 0.85 / 100, 5);
        }
        Assert.Equal(16, looked);
        foreach (var pair in Vectors.GetProperty("sensitivity_rules").GetProperty("k_to_p").EnumerateArray())
        {
            var k = new Fraction((long)Math.Round(pair.GetProperty("k").GetDouble() * 1_000_000), 1_000_000);
            Assert.Equal(pair.GetProperty("p").GetDouble(), Number(CellRules.ClosenessOf(k)), 5);
            Assert.Equal(pair.GetProperty("k").GetDouble(), Number(CellRules.ShareOf(CellRules.ClosenessOf(k))), 5);
        }
    }

    [Fact]
    public void The_two_unsafe_cells_of_the_published_microdata_are_found_by_the_same_rules()
    {
        var data = Vectors.GetProperty("sensitivity_rules").GetProperty("sdctable_microdata1");
        long[] female = [11, 9];
        // Eleven contributors of which the two largest are known; how the rest divides plays no part.
        long[] male = [280, 11, 11, 11, 11, 11, 11, 5, 5, 5, 5];
        Assert.Equal((data.GetProperty("A_female").GetProperty("X").GetInt64(), data.GetProperty("D_male").GetProperty("X").GetInt64()),
            (female.Sum(), male.Sum()));
        foreach (var (rule, isUnsafe) in ((string, Func<long[], bool>)[])[("freq_maxN_2", cell => CellRules.HasTooFew(cell.Length, 3)),
            ("nk_2_75", cell => CellRules.IsDominated(cell, 2, 75)), ("p_70", cell => CellRules.IsTooClose(cell, 70)),
            ("pq_60_80", cell => CellRules.IsTooClose(cell, 75)), ("p_10", cell => CellRules.IsTooClose(cell, 10))])
        {
            var found = data.GetProperty(rule).EnumerateArray().Select(cell => cell.GetString()).ToList();
            Assert.Equal((found.Contains("A/female"), found.Contains("D/male")), (isUnsafe(female), isUnsafe(male)));
        }
    }

    [Fact]
    public void What_is_left_of_a_total_is_worked_out_by_the_programme()
    {
        var given = Vectors.GetProperty("subtraction").GetProperty("handbook_1a");
        var parts = given.GetProperty("published").EnumerateArray().Select(part => part.GetInt64()).ToArray();
        Assert.Equal(Only(given.GetProperty("recovered").GetInt64()), Hidden(given.GetProperty("total").GetInt64(), parts));
        var both = Vectors.GetProperty("consolidation");
        Assert.Equal(Only(both.GetProperty("recovered").GetInt64()),
            Hidden(both.GetProperty("both_funds").GetInt64(), both.GetProperty("family_visits").GetInt64()));
        var balance = Vectors.GetProperty("balance_differencing");
        Assert.Equal(Only((long)balance.GetProperty("recovered").GetDouble() * 100),
            Hidden(((long)balance.GetProperty("opening").GetDouble() + (long)balance.GetProperty("receipts").GetDouble()) * 100,
                (long)balance.GetProperty("closing").GetDouble() * 100));

        static Bounds Only(long value) => new(value, value);

        static Bounds? Hidden(long total, params long[] shown)
        {
            var programme = new LinearProgramme(shown.Length + 1);
            programme.Know([.. Enumerable.Repeat((Fraction)1, shown.Length + 1)], total, total);
            for (var part = 0; part < shown.Length; part++) programme.Know(Unit(shown.Length + 1, part), shown[part], shown[part]);
            return programme.Range(Unit(shown.Length + 1, shown.Length));
        }
    }

    [Fact]
    public void A_table_of_two_by_two_leaves_the_published_interval()
    {
        var given = Vectors.GetProperty("feasibility").GetProperty("geurts_1992");
        long[] Sums(string name) => [.. given.GetProperty(name).EnumerateArray().Select(sum => sum.GetInt64())];
        var (rows, columns) = (Sums("rows"), Sums("cols"));
        var programme = new LinearProgramme(4);
        programme.Know([1, 1, 0, 0], rows[0], rows[0]);
        programme.Know([0, 0, 1, 1], rows[1], rows[1]);
        programme.Know([1, 0, 1, 0], columns[0], columns[0]);
        programme.Know([0, 1, 0, 1], columns[1], columns[1]);
        var range = programme.Range(Unit(4, 0))!.Value;
        var expected = Sums("X11");
        Assert.Equal(new Bounds(expected[0], expected[1]), range);
        programme.Know([1, 0, 0, 0], rows[0] + 1, null);
        Assert.Null(programme.Range(Unit(4, 0)));
    }

    [Fact]
    public void Running_totals_give_the_published_statement_and_the_interval_it_leaves()
    {
        var given = Vectors.GetProperty("cumulative_rounding");
        long Cents(string name) => given.GetProperty(name).GetInt64() * 100;
        var (before, after) = (RunningTotal.Round(Cents("cum_before"), Cents("b")), RunningTotal.Round(Cents("cum_after"), Cents("b")));
        Assert.Equal((Cents("pub_before"), Cents("pub_after"), Cents("D_pub")), (before, after, after - before));
        Assert.Equal(Cents("opening_pub"), Cents("receipts_total_before") - before);
        Assert.Equal(Cents("closing_pub"), Cents("receipts_total_before") + Cents("receipts_in_period") - after);
        Assert.Equal(Cents("closing_true"), Cents("receipts_total_before") + Cents("receipts_in_period") - Cents("cum_after"));
        var sums = new YearSums(2);
        sums.Know(0, 0, before - (Cents("b") / 2), before + (Cents("b") / 2));
        sums.Know(0, 1, after - (Cents("b") / 2), after + (Cents("b") / 2));
        var open = given.GetProperty("attacker_open_interval_for_D").EnumerateArray().Select(end => end.GetInt64() * 100).ToList();
        Assert.Equal((open[0], open[1]), (sums.Least([1]), sums.Most([1])!.Value));
    }

    [Fact]
    public void Controlled_rounding_leaves_the_published_intervals_and_solutions()
    {
        var given = Vectors.GetProperty("controlled_rounding");
        foreach (var (name, published, steps) in ((string, int, int)[])[("published0", 0, 0), ("published15", 15, 0),
            ("published15_K1", 15, 1)])
        {
            var ends = given.GetProperty("base5").GetProperty(name).EnumerateArray().Select(end => end.GetInt32()).ToList();
            // A value goes to one of its two neighbours, or one step further: all that could have become this.
            var could = Enumerable.Range(0, 60).Where(value => Math.Abs(value - published) < 5 * (steps + 1)).ToList();
            Assert.Equal((ends[0], ends[1]), (could[0], could[^1]));
        }
        var table = given.GetProperty("table").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(cell => cell.GetInt32()))
            .ToArray();
        var solutions = Enumerable.Range(0, 64).Select(choice => table.Select((value, cell) =>
                value % 5 == 0 ? value : (value / 5 * 5) + ((choice >> cell & 1) * 5)).ToArray())
            .Where(rounded => Additive(rounded)).DistinctBy(rounded => string.Join(',', rounded)).ToList();
        Assert.Equal(given.GetProperty("zero_restricted_feasible_solutions").GetInt32(), solutions.Count);
        Assert.Equal(given.GetProperty("optimum_L1").GetInt32(), solutions.Min(Cost));
        Assert.Equal(given.GetProperty("optimal_solutions").EnumerateArray().Select(one => string.Join(',',
            one.EnumerateArray().Select(cell => cell.GetInt32()))).Order(), solutions.Where(one => Cost(one) == solutions.Min(Cost))
                .Select(one => string.Join(',', one)).Order());

        // Every total of the table goes to one of its neighbours too, and is the sum of its cells.
        bool Additive(int[] rounded) => ((int[][])[[0, 1], [2, 3], [4, 5], [0, 2, 4], [1, 3, 5], [0, 1, 2, 3, 4, 5]]).All(cells =>
            Math.Abs(cells.Sum(cell => rounded[cell]) - cells.Sum(cell => table[cell])) is var off
            && (cells.Sum(cell => table[cell]) % 5 == 0 ? off == 0 : off < 5));

        int Cost(int[] rounded) =>
            ((int[][])[[0], [1], [2], [3], [4], [5], [0, 1], [2, 3], [4, 5], [0, 2, 4], [1, 3, 5], [0, 1, 2, 3, 4, 5]])
                .Sum(cells => Math.Abs(cells.Sum(cell => rounded[cell]) - cells.Sum(cell => table[cell])));
    }

    [Fact]
    public void Rounding_by_chance_keeps_the_mean_and_so_is_undone_by_asking_often()
    {
        foreach (var value in Vectors.GetProperty("random_rounding_base3").EnumerateObject())
        {
            Fraction mean = 0, whole = 0;
            foreach (var chance in value.Value.EnumerateObject())
            {
                var share = chance.Value.ValueKind == JsonValueKind.Number ? (Fraction)chance.Value.GetInt64()
                    : new Fraction(chance.Value.GetString()![0] - '0', chance.Value.GetString()![2] - '0');
                (mean, whole) = (mean + (share * (chance.Name[0] - '0')), whole + share);
            }
            Assert.Equal((Fraction)1, whole);
            Assert.Equal((Fraction)(value.Name[0] - '0'), mean);
        }
        var attack = Vectors.GetProperty("averaging_attack");
        var up = attack.GetProperty("p_up").GetDouble();
        Assert.Equal(attack.GetProperty("true").GetInt64(), (long)Math.Round(100_000 + (50_000 * up)));
        foreach (var error in attack.GetProperty("se_after").EnumerateObject())
            Assert.Equal(error.Value.GetDouble(), 50_000 * Math.Sqrt(up * (1 - up)
                / double.Parse(error.Name, System.Globalization.CultureInfo.InvariantCulture)), 2);
        // What is published here is one value for ever.
        Assert.Single(Enumerable.Repeat(0, 400).Select(_ => RunningTotal.Round(attack.GetProperty("true").GetInt64(), 50_000)).Distinct());
    }

    [Fact]
    public void Interest_dates_a_payment_to_the_day()
    {
        var given = Vectors.GetProperty("interest_dating");
        var (opening, amount) = (given.GetProperty("opening").GetInt64(), given.GetProperty("amount").GetInt64());
        var whole = opening * given.GetProperty("rate").GetDouble();
        Assert.Equal(given.GetProperty("interest_if_untouched").GetDouble(), whole, 6);
        var days = (whole - given.GetProperty("interest_published").GetDouble()) * 365 / (amount * given.GetProperty("rate").GetDouble());
        Assert.Equal(given.GetProperty("recovered_days_before_year_end").GetInt32(), (int)Math.Round(days));
    }

    [Fact]
    public void A_chance_in_bands_of_ten_points_does_not_give_the_balance_away()
    {
        var given = Vectors.GetProperty("forecast_inversion").GetProperty("P").EnumerateObject()
            .ToDictionary(chance => chance.Name, chance => chance.Value.GetDouble());
        foreach (var (balance, chance) in given)
        {
            // First passage of a Brownian motion with drift −5 and deviation 20 within 24 months.
            var (start, root) = (double.Parse(balance, System.Globalization.CultureInfo.InvariantCulture), 20 * Math.Sqrt(24));
            var passed = Below((-start + (5 * 24)) / root) + (Math.Exp(2 * 5 * start / 400) * Below((-start - (5 * 24)) / root));
            Assert.Equal(chance, passed, 6);
        }
        // Printed to a tenth of a point, one percent of balance shows; in bands it does not.
        Assert.True(Math.Abs(given["100"] - given["101"]) > 0.004);
        Assert.Equal(ChanceBand.Of(given["100"]), ChanceBand.Of(given["101"]));
        Assert.Equal(ChanceBand.Of(given["90"]), ChanceBand.Of(given["105"]));
    }

    [Fact]
    public void Noise_that_would_protect_a_case_is_wider_than_what_the_fund_spends()
    {
        var given = Vectors.GetProperty("laplace");
        var case1 = given.GetProperty("sensitivity_keur").GetDouble();
        foreach (var epsilon in given.GetProperty("epsilon").EnumerateObject())
        {
            var scale = case1 / double.Parse(epsilon.Name, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(epsilon.Value.GetProperty("scale").GetDouble(), scale, 6);
            Assert.Equal(epsilon.Value.GetProperty("half95").GetDouble(), scale * Math.Log(20), 2);
        }
        var tree = given.GetProperty("tree_40_releases_eps1");
        Assert.Equal(tree.GetProperty("node_scale").GetDouble(), case1 * tree.GetProperty("levels").GetInt32(), 6);
        Assert.Equal(tree.GetProperty("sd_prefix").GetDouble(), case1 * 7 * Math.Sqrt(14), 2);
        Assert.Equal(given.GetProperty("naive_40_releases_eps1_total").GetProperty("sd").GetDouble(), case1 * 40 * Math.Sqrt(2), 2);
    }

    private static double Number(Fraction value) => (double)value.Numerator / (double)value.Denominator;

    private static Fraction[] Unit(int length, int place)
    {
        var unit = new Fraction[length];
        unit[place] = 1;
        return unit;
    }

    // The normal distribution by integration: to eight digits.
    private static double Below(double x)
    {
        const int steps = 20_000;
        var (low, sum) = (-12.0, 0.0);
        if (x <= low) return 0;
        var width = (x - low) / steps;
        for (var step = 0; step <= steps; step++)
        {
            var at = low + (step * width);
            sum += Math.Exp(-at * at / 2) * (step is 0 or steps ? 1 : step % 2 == 1 ? 4 : 2);
        }
        return sum * width / 3 / Math.Sqrt(2 * Math.PI);
    }

    private static List<long> Contributions(JsonElement given) => given.ValueKind == JsonValueKind.Array
        ? [.. given.EnumerateArray().Select(one => (long)Math.Round(one.GetDouble() * 100))]
        // "50000,49000,1000x1": the rest are a thousand of one.
        : [5_000_000, 4_900_000, .. Enumerable.Repeat(100L, 1000)];
}
