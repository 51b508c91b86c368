using FundsLedger.App.Access;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.Proof.Audit;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using FundsLedger.Domain;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>Nobody outside counts relocations: index and size in the open log and in that of contributions follow nothing that a protected
/// fund does.</summary>
public sealed class ThreeLogsTests
{
    [Theory, EveryDatabase]
    public async Task Books_that_differ_only_in_relocations_have_the_same_open_log_and_the_same_contributions(DatabaseKind on)
    {
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await using var quiet = await TestBooks.OpenAsync(on, new SeededChance("one"));
        await using var busy = await TestBooks.OpenAsync(on, new SeededChance("one"));
        foreach (var (books, isBusy) in (IEnumerable<(TestBooks, bool)>)[(quiet, false), (busy, true)]) await LiveAsync(books, key, isBusy);

        Assert.NotEqual(await LeavesAsync(quiet, LogClass.Protected), await LeavesAsync(busy, LogClass.Protected));
        foreach (var log in (LogClass[])[LogClass.Open, LogClass.Contributions])
        {
            // Byte by byte: index, hash and head of every leaf, so also everything that is hashed.
            Assert.Equal(await LeavesAsync(quiet, log), await LeavesAsync(busy, log));
            Assert.Equal(await HeadsAsync(quiet, log), await HeadsAsync(busy, log));
            Assert.Equal(4, (await HeadsAsync(busy, log)).Split('\n').Length);
        }
        foreach (var fund in (string[])["TFFV", "SFR"]) Assert.Equal(await ProofsAsync(quiet, fund), await ProofsAsync(busy, fund));
        Assert.True((await CheckAsync(busy)).IsGood, (await CheckAsync(busy)).Said());
    }

    [Theory, EveryDatabase]
    public async Task A_donor_to_the_protected_fund_proves_a_receipt_in_the_log_of_contributions(DatabaseKind on)
    {
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await using var books = await TestBooks.OpenAsync(on);
        await LiveAsync(books, key, isBusy: true);
        var file = (await StatementAsync(books, "SFR")).File!;

        var result = VerifyStatement.Run(file.ToText(), key.PublicKey);

        Assert.Empty(result.Findings);
        Assert.Equal(3, result.Facts!.Receipts.Count);
        Assert.Equal("contributions", file.Head.Log);
        Assert.Equal(0, file.Head.Size % SealHead.Block);
        var moved = file with { Head = file.Head with { Log = "open" } };
        Assert.NotEmpty(VerifyStatement.Run(moved.ToText(), key.PublicKey).Findings);
    }

