using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Guards;
using FundsLedger.App.Tests.Support;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>The database itself refuses what the ledger refuses, to every tool: these tests use sqlite3 and psql.</summary>
public sealed class GuardTests
{
    private const string EntryColumns =
        "seq, id, fund_id, effective_date, recorded_at, kind, description, actor_id, actor_name, idempotency_key, input_hash, "
            + "reverses_seq, tree, leaf_index, place, salt, withheld_salt, leaf_hash";

    /// <summary>A sound third entry, as the forger would write it, and after the arrow what makes it unsound.</summary>
    private static readonly (string Fault, string[] Postings, string Entry)[] Forgeries =
    [
        ("unbalanced", ["3, 1, {1010}, 20260301, 'EUR', 500, 500", "3, 2, {4010}, 20260301, 'EUR', -499, -499"], ""),
        ("unbalanced in a currency", ["3, 1, {1011}, 20260301, 'USD', 500, 400", "3, 2, {1010}, 20260301, 'EUR', -400, -400"], ""),
        ("one line", ["3, 1, {1011}, 20260301, 'USD', 500, 0"], ""),
        ("no line", [], ""),
        ("gap in the sequence", ["4, 1, {1010}, 20260301, 'EUR', 500, 500", "4, 2, {4010}, 20260301, 'EUR', -500, -500"], "seq=4"),
        ("sequence before the first", ["0, 1, {1010}, 20260301, 'EUR', 500, 500", "0, 2, {4010}, 20260301, 'EUR', -500, -500"], "seq=0"),
        ("instant before the last", ["3, 1, {1010}, 20260301, 'EUR', 500, 500", "3, 2, {4010}, 20260301, 'EUR', -500, -500"],
            "recorded_at=1"),
        ("memorandum mixed", ["3, 1, {1010}, 20260301, 'EUR', 500, 500", "3, 2, {8021}, 20260301, 'EUR', -500, -500"], ""),
        ("other fund's account", ["3, 1, {1010}, 20260301, 'EUR', 500, 500", "3, 2, {SFR 4010}, 20260301, 'EUR', -500, -500"], ""),
        ("currency the account does not take", ["3, 1, {1010}, 20260301, 'USD', 500, 500", "3, 2, {4010}, 20260301, 'USD', -500, -500"],
            ""),
        ("closed period", ["3, 1, {1010}, 20260131, 'EUR', 500, 500", "3, 2, {4010}, 20260131, 'EUR', -500, -500"],
            "effective_date=20260131"),
        ("reconciled bank account", ["3, 1, {1012}, 20260301, 'GBP', 500, 500", "3, 2, {4010}, 20260301, 'GBP', -500, -500"], ""),
        ("posting of another date", ["3, 1, {1010}, 20260301, 'EUR', 500, 500", "3, 2, {4010}, 20260302, 'EUR', -500, -500"], ""),
        ("second reversal", ["3, 1, {1010}, 20260301, 'EUR', -100, -100", "3, 2, {3020}, 20260301, 'EUR', 100, 100"],
            "kind='reversal' reverses_seq=1"),
        ("reversal of a reversal", ["3, 1, {1010}, 20260301, 'EUR', 100, 100", "3, 2, {3020}, 20260301, 'EUR', -100, -100"],
            "kind='reversal' reverses_seq=2"),
        ("reversal of nothing", ["3, 1, {1010}, 20260301, 'EUR', 100, 100", "3, 2, {3020}, 20260301, 'EUR', -100, -100"],
            "kind='reversal' reverses_seq=99"),
        ("reversal without its entry", ["3, 1, {1010}, 20260301, 'EUR', 100, 100", "3, 2, {3020}, 20260301, 'EUR', -100, -100"],
            "kind='reversal'"),
        ("reversed entry without the kind", ["3, 1, {1010}, 20260301, 'EUR', 100, 100", "3, 2, {3020}, 20260301, 'EUR', -100, -100"],
            "reverses_seq=2"),
        ("key of another entry", ["3, 1, {1010}, 20260301, 'EUR', 500, 500", "3, 2, {4010}, 20260301, 'EUR', -500, -500"],
            "idempotency_key='first'"),
        ("euro amount that is not its EUR value", ["3, 1, {1010}, 20260301, 'EUR', 500, 400", "3, 2, {4010}, 20260301, 'EUR', -400, -400"],
            ""),
        ("empty line", ["3, 1, {1010}, 20260301, 'EUR', 0, 0", "3, 2, {4010}, 20260301, 'EUR', 0, 0"], ""),
        ("money set aside under no commitment", ["3, 1, {8020}, 20260301, 'EUR', 500, 500", "3, 2, {8021}, 20260301, 'EUR', -500, -500"],
            "kind='commitment'"),
        ("money to go back to nobody", ["3, 1, {4010}, 20260301, 'EUR', 500, 500", "3, 2, {2200}, 20260301, 'EUR', -500, -500"],
            "kind='return'"),
        ("line number beyond the last", ["3, 1, {1010}, 20260301, 'EUR', 500, 500", "3, 1001, {4010}, 20260301, 'EUR', -500, -500"], ""),
    ];

