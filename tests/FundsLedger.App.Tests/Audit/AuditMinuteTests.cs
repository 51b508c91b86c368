using FundsLedger.App.Access;
using FundsLedger.App.Features.Proof.Audit;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Guards;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.App.Tests.Audit;

/// <summary>The audit log is sealed by the minute, and what outsiders' acts seal tells nothing of a protected fund.</summary>
public sealed class AuditMinuteTests
{
    [Theory, EveryDatabase]
    public async Task Each_minute_with_a_row_is_a_leaf_once_it_is_over_and_no_other_minute(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var reads = new LedgerReads(books.Database, books.Clock);
        using var audit = new AuditLog(reads);
        var seal = new SealAudit(books.Writer, reads);
        await NoteAsync(audit, TestBooks.Recorder, 2);
        books.Clock.Advance(TimeSpan.FromSeconds(30));
        await NoteAsync(audit, TestBooks.Recorder, 1);
        books.Clock.Advance(TimeSpan.FromSeconds(89));
        // 119 seconds after the minute began: it is not over for a whole one.
        Assert.False(await seal.RunIfDueAsync());
        await NoteAsync(audit, TestBooks.Recorder, 1);
        books.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await seal.RunIfDueAsync());
        Assert.False(await seal.RunIfDueAsync());
        books.Clock.Advance(TimeSpan.FromHours(5));
        await NoteAsync(audit, TestBooks.Recorder, 1);
        books.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await seal.RunIfDueAsync());
        await using var connection = await books.Database.OpenAsync();
        Assert.Equal(["3 1 3", "3 4 4", "3 5 5"],
            await connection.Command(null, "SELECT tree, first_row, last_row FROM audit_minutes ORDER BY tree, first_row")
                .RowsAsync(row => $"{row.GetInt64(0)} {row.GetInt64(1)} {row.GetInt64(2)}"));
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task It_goes_by_who_acts_and_by_what_the_row_names(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        using var audit = new AuditLog(new LedgerReads(books.Database, books.Clock));
        var state = await ActorAsync(books, Role.StateRepresentative, "XA");
        var visits = await ActorAsync(books, Role.Recorder, funds: FundsCovered.Of(["TFFV"]));
        var whole = await ActorAsync(books, Role.Recorder);
        var relocations = await ActorAsync(books, Role.Recorder, funds: FundsCovered.Of(["SFR"]));
        foreach (var (actor, act, subject, log) in ((Actor, AuditAct, string, int)[])
            [
                (state, AuditAct.Downloaded, "/statements/XA", 1), (state, AuditAct.Refused, "/funds/SFR", 3),
                (visits, AuditAct.Read, "/entries/7", 1), (whole, AuditAct.Read, "/entries/7", 3), (relocations, AuditAct.Read, "/x", 3),
                (AuditLog.Stranger, AuditAct.Refused, "/commitments/QX7", 1), (AuditLog.Stranger, AuditAct.Refused, "/funds/sfr", 3),
                (AuditLog.Stranger, AuditAct.SignInFailed, "unknown", 3), (new Actor("shell:root", "x"), AuditAct.CommandLine, "check", 3),
            ])
        {
            await audit.NoteAsync(new AuditNote(actor, act, subject));
            Assert.Equal(log, await books.NumberAsync("SELECT tree FROM audit_log ORDER BY id DESC LIMIT 1"));
        }
    }

    [Fact]
    public async Task The_open_log_grows_alike_whatever_people_with_rights_in_a_protected_fund_do()
    {
        var leaves = new List<string>();
        foreach (var busy in (bool[])[false, true])
        {
            await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite, new SeededChance("pair"));
            var reads = new LedgerReads(books.Database, books.Clock);
            using var audit = new AuditLog(reads);
            var seal = new SealAudit(books.Writer, reads);
            for (var minute = 0; minute < 6; minute++)
            {
                if (busy) await NoteAsync(audit, TestBooks.Recorder, minute);
                if (minute % 2 == 0) await NoteAsync(audit, AuditLog.Stranger, 1);
                if (busy && minute == 3)
                    await audit.NoteAsync(new AuditNote(TestBooks.Auditor, AuditAct.Read, "GET /commitments/SFR-1"));
                books.Clock.Advance(TimeSpan.FromMinutes(1));
                // A busy house comes to its sealing late.
                if (!busy || minute == 5) await seal.RunIfDueAsync();
            }
            books.Clock.Advance(TimeSpan.FromMinutes(2));
            await seal.RunIfDueAsync();
            await using var connection = await books.Database.OpenAsync();
            Assert.Equal(busy ? 5 : 0, await books.NumberAsync("SELECT COUNT(*) FROM audit_minutes WHERE tree = 3"));
            leaves.Add(string.Join('\n', await connection.Command(null, """
                SELECT t.size, m.first_row, m.last_row, m.minute, hex(m.digest), hex(l.leaf_hash) FROM audit_minutes m
                JOIN register_leaves l ON l.table_name = 'audit_minutes' AND l.row_key = m.tree || '/' || m.first_row
                JOIN log_trees t ON t.tree = 1 WHERE m.tree = 1 ORDER BY m.first_row
                """).RowsAsync(row => string.Join(' ', Enumerable.Range(0, 6).Select(row.GetValue)))));
            Assert.Empty(await FoundAsync(books));
        }
        Assert.Equal(3, leaves[0].Split('\n').Length);
        Assert.Equal(leaves[0], leaves[1]);
    }

    [Theory, EveryDatabase]
    public async Task A_row_changed_removed_added_or_moved_is_noticed_sealed_or_not_as_far_as_anything_can_tell(DatabaseKind on)
    {
        foreach (var (plot, notices) in ((string, bool)[])
            [
                ("UPDATE audit_log SET subject = 'other' WHERE id = 2", true), ("UPDATE audit_log SET at = at + 1 WHERE id = 2", true),
                ("UPDATE audit_log SET actor_id = 'x' WHERE id = 2", true), ("DELETE FROM audit_log WHERE id = 2", true),
                ("DELETE FROM audit_log WHERE id = 6", true), ("UPDATE audit_log SET tree = 1 WHERE id = 6", true),
                ("UPDATE audit_log SET number = NULL WHERE id = 6", true), ("UPDATE audit_log SET number = 60 WHERE id = 7", true),
                ("UPDATE audit_log SET id = 60 WHERE id = 7", true), ("UPDATE audit_log SET tree = 2 WHERE id = 7", true),
                ("INSERT INTO audit_log (id, at, actor_id, actor_name, act, subject, outcome) VALUES (8, 1, 'x', 'x', 'read', '/', '')",
                    true),
                ("DELETE FROM audit_minutes", true), ("UPDATE audit_minutes SET last_row = last_row + 1", true),
                // What nothing inside can tell, said so in the threats.
                ("DELETE FROM audit_log WHERE id = 7", false), ("UPDATE audit_log SET subject = 'other' WHERE id = 7", false),
            ])
        {
            await using var books = await TestBooks.OpenAsync(on);
            var reads = new LedgerReads(books.Database, books.Clock);
            using var audit = new AuditLog(reads);
            await NoteAsync(audit, TestBooks.Recorder, 4);
            await new SealAudit(books.Writer, reads).RunAsync();
            await NoteAsync(audit, TestBooks.Recorder, 3);
            Assert.Empty(await FoundAsync(books));
            await using (var connection = await books.Database.OpenAsync())
            {
                var relax = on == DatabaseKind.Postgres ? "SET session_replication_role = replica;"
                    : string.Concat(GuardSet.For(false).Select(guard => $"DROP TRIGGER IF EXISTS {guard.Name};"));
                await connection.Command(null,
                    relax + plot + (on == DatabaseKind.Postgres ? "; SET session_replication_role = origin" : "")).RunAsync();
                await GuardSet.InstallAsync(connection, on == DatabaseKind.Postgres, default);
            }
            var report = await new LedgerCheck(reads).RunAsync();
            Assert.True(!report.IsGood == notices, $"{plot}: {report.Said()}");
        }
    }

    private static async Task<Actor> ActorAsync(TestBooks books, Role role, string? donor = null, FundsCovered? funds = null) =>
        new((await books.LetInAsync(role, donor, funds)).Id, "Somebody");

    private static async Task NoteAsync(AuditLog audit, Actor actor, int times)
    {
        for (var time = 0; time < times; time++) await audit.NoteAsync(new AuditNote(actor, AuditAct.Read, "GET /entries/1"));
    }

    private static async Task<IReadOnlyList<CheckFinding>> FoundAsync(TestBooks books) =>
        (await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).Results
            .Single(result => result.Name == "audit").Findings;
}
