using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Guards;
using FundsLedger.App.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;
using Xunit;

namespace FundsLedger.App.Tests.Checks;

/// <summary>Whatever is changed in the database behind the ledger's back, <c>check</c> finds it and says where.</summary>
[TakesMinutes]
public sealed partial class CheckTests
{
    // Messages come and go, and so do contacts and counted attempts; keys of cookies are worth nothing without the key outside the books.
    // Only older books have a first log: see the tests of what was sealed again.
    private static readonly HashSet<string> Unsealed = ["first_leaves", "outbox", "donor_contacts", "protection_keys", "door_tries"];

    // Some only tell that kept pages are old: a changed one makes pages be worked out again, or shows an old page until the next
    // record. The others give nobody power: words, and when something was last seen or used.
    private static readonly HashSet<string> Free = ["ledger_state.chart_version",
        "ledger_state.open_version", "ledger_state.quiet_version",
        "people.language", "people.security_stamp", "people.code_step", "people.ask_again", "people.created_at", "sessions.seen_at",
        "sessions.browser", "sessions.place", "api_tokens.name", "api_tokens.created_at", "api_tokens.used_at", "api_tokens.used_from",
        "password_links.made_at", "passkeys.name", "passkeys.created_at", "passkeys.sign_count", "passkeys.transports",
        "passkeys.is_user_verified", "passkeys.is_backup_eligible", "passkeys.is_backed_up", "passkeys.attestation_object",
        "passkeys.client_data", "alert_recipients.last_digest_on", "alert_recipients.added_at", "alert_recipients.added_by"];

    [Theory, EveryDatabase]
    public async Task Good_books_pass_every_check(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        var report = await RunAsync(books);
        Assert.True(report.IsGood, report.Said());
        Assert.Equal(Enum.GetValues<CheckName>().Length, report.Results.Count);
        Assert.All(report.Results.Where(result => result.Name != "storage"), result => Assert.True(result.Looked > 0, result.Name));
    }

    [Theory, EveryDatabase]
    public async Task A_changed_value_in_any_column_of_any_table_is_found(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        await using var db = books.Database.Read();
        var unfound = new List<string>();
        var changed = 0;
        foreach (var table in db.Model.GetEntityTypes().Where(table => !Unsealed.Contains(table.GetTableName()!))
            .OrderBy(table => table.GetTableName(), StringComparer.Ordinal))
        {
            foreach (var column in table.GetProperties()
                .Where(column => !Free.Contains($"{table.GetTableName()}.{column.GetColumnName()}")))
            {
                await using var tampering = await TamperAsync(books, table, column);
                changed++;
                if ((await RunAsync(books)).IsGood) unfound.Add($"{table.GetTableName()}.{column.GetColumnName()}");
            }
        }
        Assert.Empty(unfound);
        Assert.True(changed > 150, $"only {changed} columns were tried");
        Assert.True((await RunAsync(books)).IsGood, "the changes were not taken back");
    }

    [Theory, EveryDatabase]
    public async Task A_removed_row_of_any_table_is_found(DatabaseKind on)
    {
        var unfound = new List<string>();
        await using var reference = await TestBooks.FilledAsync(on);
        await using var db = reference.Database.Read();
        foreach (var table in db.Model.GetEntityTypes().Where(table => !Unsealed.Contains(table.GetTableName()!)))
        {
            await using var books = await TestBooks.FilledAsync(on);
            await UnguardedAsync(books, $"DELETE FROM {table.GetTableName()} WHERE {await RowAsync(books, table)}");
            if ((await RunAsync(books)).IsGood) unfound.Add(table.GetTableName()!);
        }
        Assert.Empty(unfound);
    }

