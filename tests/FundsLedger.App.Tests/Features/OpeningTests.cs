using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>Agreements and commitments in force are brought from older books item by item: their lists are the opening balances, nothing of
/// it is revenue, and what happens to them afterwards finds them. The books begin on 31 December 2025 with EUR 100,000.</summary>
public sealed class OpeningTests
{
    private static readonly SignAgreement.Command InForce = new("open", "XA", null, "TFFV", Day("2024-03-01"), Eur("50000.00"), null,
        [new(Day("2025-06-30"), Eur("20000.00")), new(Day("2026-06-30"), Eur("30000.00"), "report accepted")], ReturnsBalance: true,
        Reference: "NV 3/2024") { OpeningOn = Day("2025-12-31") };

    [Theory, EveryDatabase]
    public async Task An_agreement_in_force_is_owed_and_no_revenue_and_its_payments_find_it(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);

        var code = (await books.MustRepeatAsync(() => SignAsync(books, InForce))).Code;

        await MustBeAsync(books, ("1100", "50000.00"), ("2110", "-30000.00"), ("3020", "-120000.00"), ("4010", "0.00"),
            ("8013", "50000.00"), ("8010", "0.00"));
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "1100", "2025-12-30"));
        // The list of what is open is the balance, and knows since when it is due.
        await using (var connection = await books.Database.OpenAsync())
        {
            var items = await AgeingList.ItemsAsync(connection, await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection),
                new Moment(Day("2025-12-31")), fund: "TFFV");
            Assert.Equal(50_000_00, items.Where(item => item.Nature == OpenNature.Receivable).Sum(item => item.OpenEur));
        }
        var paid = new RecordReceipt.Command("paid", "TFFV", "XA", Day("2026-01-15"), Eur("20000.00"), "1010", Agreement: code);
        await books.MustRefuseAsync("agreement_date_is_too_early", () => ReceiveAsync(books, paid with { Date = Day("2025-12-30") }));
        await books.MustRepeatAsync(() => ReceiveAsync(books, paid));
        (await new MeetCondition(books.Writer).RunAsync(new("met", code, 2, Day("2026-02-01"), "report"), TestBooks.Recorder)).OrThrow();

        // What was conditional was no revenue anywhere before.
        await MustBeAsync(books, ("1100", "30000.00"), ("2110", "0.00"), ("4010", "-30000.00"), ("3020", "-120000.00"),
            ("1010", "120000.00"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_dollar_agreement_in_force_comes_at_what_the_older_books_carried(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await SignAsync(books, InForce with { Amount = In("USD", "1000.00"), Rate = To("USD", "0.93"), Instalments =
            [new(Day("2026-06-30"), In("USD", "1000.00"))] })).OrThrow();

        await MustBeAsync(books, ("1100", "930.00"), ("3020", "-100930.00"), ("4010", "0.00"));
        Assert.Equal(100_000, await books.NumberAsync(
            "SELECT SUM(p.amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = '1100' AND "
                + "p.currency = 'USD'"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_opens_before_it_was_signed_is_refused_and_so_is_another_day_under_one_key(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("agreement_opens_before_signature", () => SignAsync(books, InForce with { OpeningOn =
            Day("2024-02-29") }));
        (await SignAsync(books, InForce)).OrThrow();
        await books.MustRefuseAsync("key_used_for_other_input", () => SignAsync(books, InForce with { OpeningOn = Day("2026-01-01") }));
        await books.MustRefuseAsync("key_used_for_other_input", () => SignAsync(books, InForce with { OpeningOn = null }));
    }

    [Theory, EveryDatabase]
    public async Task A_commitment_in_force_is_set_aside_under_its_code_and_paid_from_there(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var make = new MakeCommitment.Command("open", "TFFV", null, Eur("8000.00"), Day("2025-11-01"), Day("2026-03-31"),
            "Visit") { OpeningOn = Day("2025-12-31") };
        await books.MustRefuseAsync("commitment_opens_before_it_was_made", () => MakeAsync(books, make with { OpeningOn =
            Day("2025-10-31") }));
        await books.MustRefuseAsync("available_is_too_low", () => MakeAsync(books, make with { Amount = Eur("100000.01") }));

        var code = (await books.MustRepeatAsync(() => MakeAsync(books, make))).Code;

        Assert.Equal("C-2025-0001", code);
        Assert.Equal(("8000.00", "0.00"), (await books.BalanceAsync("TFFV", "8020"), await books.BalanceAsync("TFFV", "8020",
            "2025-12-30")));
        await PayRoad.AddHotelAsync(books.Writer);
        await books.MustRefuseAsync("payment_date_is_too_early", () => PayAsync(books, code, "2025-12-30"));
        await books.MustRefuseAsync("payment_is_after_expiry", () => PayAsync(books, code, "2026-04-01"));
        await books.MustRepeatAsync(() => PayAsync(books, code, "2026-02-01"));
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "8020"));
        // Opening is no use of the year.
        await MustBeGoodAsync(books);
    }

    private static Task<Outcome<SignedAgreement>> SignAsync(TestBooks books, SignAgreement.Command command) =>
        new SignAgreement(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<RecordedReceipt>> ReceiveAsync(TestBooks books, RecordReceipt.Command command) =>
        new RecordReceipt(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<MadeCommitment>> MakeAsync(TestBooks books, MakeCommitment.Command command) =>
        new MakeCommitment(books.Writer).RunAsync(command, TestBooks.Certifier);

    private static Task<Outcome<PaidPayment>> PayAsync(TestBooks books, string commitment, string date) => PayRoad.PayAsync(books.Writer,
        "pay", commitment, Day(date), [new("5010", Eur("7900.00"))], isFinal: true);

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
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Entry("2025-12-31 opening TFFV", "1010 100000.00", "3020 -100000.00"));
        return books;
    }
}
