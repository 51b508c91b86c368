using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FundsLedger.App.Storage;

/// <summary>Whether a database has the shape this version works with. EF Core would say the same, but only after building its model, which
/// takes longer than everything else <c>serve</c> does before its first page.</summary>
public static class Shape
{
    /// <summary>The migrations that are not applied, oldest first; all of them where there are no books yet.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(LedgerDatabase database, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var applied = await AppliedAsync(connection, database.IsOnPostgres, cancel);
        List<string> missing = [.. Needed(database.IsOnPostgres).Where(migration => !applied.Contains(migration))];
        // The last step is no change of tables: what older books hold is sealed again in the log of its class.
        if (missing.Count == 0 && await SealAgain.IsDueAsync(connection, cancel)) missing.Add("sealed again in three logs");
        return missing;
    }

    /// <summary>The migrations that are applied, oldest first.</summary>
    public static async Task<IReadOnlyList<string>> AppliedAsync(LedgerDatabase database, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await AppliedAsync(connection, database.IsOnPostgres, cancel)).Order(StringComparer.Ordinal)];
    }

    /// <summary>True when no version ever shaped it.</summary>
    public static async Task<bool> IsNoneAsync(LedgerDatabase database, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await AppliedAsync(connection, database.IsOnPostgres, cancel)).Count == 0;
    }

    private static async Task<HashSet<string>> AppliedAsync(DbConnection connection, bool postgres, CancellationToken cancel)
    {
        var question = postgres ? "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('\"__EFMigrationsHistory\"')"
            : "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'";
        if (await connection.Command(null, question).NumberAsync(cancel) == 0) return [];
        return [.. await connection.Command(null, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"")
            .RowsAsync(row => row.GetString(0), cancel)];
    }

    private static IEnumerable<string> Needed(bool postgres)
    {
        var context = postgres ? typeof(PostgresLedgerDb) : typeof(SqliteLedgerDb);
        return typeof(Shape).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Migration)) && type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context)
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()!.Id)
            .Order(StringComparer.Ordinal);
    }
}
