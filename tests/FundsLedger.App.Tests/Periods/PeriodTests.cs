using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Periods;

/// <summary>A closed month stays closed, on every path; two people open it again.</summary>
public sealed class PeriodTests
{
    [Theory, EveryDatabase]
    public async Task Nothing_is_dated_in_a_closed_month_and_the_next_day_is_open(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        (await new ClosePeriods(books.Writer).CloseMonthAsync("TFFV", 2026, 3, TestBooks.Certifier)).OrThrow();
        await books.MustRefuseAsync("period_is_closed", Entry("2026-03-31 opening TFFV", "1010 5.00", "3020 -5.00"));
        await books.MustRefuseAsync("period_is_closed", Entry("2025-11-02 opening TFFV", "1010 5.00", "3020 -5.00"));
        await books.MustPostAsync(Entry("2026-04-01 opening TFFV", "1010 5.00", "3020 -5.00"),
            Entry("2026-03-31 opening SFR", "1010 5.00", "3020 -5.00"));
    }

    [Theory, EveryDatabase]
    public async Task A_month_is_closed_once_and_only_when_it_is_over(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var close = new ClosePeriods(books.Writer);
        Assert.Equal("month_is_not_over", (await close.CloseMonthAsync("TFFV", 2026, 7, TestBooks.Certifier)).Refusal!.Code);
        Assert.Equal(Day("2026-06-30"), (await close.CloseMonthAsync("TFFV", 2026, 6, TestBooks.Certifier)).OrThrow().ClosedThrough);
        Assert.Equal("period_is_closed_already", (await close.CloseMonthAsync("TFFV", 2026, 2, TestBooks.Certifier)).Refusal!.Code);
        Assert.Equal("fund_is_unknown", (await close.CloseMonthAsync("XXX", 2026, 2, TestBooks.Certifier)).Refusal!.Code);
    }

    [Theory, EveryDatabase]
    public async Task Reopening_takes_two_people_and_both_are_recorded(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        (await new ClosePeriods(books.Writer).CloseMonthAsync("TFFV", 2026, 5, TestBooks.Certifier)).OrThrow();
        var reopen = new ReopenPeriods(books.Writer);
        Assert.Equal("no_reopening_was_asked", (await reopen.ApproveAsync("TFFV", TestBooks.Approver)).Refusal!.Code);
        Assert.Equal("reason_is_missing", (await reopen.AskAsync("TFFV", 2026, 5, " ", TestBooks.Recorder)).Refusal!.Code);
        (await reopen.AskAsync("TFFV", 2026, 5, "late bank statement", TestBooks.Recorder)).OrThrow();
        await books.MustRefuseAsync("period_is_closed", Entry("2026-05-31 opening TFFV", "1010 5.00", "3020 -5.00"));
        Assert.Equal("reopening_takes_two", (await reopen.ApproveAsync("TFFV", TestBooks.Recorder)).Refusal!.Code);
        Assert.Equal(Day("2026-04-30"), (await reopen.ApproveAsync("TFFV", TestBooks.Approver)).OrThrow().ClosedThrough);
        await books.MustPostAsync(Entry("2026-05-31 opening TFFV", "1010 5.00", "3020 -5.00"));
        await books.MustRefuseAsync("period_is_closed", Entry("2026-04-30 opening TFFV", "1010 5.00", "3020 -5.00"));
        await using var db = books.Database.Read();
        var reopened = db.PeriodEvents.OrderByDescending(row => row.Id).First();
        Assert.Equal(("app", "rec"), (reopened.ActorId, reopened.SecondActorId));
    }