    [Theory, EveryDatabase]
    public async Task Everything_stands_in_the_log_of_its_class(DatabaseKind on)
    {
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await using var books = await TestBooks.OpenAsync(on);
        await LiveAsync(books, key, isBusy: true);
        await using var connection = await books.Database.OpenAsync();

        var rows = await connection.Command(null, "SELECT DISTINCT table_name, tree FROM register_leaves")
            .RowsAsync(row => $"{row.GetString(0)} {row.GetInt32(1)}");
        var kinds = await connection.Command(null, "SELECT DISTINCT f.code, e.kind, e.tree FROM entries e JOIN funds f ON f.id = e.fund_id")
            .RowsAsync(row => $"{row.GetString(0)} {row.GetString(1)} {row.GetInt32(2)}");

        string[] expected =
        [
            "accounts 1", "accounts 3", "audit_minutes 3", "books 1", "commitments 1", "commitments 3", "donors 1", "fund_settings 1",
            "fund_settings 3", "funds 1",
            "log_heads 1", "log_heads 2", "log_heads 3", "log_keys 1", "period_events 1", "period_events 3", "pledge_events 1",
            "pledge_events 2", "pledges 1", "pledges 2", "power_changes 3",
            "rates 3", "receipts 1", "receipts 2", "signing_requests 3", "signing_steps 3",
            "visit_requests 1",
        ];
        Assert.Equal(expected, rows.Order(StringComparer.Ordinal));
        string[] entries =
        [
            "SFR charge 3", "SFR commitment 3", "SFR designation 2", "SFR disbursement 3", "SFR fulfilment 2", "SFR pledge 2",
            "SFR receipt 2", "SFR receipt 3", "SFR release 3", "SFR reversal 3",
            "TFFV charge 1", "TFFV commitment 1", "TFFV receipt 1", "UMB designation 1", "UMB pledge 1",
        ];
        Assert.Equal(entries, kinds.Order(StringComparer.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_fund_that_comes_under_protection_goes_on_in_the_other_logs_and_stays_proven(DatabaseKind on)
    {
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Entry("2026-03-10 receipt TFFV", "1010 10.00", "4010 -10.00 donor:XA"),
            Entry("2026-03-11 charge TFFV", "5910 1.00", "1010 -1.00"));
        await books.RegisterAsync(Registers.FundSettings, 9L, 1, Day("2026-07-01"), true, 500_000L, 0L, 6, books.Clock.GetUtcNow(),
            TestBooks.Approver.Id, TestBooks.Approver.Name);
        await books.MustPostAsync(Entry("2026-03-12 receipt TFFV", "1010 10.00", "4010 -10.00 donor:XA"),
            Entry("2026-03-13 charge TFFV", "5910 1.00", "1010 -1.00"));
        await new SealHead(books.Writer, key).RunIfDueAsync();

        await using var connection = await books.Database.OpenAsync();
        Assert.Equal((IEnumerable<int>)[1, 1, 2, 3],
            await connection.Command(null, "SELECT tree FROM entries ORDER BY seq").RowsAsync(row => row.GetInt32(0)));
        Assert.True((await CheckAsync(books)).IsGood, (await CheckAsync(books)).Said());
    }

    [Fact]
    public async Task Ids_that_leave_the_house_tell_no_time()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        await books.LiveAsync(2);
        await using var connection = await books.Database.OpenAsync();

        Assert.All(await connection.Command(null, "SELECT id FROM entries").RowsAsync(row => Guid.Parse(row.GetString(0))),
            id => Assert.Equal(4, id.Version));
    }

    [Fact]
    public async Task The_number_of_a_payment_is_not_the_journals()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite, new SeededChance("two"));
        await books.MustPostAsync(Entry("2026-01-05 opening TFFV", "1010 9000.00", "3020 -9000.00"));
        var commitment = (await new MakeCommitment(books.Writer).RunAsync(
            new("c", "TFFV", null, SmallBooks.Eur("90.00"), Day("2026-01-10")), TestBooks.Certifier)).OrThrow().Code;
        var (first, again) = ((await PayAsync()).OrThrow(), (await PayAsync()).OrThrow());

        Assert.Matches("^PAY-[0-9A-HJKMNP-TV-Z]{10}$", first.Payment);
        Assert.True(again.IsRepeat);
        Assert.Equal(first.Payment, again.Payment);

