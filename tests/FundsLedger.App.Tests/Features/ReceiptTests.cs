using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>State A pledged EUR 100,000 to the family visits; a foundation gives without a pledge.</summary>
public sealed class ReceiptTests
{
    private static readonly QuotedRate Dollar = new(To("USD", "0.92"), Day("2026-02-01"), "Circular");
    private static readonly RecordReceipt.Command Gift =
        new("gift", "TFFV", "NGO", Day("2026-02-01"), Eur("250.00"), "1010", Reference: "BANK-1");

    [Theory, EveryDatabase]
    public async Task A_gift_without_pledge_is_revenue_of_its_kind_of_donor(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var receipt = await books.MustRepeatAsync(() => RecordAsync(books, Gift));
        Assert.Equal("NGO-R-2026-1", receipt.Code);
        Assert.Equal("250.00", await books.BalanceAsync("TFFV", "1010"));
        Assert.Equal("-250.00", await books.BalanceAsync("TFFV", "4020"));
    }

    [Theory, EveryDatabase]
    public async Task Dollars_meet_a_pledge_in_euros_by_their_value(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var paid = Gift with { Donor = "XA", Amount = In("USD", "50000.00"), Bank = "1011", Rate = Dollar, Pledge = "XA-P-2026-1" };
        await books.MustRepeatAsync(() => RecordAsync(books, paid));
        Assert.Equal("46000.00", await books.BalanceAsync("TFFV", "1011"));
        Assert.Equal("-46000.00", await books.BalanceAsync("TFFV", "4010"));
        Assert.Equal("54000.00", await books.BalanceAsync("TFFV", "8010"));
        foreach (var other in (RecordReceipt.Command[])[paid with { Pledge = null }, paid with { Rate = Dollar with { Source = "Other" } },
            paid with { Rate = Dollar with { Date = Day("2026-01-31") } }, paid with { Reference = null }, paid with { Fund = "SFR" }])
            await books.MustRefuseAsync("key_used_for_other_input", () => RecordAsync(books, other));

        // More than was promised: the pledge is met in full and no further.
        (await RecordAsync(books, paid with { Key = "rest", Amount = In("USD", "90000.00") })).OrThrow();
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "8010"));
        await books.MustRefuseAsync("receipt_pledge_has_nothing_open", () => RecordAsync(books, paid with { Key = "more" }));
    }

    [Theory, EveryDatabase]
    public async Task A_payment_of_any_size_never_leaves_a_pledge_below_zero(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var pledge = (await new AnnouncePledge(books.Writer).RunAsync(
            new("p", "XA", Day("2026-01-02"), In("USD", "100.00"), To("USD", "0.9"), "In dollars", null, "TFFV"),
            TestBooks.Recorder)).OrThrow().Code;
        (await new EnterRate(books.Writer).RunAsync(new(Day("2026-02-01"), To("USD", "0.9"), "synthetic"), TestBooks.Recorder)).OrThrow();
        foreach (var (index, amount) in ((string[])["0.01", "33.33", "33.33", "33.34"]).Index())
            (await RecordAsync(books, Gift with { Key = $"part{index}", Donor = "XA", Amount = Eur(amount), Pledge = pledge })).OrThrow();
        Assert.Equal(0,
            await books.NumberAsync(
                $"SELECT SUM(amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = '8010' AND pledge = "
                    + $"'{pledge}'"));
        Assert.Equal("100000.00", await books.BalanceAsync("TFFV", "8010"));
    }

    [Theory, EveryDatabase]
    public async Task Refusals_about_receipts_come_in_order_and_leave_no_trace(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("receipt_amount_is_not_positive",
            () => RecordAsync(books, Gift with { Amount = Eur("0.00"), Fund = "??" }));
        await books.MustRefuseAsync("fund_is_unknown", () => RecordAsync(books, Gift with { Fund = "??", Donor = "??" }));
        await books.MustRefuseAsync("receipt_donor_is_unknown", () => RecordAsync(books, Gift with { Donor = "??", Bank = "??" }));
        await books.MustRefuseAsync("receipt_bank_is_unknown",
            () => RecordAsync(books, Gift with { Bank = "5010", Amount = In("USD", "1.00") }));
        await books.MustRefuseAsync("receipt_bank_takes_other_currency",
            () => RecordAsync(books, Gift with { Amount = In("USD", "1.00") }));
        await books.MustRefuseAsync("receipt_rate_is_missing",
            () => RecordAsync(books, Gift with { Amount = In("USD", "1.00"), Bank = "1011", Pledge = "??" }));
        await books.MustRefuseAsync("receipt_pledge_is_unknown", () => RecordAsync(books, Gift with { Pledge = "??" }));
        await books.MustRefuseAsync("receipt_pledge_is_of_another_donor", () => RecordAsync(books, Gift with { Pledge = "XA-P-2026-1" }));
    }

    private static Task<Outcome<RecordedReceipt>> RecordAsync(TestBooks books, RecordReceipt.Command command) =>
        new RecordReceipt(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        (await new AddDonor(books.Writer).RunAsync(new("NGO", "Foundation", DonorType.Ngo, "en"), TestBooks.Recorder)).OrThrow();
        (await new AnnouncePledge(books.Writer).RunAsync(
            new("pledge", "XA", Day("2026-01-01"), Eur("100000.00"), null, "Pledge", null, "TFFV"), TestBooks.Recorder)).OrThrow();
        return books;
    }
}
