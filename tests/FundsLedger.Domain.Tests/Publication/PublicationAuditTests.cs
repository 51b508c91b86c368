using FundsLedger.Domain.Publication;
using Xunit;

namespace FundsLedger.Domain.Tests.Publication;

/// <summary>The attacks of the design, as far as figures alone decide them; what pages, files and connections show is looked at where
/// they are.</summary>
public sealed class PublicationAuditTests
{
    private static readonly PublicationRule Rule = PublicationRule.Standard;

    [Fact]
    public void A1_an_exact_balance_gives_a_period_away_and_a_rounded_running_total_does_not()
    {
        // The exact closing balance stands in the accounts of the Court: its receipts are known, so what was spent is too.
        List<YearOfBooks> years = [Year(2024, 185_248_000, Case("A", 61_248_000)), Year(2025, 25_000_000, Case("B", 8_765_000))];
        Assert.Contains(AuditFault.SumIsKnown, Faults(PublicationAudit.Of(years, Rule, [], null,
            [new(2024, OfficialLine.Closing, 124_000_000, 1), new(2025, OfficialLine.Closing, 140_235_000, 1)])));
        var first = PublicationFigures.Next(years, Rule, [], [], 2024, 2024);
        var second = PublicationFigures.Next(years, Rule, [first], [], 2025, 2025);
        Assert.Equal((10_000_000, 125_248_000, 140_248_000), (second.SpentEur, PublicationFigures.ClosingEur(years, first),
            PublicationFigures.ClosingEur(years, second)));
        Assert.Equal(new Known(0, 20_000_000),
            PublicationAudit.OfCosts(years, Rule, [first, second], [], [("B", 2025)]));
    }

