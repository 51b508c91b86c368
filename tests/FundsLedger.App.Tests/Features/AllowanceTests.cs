using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>What of a receivable is unlikely to be paid: EUR 1,000.00 signed in January, due in two instalments, in June 2026 and in August
/// 2027.</summary>
public sealed class AllowanceTests
{
    private static readonly SignAgreement.Command Signed = new("sign", "XA", null, "TFFV", Day("2026-01-10"), Eur("1000.00"), null,
        [new(Day("2026-06-30"), Eur("400.00")), new(Day("2027-08-01"), Eur("600.00"))]);

    [Theory, EveryDatabase]
    public async Task Two_people_set_it_up_and_down_and_the_donor_owes_as_before(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var used = await UsedAsync(books);
        await SetAsync(books, "a", "2026-07-31", "700.00");
        await MustBeAsync(books, ("1190", "-700.00"), ("5945", "700.00"), ("1100", "1000.00"));
        await SetAsync(books, "b", "2026-08-31", "250.00");
        await MustBeAsync(books, ("1190", "-250.00"), ("5945", "250.00"));
        Assert.Equal(("0.00", "-700.00", "-250.00"), (await books.BalanceAsync("TFFV", "1190", "2026-07-30"),
            await books.BalanceAsync("TFFV", "1190", "2026-07-31"), await books.BalanceAsync("TFFV", "1190", "2026-08-31")));
        // It moves no money, commits nothing and leaves what is available.
        Assert.Equal(used, await UsedAsync(books));

        await books.MustRefuseAsync("allowance_is_out_of_range", () => AskAsync(books, "c", "2026-09-01", "1000.01"));
        await books.MustRefuseAsync("allowance_is_out_of_range", () => AskAsync(books, "c", "2026-09-01", "-0.01"));
        await books.MustRefuseAsync("allowance_is_as_before", () => AskAsync(books, "c", "2026-09-01", "250.00"));
        await books.MustRefuseAsync("agreement_date_is_too_early", () => AskAsync(books, "c", "2026-01-09", "1.00"));
        await books.MustRefuseAsync("allowance_currency_is_other", () => new SetAllowance(books.Writer).AskAsync(new("c", "XA-A-2026-1",
            Day("2026-09-01"), In("USD", "1.00"), "doubt"), TestBooks.Recorder));
        await books.MustRefuseAsync("key_used_for_other_input", () => AskAsync(books, "a", "2026-07-31", "701.00"));
        // By a file one person moves it neither way.
        foreach (var lines in (string[][])[["5945 1.00", "1190 -1.00 agreement:XA-A-2026-1"], ["1190 1.00 agreement:XA-A-2026-1",
            "5945 -1.00"], ["3020 1.00", "1190 -1.00 agreement:XA-A-2026-1"]])
            await books.MustRefuseAsync("allowance_takes_two", Entry("2026-09-01 adjustment TFFV", lines));
        await SetAsync(books, "d", "2026-09-01", "0.00");
        await MustBeAsync(books, ("1190", "0.00"), ("5945", "0.00"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task It_takes_another_person_and_what_both_saw(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var asked = await books.MustRepeatAsync(() => AskAsync(books, "a", "2026-07-31", "700.00"));
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, asked, TestBooks.Recorder));
        // Meanwhile something else was decided.
        await SetAsync(books, "b", "2026-07-31", "100.00");
        await books.MustRefuseAsync("allowance_has_moved", () => DecideAsync(books, asked, TestBooks.Approver));
        // What was approved goes back by two people too.
        var last = await books.NumberAsync("SELECT MAX(seq) FROM entries");
        Assert.Equal("reversal_takes_two", TestBooks.Answer(await new ReverseEntry(books.Writer).RunAsync(new("undo", last,
            Day("2026-08-01"), "wrong"), TestBooks.Recorder)));
        await MustBeAsync(books, ("1190", "-100.00"));
        await MustBeGoodAsync(books);
    }

    [Theory]
    // An allowance, what is paid of the first instalment, and what of it is left: never more than is still owed.
    [EveryDatabase("700.00", "400.00", "-600.00")]
    [EveryDatabase("1000.00", "0.01", "-999.99")]
    [EveryDatabase("600.00", "400.00", "-600.00")]
    [EveryDatabase("599.99", "400.00", "-599.99")]
    public async Task Money_releases_what_is_no_longer_owed_and_its_reversal_brings_it_back(DatabaseKind on, string allowance, string paid,
        string left)
    {
        await using var books = await OpenAsync(on);
        await SetAsync(books, "a", "2026-05-31", allowance);
        var receipt = new RecordReceipt.Command("paid", "TFFV", "XA", Day("2026-06-30"), Eur(paid), "1010", Agreement: "XA-A-2026-1",
            Difference: paid == "400.00" ? null : PaymentDifference.StaysDue);

        var seq = (await books.MustRepeatAsync(() => new RecordReceipt(books.Writer).RunAsync(receipt, TestBooks.Recorder))).Entry.Seq;

        await MustBeAsync(books, ("1190", left), ("5945", left[1..]));
        await MustBeGoodAsync(books);
        (await new ReverseEntry(books.Writer).RunAsync(new("undo", seq, Day("2026-07-01"), "bounced"), TestBooks.Recorder)).OrThrow();
        await MustBeAsync(books, ("1190", "-" + allowance), ("1100", "1000.00"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_loss_that_was_seen_coming_is_expensed_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await SetAsync(books, "a", "2026-05-31", "450.00");
        var asked = (await new WriteOff(books.Writer).AskAsync(new("off", "XA-A-2026-1", 1, Day("2026-07-31"), "lost", Eur("400.00")),
            TestBooks.Recorder)).OrThrow();
        await books.MustRepeatAsync(() => DecideAsync(books, asked, TestBooks.Approver));

        await MustBeAsync(books, ("1100", "600.00"), ("1190", "-50.00"), ("5940", "400.00"), ("5945", "50.00"));
        await MustBeGoodAsync(books);
        asked = (await new WriteOff(books.Writer).AskAsync(new("off2", "XA-A-2026-1", 2, Day("2026-08-31"), "lost", Eur("600.00")),
            TestBooks.Recorder)).OrThrow();
        (await DecideAsync(books, asked, TestBooks.Approver)).OrThrow();
        await MustBeAsync(books, ("1100", "0.00"), ("1190", "0.00"), ("5940", "1000.00"), ("5945", "0.00"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Money_typed_late_leaves_no_day_on_which_less_than_nothing_is_set_aside(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await SetAsync(books, "a", "2026-06-30", "900.00");
        // It came in May, before anybody doubted.
        (await new RecordReceipt(books.Writer).RunAsync(new("paid", "TFFV", "XA", Day("2026-05-15"), Eur("400.00"), "1010",
            Agreement: "XA-A-2026-1"), TestBooks.Recorder)).OrThrow();
        Assert.Equal(("0.00", "-600.00"), (await books.BalanceAsync("TFFV", "1190", "2026-06-29"), await books.BalanceAsync("TFFV", "1190",
            "2026-06-30")));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task In_dollars_it_is_valued_with_the_claim_and_goes_with_it(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.HasRateAsync("2026-01-31", To("USD", "0.80"));
        await books.HasRateAsync("2026-02-28", To("USD", "0.85"));
        (await new SignAgreement(books.Writer).RunAsync(new("usd", "XA", null, "SFR", Day("2026-01-10"), In("USD", "1000.00"), To("USD",
            "0.90"), [new(Day("2026-06-30"), In("USD", "1000.00"))]), TestBooks.Recorder)).OrThrow();
        var asked = (await new SetAllowance(books.Writer).AskAsync(new("d", "XA-A-2026-2", Day("2026-01-20"), In("USD", "500.00"), "doubt"),
            TestBooks.Recorder)).OrThrow();
        (await DecideAsync(books, asked, TestBooks.Approver)).OrThrow();
        Assert.Equal("-450.00", await books.BalanceAsync("SFR", "1190"));

        foreach (var month in (int[])[1, 2]) (await new RevalueBalances(books.Writer).RunAsync(new("SFR", 2026, month),
            TestBooks.Recorder)).OrThrow();

        Assert.Equal(("800.00", "-400.00", "850.00", "-425.00"), (await books.BalanceAsync("SFR", "1100", "2026-01-31"),
            await books.BalanceAsync("SFR", "1190", "2026-01-31"), await books.BalanceAsync("SFR", "1100"), await books.BalanceAsync("SFR",
                "1190")));
        (await new RecordReceipt(books.Writer).RunAsync(new("paid", "SFR", "XA", Day("2026-03-02"), In("USD", "1000.00"), "1011",
            new(To("USD", "0.84"), Day("2026-03-02"), "test"), Agreement: "XA-A-2026-2"), TestBooks.Recorder)).OrThrow();
        foreach (var account in (string[])["1100", "1190"]) Assert.Equal("0.00", await books.BalanceAsync("SFR", account));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Only_what_depends_on_no_condition_can_be_doubted(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await new SignAgreement(books.Writer).RunAsync(Signed with { Key = "c", Instalments = [new(Day("2026-06-30"), Eur("400.00")),
            new(Day("2026-09-30"), Eur("600.00"), "report")] }, TestBooks.Recorder)).OrThrow();
        var doubt = new SetAllowance.Command("x", "XA-A-2026-2", Day("2026-07-01"), Eur("400.01"), "doubt");
        await books.MustRefuseAsync("allowance_is_out_of_range", () => new SetAllowance(books.Writer).AskAsync(doubt, TestBooks.Recorder));
        await books.MustRepeatAsync(() => new SetAllowance(books.Writer).AskAsync(doubt with { Amount = Eur("400.00") },
            TestBooks.Recorder));
    }

    [Theory, EveryDatabase]
    public async Task The_ageing_says_what_is_due_later_and_what_is_left_without_doubt(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await SetAsync(books, "a", "2026-07-31", "150.00");
        await using var connection = await books.Database.OpenAsync();
        var catalog = await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection);

        // Due on 1 August 2027: more than twelve months after 31 July 2026, not after 1 August.
        foreach (var (day, later, doubtful) in (IEnumerable<(string, long, long)>)[("2026-07-30", 60_000, 0), ("2026-07-31", 60_000,
            15_000), ("2026-08-01", 0, 15_000)])
        {
            var moment = new Moment(Day(day));
            var line = AgeingList.Lines(await AgeingList.ItemsAsync(connection, catalog, moment), await AgeingList.AllowancesAsync(
                connection, moment)).Single();
            Assert.Equal((day, 100_000L, later, doubtful, 100_000 - doubtful), (day, line.OpenEur, line.NonCurrentEur, line.AllowanceEur,
                line.NetEur));
        }
        var items = await AgeingList.ItemsAsync(connection, catalog, new Moment(Day("2026-07-31")));
        Assert.Equal([false, true], items.OrderBy(item => item.Instalment).Select(item => item.IsNonCurrent));
        // Whoever may not know is not told, neither by a figure nor by a column.
        Assert.Equal(0, AgeingList.Lines(items).Single().AllowanceEur);
        Assert.DoesNotContain("allowance_eur", AgeingTables.AgeingHeadings(false));
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        (await new SignAgreement(books.Writer).RunAsync(Signed, TestBooks.Recorder)).OrThrow();
        return books;
    }

    private static async Task SetAsync(TestBooks books, string key, string date, string amount) =>
        (await DecideAsync(books, (await AskAsync(books, key, date, amount)).OrThrow(), TestBooks.Approver)).OrThrow();

    private static Task<Outcome<AskedApproval>> AskAsync(TestBooks books, string key, string date, string amount) =>
        new SetAllowance(books.Writer).AskAsync(new(key, "XA-A-2026-1", Day(date), Eur(amount), "doubt"), TestBooks.Recorder);

    private static Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, AskedApproval asked, Actor by) =>
        new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), by);

    private static async Task<long> UsedAsync(TestBooks books)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        return (await new FundStatuses(reads, new TrialBalances(reads)).OfAsync("TFFV", new Moment(Day("2026-12-31")))).OrThrow()
            .UsedInAYear.Total;
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
}
