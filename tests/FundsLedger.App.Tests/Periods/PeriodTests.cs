using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Periods;
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
        await books.MustRefuseAsync("period_is_closed", Entry("2026-03-31 opening TFFV", "1010 5.00", "3010 -5.00"));
        await books.MustRefuseAsync("period_is_closed", Entry("2025-11-02 opening TFFV", "1010 5.00", "3010 -5.00"));
        await books.MustPostAsync(Entry("2026-04-01 opening TFFV", "1010 5.00", "3010 -5.00"), Entry("2026-03-31 opening SFR", "1010 5.00", "3010 -5.00"));
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
        await books.MustRefuseAsync("period_is_closed", Entry("2026-05-31 opening TFFV", "1010 5.00", "3010 -5.00"));
        Assert.Equal("reopening_takes_two", (await reopen.ApproveAsync("TFFV", TestBooks.Recorder)).Refusal!.Code);
        Assert.Equal(Day("2026-04-30"), (await reopen.ApproveAsync("TFFV", TestBooks.Approver)).OrThrow().ClosedThrough);
        await books.MustPostAsync(Entry("2026-05-31 opening TFFV", "1010 5.00", "3010 -5.00"));
        await books.MustRefuseAsync("period_is_closed", Entry("2026-04-30 opening TFFV", "1010 5.00", "3010 -5.00"));
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
        (await new ClosePeriods(books.Writer).CloseYearAsync("TFFV", 2025, TestBooks.Certifier)).OrThrow();
        foreach (var account in (string[])["4010", "4020", "5910"]) Assert.Equal("0.00", await books.BalanceAsync("TFFV", account, "2025-12-31"));
        Assert.Equal("-580.00", await books.BalanceAsync("TFFV", "3020", "2025-12-31"));
        Assert.Equal("-500.00", await books.BalanceAsync("TFFV", "4010", "2025-12-30"));
        Assert.Equal("year_has_nothing_to_close", (await new ClosePeriods(books.Writer).CloseYearAsync("SFR", 2025, TestBooks.Certifier)).Refusal!.Code);

        var reopen = new ReopenPeriods(books.Writer);
        (await reopen.AskAsync("TFFV", 2025, 12, "auditor's correction", TestBooks.Recorder)).OrThrow();
        (await reopen.ApproveAsync("TFFV", TestBooks.Approver)).OrThrow();
        Assert.Equal("-500.00", await books.BalanceAsync("TFFV", "4010", "2025-12-31"));
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "3020", "2025-12-31"));
        await books.MustPostAsync(Entry("2025-12-31 charge TFFV", "5910 1.00", "1010 -1.00"));
        (await new ClosePeriods(books.Writer).CloseYearAsync("TFFV", 2025, TestBooks.Certifier)).OrThrow();
        Assert.Equal("-579.00", await books.BalanceAsync("TFFV", "3020", "2025-12-31"));
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, string.Join('\n', report.Results.SelectMany(result => result.Findings)));
    }

    [Theory, EveryDatabase]
    public async Task Use_of_money_in_a_year_is_the_same_before_and_after_the_year_is_closed(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2025-09-01 receipt TFFV", "1010 500.00", "4010 -500.00"), Entry("2025-10-01 charge TFFV", "5910 120.00", "1010 -120.00"));
        var before = await UsedAsync();
        Assert.Equal(12_000, before);
        (await new ClosePeriods(books.Writer).CloseYearAsync("TFFV", 2025, TestBooks.Certifier)).OrThrow();
        Assert.Equal(before, await UsedAsync());

        async Task<long> UsedAsync()
        {
            var reads = new LedgerReads(books.Database, books.Clock);
            return (await new FundStatuses(reads, new TrialBalances(reads)).OfAsync("TFFV", new Moment(Day("2026-06-30")))).OrThrow().UsedInAYear.Total;
        }
    }

    [Theory, EveryDatabase]
    public async Task Nobody_posts_or_reverses_a_closing_entry_by_hand(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2025-02-01 receipt TFFV", "1010 500.00", "4010 -500.00"));
        await books.MustRefuseAsync("kind_is_reserved", Entry("2025-12-31 closing TFFV", "4010 500.00", "3020 -500.00"));
        (await new ClosePeriods(books.Writer).CloseYearAsync("TFFV", 2025, TestBooks.Certifier)).OrThrow();
        await books.MustRefuseAsync("kind_is_reserved", Reversal("2026-06-01", "TFFV", "closing/TFFV/2025/1"));
    }
}