    [Theory, EveryDatabase]
    public async Task Closing_a_year_moves_revenue_and_expense_in_every_currency_and_reopening_brings_them_back(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(
            Entry("2025-02-01 receipt TFFV", "1010 500.00", "4010 -500.00"),
            Entry("2025-03-01 receipt TFFV", "1011 100.00 USD @@ 92.00", "4020 -100.00 USD @@ -92.00"),
            Entry("2025-04-01 charge TFFV", "5910 12.00", "1010 -12.00"));
        Assert.Equal("year_is_not_valued", (await new ClosePeriods(books.Writer).CloseYearAsync("TFFV", 2025, null,
            TestBooks.Certifier)).Refusal?.Code);
        (await new EnterRate(books.Writer).RunAsync(new(Day("2025-12-31"), App.Tests.Features.Operating.To("USD", "0.92"), "Circular"),
            TestBooks.Recorder)).OrThrow();
        (await new ClosePeriods(books.Writer).CloseYearAsync("TFFV", 2025, null, TestBooks.Certifier)).OrThrow();
        Assert.Equal(0,
            await books.NumberAsync(
                "SELECT COUNT(*) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = '3020' AND p.currency <> 'EUR'"));
        foreach (var account in (string[])["4010", "4020", "5910"])
            Assert.Equal("0.00", await books.BalanceAsync("TFFV", account, "2025-12-31"));
        Assert.Equal("-580.00", await books.BalanceAsync("TFFV", "3020", "2025-12-31"));
        Assert.Equal("-500.00", await books.BalanceAsync("TFFV", "4010", "2025-12-30"));
        Assert.Equal("year_has_nothing_to_close", (await new ClosePeriods(books.Writer).CloseYearAsync("SFR", 2025, null,
            TestBooks.Certifier)).Refusal!.Code);

        var reopen = new ReopenPeriods(books.Writer);
        (await reopen.AskAsync("TFFV", 2025, 12, "auditor's correction", TestBooks.Recorder)).OrThrow();
        (await reopen.ApproveAsync("TFFV", TestBooks.Approver)).OrThrow();
        Assert.Equal("-500.00", await books.BalanceAsync("TFFV", "4010", "2025-12-31"));
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "3020", "2025-12-31"));
        await books.MustPostAsync(Entry("2025-12-31 charge TFFV", "5910 1.00", "1010 -1.00"));
        (await new ClosePeriods(books.Writer).CloseYearAsync("TFFV", 2025, null, TestBooks.Certifier)).OrThrow();
        Assert.Equal("-579.00", await books.BalanceAsync("TFFV", "3020", "2025-12-31"));
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, string.Join('\n', report.Results.SelectMany(result => result.Findings)));
    }

    [Theory, EveryDatabase]
    public async Task Use_of_money_in_a_year_is_the_same_before_and_after_the_year_is_closed(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2025-09-01 receipt TFFV", "1010 500.00", "4010 -500.00"),
            Entry("2025-10-01 charge TFFV", "5910 120.00", "1010 -120.00"));
        var before = await UsedAsync();
        Assert.Equal(12_000, before);
        (await new ClosePeriods(books.Writer).CloseYearAsync("TFFV", 2025, null, TestBooks.Certifier)).OrThrow();
        Assert.Equal(before, await UsedAsync());

        async Task<long> UsedAsync()
        {
            var reads = new LedgerReads(books.Database, books.Clock);
            return (await new FundStatuses(reads, new TrialBalances(reads)).OfAsync("TFFV",
                new Moment(Day("2026-06-30")))).OrThrow().UsedInAYear.Total;
        }
    }

    [Theory, EveryDatabase]
    public async Task Nobody_posts_or_reverses_a_closing_entry_by_hand(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2025-02-01 receipt TFFV", "1010 500.00", "4010 -500.00"));
        await books.MustRefuseAsync("kind_is_reserved", Entry("2025-12-31 closing TFFV", "4010 500.00", "3020 -500.00"));
        (await new ClosePeriods(books.Writer).CloseYearAsync("TFFV", 2025, null, TestBooks.Certifier)).OrThrow();
        await books.MustRefuseAsync("kind_is_reserved", Reversal("2026-06-01", "TFFV", "closing/TFFV/2025/1"));
    }

    [Theory, EveryDatabase]
    public async Task A_year_whose_months_are_closed_is_still_closed_as_a_year(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2025-02-01 receipt TFFV", "1010 777.00", "4010 -777.00"));
        var close = new ClosePeriods(books.Writer);
        (await close.CloseMonthAsync("TFFV", 2025, 12, TestBooks.Certifier)).OrThrow();

        (await close.CloseYearAsync("TFFV", 2025, null, TestBooks.Certifier)).OrThrow();

        Assert.Equal(("0.00", "-777.00"), (await books.BalanceAsync("TFFV", "4010", "2025-12-31"), await books.BalanceAsync("TFFV",
            "3020", "2025-12-31")));
        Assert.Equal("period_is_closed_already", (await close.CloseYearAsync("TFFV", 2025, null, TestBooks.Certifier)).Refusal?.Code);
        await books.MustRefuseAsync("period_is_closed", Entry("2025-12-31 receipt TFFV", "1010 1.00", "4010 -1.00"));
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, string.Join('\n', report.Results.SelectMany(result => result.Findings)));
    }

    [Theory, EveryDatabase]
    public async Task A_year_that_was_passed_over_says_how_it_is_closed(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2025-02-01 receipt TFFV", "1010 777.00", "4010 -777.00"));
        var close = new ClosePeriods(books.Writer);
        (await close.CloseMonthAsync("TFFV", 2026, 2, TestBooks.Certifier)).OrThrow();

        Assert.Equal("months_after_are_closed", (await close.CloseYearAsync("TFFV", 2025, null, TestBooks.Certifier)).Refusal?.Code);
    }

    [Theory, EveryDatabase]
    public async Task Years_are_closed_one_by_one(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2024-02-01 receipt TFFV", "1010 100.00", "4010 -100.00"), Entry("2025-02-01 receipt TFFV",
            "1010 30.00", "4010 -30.00"));
        var close = new ClosePeriods(books.Writer);

        Assert.Equal("year_before_is_open", (await close.CloseYearAsync("TFFV", 2025, null, TestBooks.Certifier)).Refusal?.Code);
        (await close.CloseYearAsync("TFFV", 2024, null, TestBooks.Certifier)).OrThrow();
        (await close.CloseYearAsync("TFFV", 2025, null, TestBooks.Certifier)).OrThrow();

        Assert.Equal(("-100.00", "-130.00"), (await books.BalanceAsync("TFFV", "3020", "2024-12-31"), await books.BalanceAsync("TFFV",
            "3020", "2025-12-31")));
    }

    [Theory, EveryDatabase]
    public async Task What_is_open_at_a_years_end_is_settled_or_explained_before_it_closes(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2025-02-01 receipt TFFV", "1010 100.00", "4010 -100.00"), Entry("2025-02-02 receipt TFFV",
            "1010 7.00", "2900 -7.00"));
        var make = new App.Features.MoneyOut.Commitments.MakeCommitment(books.Writer);
        (await make.RunAsync(new("c1", "TFFV", null, FundsLedger.Domain.Money.Eur(1_000), Day("2025-03-01"), Day("2025-06-30")),
            TestBooks.Certifier)).OrThrow();
        (await make.RunAsync(new("c2", "TFFV", null, FundsLedger.Domain.Money.Eur(2_000), Day("2025-03-01"), Day("2026-06-30")),
            TestBooks.Certifier)).OrThrow();
        var close = new ClosePeriods(books.Writer);

        var list = (await new ClosingChecklist(new LedgerReads(books.Database, books.Clock)).OfAsync("TFFV", 2025)).OrThrow().Steps;

        Assert.Equal([(ClosingItem.Suspense, "7.00 EUR"), (ClosingItem.ExpiredCommitments, "C-2025-0001 10.00 EUR"),
            (ClosingItem.Accruals, "C-2025-0002 20.00 EUR")],
            list.Where(step => step.State != ClosingState.Done).Select(step => (step.Item, step.Detail())));
        Assert.Equal("closing_takes_explanation", (await close.CloseYearAsync("TFFV", 2025, " ", TestBooks.Certifier)).Refusal?.Code);
        Assert.Equal("reason_is_missing", (await close.CloseYearAsync("TFFV", 2025, new string('x', 201),
            TestBooks.Certifier)).Refusal?.Code);
        (await close.CloseYearAsync("TFFV", 2025, "the donor is asked; both visits are in January", TestBooks.Certifier)).OrThrow();
        Assert.Equal(1,
            await books.NumberAsync(
                "SELECT COUNT(*) FROM period_events WHERE reason = 'year 2025 closed: the donor is asked; both visits are in January'"));
    }

    [Theory, EveryDatabase]
    public async Task A_year_is_no_longer_to_be_closed_once_it_is_closed_as_a_year(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2025-02-01 receipt TFFV", "1010 100.00", "4010 -100.00"));
        var (close, list) = (new ClosePeriods(books.Writer), new ClosingChecklist(new LedgerReads(books.Database, books.Clock)));

        var open = (await list.OfAsync("TFFV", 2025)).OrThrow();
        (await close.CloseMonthAsync("TFFV", 2025, 12, TestBooks.Certifier)).OrThrow();
        var months = (await list.OfAsync("TFFV", 2025)).OrThrow();
        (await close.CloseYearAsync("TFFV", 2025, "nothing else", TestBooks.Certifier)).OrThrow();
        var year = (await list.OfAsync("TFFV", 2025)).OrThrow();

        Assert.Equal((false, false, true), (open.IsClosed, months.IsClosed, year.IsClosed));
    }

    [Theory, EveryDatabase]
    public async Task The_trial_balance_before_closing_shows_the_year_and_the_one_before(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2024-02-01 receipt TFFV", "1010 100.00", "4010 -100.00"), Entry("2025-02-01 receipt TFFV",
            "1010 30.00", "4010 -30.00"),
            Entry("2025-03-01 charge TFFV", "5910 4.00", "1010 -4.00"));
        var close = new ClosePeriods(books.Writer);
        (await close.CloseYearAsync("TFFV", 2024, null, TestBooks.Certifier)).OrThrow();
        (await close.CloseYearAsync("TFFV", 2025, null, TestBooks.Certifier)).OrThrow();

        var year = (await new TrialBalances(new LedgerReads(books.Database, books.Clock)).BeforeClosingAsync("TFFV",
            new Moment(Day("2025-12-31")))).OrThrow();

        Assert.Equal([("1010", 12_600L, 10_000L), ("3020", -10_000L, 0L), ("4010", -3_000L, -10_000L), ("5910", 400L, 0L)],
            year.Accounts.Select(account => (account.Code, year.Balance.BalanceEur(account.Code), year.Earlier.BalanceEur(account.Code))));
        Assert.Equal(year.Balance.TotalDebitEur, year.Balance.TotalCreditEur);
    }
}