    [Fact]
    public void A4_one_case_more_moves_a_published_total_by_nothing_or_by_one_step()
    {
        var dice = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var years = Random(dice, 6);
            var more = years.ConvertAll(year => year);
            var place = dice.Next(6);
            more[place] = years[place] with { Cases = new Dictionary<string, long>(years[place].Cases) { ["new"] = dice.Next(1,
                (int)Rule.StepEur) } };
            var (some, all) = (Published(years), Published(more));
            for (var block = 0; block < some.Count; block++)
            {
                long[] allowed = some[block].To < 2020 + place ? [0] : [0, Rule.StepEur];
                Assert.Contains(all[block].TotalEur - some[block].TotalEur, allowed);
            }
        }
    }

    [Fact]
    public void A6_blocks_that_overlap_differ_by_a_single_year_and_are_refused()
    {
        var years = Many(2020, 6);
        var exact = Enumerable.Range(2020, 6).Select(year => new OfficialFigure(year, OfficialLine.Spent, years[year - 2020].SpentEur, 1))
            .ToList();
        // A year of too few cases hides between two others as long as only their sum is known.
        years[3] = Year(2023, 0, Case("lonely", 3_000_000));
        exact[3] = exact[3] with { Eur = years[3].SpentEur };
        Assert.True(PublicationAudit.Of(years, Rule, [], null, exact[..3]).IsClear);
        Assert.Contains(new AuditFinding(AuditFault.SumIsKnown, 2023, 2023), PublicationAudit.Of(years, Rule, [], null, exact).Findings);
    }

    [Fact]
    public void A7_a_total_of_both_funds_gives_the_protected_one_away()
    {
        List<YearOfBooks> years = [Year(2024, 41_230_000, Case("A", 8_765_000))];
        var result = PublicationAudit.Of(years, Rule, [], null, [new(2024, OfficialLine.Spent, 41_230_000 - 32_465_000, 1)]);
        Assert.Equal([AuditFault.SumIsKnown, AuditFault.CaseIsKnown], Faults(result).Distinct());
    }

    [Fact]
    public void A9_what_is_known_late_enters_the_running_total_and_changes_no_figure_before()
    {
        var years = Many(2020, 4);
        var before = Published(years);
        // The books put what is recorded late into the first year that is not published yet.
        years[3] = years[3] with { Cases = new Dictionary<string, long>(years[3].Cases) { ["late"] = 8_765_000 } };
        var after = Published(years);
        Assert.Equal(before[..^1], after[..^1]);
    }

    [Fact]
    public void A12_a_total_with_one_confidential_gift_tells_it_and_with_three_alike_does_not()
    {
        Assert.True(CellRules.MayTellReceipts([], 25));
        Assert.False(CellRules.MayTellReceipts([6_000_000], 25));
        Assert.False(CellRules.MayTellReceipts([6_000_000, 5_000_000], 25));
        Assert.False(CellRules.MayTellReceipts([6_000_000, 5_000_000, 1_000_000], 25));
        Assert.True(CellRules.MayTellReceipts([6_000_000, 5_000_000, 5_000_000], 25));
    }

    [Fact]
    public void A13_a_host_State_that_knows_its_own_case_must_not_know_the_largest()
    {
        List<YearOfBooks> years = [Year(2024, 0, Cases(240, 20, 15, 15, 10)), Year(2025, 0)];
        var next = PublicationFigures.Next(years, Rule, [], [new(2024, OfficialLine.Spent, 30_000_000, 1)], 2024, 2024);
        Assert.True(next.IsOfficial);
        var result = PublicationAudit.Of(years, Rule, [], next, [new(2024, OfficialLine.Spent, 30_000_000, 1)]);
        Assert.Contains(AuditFault.CasesAreTooClose, Faults(result));
        Assert.Equal(new Known(0, 28_000_000), PublicationAudit.OfCosts(years, Rule, [],
            [new(2024, OfficialLine.Spent, 30_000_000, 1)], [("c0", 2024)], "c1"));
        var alike = PublicationAudit.Of([Year(2024, 0, Cases(60, 60, 60, 60, 60)), Year(2025, 0)], Rule, [], next,
            [new(2024, OfficialLine.Spent, 30_000_000, 1)]);
        Assert.True(alike.IsClear);
    }

    [Fact]
    public void A21_withheld_cells_of_which_one_is_nearly_all_are_refused()
    {
        // Three withheld years, each with one case; the fourth is known exactly, and so is the sum of all.
        List<YearOfBooks> years = [Year(2020, 0, Case("a", 30_000_000)), Year(2021, 0, Cases(60, 60, 60, 60, 60)),
            Year(2022, 0, Case("b", 2_000_000)), Year(2023, 0, Case("c", 1_000_000))];
        var exact = new OfficialFigure(2023, OfficialLine.Closing, years.Sum(year => year.ReceiptsEur - year.SpentEur), 1);
        var result = PublicationAudit.Of(years, Rule, [Block(2020, 2023, years)], null,
            [exact, new(2021, OfficialLine.Spent, 30_000_000, 1)]);
        Assert.Contains(new AuditFinding(AuditFault.SumIsKnown, 2020, 2023), result.Findings);
        Assert.Contains(result.Lines, line => line is { Subject: AuditSubject.Withheld, From: 2020, To: 2023 });
        Assert.True(CellRules.IsDominated([30_000_000, 2_000_000, 1_000_000], 1, 80));
    }

    [Fact]
    public void A22_two_cases_in_a_published_sum_disclose_each_other_to_their_hosts()
    {
        List<YearOfBooks> years = [Year(2024, 0, [("a", 6_000_000), ("b", 5_000_000)])];
        var official = new OfficialFigure(2024, OfficialLine.Spent, 11_000_000, 1);
        Assert.Equal(new Known(6_000_000, 6_000_000),
            PublicationAudit.OfCosts(years, Rule, [], [official], [("a", 2024)], "b"));
        Assert.Contains(AuditFault.CaseIsKnown, Faults(PublicationAudit.Of(years, Rule, [], null, [official])));
    }

    [Fact]
    public void A26_a_year_without_a_case_is_merged_like_one_with_too_few()
    {
        List<YearOfBooks> none = [.. Many(2020, 2), Year(2022, 0)];
        List<YearOfBooks> few = [.. Many(2020, 2), Year(2022, 0, Cases(60, 60, 60, 60))];
        foreach (var years in (List<YearOfBooks>[])[none, few])
        {
            var first = PublicationFigures.Next(years, Rule, [], [], 2020, 2021);
            var next = PublicationFigures.Next(years, Rule, [first], [], 2022, 2022);
            Assert.Equal([AuditFault.TooFewCases], Faults(PublicationAudit.Of(years, Rule, [first], next, [])).Distinct());
        }
    }

    [Fact]
    public void A27_a_refund_makes_no_published_figure_negative()
    {
        List<YearOfBooks> years = [Year(2024, 0, Case("A", 10_000_000)), Year(2025, 0, Case("A", -4_000_000)),
            Year(2026, 0, Case("B", 9_000_000))];
        var blocks = Published(years);
        Assert.Equal([10_000_000, 0, 10_000_000], blocks.Select(block => block.SpentEur));
        Assert.Equal(20_000_000, blocks[^1].TotalEur);
    }

    [Fact]
    public void A28_whatever_is_spent_and_published_adds_up_and_stays_within_half_a_step()
    {
        var dice = new Random(28);
        for (var round = 0; round < 10_000; round++)
        {
            var years = Random(dice, 8);
            var published = new List<PublishedBlock>();
            for (var from = 2020; from < 2028;)
            {
                var to = Math.Min(2027, from + dice.Next(3));
                published.Add(PublicationFigures.Next(years, Rule, published, [], from, to));
                from = to + 1;
            }
            foreach (var block in published)
            {
                var closing = years.Where(year => year.Year <= block.To).Sum(year => year.ReceiptsEur - year.SpentEur);
                Assert.InRange(PublicationFigures.ClosingEur(years, block) - closing, -Rule.StepEur / 2, Rule.StepEur / 2);
                Assert.True(block.SpentEur >= 0 && block.SpentEur % Rule.StepEur == 0);
            }
            Assert.Equal(published[^1].TotalEur, published.Sum(block => block.SpentEur));
        }
    }

    [Fact]
    public void Accounts_in_thousands_leave_five_hundred_on_either_side()
    {
        var years = Many(2020, 2);
        var figure = new OfficialFigure(2020, OfficialLine.Spent, 30_000_000, 100_000);
        Assert.Equal(new Known(0, 30_050_000), PublicationAudit.OfCosts(years, Rule, [], [figure],
            [("c0", 2020), ("c1", 2020)]));
        Assert.Equal(new Known(29_950_000, 30_050_000), PublicationAudit.OfCosts(years, Rule, [], [figure],
            [.. years[0].Cases.Keys.Select(name => (name, 2020))]));
        Assert.True(PublicationFigures.Next(years, Rule, [], [figure, figure with { Year = 2021 }], 2020, 2021) is { IsOfficial: true,
            SpentEur: 60_000_000, StepEur: 100_000 });
    }

    [Fact]
    public void Nothing_is_said_where_the_accounts_and_the_books_disagree() =>
        Assert.Equal([AuditFault.OfficialDiffers], Faults(PublicationAudit.Of(Many(2020, 2), Rule, [], null,
            [new(2020, OfficialLine.Spent, 31_000_000, 1)])));

    [Fact]
    public void A_publication_is_judged_by_what_it_adds_and_not_by_what_everybody_knew()
    {
        // The accounts have told a year of one case already. The block of two years tells nothing new of it.
        List<YearOfBooks> years = [Year(2020, 0, Case("x", 5_000_000)), .. Many(2021, 2)];
        OfficialFigure[] official = [new(2020, OfficialLine.Spent, 5_000_000, 1)];
        Assert.False(PublicationAudit.Of(years, Rule, [], null, official).IsClear);
        Assert.True(PublicationAudit.Of(years, Rule, [], PublicationFigures.Next(years, Rule, [], official, 2020, 2022), official).IsClear);
    }

    /// <summary>Small books in which every way of spending is written out: what the audit says of each set of costs is the least and the
    /// most among them.</summary>
    [Fact]
    public void Every_set_of_up_to_ten_costs_has_the_bounds_that_enumeration_finds()
    {
        var dice = new Random(10);
        var (looked, linked) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            var count = dice.Next(1, 4);
            var names = Enumerable.Range(0, dice.Next(1, 6)).Select(name => $"c{name}").ToList();
            var years = new List<YearOfBooks>();
            var left = 7;
            for (var year = 0; year < count; year++)
            {
                var some = names.Where(_ => dice.Next(3) > 0).Take(Math.Max(0, left - 1)).ToList();
                left -= Math.Max(1, some.Count);
                years.Add(Year(2020 + year, 0, [.. some.Select(name => (name, dice.Next(3) == 0 ? 2L : 1L))])
                    with { OtherEur = dice.Next(2) });
            }
            var rule = Rule with { StepEur = 4 };
            var published = new List<PublishedBlock>();
            for (var from = 2020; from < 2020 + count && dice.Next(5) > 0;)
            {
                var to = Math.Min(2019 + count, from + dice.Next(2));
                published.Add(PublicationFigures.Next(years, rule, published, [], from, to));
                from = to + 1;
            }
            var official = new List<OfficialFigure>();
            foreach (var year in years.Where(_ => dice.Next(3) == 0 || published.Count == 0))
                official.Add(new OfficialFigure(year.Year, OfficialLine.Spent, year.SpentEur, dice.Next(2) == 0 ? 1 : 2));
            foreach (var host in ((string?[])[null, .. names.Take(2)]).Distinct())
            {
                if (Enumerated(years, published, official, host) is not { } found) continue;
                foreach (var (costs, least, most) in found)
                {
                    var known = PublicationAudit.OfCosts(years, rule, published, official, costs, host);
                    Assert.Equal((least, most), (known.Least, known.Most!.Value));
                    looked++;
                }
                if (count > 1) linked++;
            }
        }
        Assert.True(looked > 2_000 && linked > 20, $"{looked} {linked}");
    }

    [Fact]
    public void Ten_cases_in_one_year_have_the_bounds_that_enumeration_finds_with_and_without_a_host()
    {
        List<YearOfBooks> years = [Year(2024, 0, [.. Enumerable.Range(0, 10).Select(name => ($"c{name}", 1L))]) with { OtherEur = -2 }];
        List<OfficialFigure> official = [new(2024, OfficialLine.Spent, 8, 1)];
        foreach (var host in (string?[])[null, "c3"])
        {
            var found = Enumerated(years, [], official, host)!;
            Assert.Equal(host is null ? 1024 : 512, found.Count);
            foreach (var (costs, least, most) in found)
                Assert.Equal(new Known(least, most), PublicationAudit.OfCosts(years, Rule, [], official, costs, host));
        }
    }

    [Fact]
    public void The_closed_form_is_what_the_programme_gives()
    {
        var dice = new Random(3);
        for (var round = 0; round < 150; round++)
        {
            var truth = Enumerable.Range(0, dice.Next(2, 9)).Select(_ => (long)dice.Next(0, 30)).ToList();
            var sums = new YearSums(truth.Count);
            for (var known = dice.Next(1, 7); known > 0; known--)
            {
                var from = dice.Next(truth.Count);
                var to = dice.Next(from, truth.Count);
                var sum = truth.Skip(from).Take(to - from + 1).Sum();
                sums.Know(from, to, dice.Next(3) == 0 ? null : sum - dice.Next(6), dice.Next(3) == 0 ? null : sum + dice.Next(6));
            }
            var programme = sums.Programme();
            Assert.False(sums.IsImpossible);
            for (var ask = 0; ask < 8; ask++)
            {
                var asked = Enumerable.Range(0, truth.Count).Where(_ => dice.Next(2) == 0).ToList();
                var factors = new Fraction[truth.Count];
                foreach (var year in asked) factors[year] = 1;
                var range = programme.Range(factors)!.Value;
                Assert.Equal(((Fraction?)sums.Least(asked), sums.Most(asked) is { } most ? most : (Fraction?)null),
                    (range.Least, range.Most));
            }
        }
        var impossible = new YearSums(2);
        impossible.Know(0, 0, 5, null);
        impossible.Know(0, 1, null, 4);
        Assert.True(impossible.IsImpossible);
        Assert.Null(impossible.Programme().Range([1, 0]));
    }

    // All ways of spending that agree with what is told, in whole numbers; null where something has no end.
    private static List<(List<(string, int)> Costs, long Least, long Most)>? Enumerated(List<YearOfBooks> years,
        List<PublishedBlock> published, List<OfficialFigure> official, string? host)
    {
        var unknown = years.SelectMany(year => year.Cases.Keys.Where(name => name != host).Select(name => (name, year.Year))).ToList();
        // A year in which nobody is known to be might still have somebody.
        var others = years.Where(year => year.Cases.Keys.All(name => name == host)).Select(year => ("?", year.Year)).ToList();
        var cells = unknown.Concat(others).ToList();
        var last = published.Count == 0 ? 0 : published[^1].To;
        if (years.Exists(year => year.Year > last && official.TrueForAll(figure => figure.Year != year.Year))) return null;
        var least = Enumerable.Repeat(long.MaxValue, 1 << unknown.Count).ToArray();
        var most = Enumerable.Repeat(long.MinValue, 1 << unknown.Count).ToArray();
        var (spent, sums) = (new long[cells.Count], new long[1 << unknown.Count]);
        var known = years.ToDictionary(year => year.Year, year => year.OtherEur + (host is null ? 0 : year.Cases.GetValueOrDefault(host)));
        var top = 2 + Math.Max(published.Count == 0 ? 0 : published.Max(block => block.TotalEur),
            official.Sum(figure => figure.Eur)) - known.Values.Sum(cents => Math.Min(0, cents));
        Fill(0, top);
        return [.. Enumerable.Range(0, 1 << unknown.Count).Select(set => (unknown.Where((_, cell) => (set >> cell & 1) == 1).ToList(),
            least[set], most[set]))];

        void Fill(int cell, long left)
        {
            if (cell < cells.Count)
            {
                for (long value = 0; value <= left; value++)
                {
                    spent[cell] = value;
                    Fill(cell + 1, left - value);
                }
                return;
            }
            var perYear = new Dictionary<int, long>(known);
            for (var one = 0; one < cells.Count; one++) perYear[cells[one].Item2] += spent[one];
            if (!Agrees(perYear)) return;
            for (var set = 0; set < least.Length; set++)
            {
                sums[set] = set == 0 ? 0 : sums[set & (set - 1)] + spent[int.TrailingZeroCount(set)];
                if (sums[set] < least[set]) least[set] = sums[set];
                if (sums[set] > most[set]) most[set] = sums[set];
            }
        }

        // What was published is what the method makes of it, with the ends of each rounding counted in.
        bool Agrees(Dictionary<int, long> perYear)
        {
            long before = 0;
            foreach (var block in published)
            {
                var total = perYear.Where(year => year.Key <= block.To).Sum(year => year.Value);
                if (total > block.TotalEur + 2 || (block.TotalEur > before && total < block.TotalEur - 2)) return false;
                before = block.TotalEur;
            }
            return official.TrueForAll(figure => perYear[figure.Year] >= figure.Least && perYear[figure.Year] <= figure.Most);
        }
    }

    private static IEnumerable<AuditFault> Faults(AuditResult result) => result.Findings.Select(finding => finding.Fault);

    private static List<PublishedBlock> Published(List<YearOfBooks> years)
    {
        var blocks = new List<PublishedBlock>();
        foreach (var year in years) blocks.Add(PublicationFigures.Next(years, Rule, blocks, [], year.Year, year.Year));
        return blocks;
    }

    private static PublishedBlock Block(int from, int to, List<YearOfBooks> years) =>
        PublicationFigures.Next(years, Rule, [], [], from, to);

    private static List<YearOfBooks> Random(Random dice, int years) =>
        [.. Enumerable.Range(0, years).Select(year => Year(2020 + year, dice.Next(0, 90_000_000),
            [.. Enumerable.Range(0, dice.Next(5, 9)).Select(name => ($"{year}/{name}", (long)dice.Next(1, 9_000_000)))]))];

    private static List<YearOfBooks> Many(int first, int years) =>
        [.. Enumerable.Range(first, years).Select(year => Year(year, 40_000_000, Cases(60, 60, 60, 60, 60)))];

    private static (string, long)[] Cases(params int[] thousands) =>
        [.. thousands.Select((amount, name) => ($"c{name}", amount * 100_000L))];

    private static (string, long)[] Case(string name, long cents) => [(name, cents)];

    private static YearOfBooks Year(int year, long receipts, (string Name, long Cents)[]? cases = null) =>
        new(year, receipts, 0, (cases ?? []).ToDictionary(one => one.Name, one => one.Cents));
}
