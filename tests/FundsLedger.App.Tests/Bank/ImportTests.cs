using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Banking;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bank;

/// <summary>A bank account that begins at nothing, and what its statements make of the books.</summary>
public sealed class ImportTests
{
    [Theory, EveryDatabase]
    public async Task Gifts_wait_in_suspense_and_charges_and_interest_are_booked_by_the_banks_code(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var report = await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "103.60", "2026-01-31", "2026-01-10 100.00 Gift",
            "2026-01-11 -2.50 Fee code:CHRG", "2026-01-12 1.10 Interest code:INTR", "2026-01-13 5.00 Unknown", "2026-01-13 0.00 Note"));
        Assert.Equal(StatementVerdict.Accepted, report.Statements.Single().Verdict);
        Assert.Equal("103.60", await books.BalanceAsync("TFFV", await books.LedgerOfAsync("B")));
        Assert.Equal(("-105.00", "2.50", "-1.10"), (await books.BalanceAsync("TFFV", "2900"), await books.BalanceAsync("TFFV", "5910"),
            await books.BalanceAsync("TFFV", "4100")));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Of_a_file_too_large_to_wait_in_memory_each_line_is_kept_with_its_own_text_too(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var document = CamtText.Document(CamtText.Statement("0.00", "2026-01-01", "100.00", "2026-01-31", ["2026-01-10 100.00 Gift"]));
        var report = await books.ImportAsync(
            BankFiles.Of("large.xml", document.Replace("<Stmt>", new string('\n', 17 * 1024 * 1024) + "<Stmt>", StringComparison.Ordinal)));
        Assert.Equal(StatementVerdict.Accepted, report.Statements.Single().Verdict);
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM bank_lines WHERE raw LIKE '<Ntry>%<Ustrd>Gift</Ustrd>%'"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_line_is_booked_once_however_often_and_in_whatever_file_it_comes(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        // Two gifts of one day that nothing tells apart are two gifts.
        string[] lines = ["2026-01-10 50.00 Gift", "2026-01-10 50.00 Gift"];
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "100.00", "2026-01-31", lines));
        var before = await books.EveryRowAsync();
        Assert.True((await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "100.00", "2026-01-31", lines))).IsRepeat);
        Assert.Equal(before, await books.EveryRowAsync());

        // A longer statement of the same days overlaps: it is set aside, says how much of it is known, and books nothing.
        var report = await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "130.00", "2026-02-15",
            [.. lines, "2026-02-10 30.00 New"]));
        Assert.Equal((StatementFault.Overlap, 2L), (report.Statements[0].Faults.Single().Fault, report.Statements[0].KnownLines));
        Assert.Equal("-100.00", await books.BalanceAsync("TFFV", "2900"));
        Assert.Equal(3, await books.NumberAsync("SELECT COUNT(*) FROM bank_lines WHERE identity IS NULL"));

        // The same text again in the next statement is another gift.
        var next = CamtText.File("100.00", "2026-01-31", "150.00", "2026-02-28", "2026-02-10 50.00 Gift");
        Assert.Equal(StatementVerdict.Accepted, (await books.ImportAsync(next)).Statements[0].Verdict);
        Assert.Equal("-150.00", await books.BalanceAsync("TFFV", "2900"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_statement_that_does_not_follow_is_set_aside_and_accepted_once_the_missing_one_has_come(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var february = CamtText.File("10.00", "2026-01-31", "30.00", "2026-02-28", "2026-02-10 20.00 Second");
        var first = (await books.ImportAsync(february)).Statements[0];
        Assert.Equal(("10.00", StatementFault.Gap), (first.Difference, first.Faults.Single().Fault));
        Assert.True((await books.ImportAsync(february)).IsRepeat);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "10.00", "2026-01-31", "2026-01-10 10.00 First"));
        Assert.Equal(StatementVerdict.Accepted, (await books.ImportAsync(february)).Statements[0].Verdict);
        Assert.Equal("-30.00", await books.BalanceAsync("TFFV", "2900"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Several_accounts_in_one_file_go_each_to_its_own_and_an_unknown_one_is_set_aside(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.RegisterAsync("C", "NL91ABNA0417164300", fund: "SFR");
        var file = BankFiles.Of("f", CamtText.Document(CamtText.Statement("0.00", "2026-01-01", "1.00", "2026-01-31",
            ["2026-01-10 1.00 One"]),
            CamtText.Statement("0.00", "2026-01-01", "2.00", "2026-01-31", ["2026-01-10 2.00 Two"], "NL91ABNA0417164300"),
                CamtText.Statement("0.00", "2026-01-01", "4.00", "2026-01-31", ["2026-01-10 4.00 Four"], "XX00")));
        Assert.Equal([StatementVerdict.Accepted, StatementVerdict.Accepted, StatementVerdict.Quarantined],
            (await books.ImportAsync(file)).Statements.Select(statement => statement.Verdict));
        Assert.Equal(("-1.00", "-2.00"), (await books.BalanceAsync("TFFV", "2900"), await books.BalanceAsync("SFR", "2900")));
    }

    [Theory, EveryDatabase]
    public async Task What_a_recorder_entered_by_hand_keeps_its_line_open_and_is_not_booked_twice(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var bank = await books.LedgerOfAsync("B");
        await books.MustPostAsync(Entry("2026-01-08 receipt TFFV", $"{bank} 70.00", "4020 -70.00"));
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "140.00", "2026-01-31", "2026-01-10 70.00 Gift",
            "2026-01-12 70.00 Other"));
        Assert.Equal(("140.00", "-70.00"), (await books.BalanceAsync("TFFV", bank), await books.BalanceAsync("TFFV", "2900")));
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM bank_lines WHERE treatment = 'open'"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Dollars_are_valued_at_the_rate_of_their_value_date_and_wait_without_one(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.RegisterAsync("B", CamtText.Account, "USD");
        var file = BankFiles.Of("f", CamtText.Document(CamtText.Statement("0.00", "2026-01-01", "100.00", "2026-01-31",
            ["2026-01-10 100.00 Gift"], currency: "USD")));
        await BankFiles.EnterRateAsync(books, "USD", "2025-11-01", "0.80");
        Assert.Equal(StatementFault.RateIsMissing, (await books.ImportAsync(file)).Statements[0].Faults.Single().Fault);
        await BankFiles.EnterRateAsync(books, "USD", "2026-01-01", "0.90");
        Assert.Equal(StatementVerdict.Accepted, (await books.ImportAsync(file)).Statements[0].Verdict);
        Assert.Equal("-90.00", await books.BalanceAsync("TFFV", "2900"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Of_a_protected_fund_no_name_and_no_text_of_a_payee_is_kept(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.RegisterAsync("B", CamtText.Account, fund: "SFR", opening: "1000.00");
        await books.ImportAsync(CamtText.File("1000.00", "2026-01-01", "940.00", "2026-01-31",
            "2026-01-10 -50.00 Rent-secret name:Secret_Person iban:DE02secret ref:secret",
            "2026-01-11 -10.00 secret ref:PAY-0K7TZ9QWXA name:secret"));
        await books.ImportAsync(BankFiles.Of("unknown",
            CamtText.Document(CamtText.Statement("0.00", "2026-01-01", "-5.00", "2026-01-31", ["2026-01-10 -5.00 secret name:secret"],
            "XX11"))));
        Assert.DoesNotContain("secret", await books.EveryRowAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM bank_lines WHERE reference = 'PAY-0K7TZ9QWXA'"));
    }

    [Theory, EveryDatabase]
    public async Task A_statement_of_a_closed_month_waits_until_two_people_reopen_it(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ClosePeriodAsync("TFFV", "2026-01-31");
        var file = CamtText.File("0.00", "2026-01-01", "10.00", "2026-01-31", "2026-01-10 10.00 First");
        Assert.Equal(StatementFault.PeriodIsClosed, (await books.ImportAsync(file)).Statements[0].Faults.Single().Fault);
        await books.ClosePeriodAsync("TFFV", "2025-12-31", PeriodAction.Reopened);
        Assert.Equal(StatementVerdict.Accepted, (await books.ImportAsync(file)).Statements[0].Verdict);
    }

    [Theory, EveryDatabase]
    public async Task A_changed_line_is_found_by_the_check(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "10.00", "2026-01-31", "2026-01-10 10.00 First"));
        Assert.NotEqual(0, (await Programs.SqlAsync(books, "UPDATE bank_lines SET text = 'x';")).ExitCode);
        var drop = on == DatabaseKind.Sqlite ? "DROP TRIGGER bank_lines_no_update;" : "ALTER TABLE bank_lines DISABLE TRIGGER ALL;";
        var restore = on == DatabaseKind.Sqlite ? "" : "ALTER TABLE bank_lines ENABLE TRIGGER ALL;";
        var changed = await Programs.SqlAsync(books, $"{drop} UPDATE bank_lines SET party_name = 'x'; {restore}");
        Assert.Equal(0, changed.ExitCode);
        var check = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.Contains(check.Results.Single(result => result.Name == "bank").Findings, finding => finding.Subject == "bank statement 1");
    }

    internal static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.RegisterAsync("B", CamtText.Account);
        return books;
    }

    internal static async Task MustBeGoodAsync(TestBooks books)
    {
        var check = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.Empty(check.Results.SelectMany(result => result.Findings));
    }
}
