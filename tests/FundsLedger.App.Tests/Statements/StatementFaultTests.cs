using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Reports.Documents;
using FundsLedger.Reports.Documents.DonorStatement;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Statements;

/// <summary>What statements elsewhere got wrong.</summary>
public sealed class StatementFaultTests
{
    [Theory, EveryDatabase]
    public async Task Anothers_gifts_and_those_of_the_day_after_are_in_no_statement(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await ReceiveAsync(books, "a", "XA", "2026-02-28", "10.00");
        await ReceiveAsync(books, "b", "XB", "2026-02-10", "500.00");
        await ReceiveAsync(books, "c", "XA", "2026-03-01", "7.00");
        await PledgeAsync(books, "p", "XA", "2026-03-01", "40.00");

        var february = await StatementAsync(books, "XA", "2026-02-01", "2026-02-28");
        Assert.Equal("10.00", Sum(february));
        Assert.Empty(february.Pledges);
        Assert.Equal("510.00", february.Account!.Contributions.ToDecimalString());
        Assert.Equal("7.00", Sum(await StatementAsync(books, "XA", "2026-03-01", "2026-03-31")));
    }

    [Theory, EveryDatabase]
    public async Task A_pledge_of_several_years_stands_in_the_middle_one_with_what_was_paid_by_then(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var pledge = await PledgeAsync(books, "p", "XA", "2024-03-01", "300.00");
        foreach (var (key, day) in ((string, string)[])[("1", "2024-05-01"), ("2", "2025-05-01"), ("3", "2026-05-01")])
            (await new RecordReceipt(books.Writer).RunAsync(new(key, "TFFV", "XA", Day(day), Eur("100.00"), "1010", Pledge: pledge),
                TestBooks.Recorder)).OrThrow();
        var line = Assert.Single((await StatementAsync(books, "XA", "2025-01-01", "2025-12-31")).Pledges);
        Assert.Equal(("200.00", "100.00", PledgeStage.PartPaid),
            (line.Paid.ToDecimalString(), line.Outstanding!.Value.ToDecimalString(), line.Stage));
    }

