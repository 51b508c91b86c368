using System.Data.Common;
using System.Text.RegularExpressions;

namespace FundsLedger.App.Storage.Guards;

/// <summary>One rule the database keeps by itself.</summary>
/// <param name="Name">Name of the trigger, and on PostgreSQL of its function.</param>
/// <param name="Table">The table it guards.</param>
/// <param name="Text">What the database stores of it: the whole trigger (SQLite) or the function's body (PostgreSQL).</param>
/// <param name="Install">The statements that put it in place, whether or not it was there.</param>
public sealed record Guard(string Name, string Table, string Text, string Install);

/// <summary>The triggers that hold the ledger's rules against every tool. A table rebuild by a migration drops triggers silently, so they
/// are installed after each one.</summary>
public static partial class GuardSet
{
    /// <summary>Tables whose rows stay as written: no update, no delete, no replacement, no truncation. With their keys, because SQLite
    /// replaces by any of them: also by the hidden rowid, where no key is that number itself.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> AppendOnly = new SortedDictionary<string, string[]>(
        Registers.All.ToDictionary(register => register.Name, register => register.ReplacedBy), StringComparer.Ordinal)
    {
        ["audit_log"] = ["id", "tree,number"], ["bank_lines"] = ["id", "identity"], ["entries"] = [], ["first_leaves"] = ["leaf_index"],
        ["log_padding"] = ["tree,first_leaf", "rowid"], ["log_tiles"] = ["tree,level,tile_index", "rowid"],
        ["person_marks"] = ["subject,name", "rowid"], ["postings"] = [],
        ["register_leaves"] = ["tree,leaf_index", "table_name,row_key", "rowid"],
    };

    /// <summary>Every guard of one kind of database.</summary>
    public static IReadOnlyList<Guard> For(bool postgres) => postgres ? Postgres : Sqlite;

    /// <summary>Puts all guards in place.</summary>
    public static async Task InstallAsync(DbConnection connection, bool postgres, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await InstallAsync(connection, transaction, postgres, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Puts all guards in place within a transaction of the caller's.</summary>
    public static async Task InstallAsync(DbConnection connection, DbTransaction transaction, bool postgres, CancellationToken cancel)
    {
        foreach (var guard in For(postgres))
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = guard.Install;
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    private static readonly IReadOnlyList<Guard> Sqlite = [.. Written("sqlite.sql")
        .Select(guard => OnSqlite(guard.Header, TableOf(guard.Body), guard.Body)), .. AppendOnly.SelectMany(SqliteAppendOnly)];

    private static readonly IReadOnlyList<Guard> Postgres = [.. Written("postgres.sql")
        .Select(guard => OnPostgres(guard.Header, guard.Body)), .. AppendOnly.Keys.SelectMany(PostgresAppendOnly)];

    private static Guard OnSqlite(string name, string table, string text) =>
        new(name, table, text, $"DROP TRIGGER IF EXISTS {name};\n{text}");

    private static IEnumerable<Guard> SqliteAppendOnly(KeyValuePair<string, string[]> table)
    {
        yield return Refusing("update");
        yield return Refusing("delete");
        // INSERT OR REPLACE deletes without asking the delete trigger, unless recursive triggers are on: refuse it on arrival.
        foreach (var (index, key) in table.Value.Index())
        {
            var name = $"{table.Key}_no_replace_{index + 1}";
            var same = string.Join(" AND ", key.Split(',').Select(column => $"{column} = NEW.{column}"));
            yield return OnSqlite(name, table.Key,
                $"CREATE TRIGGER {name} BEFORE INSERT ON {table.Key} WHEN EXISTS (SELECT 1 FROM {table.Key} WHERE {same})\nBEGIN\n    "
                    + $"SELECT RAISE(ABORT, '{name}: rows of {table.Key} are written once');\nEND;");
        }

        Guard Refusing(string act)
        {
            var name = $"{table.Key}_no_{act}";
            return OnSqlite(name, table.Key,
                $"CREATE TRIGGER {name} BEFORE {act.ToUpperInvariant()} ON {table.Key}\nBEGIN\n    SELECT RAISE(ABORT, "
                    + $"'{name}: rows of {table.Key} are written once');\nEND;");
        }
    }

    private static Guard OnPostgres(string header, string body)
    {
        var match = PostgresHeader().Match(header);
        var (name, table, timing, each) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value);
        var text = $"\n{body}\n";
        return new Guard(name, table, text,
            $"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${text}$guard$;\n" +
            $"CREATE OR REPLACE TRIGGER {name} {timing} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}();");
    }

    private static IEnumerable<Guard> PostgresAppendOnly(string table)
    {
        yield return OnPostgres($"{table}_stays_written ON {table} BEFORE UPDATE OR DELETE ROW", Refusal());
        yield return OnPostgres($"{table}_is_not_emptied ON {table} BEFORE TRUNCATE STATEMENT", Refusal());

        string Refusal() => $"BEGIN\n    RAISE EXCEPTION 'rows of {table} are written once';\nEND";
    }

    private static IEnumerable<(string Header, string Body)> Written(string file)
    {
        using var stream = typeof(GuardSet).Assembly.GetManifestResourceStream($"FundsLedger.App.Storage.Guards.{file}")!;
        using var reader = new StreamReader(stream);
        foreach (var part in reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n-- guard: ").Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            yield return (part[..end].Trim(), part[(end + 1)..].Trim());
        }
    }

    private static string TableOf(string trigger) => TriggerTable().Match(trigger).Groups[1].Value;

    [GeneratedRegex(@" ON (\w+)")]
    private static partial Regex TriggerTable();

    [GeneratedRegex(@"^(\w+) ON (\w+) (BEFORE [A-Z ]+?) (ROW|STATEMENT)$")]
    private static partial Regex PostgresHeader();
}
