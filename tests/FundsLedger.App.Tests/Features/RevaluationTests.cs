using CsCheck;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Receipts;
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

/// <summary>Foreign balances at month ends say the same in whatever order things were typed. State XA owes TFFV USD 100,000 under an
/// agreement signed at 0.90.</summary>
public sealed class RevaluationTests
{
    [Theory, EveryDatabase]
    public async Task A_month_valued_after_a_later_receipt_leaves_no_value_without_an_amount(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, "2026-02-01", ("2026-06-30", "0.88"));
        books.Clock.SetUtcNow(new DateTimeOffset(2026, 8, 1, 9, 0, 0, TimeSpan.Zero));
        await PayAsync(books, "paid", "2026-07-10", "100000.00", "0.92");

        await ValueAsync(books, 2026, 6);

        Assert.Equal(("88000.00", "0.00"), (await books.BalanceAsync("TFFV", "1100", "2026-06-30"), await books.BalanceAsync("TFFV",
            "1100")));
        Assert.Equal(-200_000, await DifferencesAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task A_receipt_typed_after_two_months_were_valued_is_cleared_at_what_was_owed_on_its_day(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, "2025-11-01", ("2025-12-31", "0.95"), ("2026-01-31", "0.85"));
        await ValueAsync(books, 2025, 12);
        await ValueAsync(books, 2026, 1);

        await PayAsync(books, "paid", "2025-12-20", "100000.00", "0.85");

        // 5,000 are lost on the claim; the dollars in the bank are worth 95,000 at the year's end and 85,000 a month later.
        Assert.Equal(("0.00", "95000.00", 500_000L - 1_000_000), (await books.BalanceAsync("TFFV", "1100", "2025-12-31"),
            await books.BalanceAsync("TFFV", "1011", "2025-12-31"), await DifferencesAsync(books, "2025-12-31")));
        Assert.Equal(("0.00", "85000.00", 500_000L), (await books.BalanceAsync("TFFV", "1100"), await books.BalanceAsync("TFFV", "1011"),
            await DifferencesAsync(books)));
    }

    [Theory, EveryDatabase]
    public async Task A_valued_agreement_that_is_taken_back_leaves_nothing(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, "2026-02-01", ("2026-03-31", "0.85"));
        await ValueAsync(books, 2026, 3);
        var signed = await books.NumberAsync("SELECT MIN(seq) FROM entries WHERE kind = 'agreement'");

        var asked = (await new ReverseEntry(books.Writer).AskAsync(new("undo", signed, Day("2026-04-15"), "never signed"),
            TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();

        Assert.Equal(("0.00", 0L, "85000.00"), (await books.BalanceAsync("TFFV", "1100"), await DifferencesAsync(books),
            await books.BalanceAsync("TFFV", "1100", "2026-03-31")));
    }

    [Theory, EveryDatabase]
    public async Task A_month_is_not_valued_with_a_rate_older_than_31_days(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, "2026-02-01", ("2026-03-30", "0.85"));

        await books.MustRefuseAsync("rate_of_month_end_is_missing", () => new RevalueBalances(books.Writer).RunAsync(new("TFFV", 2026,
            5), TestBooks.Recorder));
        Assert.Equal(-500_000, (await new RevalueBalances(books.Writer).RunAsync(new("TFFV", 2026, 4),
            TestBooks.Recorder)).OrThrow().GainEur);
    }

    [Theory, EveryDatabase]
    public async Task Everything_held_or_owed_in_a_foreign_currency_is_valued_and_what_is_deferred_goes_with_its_claim(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Entry("2026-02-01 receipt TFFV", "1011 1000.00 USD @@ 900.00", "2900 -100.00 USD @@ -90.00",
            "4010 -900.00 USD @@ -810.00"),
            Entry("2026-02-02 adjustment TFFV", "4010 200.00 USD @@ 180.00", "2200 -200.00 USD @@ -180.00 donor:XA"),
            Entry("2026-02-03 adjustment TFFV", "5010 50.00 USD @@ 45.00", "2010 -50.00 USD @@ -45.00 request:V-1"),
            Entry("2026-02-04 adjustment TFFV", "1300 30.00 USD @@ 27.00", "4300 -30.00 USD @@ -27.00"),
            Entry("2026-02-05 agreement TFFV", "1100 400.00 USD @@ 360.00 donor:XA agreement:A-1",
                "2110 -400.00 USD @@ -360.00 donor:XA agreement:A-1"));
        var dollars = (int)await books.NumberAsync(
            "SELECT a.id FROM accounts a JOIN funds f ON f.id = a.fund_id WHERE f.code = 'TFFV' AND a.code = '1011'");
        await books.RegisterAsync(Registers.Reconciliations, 1L, "B", dollars, 1L, Day("2026-02-28"), 0L, 0L, 0L,
            ReconciliationStep.Approved, TestBooks.Approver.Id, TestBooks.Approver.Name, TestBooks.Recorder.Id, TestBooks.Recorder.Name,
            0L);
        await RateAsync(books, "2026-02-28", "0.80");

