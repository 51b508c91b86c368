using FundsLedger.Domain.Banking;
using Xunit;

namespace FundsLedger.Domain.Tests.Banking;

/// <summary>State A owes 1,000 and 500, State B owes 1,000; what a line is suggested to be, and why.</summary>
public sealed class MatcherTests
{
    private static readonly Claim First = Claim("P-2026-0001", "XA", "1000.00", new(2026, 3, 1));
    private static readonly Claim Second = Claim("P-2026-0002", "XA", "500.00", new(2026, 9, 1));
    private static readonly Claim Third = Claim("P-2026-0003", "XB", "1000.00", new(2026, 12, 1));
    private static readonly Matcher Book = new([Third, Second, First], new Dictionary<string, string> { ["NL01"] = "XA" },
        [new("XA", "State A"), new("XB", "State B"), new("XC", "Twin"), new("XD", "Twin")]);

    [Theory]
    [InlineData("1000.00", "", "", "pledge P 2026/0001", "XA P-2026-0001=1000.00 reference amount due_date Strong")]
    [InlineData("1000.00", "", "NL01", "", "XA P-2026-0001=1000.00 donor_account amount due_date Strong")]
    [InlineData("1500.00", "", "NL01", "",
        "XA P-2026-0001=1000.00,P-2026-0002=500.00 donor_account amount due_date several_pledges Strong")]
    [InlineData("995.00", "", "NL01", "", "XA P-2026-0001=995.00 donor_account amount_less_charges due_date Strong")]
    [InlineData("400.00", "", "NL01", "", "XA P-2026-0001=400.00 donor_account due_date part_of_pledge Fair")]
    [InlineData("9000.00", "", "NL01", "", "XA gift donor_account Fair")]
    [InlineData("500.00", "STATE A", "", "", "XA P-2026-0002=500.00 donor_name amount Fair")]
    [InlineData("777.00", "Twin", "", "", "")]
    [InlineData("1000.00", "", "", "", "XA P-2026-0001=1000.00 amount due_date Fair")]
    [InlineData("777.00", "", "", "nothing", "")]
    public void The_best_suggestion_says_whose_it_is_what_it_meets_and_why(string amount, string name, string account, string words,
        string expected) =>
        Assert.Equal(expected, Told(Book.Suggest(Line(1, amount, name, account, words)) is [var best, ..] ? best : null));

    [Theory]
    [InlineData("Ministry of Foreign Affairs of State B", "", "XB")]
    [InlineData("MINISTRY / STATE B - TREASURY", "", "XB")]
    [InlineData("State A for State B", "", "XA amount")]
    [InlineData("Upper State Bank", "", "XA amount")]
    [InlineData("Ministry of State B", "NL01", "XB")]
    [InlineData("Ministry of State A", "NL01", "XA account")]
    [InlineData("Twin Agency", "", "XA amount")]
    public void A_donors_name_within_the_payers_says_whose_it_is_also_against_the_account(string name, string account, string expected)
    {
        // Both owe a thousand; by the amount alone it would be State A's, which is due.
        var best = Book.Suggest(Line(1, "1000.00", name, account, ""))[0];
        Assert.Equal(expected, best.Donor + (best.Reasons.Contains(MatchReason.DonorAccount) ? " account"
            : best.Reasons.Contains(MatchReason.DonorName) ? "" : " amount"));
    }

    [Fact]
    public void Lines_that_together_make_what_is_open_are_suggested_together()
    {
        var found = Book.SuggestAll([Line(1, "600.00", "", "NL01", ""), Line(2, "400.00", "", "NL01", ""),
            Line(3, "12.00", "State B", "", "")]);
        Assert.Contains(MatchReason.WithOtherLines, found[1][0].Reasons);
        Assert.Contains(MatchReason.WithOtherLines, found[2][0].Reasons);
        Assert.DoesNotContain(MatchReason.WithOtherLines, found[3][0].Reasons);
    }

    [Fact]
    public void A_line_in_another_currency_meets_no_pledge_by_its_amount() =>
        Assert.Empty(Book.Suggest(new UnmatchedLine(1, new(2026, 3, 2), new Money(100_000, Currency.Of("USD")), "", "", "")));

