using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>Money is used once: what came back is owed again, and what is set aside, owed or waiting is neither spent nor set free past
/// its register. TFFV begins with EUR 100,000.</summary>
public sealed class MoneyTwiceTests
{
    [Theory, EveryDatabase]
    public async Task A_returned_payment_is_owed_and_none_of_its_entries_is_taken_back_by_itself(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var commitment = await CommitAsync(books, "5000.00");
        var payment = (await PayAsync(books, "pay", commitment, "4000.00", isFinal: true)).OrThrow().Payment;
        Assert.Equal(96_000_00, await AvailableAsync(books));
        var last = await books.NumberAsync("SELECT MAX(seq) FROM entries");

        for (var leg = 3; leg <= last; leg++)
            Assert.Equal("payment_is_by_hand", (await new ReverseEntry(books.Writer).RunAsync(new($"back {leg}", leg, Day("2026-03-20"),
                "returned by the bank"), TestBooks.Recorder)).Refusal?.Code);
        (await BackAsync(books, payment)).OrThrow();

        // What came back is owed to whom it was to reach: nobody else can have it.
        Assert.Equal(("100000.00", "0.00", "-4000.00", 96_000_00L), (await books.BalanceAsync("TFFV", "1010"),
            await books.BalanceAsync("TFFV", "8020"), await books.BalanceAsync("TFFV", "2010"), await AvailableAsync(books)));
    }

    [Theory, EveryDatabase]
    public async Task A_part_payment_that_comes_back_leaves_the_other_part_paid(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var commitment = await CommitAsync(books, "5000.00");
        (await PayAsync(books, "first", commitment, "1000.00", isFinal: false)).OrThrow();
        var second = (await PayAsync(books, "second", commitment, "1500.00", isFinal: false)).OrThrow().Payment;

        (await BackAsync(books, second)).OrThrow();

        Assert.Equal(("99000.00", "2500.00", "2500.00", "-1500.00"), (await books.BalanceAsync("TFFV", "1010"),
            await books.BalanceAsync("TFFV", "8020"), await books.BalanceAsync("TFFV", "5010"), await books.BalanceAsync("TFFV", "2010")));
    }

    [Theory, EveryDatabase]
    public async Task A_payment_comes_back_also_where_less_than_nothing_is_available(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var commitment = await CommitAsync(books, "99000.00");
        var payment = (await PayAsync(books, "pay", commitment, "99000.00", isFinal: true)).OrThrow().Payment;
        (await books.PostAsync(Entry("2026-03-02 charge TFFV", "5910 1001.00", "1010 -1001.00"), EntryRights.FollowsBank)).OrThrow();

        (await BackAsync(books, payment)).OrThrow();

        Assert.Equal(("98999.00", "-99000.00", -1_00L), (await books.BalanceAsync("TFFV", "1010"), await books.BalanceAsync("TFFV",
            "2010"), await AvailableAsync(books)));
    }

    [Theory, EveryDatabase]
    public async Task Money_set_free_and_committed_elsewhere_is_not_set_aside_a_second_time(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var first = await CommitAsync(books, "60000.00");
        (await new ReleaseCommitment(books.Writer).RunAsync(new("free", first, Day("2026-03-01"), ReleaseReason.NoLongerNeeded),
            TestBooks.Certifier)).OrThrow();
        (await MakeAsync(books, "60000.00", "2026-03-02")).OrThrow();

        var answer = await new ReverseEntry(books.Writer).RunAsync(new("back", 3, Day("2026-03-20"), "released by mistake"),
            TestBooks.Recorder);

        Assert.Equal("available_is_too_low", answer.Refusal?.Code);
    }

