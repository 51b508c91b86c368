using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>What donors owe is what account 1100 says, on any day; what they promised stands apart.</summary>
public sealed class AgeingListTests
{
    [Theory, EveryDatabase]
    public async Task The_ageing_of_receivables_is_account_1100_after_a_revaluation_with_the_bridge_to_what_was_promised(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var code = await SignAsync(books, "sign", In("USD", "1000.00"), To("USD", "0.90"), [new(Day("2026-02-01"), In("USD", "333.33")),
            new(Day("2026-09-01"), In("USD", "666.67"))]);
        await RateAsync(books, "2026-03-31", "0.85");
        (await new RevalueBalances(books.Writer).RunAsync(new("TFFV", 2026, 3), TestBooks.Recorder)).OrThrow();
        (await new AnnouncePledge(books.Writer).RunAsync(new("p", "XB", Day("2026-02-01"), Eur("70.00"), null, "Pledge", null, "TFFV"),
            TestBooks.Recorder)).OrThrow();

        var items = await ItemsAsync(books, "2026-07-01");

        Assert.Equal([(OpenNature.Receivable, "333.33", 300_00L, 283_33L), (OpenNature.Receivable, "666.67", 600_00L, 566_67L),
            (OpenNature.Pledge, "70.00", 70_00L, 70_00L)],
            items.OrderBy(item => item.Nature).ThenBy(item => item.Instalment).Select(item => (item.Nature, item.Open.ToDecimalString(),
                item.RecordedEur, item.OpenEur)));
        Assert.Equal(await books.BalanceAsync("TFFV", "1100"), Total(items));
        // As of a day before the month end it is what it was then.
        Assert.Equal("900.00", Total(await ItemsAsync(books, "2026-03-30")));
        Assert.Equal(code, items.First(item => item.Nature == OpenNature.Receivable).Agreement);
    }

    [Theory, EveryDatabase]
    public async Task What_waits_for_its_condition_outside_the_books_is_no_receivable(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await new SetRecognitionPolicy(books.Writer).RunAsync(new(2026, "IPSAS 47", ConditionalTreatment.WhenMet),
            TestBooks.Approver)).OrThrow();
        await SignAsync(books, "sign", Eur("900.00"), null, [new(Day("2026-02-01"), Eur("500.00")), new(Day("2026-02-01"), Eur("400.00"),
            "report")]);

        var items = await ItemsAsync(books, "2026-07-01");

        Assert.Equal([(OpenNature.NotRecognised, "400.00"), (OpenNature.Receivable, "500.00")], items.OrderByDescending(item
            => item.Nature).Select(item => (item.Nature, item.Open.ToDecimalString())));
        Assert.Equal(("500.00", await books.BalanceAsync("TFFV", "1100")), (Total(items), Total(items)));
    }

    [Theory, EveryDatabase]
    public async Task A_receivable_brought_from_older_books_is_listed_under_its_donor(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await SignAsync(books, "sign", Eur("100.00"), null, [new(Day("2026-02-01"), Eur("100.00"))]);
        // As earlier versions let one person post it.
        foreach (var draft in new[] { Entry("2025-12-31 opening TFFV", "1100 50000.00 donor:XB", "3020 -50000.00"),
            Entry("2025-12-31 opening TFFV", "1100 7.00", "3020 -7.00"),
            Entry("2026-03-01 adjustment TFFV", "1100 1.00 donor:XA agreement:XA-A-2026-1", "4010 -1.00") })
        {
            await books.MustRefuseAsync("receivable_is_by_agreement", draft);
            (await books.PostAsync(draft, EntryRights.RaisesClaims)).OrThrow();
        }

        var items = await ItemsAsync(books, "2026-07-01");

        Assert.Equal("50108.00", Total(items));
        Assert.Equal(await books.BalanceAsync("TFFV", "1100"), Total(items));
        Assert.Equal([("", "7.00"), ("XA", "100.00"), ("XA", "1.00"), ("XB", "50000.00")], items.OrderBy(item
            => item.Donor).ThenByDescending(item => item.OpenEur).Select(item => (item.Donor, item.Open.ToDecimalString())));
        // One donor's list holds that donor's alone.
        await using var connection = await books.Database.OpenAsync();
        var catalog = await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection);
        Assert.Equal("50000.00", Total(await AgeingList.ItemsAsync(connection, catalog, new Moment(Day("2026-07-01")), "XB")));
        Assert.Equal("0.00", Total(await AgeingList.ItemsAsync(connection, catalog, new Moment(Day("2026-07-01")), fund: "SFR")));
    }

    [Theory, EveryDatabase]
    public async Task Paid_written_off_and_taken_back_the_ageing_is_the_account_on_every_day(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        foreach (var (month, rate) in ((string, string)[])[("2026-01-31", "0.91"), ("2026-02-28", "0.87"), ("2026-03-31", "0.93"),
            ("2026-04-30", "0.88")]) await RateAsync(books, month, rate);
        var code = await SignAsync(books, "sign", In("USD", "1000.01"), To("USD", "0.90"), [new(Day("2026-02-01"), In("USD", "333.34")),
            new(Day("2026-09-01"), In("USD", "666.67"), "report")]);
        (await new RevalueBalances(books.Writer).RunAsync(new("TFFV", 2026, 1), TestBooks.Recorder)).OrThrow();
        (await new RecordReceipt(books.Writer).RunAsync(new("paid", "TFFV", "XA", Day("2026-02-10"), In("USD", "100.00"), "1011",
            new QuotedRate(To("USD", "0.91"), Day("2026-01-31"), "x"), null, null, code,
            null, PaymentDifference.StaysDue), TestBooks.Recorder)).OrThrow();
        (await new RevalueBalances(books.Writer).RunAsync(new("TFFV", 2026, 2), TestBooks.Recorder)).OrThrow();
        (await new MeetCondition(books.Writer).RunAsync(new("met", code, 2, Day("2026-03-05"), "report"), TestBooks.Recorder)).OrThrow();
        (await new RevalueBalances(books.Writer).RunAsync(new("TFFV", 2026, 4), TestBooks.Recorder)).OrThrow();

        foreach (var day in (string[])["2026-01-09", "2026-01-10", "2026-01-31", "2026-02-10", "2026-02-28", "2026-03-05", "2026-04-30",
            "2026-07-01"])
            Assert.Equal((day, await books.BalanceAsync("TFFV", "1100", day)), (day, Total(await ItemsAsync(books, day))));
    }

    private static string Total(IEnumerable<OpenItem> items) => Money.Eur(items.Where(item => item.Nature == OpenNature.Receivable)
        .Sum(item => item.OpenEur)).ToDecimalString();

    private static async Task<List<OpenItem>> ItemsAsync(TestBooks books, string asOf)
    {
        await using var connection = await books.Database.OpenAsync();
        return await AgeingList.ItemsAsync(connection, await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection),
            new Moment(Day(asOf)));
    }

    private static async Task RateAsync(TestBooks books, string on, string rate) =>
        await books.HasRateAsync(on, To("USD", rate));

    private static async Task<string> SignAsync(TestBooks books, string key, Money amount, Rate? rate,
        IReadOnlyList<InstalmentTerm> terms) =>
        (await new SignAgreement(books.Writer).RunAsync(new(key, "XA", null, "TFFV", Day("2026-01-10"), amount, rate, terms),
            TestBooks.Recorder)).OrThrow().Code;

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        return books;
    }
}