        await ValueAsync(books, 2026, 2);

        foreach (var (account, worth) in ((string, string)[])[("1011", "800.00"), ("2900", "-80.00"), ("2200", "-160.00"), ("2010",
            "-40.00"), ("1300", "24.00"), ("1100", "320.00"), ("2110", "-320.00")])
            Assert.Equal((account, worth), (account, await books.BalanceAsync("TFFV", account)));
        // Lost on 1,030 held, won on 350 owed; nothing on money that is a claim only once its condition is met.
        Assert.Equal(103_00 - 35_00, await DifferencesAsync(books));
    }

    [Fact]
    public async Task The_order_of_typing_changes_no_balance_at_a_months_end()
    {
        var random = new PCG(7);
        var acts = Gen.Select(Gen.Int[0, 119], Gen.Int[86, 95], Gen.Int[0, 1_000_000]).Array[4];
        for (var life = 0; life < 12; life++)
        {
            var typed = acts.Generate(random, null, out _);
            var shuffled = await LiveAsync(typed, [.. typed.OrderBy(act => act.Item3)], valuesBetween: true);
            var inOrder = await LiveAsync(typed, [.. typed.OrderBy(act => act.Item1)], valuesBetween: false);
            Assert.Equal(inOrder, shuffled);
        }
    }

    /// <summary>Four instalments of 25,000, paid on the days and at the rates given, typed in the order given; every month is valued, in
    /// between or at the end.</summary>
    private static async Task<string> LiveAsync((int Day, int Rate, int Turn)[] all, (int Day, int Rate, int Turn)[] typed,
        bool valuesBetween)
    {
        await using var books = await OpenAsync(DatabaseKind.Sqlite, "2026-01-15", ("2026-01-31", "0.91"), ("2026-02-28", "0.88"),
            ("2026-03-31", "0.93"), ("2026-04-30", "0.87"), ("2026-05-31", "0.90"));
        foreach (var (index, act) in typed.Index())
        {
            await PayAsync(books, $"paid {index}", $"{new DateOnly(2026, 1, 16).AddDays(act.Day):yyyy-MM-dd}", "25000.00", $"0.{act.Rate}");
            if (valuesBetween) await ValueAsync(books, 2026, 1 + act.Turn % 5);
        }
        foreach (var month in Enumerable.Range(1, 5)) await ValueAsync(books, 2026, month);
        var standing = new List<string>();
        foreach (var day in (string[])["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"])
        {
            var (owed, held) = (await books.BalanceAsync("TFFV", "1100", day), await books.BalanceAsync("TFFV", "1011", day));
            standing.Add($"{day}: {owed} {held} {await DifferencesAsync(books, day)}");
        }
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "1100"));
        return string.Join("; ", standing);
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on, string signed, params (string Day, string Rate)[] rates)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        foreach (var (day, rate) in rates) await RateAsync(books, day, rate);
        var on1 = Day(signed);
        InstalmentTerm[] terms = [.. Enumerable.Range(0, 4).Select(index => new InstalmentTerm(on1.AddMonths(1 + index), In("USD",
            "25000.00")))];
        (await new SignAgreement(books.Writer).RunAsync(new("sign", "XA", null, "TFFV", on1, In("USD", "100000.00"), To("USD", "0.90"),
            terms), TestBooks.Recorder)).OrThrow();
        return books;
    }

    private static async Task RateAsync(TestBooks books, string day, string rate) =>
        await books.HasRateAsync(day, To("USD", rate));

    private static async Task PayAsync(TestBooks books, string key, string day, string amount, string rate)
    {
        var whole = In("USD", amount);
        var count = (int)(whole.Minor / 2_500_000);
        for (var part = 0; part < count; part++)
            (await new RecordReceipt(books.Writer).RunAsync(new($"{key}/{part + 10}", "TFFV", "XA", Day(day), In("USD", "25000.00"),
                "1011", new QuotedRate(To("USD", rate), Day(day), "Bank"), null, null,
                await AgreementAsync(books), RateAgain: To("USD", rate)), TestBooks.Recorder)).OrThrow();
    }

    private static Task<string> AgreementAsync(TestBooks books)
    {
        using var db = books.Database.Read();
        return Task.FromResult(db.Agreements.Single().Code);
    }

    private static async Task ValueAsync(TestBooks books, int year, int month) =>
        (await new RevalueBalances(books.Writer).RunAsync(new("TFFV", year, month), TestBooks.Recorder)).OrThrow();

    /// <summary>Lost by exchange, in cents; won below zero.</summary>
    private static Task<long> DifferencesAsync(TestBooks books, string until = "2199-12-31") => books.NumberAsync(
        $"SELECT COALESCE(SUM(p.eur_minor), 0) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code IN ('4200', '5930') "
            + $"AND p.effective_date <= {until.Replace("-", "", StringComparison.Ordinal)}");
}
