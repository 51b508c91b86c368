using FundsLedger.App.Features.Proof.Backups;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Checks;

/// <summary>What somebody has added to the database is named by <c>check</c>, and no backup with it is restored; an older copy of the whole
/// file is told by a head kept elsewhere.</summary>
public sealed class StrangePartsTests
{
    [Theory, EveryDatabase]
    public async Task A_table_view_or_trigger_that_is_not_ours_is_named(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        (string Part, string Make, string Remove)[] planted = on == DatabaseKind.Sqlite
            ?
            [
                ("table loot", "CREATE TABLE loot (id INTEGER)", "DROP TABLE loot"),
                ("view everybody", "CREATE VIEW everybody AS SELECT name FROM people", "DROP VIEW everybody"),
                ("trigger quiet on outbox", "CREATE TRIGGER quiet AFTER INSERT ON outbox BEGIN DELETE FROM outbox; END",
                    "DROP TRIGGER quiet"),
                ("trigger promoted on people", "CREATE TRIGGER promoted AFTER INSERT ON people BEGIN SELECT 1; END",
                    "DROP TRIGGER promoted"),
            ]
            :
            [
                ("table loot", "CREATE TABLE loot (id INTEGER)", "DROP TABLE loot"),
                ("view everybody", "CREATE VIEW everybody AS SELECT name FROM people", "DROP VIEW everybody"),
                ("view kept", "CREATE MATERIALIZED VIEW kept AS SELECT name FROM people", "DROP MATERIALIZED VIEW kept"),
                ("rule quiet on outbox", "CREATE RULE quiet AS ON INSERT TO outbox DO INSTEAD NOTHING", "DROP RULE quiet ON outbox"),
                ("trigger entry_is_sound on people",
                    "CREATE TRIGGER entry_is_sound BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION audit_log_stays_written()",
                    "DROP TRIGGER entry_is_sound ON people"),
            ];
        await using var connection = await books.Database.OpenAsync();
        foreach (var (part, make, remove) in planted)
        {
            await connection.Command(null, make).RunAsync();
            Assert.Contains(part, (await FindingsAsync(books)).Select(finding => finding.Subject));
            await connection.Command(null, remove).RunAsync();
        }
        Assert.Empty(await FindingsAsync(books));
    }

    [Theory, InlineData("CREATE TABLE loot (id INTEGER)"),
        InlineData("CREATE TRIGGER quiet AFTER INSERT ON outbox BEGIN DELETE FROM outbox; END"),
        InlineData("CREATE VIEW everybody AS SELECT name FROM people"),
        InlineData("UPDATE person_roles SET role = 'administrator'")]
    public async Task A_backup_with_a_part_that_is_not_ours_is_not_restored(string planted)
    {
        await using var books = await TestBooks.FilledAsync(DatabaseKind.Sqlite);
        await using (var connection = await books.Database.OpenAsync()) await connection.Command(null, planted).RunAsync();
        var backup = TestServer.NewFile(".backup");
        (await new Backup(books.Database).RunAsync(backup)).OrThrow();
        var place = TestServer.NewFile(".db");
        await using var target = LedgerDatabase.At(place);
        Assert.Equal("backup_is_damaged", (await new Restore(target, books.Clock).RunAsync(backup)).Refusal?.Code);
        Assert.False(File.Exists(place));
    }

    [Theory, EveryDatabase]
    public async Task An_older_copy_of_the_whole_books_is_told_by_a_head_kept_elsewhere(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        var (older, newer) = (TestServer.NewFile(".head.json"), TestServer.NewFile(".head.json"));
        await (await RecordedHead.OfAsync(books.Database, CancellationToken.None)).WriteAsync(older, CancellationToken.None);
        await books.MustPostAsync(LedgerText.Entry("2026-06-10 charge TFFV", "5910 1.00", "1010 -1.00"));
        var head = await RecordedHead.OfAsync(books.Database, CancellationToken.None);
        await head.WriteAsync(newer, CancellationToken.None);
        // Books that went on have what they had, and what they have.
        foreach (var kept in (string[])[older, newer])
            Assert.Empty(await OlderCopy.FindAsync(books.Database, kept, CancellationToken.None));
        // One leaf and one entry more than there is; another root; another ledger; no head at all.
        Assert.Equal(["the journal", "log open"],
            await AgainstAsync(
                head with { Entries = head.Entries + 1,
                    Logs = [.. head.Logs.Select(log => log.Log == "open" ? log with { Size = log.Size + 1 } : log)] }));
        Assert.Equal(["log open"],
            await AgainstAsync(
                head with { Logs = [.. head.Logs.Select(log => log.Log == "open" ? log with { Root = new string('0', 64) } : log)] }));
        Assert.Single(await AgainstAsync(head with { LedgerId = "another" }));
        Assert.Single(await OlderCopy.FindAsync(books.Database, older + ".missing", CancellationToken.None));

        async Task<List<string>> AgainstAsync(RecordedHead kept)
        {
            var place = TestServer.NewFile(".head.json");
            await kept.WriteAsync(place, CancellationToken.None);
            return [.. (await OlderCopy.FindAsync(books.Database, place, CancellationToken.None)).Select(finding => finding.Subject)];
        }
    }

    private static async Task<List<CheckFinding>> FindingsAsync(TestBooks books) =>
        [.. (await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).Results.SelectMany(result => result.Findings)];
}
