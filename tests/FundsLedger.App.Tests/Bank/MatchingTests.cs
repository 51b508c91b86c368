using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Reconciliation;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Lines are matched by a person; what was decided can be taken back, and what was reconciled cannot.</summary>
public sealed class MatchingTests
{
    [Theory, EveryDatabase]
    public async Task Money_in_suspense_meets_its_pledge_and_comes_back_when_the_receipt_is_reversed(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "300.00", "2026-01-31",
            "2026-01-10 300.00 Gift iban:NL01 name:State_XA"));
        var identify = new MatchLines.Identification(1, "XA", [new("XA-P-2026-1", Eur("300.00"))], false, "reference");
        var matched = await books.MustRepeatAsync(() => Match(books).IdentifyAsync(identify, TestBooks.Recorder));
        Assert.Equal(("0.00", "-300.00", "1200.00"), (await books.BalanceAsync("TFFV", "2900"), await books.BalanceAsync("TFFV", "4010"),
            await books.BalanceAsync("TFFV", "8010")));
        Assert.Equal(20260110, await books.NumberAsync("SELECT received_on FROM receipts"));
        await books.MustRefuseAsync("bank_line_is_settled", () => Match(books)
            .IdentifyAsync(identify with { Donor = "XB" }, TestBooks.Recorder));

        await books.MustPostAsync(Reversal("2026-06-30", "TFFV", await KeyAsync(books, matched.Entries[0])));
        Assert.Equal("-300.00", await books.BalanceAsync("TFFV", "2900"));
        (await Match(books).IdentifyAsync(identify with { Parts = [new(null, Eur("300.00"))] }, TestBooks.Recorder)).OrThrow();
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "2900"));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task One_line_may_meet_several_pledges_and_must_meet_exactly_its_amount(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "1500.00", "2026-01-31", "2026-01-10 1500.00 Gift"));
        await books.MustRefuseAsync("bank_sums_differ", () => Match(books)
            .IdentifyAsync(new(1, "XA", [new("XA-P-2026-1", Eur("1000.00"))], false, "x"), TestBooks.Recorder));
        await books.MustRefuseAsync("bank_rule_needs_account", () => Match(books)
            .IdentifyAsync(new(1, "XA", [new(null, Eur("1500.00"))], true, "x"), TestBooks.Recorder));
        await books.MustRefuseAsync("bank_line_is_unknown", () => Match(books)
            .IdentifyAsync(new(2, "XA", [new(null, Eur("1500.00"))], true, "x"), TestBooks.Recorder));
        (await Match(books).IdentifyAsync(new(1, "XA", [new("XA-P-2026-1", Eur("1000.00")), new("XA-P-2026-2", Eur("500.00"))], false,
            "x"), TestBooks.Recorder)).OrThrow();
        Assert.Equal(("0.00", "0.00"), (await books.BalanceAsync("TFFV", "2900"), await books.BalanceAsync("TFFV", "8010")));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_rule_is_made_only_by_saying_always_and_is_taken_back_as_easily(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "60.00", "2026-01-31", "2026-01-10 20.00 A iban:NL01",
            "2026-01-11 40.00 B iban:NL02"));
        (await Match(books).IdentifyAsync(new(1, "XB", [new(null, Eur("20.00"))], true, "x"), TestBooks.Recorder)).OrThrow();
        (await Match(books).IdentifyAsync(new(2, "XB", [new(null, Eur("40.00"))], false, "x"), TestBooks.Recorder)).OrThrow();
        await books.ImportAsync(CamtText.File("60.00", "2026-01-31", "120.00", "2026-02-28", "2026-02-10 20.00 C iban:NL01",
            "2026-02-11 40.00 D iban:NL02"));
        Assert.Equal(("-80.00", "-40.00"), (await books.BalanceAsync("TFFV", "4010"), await books.BalanceAsync("TFFV", "2900")));
        (await Match(books).ForgetRuleAsync("B", "NL01", TestBooks.Recorder)).OrThrow();
        await books.ImportAsync(CamtText.File("120.00", "2026-02-28", "140.00", "2026-03-31", "2026-03-10 20.00 E iban:NL01"));
        Assert.Equal("-60.00", await books.BalanceAsync("TFFV", "2900"));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Several_entries_can_be_one_line_and_the_sums_must_agree(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var bank = await books.LedgerOfAsync("B");
        await books.MustPostAsync(Entry("2026-01-05 receipt TFFV", $"{bank} 500.00", "4020 -500.00"),
            Entry("2026-01-08 charge TFFV", "5010 30.00", $"{bank} -30.00"),
            Entry("2026-01-08 charge TFFV", "5010 12.00", $"{bank} -12.00"));
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "458.00", "2026-01-31", "2026-01-06 500.00 In",
            "2026-01-10 -42.00 Batch"));
        var first = await books.NumberAsync("SELECT MAX(seq) FROM entries") - 2;
        await books.MustRefuseAsync("bank_sums_differ", () => Match(books).LinkAsync([2], [first + 1], "x", TestBooks.Recorder));
        await books.MustRefuseAsync("bank_entry_is_not_open", () => Match(books).LinkAsync([2], [9999], "x", TestBooks.Recorder));
        (await Match(books).LinkAsync([2], [first + 1, first + 2], "x", TestBooks.Recorder)).OrThrow();
        (await Match(books).LinkAsync([1], [first], "x", TestBooks.Recorder)).OrThrow();
        await books.MustRefuseAsync("bank_line_is_settled", () => Match(books).LinkAsync([1], [first], "x", TestBooks.Recorder));
        Assert.Equal("458.00", await books.BalanceAsync("TFFV", bank));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Money_the_bank_takes_back_reverses_its_receipt_and_opens_the_pledge_again(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "300.00", "2026-01-31", "2026-01-10 300.00 Gift"));
        (await Match(books).IdentifyAsync(new(1, "XA", [new("XA-P-2026-1", Eur("300.00"))], false, "x"), TestBooks.Recorder)).OrThrow();
        await books.ImportAsync(CamtText.File("300.00", "2026-01-31", "0.00", "2026-02-28", "2026-02-10 -300.00 Returned reversal:yes"));
        Assert.Equal("300.00", await books.BalanceAsync("TFFV", await books.LedgerOfAsync("B")));
        var posted = await books.NumberAsync("SELECT entry_seq FROM bank_lines WHERE id = 1");
        await books.MustRefuseAsync("bank_entry_is_not_open", () => Match(books).ReturnAsync(2, 1, "x", TestBooks.Recorder));
        (await Match(books).ReturnAsync(2, posted, "x", TestBooks.Recorder)).OrThrow();
        Assert.Equal(("0.00", "0.00", "0.00", "1500.00"),
            (await books.BalanceAsync("TFFV", await books.LedgerOfAsync("B")), await books.BalanceAsync("TFFV", "2900"),
            await books.BalanceAsync("TFFV", "4010"), await books.BalanceAsync("TFFV", "8010")));
        await ImportTests.MustBeGoodAsync(books);
        await books.MustRefuseAsync("bank_line_is_settled", () => Match(books)
            .IdentifyAsync(new(1, "XA", [new(null, Eur("300.00"))], false, "x"), TestBooks.Recorder));
    }

    [Theory, EveryDatabase]
    public async Task More_than_a_pledge_waits_until_a_person_says_what_the_rest_is(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "1300.00", "2026-01-31", "2026-01-10 1300.00 For XA-P-2026-1"));
        var suggestions = (await Suggestions.ReadAsync(new LedgerReads(books.Database, books.Clock), "B"))!;
        // What is too much is accepted with nothing else together.
        Assert.Empty(suggestions.Sure());
        var found = suggestions.Lines[0].Suggestions[0];
        Assert.Equal(("XA:XA-P-2026-1=130000", true), (Suggestions.Told(found), LinePart.IsAbove(found.Parts[0])));
        MatchLines.Identification Saying(PaymentDifference? choice) =>
            new(1, "XA", LinePart.Of(found, Eur("1300.00"), choice), false, "reference");
        await books.MustRefuseAsync("receipt_is_above_pledge", () => Match(books).IdentifyAsync(Saying(null), TestBooks.Recorder));
        await books.MustRefuseAsync("receipt_difference_is_not_possible", () => Match(books)
            .IdentifyAsync(Saying(PaymentDifference.NextInstalment), TestBooks.Recorder));
        await books.MustRepeatAsync(() => Match(books).IdentifyAsync(Saying(PaymentDifference.Return), TestBooks.Recorder));
        Assert.Equal(("0.00", "-1000.00", "-300.00", "500.00"),
            (await books.BalanceAsync("TFFV", "2900"), await books.BalanceAsync("TFFV", "4010"), await books.BalanceAsync("TFFV", "2200"),
            await books.BalanceAsync("TFFV", "8010")));
        // The choice is part of the decision.
        foreach (var other in (PaymentDifference?[])[null, PaymentDifference.Total, PaymentDifference.SeparateGift])
            await books.MustRefuseAsync("bank_line_is_settled", () => Match(books).IdentifyAsync(Saying(other), TestBooks.Recorder));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_rule_never_decides_what_is_more_than_is_left_of_a_pledge(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await new AnnouncePledge(books.Writer)
            .RunAsync(new("b", "XB", Day("2026-01-02"), Eur("100.00"), null, "Pledge (synthetic)", null, "TFFV"), TestBooks.Recorder))
            .OrThrow();
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "5.00", "2026-01-31", "2026-01-10 5.00 A iban:NL01"));
        (await Match(books).IdentifyAsync(new(1, "XB", [new(null, Eur("5.00"))], true, "x"), TestBooks.Recorder)).OrThrow();
        // More than all of it; then a part; more than the part before it left; then the rest exactly.
        await books.ImportAsync(CamtText.File("5.00", "2026-01-31", "266.00", "2026-02-28", "2026-02-10 101.00 B iban:NL01",
            "2026-02-11 60.00 C iban:NL01", "2026-02-12 60.00 D iban:NL01", "2026-02-13 40.00 E iban:NL01"));
        Assert.Equal((-16_100, 0), (await SumAsync("2900"), await SumAsync("8010") - 150_000));
        Assert.Equal(3, await books.NumberAsync("SELECT COUNT(*) FROM receipts WHERE donor = 'XB'"));
        await books.MustRefuseAsync("receipt_pledge_has_nothing_open", () => Match(books)
            .IdentifyAsync(new(2, "XB", [new("XB-P-2026-1", Eur("101.00"))], false, "x"), TestBooks.Recorder));
        await ImportTests.MustBeGoodAsync(books);

        Task<long> SumAsync(string account) => books.NumberAsync($"SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p JOIN accounts "
            + $"a ON a.id = p.account_id WHERE a.code = '{account}'");
    }

    [Theory, EveryDatabase]
    public async Task A_reconciliation_takes_two_people_and_locks_the_account_in_the_database_too(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (bank, reconcile) = (await books.LedgerOfAsync("B"), new ReconcileBank(books.Writer));
        await books.MustRefuseAsync("reconciliation_has_no_statement", () => reconcile.PrepareAsync("B", TestBooks.Recorder));
        await books.MustPostAsync(Entry("2026-01-05 receipt TFFV", $"{bank} 500.00", "4020 -500.00"),
            Entry("2026-01-30 charge TFFV", "5010 30.00", $"{bank} -30.00"));
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "510.00", "2026-01-31", "2026-01-06 500.00 In",
            "2026-01-07 10.00 Unknown"));
        await books.MustRefuseAsync("reconciliation_has_open_lines", () => reconcile.PrepareAsync("B", TestBooks.Recorder));
        (await Match(books).LinkAsync([1], [await books.NumberAsync("SELECT p.entry_seq FROM postings p JOIN bank_accounts b ON "
            + "b.account_id = p.account_id WHERE p.amount_minor = 50000")], "x", TestBooks.Recorder)).OrThrow();
        await books.MustRefuseAsync("reconciliation_is_not_prepared", () => reconcile.ApproveAsync("B", TestBooks.Approver));
        var figures = (await books.MustRepeatAsync(() => reconcile.PrepareAsync("B", TestBooks.Recorder))).Figures;
        Assert.Equal((51_000L, 48_000L, -3_000L), (figures.BankMinor, figures.LedgerMinor, figures.OutstandingMinor));
        await books.MustRefuseAsync("reconciliation_takes_two", () => reconcile.ApproveAsync("B", TestBooks.Recorder));
        (await reconcile.ApproveAsync("B", TestBooks.Approver)).OrThrow();

        await books.MustRefuseAsync("bank_is_reconciled", Entry("2026-01-31 charge TFFV", "5910 1.00", $"{bank} -1.00"));
        Assert.Equal("written", await books.AnswerAsync(Entry("2026-02-01 charge TFFV", "5910 1.00", $"{bank} -1.00")));
        Assert.Contains("reconciliation_takes_two", (await Programs.SqlAsync(books, "INSERT INTO reconciliations (id, bank_account, "
            + "account_id, statement_id, through, bank_minor, ledger_minor, outstanding_minor, step, actor_id, actor_name, recorded_at) "
            + "VALUES (9, 'B', 1, 1, 20260301, 0, 0, 0, 'approved', 'a', 'a', 0);")).Errors, StringComparison.Ordinal);
        Assert.Contains("reconciled_match_is_locked", (await Programs.SqlAsync(books, "INSERT INTO bank_matches (id, group_key, line_id, "
            + "entry_seq, kind, reason, recorded_at, actor_id, actor_name) VALUES (99, 'M', 1, 1, 'recorded', 'x', 0, 'a', 'a');")).Errors,
                StringComparison.Ordinal);
        // Who gave the unknown money can be found out later still: that moves nothing at the bank.
        (await Match(books).IdentifyAsync(new(2, "XB", [new(null, Eur("10.00"))], false, "x"), TestBooks.Recorder)).OrThrow();
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Whoever_approves_a_reconciliation_sees_each_entry_that_the_bank_shows_another_day(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var bank = await books.LedgerOfAsync("B");
        await books.MustPostAsync(Entry("2026-01-05 receipt TFFV", $"{bank} 500.00", "4020 -500.00"),
            Entry("2026-01-30 charge TFFV", "5910 30.00", $"{bank} -30.00"), Entry("2026-02-02 charge TFFV", "5910 7.00", $"{bank} -7.00"));
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "493.00", "2026-01-31", "2026-01-06 500.00 In",
            "2026-01-31 -7.00 Paid early"));
        foreach (var (line, amount) in ((long, long)[])[(1, 50_000), (2, -700)])
            (await Match(books).LinkAsync([line], [await books.NumberAsync("SELECT p.entry_seq FROM postings p JOIN bank_accounts b ON "
                + $"b.account_id = p.account_id WHERE p.amount_minor = {amount}")], "x", TestBooks.Recorder)).OrThrow();
        var figures = (await new ReconcileBank(books.Writer).PrepareAsync("B", TestBooks.Recorder)).OrThrow().Figures;

        await using var connection = await books.Database.OpenAsync();
        var shown = await OutstandingEntries.ReadAsync(connection, figures);

        // Not on the bank's statement yet; and on it before its day.
        Assert.Equal([(Day("2026-01-30"), Eur("-30.00")), (Day("2026-02-02"), Eur("7.00"))],
            shown.Select(entry => (entry.Date, entry.Amount)));
        Assert.Equal(figures.OutstandingMinor, shown.Sum(entry => entry.Amount.Minor));
    }

    [Theory, EveryDatabase]
    public async Task What_moved_between_preparing_and_approving_is_prepared_again(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var reconcile = new ReconcileBank(books.Writer);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "10.00", "2026-01-31", "2026-01-06 10.00 In"));
        (await reconcile.PrepareAsync("B", TestBooks.Recorder)).OrThrow();
        await books.MustPostAsync(Entry("2026-01-31 charge TFFV", "5910 1.00", $"{await books.LedgerOfAsync("B")} -1.00"));
        await books.MustRefuseAsync("reconciliation_has_moved", () => reconcile.ApproveAsync("B", TestBooks.Approver));
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await ImportTests.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        foreach (var (key, amount) in ((string, string)[])[("p1", "1000.00"), ("p2", "500.00")])
            (await new AnnouncePledge(books.Writer)
                .RunAsync(new(key, "XA", Day("2026-01-02"), Eur(amount), null, "Pledge (synthetic)", null, "TFFV"), TestBooks.Recorder))
                .OrThrow();
        return books;
    }

    private static MatchLines Match(TestBooks books) => new(books.Writer);

    private static async Task<string> KeyAsync(TestBooks books, long seq)
    {
        await using var connection = await books.Database.OpenAsync();
        return (await connection.Command(null, "SELECT idempotency_key FROM entries WHERE seq = @seq", ("@seq", seq))
            .RowsAsync(row => row.GetString(0))).Single();
    }
}
