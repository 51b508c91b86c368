using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Guards;
using Microsoft.EntityFrameworkCore;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>Finds what somebody has added to the database: a trigger can change what is written, a view or a table can stand in another's
/// place, and none of them is in any leaf.</summary>
internal static class StrangeParts
{
    private const string Repair =
        "It is not this program's. Keep a copy as evidence, find out who made it and what it did, then remove it.";

    // Entity Framework's own.
    private static readonly string[] OfMigrations = ["__EFMigrationsHistory", "__EFMigrationsLock"];

    private const string OnSqlite =
        "SELECT type, name, COALESCE(tbl_name, '') FROM main.sqlite_master WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE "
            + "'sqlite\\_%' ESCAPE '\\'";

    private const string OnPostgres =
        """
        SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' WHEN 'f' THEN 'table'
            ELSE 'table' END, c.relname::text, c.relname::text
        FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v', 'm', 'f', 'p')
        UNION ALL SELECT 'trigger', t.tgname::text, c.relname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
        UNION ALL SELECT 'rule', r.rulename::text, r.tablename::text FROM pg_rules r WHERE r.schemaname = current_schema()
        """;

    /// <summary>Notes every table, view, trigger and rule that this version does not make.</summary>
    public static async Task FindAsync(DbConnection connection, LedgerDatabase database, CheckNotes notes, CancellationToken cancel)
    {
        await using var db = database.Read();
        var tables = db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Concat(OfMigrations).ToHashSet(StringComparer.Ordinal);
        var triggers = GuardSet.For(database.IsOnPostgres).Select(guard => (guard.Name, guard.Table)).ToHashSet();
        var parts = await connection.Command(null, database.IsOnPostgres ? OnPostgres : OnSqlite)
            .RowsAsync(row => (Kind: row.GetString(0), Name: row.GetString(1), Table: row.GetString(2)), cancel);
        foreach (var (kind, name, table) in parts)
        {
            notes.Looked(CheckName.Guards);
            var isOurs = kind switch { "table" => tables.Contains(name), "trigger" => triggers.Contains((name, table)), _ => false };
            if (!isOurs)
                notes.Found(CheckName.Guards, $"{kind} {name}{(table == name ? "" : $" on {table}")}",
                    $"A {kind} that this version does not make.", Repair);
        }
    }
}
