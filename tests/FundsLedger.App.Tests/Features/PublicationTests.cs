using System.Data.Common;
using System.Security.Cryptography;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.Books.Publications;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Publication;
using FundsLedger.Domain.SignOff;
using Npgsql;
using Xunit;

namespace FundsLedger.App.Tests.Features;

/// <summary>Figures of the protected fund leave through one door, which two officers open without hearing each other.</summary>
public sealed class PublicationTests
{
    private static readonly ClearPublication.Command TwoYears = new("pub-1", "SFR", 2023, 2024, "Yearly publication (synthetic)");

    [Theory, EveryDatabase]
    public async Task A_block_is_published_once_both_officers_have_cleared_it_and_neither_hears_the_other_before(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var clear = new ClearPublication(books.Writer);
        var asked = (await clear.AskAsync(TwoYears, TestBooks.Recorder)).OrThrow();
        Assert.Equal((asked.Id, true), ((await clear.AskAsync(TwoYears, TestBooks.Recorder)).OrThrow().Id,
            (await clear.AskAsync(TwoYears, TestBooks.Recorder)).OrThrow().IsRepeat));
        Assert.Equal("approval_takes_two", (await DecideAsync(books, asked.Id, SigningStep.Certify, TestBooks.Recorder)).Refusal?.Code);
        (await DecideAsync(books, asked.Id, SigningStep.Certify, TestBooks.Certifier)).OrThrow();

        await using (var connection = await books.Database.OpenAsync())
        {
            var request = (await ApprovalList.ReadAsync(connection, id: asked.Id))[0];
            Assert.Equal([SigningStep.Draft], request.Signing.SeenBy(TestBooks.Approver).Select(step => step.Step));
            Assert.Equal([SigningStep.Draft, SigningStep.Certify], request.Signing.SeenBy(TestBooks.Certifier).Select(step => step.Step));
        }
        Assert.Empty(await ReadAsync(books));
        Assert.Equal(SigningState.Done,
            (await DecideAsync(books, asked.Id, SigningStep.Approve, TestBooks.Approver)).OrThrow().State);

        // 1,000,000 received; 4 × 60,000 and twice 70,000 spent in each year; rounded to 100,000.
        var block = Assert.Single(await ReadAsync(books));
        Assert.Equal((2023, 2024, 100_000_000, 76_000_000 / 10_000_000 * 10_000_000 + 10_000_000),
            (block.From, block.To, block.ReceivedEur, block.SpentEur));
        Assert.Equal(block.ReceivedEur - block.SpentEur, block.ClosingEur);
        Assert.Equal("publication_leaves_a_gap",
            (await clear.AskAsync(TwoYears with { Key = "pub-2" }, TestBooks.Recorder)).Refusal?.Code);
        Assert.True((await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task Where_the_officers_disagree_nothing_is_published(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var asked = (await new ClearPublication(books.Writer).AskAsync(TwoYears, TestBooks.Recorder)).OrThrow();
        (await DecideAsync(books, asked.Id, SigningStep.Certify, TestBooks.Certifier)).OrThrow();
        Assert.Equal(SigningState.Conflicted,
            (await DecideAsync(books, asked.Id, SigningStep.Approve, TestBooks.Approver, isApproved: false)).OrThrow().State);
        Assert.Empty(await ReadAsync(books));
    }

    [Fact]
    public async Task What_may_not_be_told_yet_or_by_itself_is_refused_before_anybody_signs()
    {
        await using var books = await OpenAsync(DatabaseKind.Sqlite);
        var clear = new ClearPublication(books.Writer);
        foreach (var (command, code) in ((ClearPublication.Command, string)[])[
            (TwoYears with { Fund = "TFFV" }, "publication_fund_is_open"), (TwoYears with { Fund = "ZZZ" }, "fund_is_unknown"),
            (TwoYears with { LastYear = 2022 }, "publication_years_are_wrong"),
            (TwoYears with { FirstYear = 2024 }, "publication_leaves_a_gap"),
            (TwoYears with { LastYear = 2023 }, "publication_is_too_short"),
            (TwoYears with { LastYear = 2026 }, "publication_is_too_early"),
            (TwoYears with { LastYear = 2025 }, "publication_year_is_open"),
            (TwoYears with { Reason = "" }, "publication_reason_is_missing")])
            Assert.Equal(code, (await clear.AskAsync(command, TestBooks.Recorder)).Refusal?.Code);
        Assert.Equal("fund_is_unknown",
            (await clear.AskAsync(TwoYears, TestBooks.Recorder with { Within = FundsCovered.Of(["TFFV"]) })).Refusal?.Code);
    }

    [Fact]
    public async Task Too_few_cases_are_not_published_and_the_preview_says_why()
    {
        await using var books = await OpenAsync(DatabaseKind.Sqlite, cases: 2);
        Assert.Equal("publication_is_not_safe",
            (await new ClearPublication(books.Writer).AskAsync(TwoYears, TestBooks.Recorder)).Refusal?.Code);
        var plan = (await ClearPublication.PreviewAsync(new LedgerReads(books.Database, books.Clock), "SFR", 2023, 2024)).OrThrow();
        Assert.Contains(AuditFault.TooFewCases, plan.Audit.Findings.Select(finding => finding.Fault));
    }

    [Theory, EveryDatabase]
    public async Task An_official_figure_takes_two_people_and_becomes_the_figure_that_is_published(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        foreach (var year in (int[])[2023, 2024])
        {
            var asked = (await new EnterOfficialFigure(books.Writer).AskAsync(new($"off-{year}", "SFR", year, OfficialLine.Spent,
                Money.Eur(38_000_000), Money.Eur(100_000), "Accounts (synthetic)", new DateOnly(year + 1, 9, 1), "Printed"),
                TestBooks.Recorder)).OrThrow();
            Assert.Equal("approval_takes_two",
                (await DecideAsync(books, asked.Id, SigningStep.Approve, TestBooks.Recorder)).Refusal?.Code);
            (await DecideAsync(books, asked.Id, SigningStep.Approve, TestBooks.Approver)).OrThrow();
        }
        await PublishAsync(books);
        var block = Assert.Single(await ReadAsync(books));
        Assert.Equal((76_000_000, true, 100_000), (block.SpentEur, block.IsOfficial, block.StepEur));
    }

    [Fact]
    public async Task A_confidential_donor_rounds_what_was_received()
    {
        await using var books = await OpenAsync(DatabaseKind.Sqlite, given: 101_234_567);
        (await new SetDonorProfile(books.Writer).RunAsync(new("XA", new DonorProfile(null, "en", true, false, null)), TestBooks.Recorder))
            .OrThrow();
        await PublishAsync(books);
        var block = Assert.Single(await ReadAsync(books));
        Assert.Equal((100_000_000, true), (block.ReceivedEur, block.IsReceivedRounded));
    }

    [Theory, EveryDatabase]
    public async Task What_everybody_reads_comes_through_a_connection_that_reaches_nothing_else(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await PublishAsync(books);
        await using var store = await StoreAsync(books);
        Assert.Empty(await store.ReachesAsync());
        Assert.Single(await store.OfAsync("SFR"));
        await using var whole = await books.Database.OpenAsync();
        var tables = await whole.Command(null, on == DatabaseKind.Sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()").RowsAsync(row => row.GetString(0));
        Assert.True(tables.Count > 40);
        for (var round = 0; round < 2; round++)
        {
            // A pooled connection is as narrow the second time, and others are not narrowed by it.
            await using var narrow = await store.OpenAsync();
            foreach (var table in tables.Where(table => table != PublicationStore.Table))
                await RefusedAsync(narrow, $"SELECT COUNT(*) FROM {table}");
            await RefusedAsync(narrow, $"SELECT p.id FROM {PublicationStore.Table} p JOIN entries e ON e.seq = p.id");
            await RefusedAsync(narrow, $"DELETE FROM {PublicationStore.Table}");
            Assert.Equal(1, await narrow.Command(null, $"SELECT COUNT(*) FROM {PublicationStore.Table}").NumberAsync());
            Assert.True(await whole.Command(null, "SELECT COUNT(*) FROM entries").NumberAsync() > 0);
        }

        static async Task RefusedAsync(DbConnection connection, string question) =>
            await Assert.ThrowsAnyAsync<DbException>(() => connection.Command(null, question).NumberAsync());
    }

    [Fact]
    public async Task A_login_that_reads_more_is_told_by_name()
    {
        Assert.SkipWhen(TestServer.ConnectionString is null, "No PostgreSQL");
        await using var books = await OpenAsync(DatabaseKind.Postgres);
        await using var narrow = await StoreAsync(books, "GRANT SELECT ON donors TO «login»");
        Assert.Contains(await narrow.ReachesAsync(), table => table.EndsWith("donors", StringComparison.Ordinal));
        await using var owner = new PublicationStore(books.Database, books.Where);
        Assert.Contains(await owner.ReachesAsync(), table => table.EndsWith(".entries", StringComparison.Ordinal));
        await using var none = new PublicationStore(books.Database);
        Assert.False(none.IsReadable);
        Assert.Empty(await none.OfAsync("SFR"));
    }

    /// <summary>The same cases on other days of their years, in more parts: published or not, what everybody reads is the same. Another sum
    /// in a year that is not published changes nothing; in one that is, the figures.</summary>
    [Fact]
    public async Task Only_what_is_published_follows_the_books_and_only_by_whole_blocks()
    {
        await using var plain = await OpenAsync(DatabaseKind.Sqlite);
        await using var moved = await OpenAsync(DatabaseKind.Sqlite, day: 300, parts: 4);
        await using var later = await OpenAsync(DatabaseKind.Sqlite, more: (2025, 7_000_000));
        await using var other = await OpenAsync(DatabaseKind.Sqlite, more: (2024, 9_000_000));
        TestBooks[] all = [plain, moved, later, other];
        foreach (var books in all) Assert.Empty(await ReadAsync(books));
        foreach (var books in all) await PublishAsync(books);
        Assert.Equal(await ReadAsync(plain), await ReadAsync(moved));
        Assert.Equal(await ReadAsync(plain), await ReadAsync(later));
        Assert.NotEqual(await ReadAsync(plain), await ReadAsync(other));
        var account = OutsideAccount.Of(await ReadAsync(plain), new DateOnly(2026, 7, 1));
        Assert.Equal([(2023, 2023, false), (2024, 2024, false), (2023, 2024, true), (2025, 2025, false)],
            account.Select(line => (line.From, line.To, line.Spent.Cents is not null)));
        Assert.All(account.Where(line => line.Spent.Cents is null), line => Assert.Equal("withheld", ApiPublishedLine.Of(line).Balance));
    }

    [Fact]
    public async Task What_is_recorded_late_enters_the_next_block_and_leaves_the_published_one()
    {
        await using var books = await OpenAsync(DatabaseKind.Sqlite);
        await PublishAsync(books);
        var before = await ReadAsync(books);
        books.Clock.Advance(TimeSpan.FromDays(1));
        (await new ReopenPeriods(books.Writer).AskAsync("SFR", 2024, 12, "late invoice (synthetic)", TestBooks.Recorder)).OrThrow();
        (await new ReopenPeriods(books.Writer).ApproveAsync("SFR", TestBooks.Certifier)).OrThrow();
        await SpendAsync(books, "late", new DateOnly(2024, 12, 20), 9_000_000, 1);
        await SpendAsync(books, "next", new DateOnly(2025, 2, 1), 1_000_000, 1);
        for (var year = 2024; year <= 2025; year++)
            (await new ClosePeriods(books.Writer).CloseYearAsync("SFR", year, "synthetic", TestBooks.Certifier)).OrThrow();
        Assert.Equal(before, await ReadAsync(books));
        // 760,000 + 90,000 + 10,000 spent, and 800,000 of it told.
        var plan = (await ClearPublication.PreviewAsync(new LedgerReads(books.Database, books.Clock), "SFR", 2025, 2025)).OrThrow();
        Assert.Equal(10_000_000, plan.Block.SpentEur);
    }

    private static async Task PublishAsync(TestBooks books)
    {
        var asked = (await new ClearPublication(books.Writer).AskAsync(TwoYears, TestBooks.Recorder)).OrThrow();
        // As pages do: whoever comes first takes the step of their own role.
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true)
        {
            RoleFor = operation => operation == Operation.ApprovePublications ? "approving_officer" : null,
        }, TestBooks.Approver)).OrThrow();
        (await DecideAsync(books, asked.Id, SigningStep.Certify, TestBooks.Certifier)).OrThrow();
    }

    private static Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, long id, SigningStep step, Actor by,
        bool isApproved = true) => new DecideApproval(books.Writer, Acts.All).RunAsync(new(id, isApproved,
            isApproved ? "" : "not this year (synthetic)") { Step = step }, by);