    public static IEnumerable<TheoryDataRow> EachTable => EveryDatabaseAttribute.With(GuardSet.AppendOnly.Keys);

    public static IEnumerable<TheoryDataRow> EachForgery => EveryDatabaseAttribute.With(Forgeries.Select(forgery => forgery.Fault));

    [Theory, MemberData(nameof(EachTable))]
    public async Task Written_row_is_neither_changed_nor_removed_by_any_statement(DatabaseKind on, string table)
    {
        await using var books = await OpenAsync(on);
        var columns = await ColumnsAsync(books, table);
        var (first, key) = (columns[0], await KeyAsync(books, table));
        var sameRow = string.Join(" AND ", key.Split(',').Select(column => $"t.{column} = s.{column}"));
        var merge = $"MERGE INTO {table} t USING {table} s ON {sameRow}";
        string[] attempts = on == DatabaseKind.Sqlite
            ? [$"UPDATE {table} SET {first} = {first}", $"UPDATE OR REPLACE {table} SET {columns[^1]} = NULL", $"DELETE FROM {table}",
                $"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", $"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
                $"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT DO UPDATE SET {first} = excluded.{first}",
                $"PRAGMA foreign_keys = OFF; DELETE FROM {table}"]
            : [$"UPDATE {table} SET {first} = {first}", $"DELETE FROM {table}", $"TRUNCATE {table}", $"TRUNCATE {table} CASCADE",
                $"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {first} = excluded.{first}",
                $"{merge} WHEN MATCHED THEN DELETE", $"{merge} WHEN MATCHED THEN UPDATE SET {first} = s.{first}"];
        Assert.True(await books.NumberAsync($"SELECT COUNT(*) FROM {table}") > 0, $"{table} has no row to attack");
        var before = await books.EveryRowAsync();

        foreach (var attempt in attempts)
        {
            var result = await Programs.SqlAsync(books, attempt + ";");
            Assert.True(result.ExitCode != 0, $"taken: {attempt}");
            Assert.DoesNotContain("syntax", result.Errors, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, MemberData(nameof(EachForgery))]
    public async Task Forged_entry_is_refused(DatabaseKind on, string fault)
    {
        await using var books = await OpenAsync(on);
        var (_, postings, entry) = Forgeries.Single(forgery => forgery.Fault == fault);
        var before = await books.EveryRowAsync();

        var result = await Programs.SqlAsync(books, await ForgeryAsync(books, postings, entry));

        Assert.NotEqual(0, result.ExitCode);
        Assert.DoesNotContain("syntax", result.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task Sound_entry_by_hand_is_taken_so_that_the_forgeries_fail_for_their_fault_alone(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);

        var result = await Programs.SqlAsync(books,
            await ForgeryAsync(books, ["3, 1, {1010}, 20260301, 'EUR', 500, 500", "3, 2, {4010}, 20260301, 'EUR', -500, -500"], ""));

        Assert.Equal("", result.Errors);
        Assert.Equal(3, await books.NumberAsync("SELECT COUNT(*) FROM entries"));
    }

    [Theory, EveryDatabase]
    public async Task A_reconciled_account_is_valued_anew_and_not_moved(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);

        var result = await Programs.SqlAsync(books, await ForgeryAsync(books, ["3, 1, {1012}, 20260301, 'GBP', 0, 5",
            "3, 2, {4200}, 20260301, 'GBP', 0, -5"], "kind='revaluation'"));

        Assert.Equal("", result.Errors);
        Assert.Equal(3, await books.NumberAsync("SELECT COUNT(*) FROM entries"));
    }

    [Theory, EveryDatabase]
    public async Task Nothing_is_added_to_a_written_entry(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var before = await books.EveryRowAsync();

        foreach (var line in (string[])["1, 3, {1010}, 20260115, 'EUR', 500, 500", "2, 3, {1010}, 20260201, 'EUR', 500, 500"])
            Assert.NotEqual(0,
                (await Programs.SqlAsync(books,
                    await WithAccountsAsync(books,
                        $"INSERT INTO postings (entry_seq, line, account_id, effective_date, currency, amount_minor, eur_minor) VALUES "
                            + $"({line});"))).ExitCode);
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task Period_is_not_reopened_by_one_person(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var before = await books.EveryRowAsync();

        foreach (var second in (string[])["NULL, NULL", "'cer', 'Carl'"])
        {
            Assert.NotEqual(0,
                (await Programs.SqlAsync(books,
                    "INSERT INTO period_events (id, fund_id, action, closed_through, reason, actor_id, actor_name, second_actor_id, "
                    + "second_actor_name, recorded_at) " +
                $"VALUES (99, 1, 'reopened', 20251231, 'x', 'cer', 'Carl', {second}, 1);")).ExitCode);
        }
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task Row_is_not_replaced_through_its_second_key(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var before = await books.EveryRowAsync();
        var insert = on == DatabaseKind.Sqlite ? "INSERT OR REPLACE INTO" : "INSERT INTO";
        string[] attempts =
        [
            $"{insert} accounts (id, fund_id, code, name_en, name_fr, kind, role, currency) SELECT 9999, fund_id, code, 'forged', "
                + $"'forged', kind, role, currency FROM accounts WHERE id = 1;",
            $"{insert} funds (id, code, name_en, name_fr, is_umbrella) SELECT 9999, code, 'forged', 'forged', is_umbrella FROM funds "
                + $"WHERE id = 1;",
            $"{insert} register_leaves (tree, leaf_index, table_name, row_key, place, salt, withheld_salt, leaf_hash) SELECT tree, 9999, "
                + $"table_name, row_key, place, salt, withheld_salt, leaf_hash FROM register_leaves WHERE place = 1;",
        ];

        foreach (var attempt in attempts) Assert.True((await Programs.SqlAsync(books, attempt)).ExitCode != 0, $"taken: {attempt}");
        Assert.Equal(before, await books.EveryRowAsync());
    }

    // A SQLite table without a whole number as its key has a hidden one, and REPLACE removes by it.
    [Fact]
    public async Task Row_is_not_replaced_through_its_hidden_rowid()
    {
        await using var books = await OpenAsync(DatabaseKind.Sqlite);
        var before = await books.EveryRowAsync();

        foreach (var table in (string[])["commitments", "donors", "log_heads", "log_keys", "log_padding", "log_tiles", "person_marks",
            "pledges", "receipts", "register_leaves", "visit_requests"])
        {
            var columns = await ColumnsAsync(books, table);
            var forged =
                string.Join(", ", columns.Select((column, at) => at > 0 ? column : column == "tree" ? "tree + 7" : $"{column} || 'x'"));
            var attempt = await Programs.SqlAsync(books,
                $"INSERT OR REPLACE INTO {table} (rowid, {string.Join(", ", columns)}) SELECT rowid, {forged} FROM {table};");
            Assert.True(attempt.ExitCode != 0, $"{table}: taken");
        }
        Assert.Equal(before, await books.EveryRowAsync());
    }

    // sqlite3 has foreign keys off, so a posting can wait there for an entry that never comes; no trigger can know.
    [Fact]
    public async Task Posting_without_an_entry_is_found_by_check()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        await books.MustPostAsync(Entry("2026-01-15 opening TFFV", "1010 1.00", "3020 -1.00"));
        var check = new LedgerCheck(new LedgerReads(books.Database, books.Clock));
        Assert.True((await check.RunAsync()).IsGood);
        Assert.Equal(0,
            (await Programs.SqlAsync(books,
                "INSERT INTO postings (entry_seq, line, account_id, effective_date, currency, amount_minor, eur_minor) VALUES (2, 1, 1, "
                    + "20260301, 'EUR', 777, 777);")).ExitCode);

        var findings = (await check.RunAsync()).Results.SelectMany(result => result.Findings).ToList();

        Assert.Contains(findings, finding => $"{finding.Subject} {finding.Rule}".Contains("posting", StringComparison.OrdinalIgnoreCase));
    }

    // Only SQLite replaces rows on their way in.
    [Fact]
    public async Task Every_key_of_a_guarded_table_is_known_to_its_guards()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        await using var connection = await books.Database.OpenAsync();

        foreach (var (table, known) in GuardSet.AppendOnly.Where(table => table.Value.Length > 0))
        {
            var keys = (await connection.Command(null,
                $"SELECT (SELECT group_concat(name) FROM pragma_index_info(l.name)) FROM pragma_index_list('{table}') l WHERE l.\"unique\"")
                    .RowsAsync(row => row.GetString(0)))
                .Append(
                    await connection.Command(null,
                        $"SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk)")
                            .RowsAsync(row => row.GetString(0)) is [var key] ? key : "?");
            Assert.All(keys, unique => Assert.Contains(unique, known));
        }
    }

    [Theory, EveryDatabase]
    public async Task Dropped_guard_is_back_after_migrating(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var drop = on == DatabaseKind.Sqlite ? "DROP TRIGGER entries_no_delete; DROP TRIGGER entry_is_sound;"
            : "DROP TRIGGER entries_stays_written ON entries; DROP FUNCTION entry_is_sound CASCADE;";
        Assert.Equal(0, (await Programs.SqlAsync(books, drop)).ExitCode);
        Assert.Equal(GuardSet.For(books.Database.IsOnPostgres).Count - 2, await GuardCountAsync(books));

        await BooksMaker.MigrateAsync(books.Database, books.Clock);
        await BooksMaker.MigrateAsync(books.Database, books.Clock);

        Assert.Equal(GuardSet.For(books.Database.IsOnPostgres).Count, await GuardCountAsync(books));
        Assert.NotEqual(0, (await Programs.SqlAsync(books, "DELETE FROM entries;")).ExitCode);
        Assert.Equal("written", await books.AnswerAsync(Entry("2026-03-01 receipt TFFV", "1010 1.00", "4010 -1.00")));
    }

    [Theory, EveryDatabase]
    public async Task Migrating_books_again_changes_no_row(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var before = await books.EveryRowAsync();

        await BooksMaker.MigrateAsync(books.Database, books.Clock);

        Assert.Equal(before, await books.EveryRowAsync());
    }

    /// <summary>Books with at least one row in every guarded table; entry 2 reverses entry 1, and January is closed.</summary>
    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Entry("2026-01-15 opening TFFV", "1010 1.00", "3020 -1.00") with { Key = "first" },
            Reversal("2026-02-01", "TFFV", "first"));
        await books.ClosePeriodAsync("TFFV", "2026-01-31");
        var (day, at) = (new DateOnly(2026, 2, 1), books.Clock.GetUtcNow());
        await books.RegisterAsync(Registers.Pledges, "P-1", "XA", day, "EUR", 100L, "d", null, at);
        await books.RegisterAsync(Registers.PledgeEvents, 1L, "P-1", PledgeEventKind.Announced, day, 100L, null, null, null, 1L);
        await books.RegisterAsync(Registers.Receipts, "R-1", 1, "XA", null, day, "EUR", 100L, 100L, 1_000_000_000L, day, "ECB", null, 1L);
        await books.RegisterAsync(Registers.VisitRequests, "V-1", 1, "D-1", 2, "child", day, day, 100L, day);
        await books.RegisterAsync(Registers.Papers, 1L, PaperSubject.Request, "V-1", 1, PaperKind.Invoice, PaperType.Pdf, 1,
            new byte[] { 1 }, at, "rec", "Rosa");
        await books.RegisterAsync(Registers.PaperErasures, 1L, 1L, "reason", at, "rec", "Rosa");
        await books.RegisterAsync(Registers.Commitments, "C-1", 1, "V-1", 100L, day, null, 1L);
        await books.RegisterAsync(Registers.Rates, 1L, "USD", day, 900_000_000L, "ECB", "rec", "Rosa", at);
        var pounds = (int)await books.NumberAsync(
            "SELECT a.id FROM accounts a JOIN funds f ON f.id = a.fund_id WHERE f.code = 'TFFV' AND a.code = '1012'");
        await books.RegisterAsync(Registers.BankAccounts, "B", pounds, "NL01", "GBP", "Bank", day, 0L, at, "rec", "Rosa");
        await books.RegisterAsync(Registers.BankStatements, 1L, "B", "NL01", "GBP", "S", "1", day, 0L, day, 0L, 1L, 1, new byte[] { 1 },
            new byte[] { 2 }, StatementOutcome.Accepted, "", null, "f", 1, at, "rec", "Rosa");
        await books.RegisterAsync(Registers.BankMatches, 1L, "M-1", 1L, 1L, MatchKind.Identified, "amount", at, "rec", "Rosa");
        await books.RegisterAsync(Registers.LineMarks, 1L, 1L, LineMark.NotOfThisFund, "another purpose", at, "rec", "Rosa");
        await books.RegisterAsync(Registers.BankRules, 1L, "B", "NL02", "XA", at, "rec", "Rosa");
        await books.RegisterAsync(Registers.BankNumbers, 1L, "B", "NL09", day, null, false, "old", at, "rec", "Rosa");
        await books.RegisterAsync(
            Registers.BankDecisions, 1L, 1L, StatementDecision.Refuse, null, null, 1L, "no", "app", "Ada", "rec", "Rosa", at);
        await books.RegisterAsync(Registers.BankMappings, "M", "{}", at, "rec", "Rosa");
        await books.RegisterAsync(Registers.Reconciliations, 1L, "B", pounds, 1L, new DateOnly(2026, 3, 31), 0L, 0L, 0L,
            ReconciliationStep.Approved, "app", "Ada", "rec", "Rosa", at);
        await MoneyInRows.AddAsync(books, "XA", "P-1");
        await MoneyOutRows.AddAsync(books);
        var blob = on == DatabaseKind.Sqlite ? "x'00'" : "'\\x00'";
        var result = await Programs.SqlAsync(books,
            $"INSERT INTO log_keys (key_id, public_key) VALUES ('k', {blob}); INSERT INTO log_heads (tree, size, root, at, key_id, "
                + $"signature) VALUES (1, 1, {blob}, 1, 'k', {blob});" +
            $"INSERT INTO log_padding (tree, first_leaf, leaf_count, seed) VALUES (1, 1, 1, {blob}); INSERT INTO log_tiles (tree, level, "
                + $"tile_index, root) VALUES (1, 0, 0, {blob}); INSERT INTO first_leaves (leaf_index, leaf_hash) VALUES (0, {blob});" +
            $"INSERT INTO bank_lines (id, statement_id, bank_account, identity, content_hash, occurrence, booked_on, valued_on, "
                + $"currency, amount_minor, kind, code, bank_reference, reference, party_name, party_account, text, raw, at_line, "
                + $"treatment) VALUES (1, 1, 'B', {blob}, {blob}, 1, 20260201, 20260201, 'GBP', 1, 'payment', '', '', '', '', '', '', "
                + $"'', 1, 'open');" +
            $"INSERT INTO audit_log (id, at, actor_id, actor_name, act, subject, outcome) VALUES (1, 1, 'aud', 'Otto', 'read', '/', "
                + $"'done'); INSERT INTO audit_digests (id, first_row, last_row, digest, at) VALUES (1, 1, 1, {blob}, 1);" +
            $"INSERT INTO audit_minutes (tree, first_row, last_row, minute, digest) VALUES (3, 1, 1, 1, {blob});" +
            "INSERT INTO alert_rules (id, kind, fires_at, clears_below, pass_on_after_days, is_on, recorded_at, actor_id, actor_name) "
            + "VALUES (1, 'check_failed', 1, 1, 1, true, 1, 'aud', 'Otto');" +
            "INSERT INTO alert_events (id, kind, episode, step, recorded_at, actor_id, actor_name) VALUES (1, 'check_failed', 1, "
            + "'raised', 1, 'aud', 'Otto');" +
            "INSERT INTO forecasts (id, fund_id, as_of, ledger_head, model_version, seed, horizon_months, paths, content, recorded_at, "
            + "actor_id, actor_name) VALUES (1, 1, 20260101, '', 'm', '1', 36, 100, '{}', 1, 'aud', 'Otto');" +
            "INSERT INTO forecast_scores (id, forecast_id, months, content, recorded_at) VALUES (1, 1, 3, '{}', 1);");
        Assert.Equal("", result.Errors);
        return books;
    }