    [Theory, EveryDatabase]
    public async Task A_file_takes_back_nothing_of_a_payment(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var commitment = await CommitAsync(books, "5000.00");
        (await PayAsync(books, "pay", commitment, "5000.00", isFinal: true)).OrThrow();
        var file = TestServer.NewFile(".jsonl");
        await using var connection = await books.Database.OpenAsync();
        var keys = await connection.Command(null, "SELECT idempotency_key FROM entries WHERE seq > 2 ORDER BY seq")
            .RowsAsync(row => row.GetString(0));
        var before = await books.EveryRowAsync();

        await File.WriteAllLinesAsync(file, keys.Select((key, index) =>
            $$"""{"key":"b{{index}}","date":"2026-03-20","fund":"TFFV","kind":"reversal","description":"Back","reverses":"{{key}}"}"""));
        Assert.Equal("payment_is_by_hand", (await new PostFile(books.Writer).RunAsync(file, TestBooks.Recorder)).Refusal?.Code);
        var told = new List<string?>();
        (await new PostFile(books.Writer).RunEachAsync(file, TestBooks.Recorder, line => told.Add(line.Outcome.Refusal?.Code))).OrThrow();

        // One by one, an entry of several is refused before anybody looks at what it moves.
        Assert.Equal(keys.Count, told.Count);
        Assert.All(told, code => Assert.Contains(code, (string[])["payment_is_by_hand", "reversal_leaves_a_leg"]));
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task The_same_money_is_not_committed_twice(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var commitment = await CommitAsync(books, "5000.00");

        await books.MustRefuseAsync("commitment_is_by_hand", Entry("2026-03-01 release TFFV", "8020 -5000.00", "8021 5000.00"));

        await books.MustRefuseAsync("available_is_too_low", () => MakeAsync(books, "95000.01"));
        Assert.Equal(("5000.00", 95_000_00L), (await books.BalanceAsync("TFFV", "8020"), await AvailableAsync(books)));
        (await PayAsync(books, "pay", commitment, "5000.00", isFinal: true)).OrThrow();
    }

    [Theory, EveryDatabase]
    public async Task An_accrual_beside_its_open_commitment_is_refused_and_counts_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var commitment = await CommitAsync(books, "2000.00");

        await books.MustRefuseAsync("commitment_is_by_hand", Entry("2026-03-01 adjustment TFFV", $"5010 2000.00 commitment:{commitment}",
            $"2010 -2000.00 commitment:{commitment}"));

        Assert.Equal(98_000_00, await AvailableAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task A_bank_account_is_not_overdrawn_in_its_own_currency_while_another_holds_enough(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2026-03-01 receipt TFFV", "1012 5000.00 GBP @@ 5850.00", "4010 -5000.00 GBP @@ -5850.00"));

        await books.MustRefuseAsync("bank_is_overdrawn", Entry("2026-03-02 exchange TFFV", "1012 -10000.00 GBP @@ -11700.00",
            "1010 11700.00"));
        await books.MustRefuseAsync("bank_is_overdrawn", Entry("2026-02-28 exchange TFFV", "1012 -0.01 GBP @@ -0.01", "1010 0.01"));
        await books.MustPostAsync(Entry("2026-05-02 exchange TFFV", "1012 -5000.00 GBP @@ -5850.00", "1010 5850.00"));
        // Everything leaves in May: nothing is there to leave in April.
        await books.MustRefuseAsync("bank_is_overdrawn", Entry("2026-04-02 exchange TFFV", "1012 -0.01 GBP @@ -0.01", "1010 0.01"));
    }

    [Theory, EveryDatabase]
    public async Task Unidentified_money_is_not_spent_by_hand_while_its_bank_line_waits(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await Bank.BankFiles.RegisterAsync(books, "B", Bank.CamtText.Account, startsOn: "2026-01-01");
        await Bank.BankFiles.ImportAsync(books, Bank.CamtText.File("0.00", "2026-01-01", "5000.00", "2026-01-31",
            "2026-01-10 5000.00 Gift"));
        await books.MustPostAsync(Entry("2026-02-01 receipt TFFV", "1010 70.00", "2900 -70.00"));

        await books.MustRefuseAsync("item_is_overdrawn", Entry("2026-03-01 transfer TFFV", "2900 5000.00", "1010 -5000.00"));
        await books.MustRefuseAsync("item_is_overdrawn", Entry("2026-03-01 transfer TFFV", "2900 70.01", "1010 -70.01"));

        // What was entered by hand is resolved by hand.
        await books.MustPostAsync(Entry("2026-03-01 adjustment TFFV", "2900 70.00", "4010 -70.00"));
    }

    [Theory, EveryDatabase]
    public async Task A_payable_is_paid_once_and_under_its_own_name(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2026-03-01 adjustment TFFV", "5010 200.00", "2010 -200.00 request:V-1"),
            Entry("2026-03-05 adjustment TFFV", "5010 100.00", "2010 -100.00 request:V-2"));

        await books.MustRefuseAsync("item_is_overdrawn", Entry("2026-03-10 adjustment TFFV", "2010 300.00 request:V-1", "1010 -300.00"));
        await books.MustRefuseAsync("item_is_overdrawn", Entry("2026-03-10 adjustment TFFV", "2010 100.00", "1010 -100.00"));
        await books.MustRefuseAsync("item_is_overdrawn", Entry("2026-02-28 adjustment TFFV", "2010 200.00 request:V-1", "1010 -200.00"));
        await books.MustPostAsync(Entry("2026-03-10 adjustment TFFV", "2010 200.00 request:V-1", "1010 -200.00"));
        await books.MustRefuseAsync("item_is_overdrawn", Entry("2026-03-11 adjustment TFFV", "2010 0.01 request:V-1", "1010 -0.01"));
        Assert.Equal("-100.00", await books.BalanceAsync("TFFV", "2010"));
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2026-01-01 opening TFFV", "1010 100000.00", "3020 -100000.00"));
        return books;
    }

    private static async Task<string> CommitAsync(TestBooks books, string amount) => (await MakeAsync(books, amount)).OrThrow().Code;

    private static async Task<Domain.Outcome<MadeCommitment>> MakeAsync(TestBooks books, string amount, string date = "2026-02-01")
    {
        var key = $"commit after {await books.NumberAsync("SELECT count(*) FROM entries")}";
        return await new MakeCommitment(books.Writer).RunAsync(new(key, "TFFV", null, Eur(amount), Day(date)), TestBooks.Certifier);
    }

    private static Task<Domain.Outcome<PaidPayment>> PayAsync(TestBooks books, string key, string commitment, string amount,
        bool isFinal) =>
        PayRoad.PayAsync(books.Writer, key, commitment, Day("2026-03-01"), [new("5010", Eur(amount))], isFinal);

    private static Task<Domain.Outcome<MovedPayment>> BackAsync(TestBooks books, string payment) =>
        PayRoad.BankAsync(books.Writer, payment, Domain.Payments.PaymentEventKind.Returned, Day("2026-03-20"), "returned by the bank");

    private static Task<long> AvailableAsync(TestBooks books) => books.NumberAsync(
        "SELECT SUM(CASE a.role WHEN 'commitments' THEN -p.eur_minor ELSE p.eur_minor END) FROM postings p JOIN accounts a ON a.id = "
            + "p.account_id WHERE a.fund_id = 1 AND a.role IN ('cash', 'withheld', 'commitments')");
}