    private static async Task<IReadOnlyList<StoredBlock>> ReadAsync(TestBooks books)
    {
        await using var store = await StoreAsync(books);
        return await store.OfAsync("SFR");
    }

    // On PostgreSQL a login made for this test, by the statements that are printed.
    private static async Task<PublicationStore> StoreAsync(TestBooks books, string? more = null)
    {
        if (books.Kind == DatabaseKind.Sqlite) return new PublicationStore(books.Database);
        var name = "publications_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        await using var connection = await books.Database.OpenAsync();
        foreach (var statement in PublicationStore.LoginStatements(books.Database)
            .Append(more?.Replace("«login»", "fundsledger_publications", StringComparison.Ordinal)))
            if (statement is not null)
                await connection.Command(null, statement.Replace("fundsledger_publications", name, StringComparison.Ordinal)).RunAsync();
        return new PublicationStore(books.Database,
            new NpgsqlConnectionStringBuilder(books.Where) { Username = name, Password = "choose-one" }.ToString());
    }

    // Two years of cases, closed, and a third that is open.
    private static async Task<TestBooks> OpenAsync(DatabaseKind on, int cases = 6, int day = 100, int parts = 1,
        (int Year, long Cents)? more = null, long given = 100_000_000)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await GiveAsync(books, "gift", new DateOnly(2023, 1, 5), given);
        for (var year = 2023; year <= 2024; year++)
            for (var number = 0; number < cases; number++)
                await SpendAsync(books, $"{year}-{number}", new DateOnly(year, 1, 10).AddDays(day), number < 4 ? 6_000_000 : 7_000_000,
                    parts);
        if (more is { } extra) await SpendAsync(books, "more", new DateOnly(extra.Year, 6, 1), extra.Cents, 1);
        for (var year = 2023; year <= 2024; year++)
            (await new ClosePeriods(books.Writer).CloseYearAsync("SFR", year, "synthetic", TestBooks.Certifier)).OrThrow();
        return books;
    }

    private static async Task GiveAsync(TestBooks books, string key, DateOnly on, long cents)
    {
        (await new RecordReceipt(books.Writer).RunAsync(new(key, "SFR", "XA", on, Money.Eur(cents), "1010", null, null, null),
            TestBooks.Recorder)).OrThrow();
    }

    private static async Task SpendAsync(TestBooks books, string key, DateOnly on, long cents, int parts)
    {
        var made = (await new MakeCommitment(books.Writer).RunAsync(new($"c-{key}", "SFR", null, Money.Eur(cents), on), TestBooks.Recorder))
            .OrThrow();
        foreach (var (amount, part) in Allocation.Equal(Money.Eur(cents), parts)!.Select((amount, part) => (amount, part)))
            (await PayRoad.SettleAsync(books.Writer, $"p-{key}-{part}", made.Code, on, [new("5110", amount)])).OrThrow();
    }
}
