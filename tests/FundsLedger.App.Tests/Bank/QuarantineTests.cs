using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Quarantine;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Features.Bank.Reconciliation;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Bank.ImportTests;
using static FundsLedger.App.Tests.Features.Operating;

namespace FundsLedger.App.Tests.Bank;

/// <summary>The ways out for statements that were set aside, each by two people. Bank account B begins with nothing on 1 January.</summary>
public sealed class QuarantineTests
{
    private static readonly BankFile January = CamtText.File("0.00", "2026-01-01", "10.00", "2026-01-31", "2026-01-10 10.00 First");
    private static readonly BankFile February = CamtText.File("10.00", "2026-01-31", "30.00", "2026-02-28", "2026-02-10 20.00 Second");

    [Theory, EveryDatabase]
    public async Task A_gap_is_taken_in_by_two_people_and_stands_as_a_line_of_its_own(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(February);
        var asked = await books.MustRepeatAsync(() => AskAsync(books, 1, StatementDecision.Accept));
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, asked.Id, TestBooks.Recorder));
        await books.MustRepeatAsync(() => DecideAsync(books, asked.Id, TestBooks.Approver));

        Assert.Equal(["2 payment unidentified 2000", "2 gap open 1000"], await LinesAsync(books, 2));
        Assert.Equal("20.00", await books.BalanceAsync("TFFV", await books.LedgerOfAsync("B")));
        Assert.True((await books.ImportAsync(February)).IsRepeat);
        Assert.Equal(StatementVerdict.AcceptedBefore, (await books.ImportAsync(February)).Statements[0].Verdict);
        await books.MustRefuseAsync("bank_statement_is_booked", () => AskAsync(books, 1, StatementDecision.Refuse));
        // The next continues, and the account is reconciled once somebody has said what the difference is.
        await books.ImportAsync(CamtText.File("30.00", "2026-02-28", "31.00", "2026-03-31", "2026-03-10 1.00 Third"));
        var reconcile = new ReconcileBank(books.Writer);
        await books.MustRefuseAsync("reconciliation_has_open_lines", () => reconcile.PrepareAsync("B", TestBooks.Recorder));
        (await new MatchLines(books.Writer).PostAsync(3, PostAs.Unidentified, "found", TestBooks.Recorder)).OrThrow();
        (await reconcile.PrepareAsync("B", TestBooks.Recorder)).OrThrow();
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Of_an_overlap_only_what_is_not_booked_yet_is_booked(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "100.00", "2026-01-31", "2026-01-10 50.00 Gift",
            "2026-01-10 50.00 Gift"));
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "130.00", "2026-02-15",
            "2026-01-10 50.00 Gift", "2026-01-10 50.00 Gift", "2026-02-10 30.00 New"));
        await DoAsync(books, 2, StatementDecision.Accept);
        Assert.Equal(["3 payment unidentified 3000"], await LinesAsync(books, 3));
        Assert.Equal("-130.00", await books.BalanceAsync("TFFV", "2900"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_comes_late_leaves_the_account_where_it_is_and_its_lines_to_a_person(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(February);
        await DoAsync(books, 1, StatementDecision.Accept);
        Assert.Equal([StatementFault.Overlap], (await books.ImportAsync(January)).Faults());
        await DoAsync(books, 3, StatementDecision.Accept);
        Assert.Equal(["4 payment open 1000", "4 gap open -1000"], await LinesAsync(books, 4));
        // The difference of then was this line: said to be so, it is taken back by the one of now.
        var match = new MatchLines(books.Writer);
        var first = (await match.PostAsync(3, PostAs.Unidentified, "gap", TestBooks.Recorder)).OrThrow().Entries[0];
        (await match.ReturnAsync(6, first, "come late", TestBooks.Recorder)).OrThrow();
        (await match.PostAsync(5, PostAs.Unidentified, "the gift itself", TestBooks.Recorder)).OrThrow();
        Assert.Equal("30.00", await books.BalanceAsync("TFFV", await books.LedgerOfAsync("B")));
        Assert.Equal("-30.00", await books.BalanceAsync("TFFV", "2900"));
        (await new ReconcileBank(books.Writer).PrepareAsync("B", TestBooks.Recorder)).OrThrow();
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_does_not_foot_or_says_no_balance_is_taken_in_with_what_is_missing(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "12.00", "2026-01-31", "2026-01-10 10.00 First"));
        await DoAsync(books, 1, StatementDecision.Accept);
        Assert.Equal(["2 payment unidentified 1000", "2 gap open 200"], await LinesAsync(books, 2));
        var columns = new Dictionary<string, string> { ["booked"] = "Date", ["amount"] = "Amount", ["text"] = "Text" };
        var mapping = new CsvMapping("PLAIN", ';', ',', "yyyy-MM-dd", CamtText.Account, "EUR", columns);
        await books.ImportAsync(BankFiles.Of("f.csv", "Date;Amount;Text\n2026-02-03;5,00;Gift\n"), mapping);
        await DoAsync(books, 3, StatementDecision.Accept);
        Assert.Equal(["4 payment unidentified 500"], await LinesAsync(books, 4));
        Assert.Equal(1700, await books.NumberAsync("SELECT closing_minor FROM bank_statements WHERE id = 4"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_two_people_refuse_is_kept_with_the_reason_and_comes_back_only_by_two(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(February);
        await DoAsync(books, 1, StatementDecision.Refuse);
        Assert.Equal(StatementVerdict.RefusedBefore, (await books.ImportAsync(February)).Statements[0].Verdict);
        // Also where it would fit by now: two people said no.
        await books.ImportAsync(January);
        Assert.Equal(StatementVerdict.RefusedBefore, (await books.ImportAsync(February)).Statements[0].Verdict);
        Assert.Equal(1, await books.NumberAsync(
            "SELECT COUNT(*) FROM bank_decisions WHERE decision = 'refuse' AND reason = 'as agreed with the bank'"));
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM bank_lines WHERE statement_id = 1 AND text = 'Second'"));
        await books.MustRefuseAsync("bank_statement_is_refused", () => new DecideStatement(books.Writer).AskAsync(
            new("again", 1, StatementDecision.Refuse, "no"), TestBooks.Recorder));
        await DoAsync(books, 1, StatementDecision.Accept);
        Assert.Equal(["3 payment unidentified 2000"], await LinesAsync(books, 3));
        Assert.Equal(StatementVerdict.AcceptedBefore, (await books.ImportAsync(February)).Statements[0].Verdict);
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Another_account_takes_it_only_where_it_continues_its_balance(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.RegisterAsync("D", "DE02120300000000202051", "USD");
        var old = Unknown("0.00", "7.00", "2026-01-10 -3.00 Out name:Somebody", "2026-01-11 10.00 Gift name:Donor");
        await books.ImportAsync(old);
        await books.ImportAsync(Unknown("5.00", "6.00", "2026-01-12 1.00 Gift"));
        await books.MustRefuseAsync("bank_statement_has_no_account", () => AskAsync(books, 1, StatementDecision.Accept));
        await books.MustRefuseAsync("bank_account_is_unknown", () => AskAsync(books, 1, StatementDecision.Assign, "NONE"));
        await books.MustRefuseAsync("bank_statement_is_in_other_currency", () => AskAsync(books, 1, StatementDecision.Assign, "D"));
        await books.MustRefuseAsync("bank_statement_does_not_fit", () => AskAsync(books, 2, StatementDecision.Assign, "B"));
        await DoAsync(books, 1, StatementDecision.Assign, "B");
        Assert.Equal(["3 payment open -300", "3 payment unidentified 1000"], await LinesAsync(books, 3));
        Assert.Equal(StatementVerdict.AcceptedBefore, (await books.ImportAsync(old)).Statements[0].Verdict);
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Under_another_number_of_the_bank_no_line_is_booked_twice(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        string[] lines = ["2026-01-10 -3.00 Out name:Somebody", "2026-01-11 10.00 Gift name:Donor"];
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "7.00", "2026-01-31", lines));
        await books.ImportAsync(Unknown("0.00", "8.00", [.. lines, "2026-02-11 1.00 New"]));
        await DoAsync(books, 2, StatementDecision.Assign, "B");
        Assert.Equal(["3 payment unidentified 100"], await LinesAsync(books, 3));
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM signing_requests WHERE payload LIKE '%\"known\":2%'"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Nothing_goes_between_a_protected_fund_and_another_in_either_direction(DatabaseKind on)
    {
        await using var books = await FieldFiles.OpenAsync(on);
        await books.RegisterAsync("SFR2", "NL91ABNA0417164300", opening: "1000.00", startsOn: "2026-01-31", fund: "SFR");
        await books.RegisterAsync("OPEN", "DE02120300000000202051", opening: "500.00", startsOn: "2026-01-31");
        await books.MustPostAsync(
            LedgerText.Entry("2026-01-31 receipt SFR", $"{await books.LedgerOfAsync("SFR2")} 1000.00", "4020 -1000.00"),
            LedgerText.Entry("2026-01-31 receipt TFFV", $"{await books.LedgerOfAsync("OPEN")} 500.00", "4020 -500.00"));
        // Set aside, because its lines do not foot: the first of the protected account, 1 of the open one, 2 of the protected
        // number in dollars.
        await books.ImportAsync(Of(FieldFiles.Protected, "500.00", "511.00"));
        await books.ImportAsync(Of(FieldFiles.Main, "1000.00", "1011.00"));
        await books.ImportAsync(Of(FieldFiles.Protected, "500.00", "510.00", "USD"));
        await books.RegisterAsync("DOLLAR", "DE75512108001245126199", "USD", "500.00", "2026-01-31");
        Assert.Equal(3, await books.NumberAsync("SELECT COUNT(*) FROM bank_statements WHERE outcome = 'quarantined'"));
        foreach (var (statement, bank) in ((long, string)[])[(1_000_000_001, "MAIN"), (1_000_000_001, "OPEN"), (1, "SFRB"),
            (1, "SFR2"), (2, "DOLLAR")])
            await books.MustRefuseAsync("bank_statement_is_of_other_fund", () =>
                AskAsync(books, statement, StatementDecision.Assign, bank));
        // Within the protected fund it is a matter of balances.
        await books.MustRefuseAsync("bank_statement_does_not_fit", () => AskAsync(books, 1_000_000_001, StatementDecision.Assign,
            "SFR2"));

        static BankFile Of(string account, string opening, string closing, string currency = "EUR") => BankFiles.Of("f.xml",
            CamtText.Document(CamtText.Statement(opening, "2026-01-31", closing, "2026-02-28", ["2026-02-10 10.00 Gift"], account,
                currency)));
    }

    [Theory, EveryDatabase]
    public async Task What_is_closed_reconciled_or_without_a_rate_is_booked_by_nobody(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.RegisterAsync("D", "DE02120300000000202051", "USD");
        await books.ImportAsync(BankFiles.Of("f", CamtText.Document(CamtText.Statement(
            "0.00", "2026-01-01", "9.00", "2026-01-31", ["2026-01-10 9.00 Gift"], "DE02120300000000202051", "USD"))));
        await MustBeBlockedAsync(StatementFault.RateIsMissing, 1);
        await books.ImportAsync(January);
        await books.ImportAsync(
            CamtText.File("0.00", "2026-01-01", "15.00", "2026-02-28", "2026-01-10 10.00 First", "2026-01-11 5.00 Forgotten"));
        (await new ReconcileBank(books.Writer).PrepareAsync("B", TestBooks.Recorder)).OrThrow();
        (await new ReconcileBank(books.Writer).ApproveAsync("B", TestBooks.Approver)).OrThrow();
        await MustBeBlockedAsync(StatementFault.IsReconciled, 3);
        await books.ClosePeriodAsync("TFFV", "2026-01-31");
        await MustBeBlockedAsync(StatementFault.PeriodIsClosed, 3);
        // What is booked already is in nobody's way.
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "15.00", "2026-02-28", "2026-01-10 10.00 First",
            "2026-02-11 5.00 New"));
        await DoAsync(books, 4, StatementDecision.Accept);
        Assert.Equal(["5 payment unidentified 500"], await LinesAsync(books, 5));

        async Task MustBeBlockedAsync(StatementFault fault, long statement) =>
            Assert.Equal(new BankStatementCannotBeBooked(statement, fault),
                (await AskAsync(books, statement, StatementDecision.Accept)).Refusal);
    }

    [Theory, EveryDatabase]
    public async Task What_is_approved_is_what_was_seen_and_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(February);
        await books.ImportAsync(CamtText.File("50.00", "2026-03-31", "60.00", "2026-04-30", "2026-04-10 10.00 Fourth"));
        var first = (await AskAsync(books, 1, StatementDecision.Accept)).OrThrow();
        var second = (await AskAsync(books, 2, StatementDecision.Accept)).OrThrow();
        await books.MustRefuseAsync("bank_statement_is_asked", () => AskAsync(books, 1, StatementDecision.Refuse));
        // Both at once, each by two people: one is done, and the other finds that the account has moved on.
        var other = new Actor("oth", "Otto Officer");
        (long, Actor)[] deciders = [(first.Id, TestBooks.Approver), (first.Id, other), (second.Id, TestBooks.Approver), (second.Id, other)];
        var answers = await Task.WhenAll(deciders
            .Select(one => Task.Run(() => DecideAsync(books, one.Item1, one.Item2))));
        Assert.Single(answers, answer => !answer.IsRefused);
        Assert.Equal(["approval_is_decided", "bank_statement_has_moved", "bank_statement_has_moved"],
            answers.Where(answer => answer.IsRefused).Select(answer => answer.Refusal!.Code).Order(StringComparer.Ordinal));
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM bank_statements WHERE outcome = 'accepted'"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_difference_that_nobody_decided_on_is_found_by_the_check(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ImportAsync(February);
        await DoAsync(books, 1, StatementDecision.Accept);
        Assert.NotEqual(0, (await Programs.SqlAsync(books, "DELETE FROM bank_decisions;")).ExitCode);
        Assert.Contains("statement_decision_takes_two", (await Programs.SqlAsync(books,
            """
            INSERT INTO bank_decisions SELECT 2, statement_id, decision, bank_account, booked_as, request_id, reason,
                actor_id, actor_name, actor_id, actor_name, recorded_at FROM bank_decisions;
            """)).Errors, StringComparison.Ordinal);
        var drop = on == DatabaseKind.Sqlite ? "DROP TRIGGER bank_decisions_no_delete;" : "ALTER TABLE bank_decisions DISABLE TRIGGER ALL;";
        Assert.Equal(0, (await Programs.SqlAsync(books, $"{drop} DELETE FROM bank_decisions;")).ExitCode);
        var check = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        var findings = check.Results.Single(result => result.Name == "bank").Findings;
        Assert.Equal(["bank statement 2", "request 1"], findings.Select(finding => finding.Subject).Order(StringComparer.Ordinal));
    }

    internal static Task<Outcome<AskedApproval>> AskAsync(
        TestBooks books, long statement, StatementDecision decision, string? bank = null) =>
        new DecideStatement(books.Writer).AskAsync(
            new($"{decision}-{statement}-{bank}", statement, decision, "as agreed with the bank", bank), TestBooks.Recorder);

    internal static Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, long request, Actor by) =>
        new DecideApproval(books.Writer, Acts.All).RunAsync(new(request, true), by);

    private static async Task DoAsync(TestBooks books, long statement, StatementDecision decision, string? bank = null) =>
        (await DecideAsync(books, (await AskAsync(books, statement, decision, bank)).OrThrow().Id, TestBooks.Approver)).OrThrow();

    /// <summary>A statement of a number that nobody knows.</summary>
    private static BankFile Unknown(string opening, string closing, params string[] lines) => BankFiles.Of("unknown.xml",
        CamtText.Document(CamtText.Statement(opening, "2026-01-01", closing, "2026-02-28", lines, "NL91ABNA0417164300")));

    private static async Task<List<string>> LinesAsync(TestBooks books, long statement)
    {
        await using var connection = await books.Database.OpenAsync();
        return await connection.Command(null,
            $"SELECT statement_id, kind, treatment, amount_minor FROM bank_lines WHERE statement_id = {statement} ORDER BY id")
                .RowsAsync(row => $"{row.GetInt64(0)} {row.GetString(1)} {row.GetString(2)} {row.GetInt64(3)}");
    }
}