    [Theory, EveryDatabase]
    public async Task A_gift_in_the_journal_without_a_receipt_is_no_statement_without_it(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2026-02-01 receipt TFFV", "1010 30.00 donor:XA", "4010 -30.00 donor:XA"));
        var refused = (await AskAsync(books, "XA", "2026-02-01", "2026-02-28")).Refusal;
        Assert.Equal("statement_does_not_add_up", refused?.Code);
        Assert.Contains("0.00 EUR", refused!.Sentence, StringComparison.Ordinal);
        Assert.Contains("30.00 EUR", refused.Sentence, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_expense_stands_by_its_class_when_it_is_owed_and_the_account_still_leads_to_the_cash(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await ReceiveAsync(books, "a", "XA", "2026-02-01", "100.00");
        await books.MustPostAsync(Entry("2026-02-03 adjustment TFFV", "5020 7.00", "2010 -7.00"));
        var account = (await StatementAsync(books, "XA", "2026-02-01", "2026-02-28")).Account!;
        Assert.Null(account.Fault());
        Assert.Equal(["Accommodation 7.00", "Owed and not yet paid by the bank (change) -7.00"],
            account.Expenses.Select(line => $"{line.Label} {line.Amount.ToDecimalString()}"));
        var worth = account.Reconciliation!;
        Assert.Equal(("93.00", "100.00", "93.00"), (worth.NetAssets.ToDecimalString(), worth.Cash.ToDecimalString(),
            worth.Available.ToDecimalString()));
    }

    [Theory, EveryDatabase]
    public async Task An_open_month_is_provisional_and_a_closed_one_is_not(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await ReceiveAsync(books, "a", "XA", "2026-02-01", "100.00");
        var open = await StatementAsync(books, "XA", "2026-01-01", "2026-02-28");
        Assert.Equal(Day("2026-01-01"), open.ProvisionalFrom);
        Assert.Contains("provisional", DonorStatementDocument.Build(open).Furniture.Footer, StringComparison.Ordinal);

        (await new ClosePeriods(books.Writer).CloseMonthAsync("TFFV", 2026, 1, TestBooks.Certifier)).OrThrow();

        Assert.Equal(Day("2026-02-01"), (await StatementAsync(books, "XA", "2026-01-01", "2026-02-28")).ProvisionalFrom);
        Assert.Null((await StatementAsync(books, "XA", "2026-01-01", "2026-01-31")).ProvisionalFrom);
    }

    [Fact]
    public async Task Only_pledges_of_the_table_above_are_divided_and_each_division_has_its_sum()
    {
        var data = Documents.SampleStatement.Data();
        var division = DonorStatementDocument.Build(data).Blocks.OfType<Table>().Single(table => table.Columns.Any(column =>
            column.Header == "Purpose"));
        Assert.Equal("3,000,000.00 EUR", division.Rows[^1].Cells[^1].Replace('\u00A0', ' '));
        await using var books = await OpenAsync(DatabaseKind.Sqlite);
        var pledge = (await new AnnouncePledge(books.Writer).RunAsync(new("u", "XA", Day("2026-01-02"), Eur("30.00"), null, "Pledge",
            null), TestBooks.Recorder)).OrThrow().Code;
        (await new DesignatePledge(books.Writer).RunAsync(new("d", pledge, Day("2026-01-03"), Eur("10.00"),
            new Designation.ToFund("SFR"), "Part"), TestBooks.Recorder)).OrThrow();
        Assert.Empty((await StatementAsync(books, "XA", "2026-01-01", "2026-06-30")).Designations);
    }

    [Fact]
    public void Figures_that_floating_point_cannot_add_add_up() =>
        Assert.Null(new FundAccount(Money.Eur(0), Money.Eur(87_318), Money.Eur(0),
            [new("a", Money.Eur(61_123)), new("b", Money.Eur(26_195))], Money.Eur(0), Money.Eur(0)).Fault());

    [Theory, EveryDatabase]
    public async Task A_refund_of_the_next_year_leaves_the_year_of_the_gift_and_stands_in_its_own(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var gift = await ReceiveAsync(books, "a", "XA", "2025-12-31", "50.00");
        (await new ReverseEntry(books.Writer).RunAsync(new ReversalAsked("back", gift.Entry.Seq, Day("2026-01-15"), "bounced"),
            TestBooks.Approver)).OrThrow();
        var (before, after) = (await StatementAsync(books, "XA", "2025-01-01", "2025-12-31"),
            await StatementAsync(books, "XA", "2026-01-01", "2026-06-30"));
        Assert.Equal(("50.00", "50.00", "-50.00", "-50.00"), (Sum(before), before.Account!.Contributions.ToDecimalString(), Sum(after),
            after.Account!.Contributions.ToDecimalString()));
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        return books;
    }

    private static async Task<string> PledgeAsync(TestBooks books, string key, string donor, string day, string amount) =>
        (await new AnnouncePledge(books.Writer).RunAsync(new(key, donor, Day(day), Eur(amount), null, "Pledge", null, "TFFV"),
            TestBooks.Recorder)).OrThrow().Code;

    private static async Task<RecordedReceipt> ReceiveAsync(TestBooks books, string key, string donor, string date, string amount) =>
        (await new RecordReceipt(books.Writer).RunAsync(new(key, "TFFV", donor, Day(date), Eur(amount), "1010"), TestBooks.Recorder))
            .OrThrow();

    private static Task<Outcome<DonorStatement>> AskAsync(TestBooks books, string donor, string from, string to)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        return new DonorStatements(reads, new TrialBalances(reads)).OfAsync(new StatementAsked(donor, "TFFV", Day(from), Day(to), "en"));
    }

    private static async Task<StatementRecord> StatementAsync(TestBooks books, string donor, string from, string to) =>
        (await AskAsync(books, donor, from, to)).OrThrow().Data;

    private static string Sum(StatementRecord record) =>
        record.Receipts.Aggregate(Money.Eur(0), (sum, receipt) => sum + receipt.Eur).ToDecimalString();
}
