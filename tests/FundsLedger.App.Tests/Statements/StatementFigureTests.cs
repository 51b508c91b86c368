using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Reports.Documents.DonorStatement;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Statements;

/// <summary>What a statement says of money: cash is cash, what is owed is owed, and what was taken back stands on its day.</summary>
public sealed class StatementFigureTests
{
    [Theory, EveryDatabase]
    public async Task A_signed_agreement_is_receivable_and_no_money(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await new SignAgreement(books.Writer).RunAsync(new("k", "XA", null, "TFFV", Day("2026-01-05"), Eur("100.00"), null,
            [new(Day("2026-06-30"), Eur("50.00")), new(Day("2026-12-30"), Eur("50.00"), "report")]),
            TestBooks.Recorder)).OrThrow();

        var january = await StatementAsync(books, "XA", "2026-01-01", "2026-01-31");

        Assert.Equal(("0.00", "0.00", "0.00", "100.00"), (Text(january.Account!.Opening), Text(january.Account.Contributions),
            Text(january.Account.Closing), Text(january.Account.Receivable)));
        Assert.Equal((PledgeStage.AgreementSigned, "100.00"),
            (january.Pledges.Single().Stage, Text(january.Pledges.Single().Outstanding!.Value)));
        Assert.Equal([("XA-A-2026-1/1", "50.00", -150, false), ("XA-A-2026-1/2", "50.00", null, true)],
            january.Instalments.Select(one => (one.AgreementReference, Text(one.Outstanding), one.DaysSinceDue, one.WaitsForCondition)));
        Assert.Empty(january.Receipts);