    [Theory, EveryDatabase]
    public async Task Money_dated_ahead_of_its_day_and_a_reversal_before_its_entry_are_found_in_older_books(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        const string Receipt = "(SELECT MIN(seq) FROM entries WHERE kind = 'receipt')";
        await UnguardedAsync(books, $"UPDATE entries SET effective_date = 20620131 WHERE seq = {Receipt}");
        await UnguardedAsync(books, $"UPDATE postings SET effective_date = 20620131 WHERE entry_seq = {Receipt}");
        await UnguardedAsync(books, "UPDATE entries SET effective_date = 20260629 WHERE reverses_seq IS NOT NULL");

        var found = (await RunAsync(books)).Results.SelectMany(result => result.Findings).Select(finding => finding.Rule).ToList();

        Assert.Contains(found, rule => rule.Contains("dated 2062-01-31 and was recorded on 2026-07-01", StringComparison.Ordinal));
        Assert.Contains(found, rule => rule.Contains("dated before the entry it takes back", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_missing_trigger_is_named(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        await using (var connection = await books.Database.OpenAsync())
            await connection.Command(null,
                on == DatabaseKind.Sqlite ? "DROP TRIGGER entry_is_sound" : "DROP TRIGGER entry_is_sound ON entries").RunAsync();
        var finding = Assert.Single((await RunAsync(books)).Results.SelectMany(result => result.Findings));
        Assert.Contains("entry_is_sound", finding.Subject, StringComparison.Ordinal);
        await BooksMaker.MigrateAsync(books.Database, books.Clock);
        Assert.True((await RunAsync(books)).IsGood);
    }

    [Fact]
    public async Task A_trigger_switched_off_on_the_server_is_named()
    {
        Assert.SkipWhen(TestServer.ConnectionString is null, "No PostgreSQL: run tests/run, which starts a server.");
        await using var books = await TestBooks.FilledAsync(DatabaseKind.Postgres);
        await using (var connection = await books.Database.OpenAsync())
            await connection.Command(null, "ALTER TABLE entries DISABLE TRIGGER entry_is_sound").RunAsync();
        Assert.Contains((await RunAsync(books)).Results.SelectMany(result => result.Findings),
            finding => finding.Subject.Contains("entry_is_sound", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task The_first_broken_entry_is_named_with_its_key(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        await UnguardedAsync(books, "UPDATE entries SET description = 'forged' WHERE seq IN (4, 6)");
        var seals = (await RunAsync(books)).Results.Single(result => result.Name == "seals").Findings;
        Assert.Equal(2, seals.Count);
        Assert.StartsWith("entry 4 (key ", seals[0].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_a_finding_and_not_a_breakdown()
    {
        await using var books = await TestBooks.FilledAsync(DatabaseKind.Sqlite);
        await books.Writer.DisposeAsync();
        await books.Database.DisposeAsync();
        SqliteConnection.ClearAllPools();
        var bytes = await File.ReadAllBytesAsync(books.Where);
        var copy = TestServer.NewFile(".db");
        for (var page = 1; page < bytes.Length / 4096; page += 3)
        {
            var damaged = (byte[])bytes.Clone();
            Array.Fill(damaged, (byte)0x5A, page * 4096, 4096);
            await File.WriteAllBytesAsync(copy, damaged);
            await using var database = LedgerDatabase.At(copy);
            Assert.False((await new LedgerCheck(new LedgerReads(database, books.Clock)).RunAsync()).IsGood,
                $"page {page + 1} of the file was overwritten");
            SqliteConnection.ClearAllPools();
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_a_finding()
    {
        var path = TestServer.NewFile(".db");
        await File.WriteAllTextAsync(path, new string('x', 5000));
        await using var database = LedgerDatabase.At(path);
        Assert.False((await new LedgerCheck(new LedgerReads(database, TimeProvider.System)).RunAsync()).IsGood);
    }

    private static Task<CheckReport> RunAsync(TestBooks books) => new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();

    private static string Key(IEntityType table) =>
        string.Join(", ", table.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName()));

    private static async Task<string> RowAsync(TestBooks books, IEntityType table, IProperty? changed = null, object? now = null)
    {
        var keys = table.FindPrimaryKey()!.Properties;
        await using var connection = await books.Database.OpenAsync();
        // The last row: most of the seeded rows come first.
        var last = string.Join(", ", keys.Select(key => key.GetColumnName() + " DESC"));
        var values = (await connection.Command(null, $"SELECT {Key(table)} FROM {table.GetTableName()} ORDER BY {last} LIMIT 1")
            .RowsAsync(row => keys.Select((_, index) => row.GetValue(index)).ToList())).Single();
        return string.Join(" AND ",
            keys.Select((key, index) => $"{key.GetColumnName()} = {Literal(key == changed ? now! : values[index])}"));
    }

    /// <summary>Changes one value of the last row as an attacker with the file would, guards in place again afterwards; takes it back when
    /// disposed of.</summary>
    private static async Task<IAsyncDisposable> TamperAsync(TestBooks books, IEntityType table, IProperty column)
    {
        var (name, field) = (table.GetTableName()!, column.GetColumnName());
        var where = await RowAsync(books, table);
        await using var connection = await books.Database.OpenAsync();
        var old = (await connection.Command(null, $"SELECT {field} FROM {name} WHERE {Blobs(books, where)}")
            .RowsAsync(row => row.IsDBNull(0) ? null : row.GetValue(0))).Single();
        var changed = Changed(old, column);
        await UnguardedAsync(books, $"UPDATE {name} SET {field} = {Literal(changed)} WHERE {where}");
        var back = column.IsPrimaryKey() ? await ChangedRowAsync(where, field, old!, changed) : where;
        return new Undo(() => UnguardedAsync(books, $"UPDATE {name} SET {field} = {(old is null ? "NULL" : Literal(old))} WHERE {back}"));
    }

    private static Task<string> ChangedRowAsync(string where, string field, object old, object changed) =>
        Task.FromResult(
            string.Join(" AND ",
                where.Split(" AND ").Select(part => part == $"{field} = {Literal(old)}" ? $"{field} = {Literal(changed)}" : part)));

    private static object Changed(object? old, IProperty column) => old switch
    {
        null when column.ClrType == typeof(string) => "x",
        null when column.ClrType == typeof(byte[]) => new byte[] { 1 },
        null => 20260101,
        string text => text.Length == 0 ? "x" : text[..^1] + (text[^1] == 'z' ? 'y' : 'z'),
        bool flag => !flag,
        byte[] bytes => bytes.Length == 0 ? new byte[] { 1 } : (byte[])[.. bytes[..^1], (byte)(bytes[^1] ^ 1)],
        _ => Convert.ToInt64(old, CultureInfo.InvariantCulture) + 1,
    };

    private static string Literal(object value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        byte[] bytes => "{BYTES:" + Convert.ToHexString(bytes) + "}",
        bool flag => flag ? "TRUE" : "FALSE",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Runs a statement with every guard of the database out of the way, and puts them back.</summary>
    private static async Task UnguardedAsync(TestBooks books, string statement)
    {
        await using var connection = await books.Database.OpenAsync();
        var onServer = books.Kind == DatabaseKind.Postgres;
        statement = Blobs(books, statement);
        if (onServer)
        {
            await connection.Command(null,
                "SET session_replication_role = replica; " + Relaxed() + statement + "; SET session_replication_role = origin").RunAsync();
            return;
        }
        var handle = ((SqliteConnection)connection).Handle!;
        SwitchTriggers(handle, isOn: false);
        await connection.Command(null, $"PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; {statement}; "
            + "PRAGMA ignore_check_constraints = OFF; PRAGMA foreign_keys = ON").RunAsync();
        // The connection goes back to the pool.
        SwitchTriggers(handle, isOn: true);

        static void SwitchTriggers(sqlite3 handle, bool isOn) =>
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_ENABLE_TRIGGER, isOn ? 1 : 0, out _));

        // PostgreSQL checks single values even for a replica.
        static string Relaxed() =>
            "ALTER TABLE postings DROP CONSTRAINT IF EXISTS ck_postings_eur, DROP CONSTRAINT IF EXISTS ck_postings_line, DROP CONSTRAINT "
                + "IF EXISTS ck_postings_date; ";
    }

    private static string Blobs(TestBooks books, string statement) =>
        Bytes().Replace(statement, books.Kind == DatabaseKind.Postgres ? "'\\x$1'::bytea" : "x'$1'");

    [GeneratedRegex(@"\{BYTES:([0-9A-F]*)\}")]
    private static partial Regex Bytes();

    private sealed class Undo(Func<Task> undo) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await undo();
    }
}