    [Theory]
    [InlineData("XA-P-2026-1", "")]
    [InlineData("our ref XA P 2026 / 1, thank you", "")]
    [InlineData("XA-P-2026-17", "none")]
    [InlineData("agreement\nXA-A-2026-1", "XA-A-2026-1/1")]
    public void A_code_of_several_hyphens_is_found_as_the_ledger_writes_it(string words, string expected)
    {
        var book = new Matcher([new("XA-P-2026-1", "XA", "State A", Eur("300.00"), null, ["XA-P-2026-1"]),
            Instalment(1, "300.00", new(2026, 3, 1), "XA-P-2026-9")], new Dictionary<string, string>(), [new("XA", "State A")]);
        var found = book.Suggest(Line(1, "12.00", "", "", words));
        Assert.Equal(expected, found is [{ Parts: [{ Claim: var claim }] }] ? claim.Instalment?.ToString() ?? "" : "none");
    }

    [Theory]
    [InlineData("300.00", "XA-A-2026-1", "1=300.00 reference amount instalment_due Strong")]
    [InlineData("600.00", "XA-A-2026-1", "1=300.00,2=300.00 reference amount instalment_due several_pledges Strong")]
    [InlineData("400.00", "XA-A-2026-1", "1=300.00,2=100.00 reference instalment_due several_pledges part_of_pledge Fair")]
    [InlineData("40.00", "XA-A-2026-1", "1=40.00 reference instalment_due part_of_pledge Fair")]
    [InlineData("5000.00", "XA-A-2026-1", "1=5000.00 reference instalment_due Fair")]
    [InlineData("300.00", "", "1=300.00 amount instalment_due Fair")]
    public void Money_under_an_agreement_meets_its_instalments_from_the_oldest_on(string amount, string words, string expected)
    {
        var book = new Matcher([Instalment(3, "450.00", new(2027, 3, 1)), Instalment(2, "300.00", new(2026, 9, 1)),
            Instalment(1, "300.00", new(2026, 3, 1))], new Dictionary<string, string>(), [new("XA", "State A")]);
        var best = book.Suggest(Line(1, amount, "", "", words))[0];
        Assert.Equal(expected,
            $"{string.Join(',', best.Parts.Select(part => $"{part.Claim.Instalment!.Number}={part.Amount.ToDecimalString()}"))} "
                + $"{string.Join(' ', best.Reasons.Select(ClosedSet<MatchReason>.Code))} {best.Strength}");
    }

    [Fact]
    public void Of_many_claims_of_one_amount_the_nearest_three_are_suggested_and_the_rest_not_looked_at()
    {
        var first = new DateOnly(2020, 1, 1);
        var many = Enumerable.Range(0, 20_000)
            .Select(index => new Claim($"P-{index:00000}", $"D{index % 7}", "Donor", Eur("10.00"), first.AddDays(index / 5), [])).ToList();
        var book = new Matcher(many, new Dictionary<string, string>(), []);
        var lines = Enumerable.Range(0, 20_000)
            .Select(index => new UnmatchedLine(index, first.AddDays(index / 5), Eur("10.00"), "", "", "")).ToList();
        var found = book.SuggestAll(lines);
        Assert.All(lines, line => Assert.Equal(line.BookedOn, found[line.Id][0].Parts[0].Claim.DueOn));
        Assert.Equal(["P-00500", "P-00501", "P-00502"], found[503].Select(suggestion => suggestion.Parts[0].Claim.Pledge));
    }

    private static Claim Instalment(int number, string open, DateOnly due, string pledge = "XA-P-2026-1") =>
        new(pledge, "XA", "State A", Eur(open), due, [pledge, "XA-A-2026-1"], new InstalmentOf("XA-A-2026-1", number));

    private static Money Eur(string amount) => Money.Parse(amount, Currency.Eur);

    private static Claim Claim(string code, string donor, string open, DateOnly due) =>
        new(code, donor, donor == "XA" ? "State A" : "State B", Money.Parse(open, Currency.Eur), due, [code]);

    private static UnmatchedLine Line(long id, string amount, string name, string account, string words) =>
        new(id, new DateOnly(2026, 3, 2), Money.Parse(amount, Currency.Eur), name, account, words);

    private static string Told(MatchSuggestion? suggestion) => suggestion is null ? "" : string.Join(' ',
    [
        suggestion.Donor, suggestion.Parts.Count == 0 ? "gift"
        : string.Join(',', suggestion.Parts.Select(part => $"{part.Claim.Pledge}={part.Amount.ToDecimalString()}")),
        .. suggestion.Reasons.Select(ClosedSet<MatchReason>.Code), suggestion.Strength.ToString(),
    ]);
}