        Task<Domain.Outcome<PaidPayment>> PayAsync() => PayRoad.PayAsync(books.Writer, "p", commitment, Day("2026-01-12"),
            [new("5010", SmallBooks.Eur("40.00"))]);
    }

    /// <summary>Four weeks: both books get the same gifts and visits; the busy ones also pledge nothing more, but commit, pay, err, take
    /// back, close and audit in the protected fund.</summary>
    private static async Task LiveAsync(TestBooks books, SigningKey key, bool isBusy)
    {
        var (writer, who) = (books.Writer, TestBooks.Recorder);
        await books.AddDonorsAsync("XA", "XB");
        await books.MustPostAsync(Entry("2026-01-05 receipt TFFV", "1010 9000.00", "4010 -9000.00 donor:XB") with { Key = "first" });
        var umbrella = (await new AnnouncePledge(writer).RunAsync(
            new("p0", "XA", Day("2026-01-10"), SmallBooks.Eur("900.00"), null, "Pledge (synthetic)"), who)).OrThrow().Code;
        for (var week = 1; week <= 4; week++)
        {
            var pledge = (await new AnnouncePledge(writer).RunAsync(
                new($"p{week}", "XA", Day("2026-02-01"), SmallBooks.Eur("5000.00"), null, "Pledge (synthetic)", Fund: "SFR"),
                who)).OrThrow().Code;
            if (week < 4)
                (await new RecordReceipt(writer).RunAsync(
                    new($"r{week}", "SFR", "XA", Day("2026-03-03"), SmallBooks.Eur("5000.00"), "1010", null, pledge), who)).OrThrow();
            if (isBusy) await RelocateAsync(books, week);
            (await new DesignatePledge(writer).RunAsync(
                new($"d{week}", umbrella, Day("2026-02-20"), SmallBooks.Eur("100.00"), new Designation.ToFund("SFR", Day("2026-09-01")),
                    "Designated (synthetic)"), who)).OrThrow();
            var request = (await new SubmitVisitRequest(writer).RunAsync(
                new($"v{week}", "TFFV", "D-01", 2, [Relation.Spouse], Day("2026-05-01"), Day("2026-05-10"), SmallBooks.Eur("100.00"),
                    Day("2026-03-05")), who)).OrThrow().Code;
            (await new MakeCommitment(writer).RunAsync(new($"c{week}", "TFFV", request, SmallBooks.Eur("100.00"), Day("2026-03-10")),
                TestBooks.Certifier)).OrThrow();
            (await new RecordReceipt(writer).RunAsync(new($"t{week}", "TFFV", "XA", Day("2026-03-04"), SmallBooks.Eur("70.00"), "1010"),
                who)).OrThrow();
            await books.MustPostAsync(Entry("2026-06-30 charge TFFV", "5910 4.20", "1010 -4.20") with { Key = $"charge{week}" });
            if (isBusy && week == 2) (await new ClosePeriods(writer).CloseMonthAsync("SFR", 2026, 1, TestBooks.Certifier)).OrThrow();
            if (week == 3) (await new ClosePeriods(writer).CloseMonthAsync("TFFV", 2026, 1, TestBooks.Certifier)).OrThrow();
            await new SealHead(writer, key).RunIfDueAsync();
            books.Clock.Advance(TimeSpan.FromDays(7));
        }
    }

    private static async Task RelocateAsync(TestBooks books, int week)
    {
        var (writer, who) = (books.Writer, TestBooks.Certifier);
        for (var number = 1; number <= week * 5; number++)
        {
            var commitment = (await new MakeCommitment(writer).RunAsync(
                new($"s{week}/{number}", "SFR", null, SmallBooks.Eur("40.00"), Day("2026-04-10")), who)).OrThrow().Code;
            (await PayRoad.SettleAsync(writer, $"sp{week}/{number}", commitment, Day("2026-05-12"),
                [new("5110", SmallBooks.Eur("30.00"))])).OrThrow();
        }
        await books.MustPostAsync(Entry("2026-06-30 charge SFR", "5910 4.20", "1010 -4.20") with { Key = $"sc{week}" },
            Entry("2026-06-30 receipt SFR", "1010 7.00", "2900 -7.00") with { Key = $"su{week}" });
        (await new EnterRate(writer).RunAsync(new(Day("2026-03-02").AddDays(week), SmallBooks.Dollar, "synthetic rate"),
            TestBooks.Recorder)).OrThrow();
        var seq = await books.NumberAsync($"SELECT seq FROM entries WHERE idempotency_key = 'sc{week}'");
        var asked = (await new ReverseEntry(writer).AskAsync(new ReversalAsked($"sr{week}", seq, Day("2026-06-30"), "synthetic mistake"),
            TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
        using var audit = new AuditLog(new LedgerReads(books.Database, books.Clock));
        await audit.NoteAsync(new AuditNote(who, AuditAct.Read, "GET /funds/SFR"));
        await new SealAudit(writer, new LedgerReads(books.Database, books.Clock)).RunAsync();
    }

    private static async Task<string> LeavesAsync(TestBooks books, LogClass log)
    {
        await using var connection = await books.Database.OpenAsync();
        var size = await connection.Command(null, "SELECT size FROM log_trees WHERE tree = @tree", ("@tree", (int)log)).NumberAsync();
        var subtrees = new LogTree(connection, log).Subtrees();
        return string.Join('\n', Enumerable.Range(0, (int)size).Select(leaf => Convert.ToHexString(subtrees(0, leaf))));
    }

    private static async Task<string> HeadsAsync(TestBooks books, LogClass log)
    {
        await using var connection = await books.Database.OpenAsync();
        return string.Join('\n',
            await connection.Command(null, "SELECT size, root, at FROM log_heads WHERE tree = @tree ORDER BY size", ("@tree", (int)log))
            .RowsAsync(row => $"{row.GetInt64(0)} {Convert.ToHexString(row.Blob(1))} {row.GetInt64(2)}"));
    }

    private static async Task<string> ProofsAsync(TestBooks books, string fund)
    {
        var file = (await StatementAsync(books, fund)).File!;
        return string.Join('\n',
            file.Proofs.Select(proof => $"{proof.LeafIndex} {proof.Shown} {proof.Withheld} {string.Join(' ', proof.Path)}"))
                + file.Statement.GetRawText();
    }

    private static async Task<DonorStatement> StatementAsync(TestBooks books, string fund)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        return (await new DonorStatements(reads,
            new TrialBalances(reads)).OfAsync(new StatementAsked("XA", fund, Day("2026-01-01"), Day("2026-06-29"), "en"))).OrThrow();
    }

    private static Task<CheckReport> CheckAsync(TestBooks books) =>
        new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
}