        // A day late is overdue, and what waits for its condition is not.
        var summary = StatementText(await StatementAsync(books, "XA", "2026-01-01", "2026-07-01"));
        Assert.Contains("Past its due date: 50.00 EUR.", summary, StringComparison.Ordinal);
        Assert.Contains("the fund had 0.00 EUR at the bank, of which 0.00 EUR was available.", summary, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task What_was_taken_back_stands_on_its_day_and_the_two_lists_agree_in_each_period(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var first = await ReceiveAsync(books, "a", "2026-02-10", Eur("10.00"));
        await ReceiveAsync(books, "b", "2026-02-10", Eur("10.00"));
        await ReverseAsync(books, "back", first.Entry.Seq, "2026-03-10");
        // Recorded wrongly and taken back within a period is no gift of that period: neither line is anybody's business.
        var wrong = await ReceiveAsync(books, "c", "2026-03-15", Eur("99.00"));
        await ReverseAsync(books, "oops", wrong.Entry.Seq, "2026-03-16");

        foreach (var (from, to, lines) in ((string, string, string[])[])
            [("2026-02-01", "2026-02-28", ["2026-02-10 10.00", "2026-02-10 10.00"]), ("2026-03-01", "2026-03-31", ["2026-03-10 -10.00"]),
                ("2026-02-01", "2026-03-31", ["2026-02-10 10.00"])])
        {
            var statement = await StatementAsync(books, "XA", from, to);
            Assert.Equal(lines, statement.Receipts.Select(receipt => $"{receipt.Date:yyyy-MM-dd} {Text(receipt.Original)}"));
            Assert.Equal(Text(StatementSum(statement)), Text(statement.Account!.Contributions));
        }
        Assert.Contains("Of payments recorded earlier, 10.00 EUR was taken back.",
            StatementText(await StatementAsync(books, "XA", "2026-03-01", "2026-03-31")), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task What_was_taken_back_is_proven_like_what_came(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var first = await ReceiveAsync(books, "a", "2026-02-10", Eur("10.00"));
        await ReverseAsync(books, "back", first.Entry.Seq, "2026-03-10");
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await new SealHead(books.Writer, key).RunIfDueAsync();

        var file = (await AskAsync(books, "XA", "2026-03-01", "2026-03-31")).OrThrow().File!;

        var proven = VerifyStatement.Run(file.ToText(), key.PublicKey);
        Assert.Empty(proven.Findings);
        Assert.Equal((first.Code, "2026-03-10", "-10.00"),
            (proven.Facts!.Receipts.Single().Reference, proven.Facts.Receipts.Single().Date, proven.Facts.TotalEur));
    }

    [Theory, EveryDatabase]
    public async Task Money_that_nobody_has_identified_lies_at_the_bank_and_is_nobodys_contribution(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2026-02-01 receipt TFFV", "1010 30.00", "2900 -30.00"),
            Entry("2026-02-02 charge TFFV", "5910 5.00", "1010 -5.00"),
            Entry("2026-02-03 adjustment TFFV", "5020 7.00", "2010 -7.00"), Entry("2026-02-04 interest TFFV", "1010 1.00", "4100 -1.00"));
        (await new RecordReceipt(books.Writer).RunAsync(new("found", "TFFV", "XA", Day("2026-03-05"), Eur("20.00"), "1010",
            SuspendedEur: 2_000), TestBooks.Recorder)).OrThrow();

        var (february, march) = (await StatementAsync(books, "XA", "2026-02-01", "2026-02-28"),
            await StatementAsync(books, "XA", "2026-03-01", "2026-03-31"));

        Assert.Equal("0.00 contributions 0.00 interest 1.00 [Accommodation 7.00, Owed and not yet paid by the bank (change) -7.00, "
            + "Bank charges 5.00] [Unidentified receipts 30.00] 26.00", Told(february));
        Assert.Equal("26.00 contributions 20.00 interest 0.00 [] [Unidentified receipts -20.00] 26.00", Told(march));
        Assert.Equal("20.00", Text(StatementSum(march)));
        Assert.Equal("26.00", await books.BalanceAsync("TFFV", "1010"));
    }

    [Theory, EveryDatabase]
    public async Task Lapsed_and_written_down_are_called_what_they_are(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        foreach (var (key, end) in ((string, PledgeEnd)[])[("w", PledgeEnd.Withdrawn), ("l", PledgeEnd.Lapsed),
            ("d", PledgeEnd.WrittenDown)])
        {
            var code = (await new AnnouncePledge(books.Writer)
                .RunAsync(new(key, "XA", Day("2026-01-02"), Eur("10.00"), null, "Pledge", null, "TFFV"), TestBooks.Recorder)).OrThrow()
                .Code;
            var asked = (await new EndPledge(books.Writer)
                .AskAsync(new($"end/{key}", code, "TFFV", end, Day("2026-02-01"), "synthetic"), TestBooks.Recorder)).OrThrow();
            (await new DecideApproval(books.Writer, FundsLedger.App.Host.Acts.All).RunAsync(new(asked.Id, true),
                TestBooks.Approver)).OrThrow();
        }

        var statement = await StatementAsync(books, "XA", "2026-01-01", "2026-06-30");

        Assert.Equal([PledgeStage.Withdrawn, PledgeStage.Lapsed, PledgeStage.WrittenDown],
            statement.Pledges.OrderBy(line => line.Reference, StringComparer.Ordinal).Select(line => line.Stage));
        // Before it ended it was what it was then.
        Assert.All((await StatementAsync(books, "XA", "2026-01-01", "2026-01-31")).Pledges, line =>
            Assert.Equal(PledgeStage.Announced, line.Stage));
    }

    [Theory, EveryDatabase]
    public async Task A_period_that_is_not_over_is_refused(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        Assert.Equal("statement_period_is_not_over", (await AskAsync(books, "XA", "2026-01-01", "2026-07-02")).Refusal?.Code);
        Assert.Equal("date_is_out_of_range", (await AskAsync(books, "XA", "0001-01-01", "2026-07-01")).Refusal?.Code);
        Assert.Null((await AskAsync(books, "XA", "2026-01-01", "2026-07-01")).Refusal);
    }

    private static async Task<RecordedReceipt> ReceiveAsync(TestBooks books, string key, string date, Money amount) =>
        (await new RecordReceipt(books.Writer).RunAsync(new(key, "TFFV", "XA", Day(date), amount, "1010"), TestBooks.Recorder)).OrThrow();

    private static async Task ReverseAsync(TestBooks books, string key, long seq, string date) =>
        (await new ReverseEntry(books.Writer).RunAsync(new ReversalAsked(key, seq, Day(date), "wrong"), TestBooks.Approver)).OrThrow();

    private static Task<Outcome<DonorStatement>> AskAsync(TestBooks books, string donor, string from, string to)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        return new DonorStatements(reads, new TrialBalances(reads)).OfAsync(new StatementAsked(donor, "TFFV", Day(from), Day(to), "en"));
    }

    private static async Task<StatementRecord> StatementAsync(TestBooks books, string donor, string from, string to) =>
        (await AskAsync(books, donor, from, to)).OrThrow().Data;

    private static Money StatementSum(StatementRecord statement) =>
        statement.Receipts.Aggregate(Eur("0.00"), (sum, receipt) => sum + receipt.Eur);

    private static string StatementText(StatementRecord statement) =>
        DonorStatementDocument.Build(statement).Blocks.OfType<Reports.Documents.Paragraph>().First(paragraph => paragraph.IsLead)
            .Text.Replace('\u00A0', ' ');

    private static string Told(StatementRecord statement)
    {
        var account = statement.Account!;
        return $"{Text(account.Opening)} contributions {Text(account.Contributions)} interest {Text(account.Interest)} " +
            $"[{Lines(account.Expenses.Concat(account.Charges))}] [{Lines(account.OtherChanges)}] {Text(account.Closing)}";

        static string Lines(IEnumerable<Reports.Documents.DonorStatement.AccountLine> lines) =>
            string.Join(", ", lines.Select(line => $"{line.Label} {Text(line.Amount)}"));
    }

    private static string Text(Money money) => money.ToDecimalString();

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        return books;
    }
}