    private static async Task<string> ForgeryAsync(TestBooks books, string[] postings, string changes)
    {
        var blob = books.Kind == DatabaseKind.Sqlite ? "x'00'" : "'\\x00'";
        var values = new Dictionary<string, string>
        {
            ["seq"] = "3", ["id"] = "'forged'", ["fund_id"] = "1", ["effective_date"] = "20260301", ["recorded_at"] = "1900000000000000",
            ["kind"] = "'receipt'", ["description"] = "'forged'", ["actor_id"] = "'x'",
            ["actor_name"] = "'x'", ["idempotency_key"] = "'forged'", ["input_hash"] = blob, ["reverses_seq"] = "NULL", ["tree"] = "1",
            ["leaf_index"] = "9999", ["place"] = "9999",
            ["salt"] = blob, ["withheld_salt"] = blob, ["leaf_hash"] = blob,
        };
        foreach (var change in changes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            values[change.Split('=')[0]] = change.Split('=')[1];
        var statements = postings.Select(
            line =>
                $"INSERT INTO postings (entry_seq, line, account_id, effective_date, currency, amount_minor, eur_minor) VALUES ({line});")
            .Append(
                $"INSERT INTO entries "
                    + $"({EntryColumns}) VALUES ({string.Join(", ", EntryColumns.Split(", ").Select(column => values[column]))});");
        return await WithAccountsAsync(books, $"BEGIN;\n{string.Join('\n', statements)}\nCOMMIT;\n");
    }

    /// <summary>Puts account numbers in the place of {1010} and {SFR 1010}.</summary>
    private static async Task<string> WithAccountsAsync(TestBooks books, string text)
    {
        await using var db = books.Database.Read();
        foreach (var account in db.Accounts.ToList())
            text = text.Replace(account.FundId == 1 ? $"{{{account.Code}}}" : $"{{SFR {account.Code}}}", $"{account.Id}",
                StringComparison.Ordinal);
        return text;
    }

    private static async Task<List<string>> ColumnsAsync(TestBooks books, string table)
    {
        await using var connection = await books.Database.OpenAsync();
        await using var command = connection.Command(null, $"SELECT * FROM {table} WHERE 1 = 0");
        await using var row = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, row.FieldCount).Select(row.GetName)];
    }

    private static async Task<string> KeyAsync(TestBooks books, string table)
    {
        await using var db = books.Database.Read();
        await Task.CompletedTask;
        var type = db.Model.GetEntityTypes().Single(type => (string?)type.FindAnnotation("Relational:TableName")?.Value == table);
        return string.Join(",",
            type.FindPrimaryKey()!.Properties.Select(property => (string?)property.FindAnnotation("Relational:ColumnName")?.Value));
    }

    private static Task<long> GuardCountAsync(TestBooks books) => books.NumberAsync(books.Kind == DatabaseKind.Sqlite
        ? "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'trigger'"
        : "SELECT COUNT(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'");
}
