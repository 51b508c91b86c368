using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>EUR 10,000.00 came in February for an agreement that nobody signs.</summary>
public sealed class ReturnAdvanceTests
{
    private static readonly ReturnAdvance.Command Back = new("back", "XA-R-2026-1", Day("2026-05-01"), "not signed");

    [Theory, EveryDatabase]
    public async Task Money_whose_agreement_is_never_signed_goes_back_by_two_people_and_is_paid_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        Assert.Equal(["10000.00"], await LeftAsync(books));
        var asked = await books.MustRepeatAsync(() => AskAsync(books, Back));
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, asked, TestBooks.Recorder));
        await MustBeAsync(books, ("2100", "-10000.00"), ("2200", "0.00"));
        await books.MustRepeatAsync(() => DecideAsync(books, asked, TestBooks.Approver));

        await MustBeAsync(books, ("1010", "10000.00"), ("2100", "0.00"), ("2200", "-10000.00"), ("4010", "0.00"));
        Assert.Empty(await LeftAsync(books));
        await books.MustRefuseAsync("advance_is_settled", () => AskAsync(books, Back with { Key = "again" }));
        await books.MustRefuseAsync("available_is_too_low", Entry("2026-05-02 commitment TFFV", "8020 0.01 commitment:C",
            "8021 -0.01 commitment:C"), EntryRights.Commits);

        var paid = (await new PayBack(books.Writer).AskAsync(new("pay", "XA", "TFFV", Day("2026-05-10"), Eur("10000.00"), "1010",
            "as agreed"), TestBooks.Recorder)).OrThrow();
        (await DecideAsync(books, paid, TestBooks.Approver)).OrThrow();
        await MustBeAsync(books, ("1010", "0.00"), ("2200", "0.00"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_a_signature_has_settled_does_not_go_back_and_the_other_way_round(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var asked = (await AskAsync(books, Back with { Amount = Eur("4000.00") })).OrThrow();
        var late = (await AskAsync(books, Back with { Key = "all" })).OrThrow();
        (await DecideAsync(books, asked, TestBooks.Approver)).OrThrow();
        await MustBeAsync(books, ("2100", "-6000.00"), ("2200", "-4000.00"));
        // Less is left than was asked for: nothing is done on a guess.
        await books.MustRefuseAsync("advance_has_less", () => DecideAsync(books, late, TestBooks.Approver));
        (await new SignWithAdvances(books.Writer).RunAsync(new(new("sign", "XA", null, "TFFV", Day("2026-05-05"), Eur("6000.00"), null,
            [new(Day("2026-05-31"), Eur("6000.00"))]), ["XA-R-2026-1"]), TestBooks.Recorder)).OrThrow();
        await MustBeAsync(books, ("2100", "0.00"), ("1100", "0.00"), ("4010", "-6000.00"), ("2200", "-4000.00"));
        await books.MustRefuseAsync("advance_is_settled", () => DecideAsync(books, late, TestBooks.Approver));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Dollars_go_back_in_dollars_at_what_they_are_carried_at(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.HasRateAsync("2026-03-01", To("USD", "0.80"));
        (await new RecordReceipt(books.Writer).RunAsync(new("usd", "SFR", "XA", Day("2026-03-01"), In("USD", "333.33"), "1011",
            new(To("USD", "0.80"), Day("2026-03-01"), "test")) { IsAdvance = true }, TestBooks.Recorder)).OrThrow();
        var dollars = Back with { Receipt = "XA-R-2026-2", Amount = In("USD", "100.00") };
        await books.MustRefuseAsync("advance_currency_is_other", () => AskAsync(books, dollars with { Amount = Eur("100.00") }));
        (await DecideAsync(books, (await AskAsync(books, dollars)).OrThrow(), TestBooks.Approver)).OrThrow();
        var rest = (await AskAsync(books, dollars with { Key = "rest", Amount = null })).OrThrow();
        (await DecideAsync(books, rest, TestBooks.Approver)).OrThrow();
        // Two parts of 266.66: nothing is left in either currency.
        Assert.Equal(("0.00", "-266.66"), (await books.BalanceAsync("SFR", "2100"), await books.BalanceAsync("SFR", "2200")));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_does_not_fit_is_refused_and_what_was_set_aside_wrongly_comes_back_by_two(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("advance_is_unknown", () => AskAsync(books, Back with { Receipt = "XA-R-2026-9" }));
        await books.MustRefuseAsync("advance_has_less", () => AskAsync(books, Back with { Amount = Eur("10000.01") }));
        await books.MustRefuseAsync("return_amount_is_not_positive", () => AskAsync(books, Back with { Amount = Eur("0.00") }));
        await books.MustRefuseAsync("return_date_is_too_early", () => AskAsync(books, Back with { Date = Day("2026-02-27") }));
        await books.MustRefuseAsync("return_text_is_malformed", () => AskAsync(books, Back with { Reason = "" }));
        var asked = (await AskAsync(books, Back)).OrThrow();
        await books.MustRefuseAsync("key_used_for_other_input", () => AskAsync(books, Back with { Amount = Eur("9.00") }));
        (await DecideAsync(books, asked, TestBooks.Approver)).OrThrow();

        var last = await books.NumberAsync("SELECT MAX(seq) FROM entries");
        var undo = new ReversalAsked("undo", last, Day("2026-05-02"), "signed after all");
        Assert.Equal("reversal_takes_two", TestBooks.Answer(await new ReverseEntry(books.Writer).RunAsync(undo, TestBooks.Recorder)));
        (await DecideAsync(books, (await new ReverseEntry(books.Writer).AskAsync(undo, TestBooks.Recorder)).OrThrow(), TestBooks.Approver))
            .OrThrow();
        Assert.Equal(["10000.00"], await LeftAsync(books));
        await MustBeGoodAsync(books);
    }

    private static Task<Outcome<AskedApproval>> AskAsync(TestBooks books, ReturnAdvance.Command command) =>
        new ReturnAdvance(books.Writer).AskAsync(command, TestBooks.Recorder);

    private static Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, AskedApproval asked, Actor by) =>
        new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), by);

    private static async Task<List<string>> LeftAsync(TestBooks books)
    {
        await using var connection = await books.Database.OpenAsync();
        return (await AdvanceFacts.OpenAsync(connection, null, default)).ConvertAll(advance => advance.Carried.Amount.ToDecimalString());
    }

    private static async Task MustBeAsync(TestBooks books, params (string Account, string Balance)[] expected)
    {
        foreach (var (account, balance) in expected)
            Assert.Equal((account, balance), (account, await books.BalanceAsync("TFFV", account)));
    }

    private static async Task MustBeGoodAsync(TestBooks books)
    {
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, string.Join('\n', report.Results.SelectMany(result => result.Findings)));
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        (await new RecordReceipt(books.Writer).RunAsync(new("came", "TFFV", "XA", Day("2026-02-28"), Eur("10000.00"), "1010") { IsAdvance =
            true }, TestBooks.Recorder)).OrThrow();
        return books;
    }
}
