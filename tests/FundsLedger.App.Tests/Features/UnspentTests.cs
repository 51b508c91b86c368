using CsCheck;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>What goes back when agreements close: nobody's money twice, each in its own currency, and together never more than there
/// is.</summary>
public sealed class UnspentTests
{
    [Theory, EveryDatabase]
    public async Task A_payment_that_was_too_high_is_not_returned_twice(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var code = await SignAsync(books, "a", "XA", Eur("900.00"), null);
        await PayAsync(books, "paid", "XA", Eur("1000.00"), "1010", null, code, PaymentDifference.Return);
        Assert.Equal("-100.00", await books.BalanceAsync("TFFV", "2200"));
        var asked = await CloseAsync(books, code);
        Assert.Contains("\"received\":\"900.00\"", asked.Input, StringComparison.Ordinal);
        Assert.Equal("-1000.00", await books.BalanceAsync("TFFV", "2200"));
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "4010"));
    }

    [Theory, EveryDatabase]
    public async Task A_separate_gift_beside_an_agreement_does_not_go_back_with_it(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var code = await SignAsync(books, "a", "XA", Eur("900.00"), null);
        await PayAsync(books, "paid", "XA", Eur("1000.00"), "1010", null, code, PaymentDifference.SeparateGift);
        await CloseAsync(books, code);
        Assert.Equal(("-900.00", "-100.00"), (await books.BalanceAsync("TFFV", "2200"), await books.BalanceAsync("TFFV", "4010")));
    }

    [Theory, EveryDatabase]
    public async Task Dollars_go_back_as_dollars_at_the_rate_they_were_worth_on_arrival(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var code = await SignAsync(books, "a", "XA", In("USD", "1000.00"), To("USD", "0.90"));
        await PayAsync(books, "paid", "XA", In("USD", "1000.00"), "1011", new QuotedRate(To("USD", "0.80"), Day("2026-02-01"), "synthetic"),
            code);
        await books.MustPostAsync(Entry("2026-03-10 disbursement TFFV", "5010 250.00 USD @@ 200.00", "1011 -250.00 USD @@ -200.00"));

        var asked = await CloseAsync(books, code);

        // 800 EUR came, 200 were used: 600 EUR, which is three quarters of the dollars.
        Assert.Contains("\"currency\":\"USD\",\"returned\":\"750.00\",\"returned_eur\":\"600.00\"", asked.Input, StringComparison.Ordinal);
        Assert.Equal("-600.00", await books.BalanceAsync("TFFV", "2200"));
        Assert.Equal(-75_000,
            await books.NumberAsync(
                "SELECT SUM(p.amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = '2200' AND p.currency "
                    + "= 'USD'"));
    }

    [Theory, EveryDatabase]
    public async Task What_went_back_to_one_donor_is_no_use_of_anothers_money(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (first, second) =
            (await SignAsync(books, "a", "XA", Eur("600.00"), null), await SignAsync(books, "b", "XB", Eur("300.00"), null));
        await PayAsync(books, "paid-a", "XA", Eur("600.00"), "1010", null, first);
        await PayAsync(books, "paid-b", "XB", Eur("300.00"), "1010", null, second);
        await books.MustPostAsync(Entry("2026-03-10 disbursement TFFV", "5010 90.00", "1010 -90.00"));
        await CloseAsync(books, first);
        Assert.Equal("-540.00", await books.BalanceAsync("TFFV", "2200"));
        // It leaves the bank; the other's share is as it was.
        var asked = (await new PayBack(books.Writer).AskAsync(
            new("back", "XA", "TFFV", Day("2026-06-30"), Eur("540.00"), "1010", "agreement ended"), TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
        await CloseAsync(books, second);
        Assert.Equal(("-270.00", "270.00"), (await books.BalanceAsync("TFFV", "2200"), await books.BalanceAsync("TFFV", "1010")));
    }

    [Fact]
    public async Task Random_agreements_closed_one_after_the_other_return_what_is_left_and_no_cent_more()
    {
        var lives = Gen.Select(Gen.Int[1, 60_000].Array[2, 4], Gen.Int[0, 50_000].Array[0, 4], Gen.Int[0, 2_000], Gen.Bool);
        var random = new PCG(7);
        for (var life = 0; life < 12; life++)
        {
            var (gifts, spent, interest, hasOther) = lives.Generate(random, null, out _);
            await LiveAsync(gifts, spent, interest, hasOther);
        }
    }

    private static async Task LiveAsync(int[] gifts, int[] spent, int interest, bool hasOther)
    {
        await using var books = await OpenAsync(DatabaseKind.Sqlite);
        var agreements = new List<string>();
        foreach (var (index, gift) in gifts.Index())
        {
            var (amount, rate) =
                index % 2 == 1 ? (new Money(gift, Currency.Of("USD")), (Rate?)To("USD", "0.913713")) : (Money.Eur(gift), null);
            agreements.Add(await SignAsync(books, $"a{index}", index % 2 == 0 ? "XA" : "XB", amount, rate));
            await PayAsync(books, $"p{index}", index % 2 == 0 ? "XA" : "XB", amount, rate is null ? "1010" : "1011",
                rate is null ? null : new QuotedRate(To("USD", "0.87"), Day("2026-02-01"), "synthetic"), agreements[^1]);
        }
        if (hasOther) await books.MustPostAsync(Entry("2026-02-10 receipt TFFV", "1010 333.33", "4020 -333.33"));
        if (interest > 0)
            await books.MustPostAsync(
                Entry("2026-03-31 interest TFFV", $"1010 {Money.Eur(interest).ToDecimalString()}",
                    $"4100 -{Money.Eur(interest).ToDecimalString()}"));
        // Spent is in euros: the dollars are exchanged first, for what they were worth on arrival.
        if (await SumAsync(books, "1011", "amount_minor") is var dollars and > 0)
        {
            var worth = Money.Eur(await SumAsync(books, "1011", "eur_minor")).ToDecimalString();
            await books.MustPostAsync(Entry("2026-04-01 exchange TFFV",
                $"1011 -{new Money(dollars, Currency.Of("USD")).ToDecimalString()} USD @@ -{worth}", $"1010 {worth}"));
        }
        foreach (var (index, wanted) in spent.Index())
        {
            var left = await CashAsync(books);
            if (Math.Min(wanted, left) is var now and > 0)
                await books.MustPostAsync(
                    Entry($"2026-04-{10 + index} disbursement TFFV", $"5010 {Money.Eur(now).ToDecimalString()}",
                        $"1010 -{Money.Eur(now).ToDecimalString()}"));
        }
        var rest = await CashAsync(books);
        long returned = 0;
        foreach (var code in agreements)
        {
            await CloseAsync(books, code);
            var after = -await books.NumberAsync(
                "SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id JOIN funds f ON f.id = a.fund_id WHERE "
                    + "a.code = '2200' AND f.code = 'TFFV'");
            Assert.InRange(after - returned, 0, rest - returned);
            returned = after;
        }
        // Where nobody else's money lay in the fund, all of what was left goes back, to the rounding of the shares.
        if (!hasOther) Assert.InRange(rest - returned, 0, agreements.Count * (spent.Length + 2));
        var reads = new LedgerReads(books.Database, books.Clock);
        Assert.True((await new LedgerCheck(reads).RunAsync()).IsGood);
    }

    private static Task<long> SumAsync(TestBooks books, string account, string column) =>
        books.NumberAsync(
            $"SELECT COALESCE(SUM(p.{column}), 0) FROM postings p JOIN accounts a ON a.id = p.account_id JOIN funds f ON f.id = a.fund_id "
                + $"WHERE a.code = '{account}' AND f.code = 'TFFV'");

    private static Task<long> CashAsync(TestBooks books) =>
        books.NumberAsync(
            "SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id JOIN funds f ON f.id = a.fund_id WHERE "
                + "a.role = 'cash' AND f.code = 'TFFV'");

    private static async Task<string> SignAsync(TestBooks books, string key, string donor, Money amount, Rate? rate) =>
        (await new SignAgreement(books.Writer).RunAsync(
            new(key, donor, null, "TFFV", Day("2026-01-10"), amount, rate, [new(Day("2026-02-01"), amount)], ReturnsBalance: true),
            TestBooks.Recorder)).OrThrow().Code;

    private static async Task PayAsync(TestBooks books, string key, string donor, Money amount, string bank, QuotedRate? rate,
        string agreement, PaymentDifference? difference = null) =>
        (await new RecordReceipt(books.Writer).RunAsync(
            new(key, "TFFV", donor, Day("2026-02-01"), amount, bank, rate, null, null, agreement, null, difference),
            TestBooks.Recorder)).OrThrow();

    /// <summary>Asks for the closing and approves it.</summary>
    private static async Task<ApprovalStanding> CloseAsync(TestBooks books, string code)
    {
        var asked = (await new CloseAgreement(books.Writer).AskAsync(new($"close/{code}", code, Day("2026-06-30"), "project ended"),
            TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
        await using var connection = await books.Database.OpenAsync();
        return (await ApprovalList.ReadAsync(connection, id: asked.Id)).Single();
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        return books;
    }
}
