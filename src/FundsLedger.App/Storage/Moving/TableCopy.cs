using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace FundsLedger.App.Storage;

/// <summary>Copies every table from one database into another that is migrated and empty, of whatever kind: a backup of a server is a
/// SQLite file, and a file can move to a server. Guards stay on: what arrives obeys the rules.</summary>
public static class TableCopy
{
    // Foreign keys that bind at once: some are in migrations alone, so the database is asked, not the model.
    private const string SqliteReferences = """
        SELECT t.name, f."table" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
        WHERE t.type = 'table' AND t.sql NOT LIKE '%REFERENCES ' || f."table" || '(%) DEFERRABLE%'
        """;

    private const string PostgresReferences = """
        SELECT t.relname::text, o.relname::text FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class o ON o.oid = c.confrelid
        WHERE c.contype = 'f' AND NOT c.condeferrable AND c.connamespace = current_schema()::regnamespace
        """;

    /// <summary>Copies everything in one transaction, from one picture of the source.</summary>
    public static async Task RunAsync(LedgerDatabase from, LedgerDatabase to, IProgress<double>? progress, CancellationToken cancel)
    {
        await using var model = to.Read();
        var tables = model.Model.GetEntityTypes().ToDictionary(type => type.GetTableName()!, StringComparer.Ordinal);
        await using var source = await from.OpenAsync(cancel);
        await using var target = await to.OpenAsync(cancel);
        await using var picture = await source.BeginReadAsync(cancel);
        await using var transaction = await target.BeginTransactionAsync(cancel);
        var order = CopyOrder.Of(tables.Keys, await ReferencesAsync(target, transaction, cancel));
        foreach (var (index, table) in order.Index())
        {
            await CopyAsync(tables[table], source, picture, target, transaction, cancel);
            progress?.Report((index + 1.0) / order.Count);
        }
        await transaction.CommitAsync(cancel);
    }

    private static Task<List<(string Table, string Before)>> ReferencesAsync(DbConnection database, DbTransaction transaction,
        CancellationToken cancel) =>
        database.Command(transaction, database is NpgsqlConnection ? PostgresReferences : SqliteReferences)
            .RowsAsync(row => (row.GetString(0), row.GetString(1)), cancel);

    private static async Task CopyAsync(IEntityType type, DbConnection source, DbTransaction picture, DbConnection target,
        DbTransaction transaction, CancellationToken cancel)
    {
        var table = type.GetTableName()!;
        var properties = type.GetProperties().ToList();
        var columns = string.Join(", ", properties.Select(property => property.GetColumnName()));
        var kinds = properties.ConvertAll(
            property =>
                property.GetTypeMapping().Converter?.ProviderClrType is { } provider ? provider
                    : Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType);
        var key = string.Join(", ", type.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName()));
        await using var question = source.Command(picture, $"SELECT {columns} FROM {table} ORDER BY {key}");
        await using var rows = await question.ExecuteReaderAsync(cancel);
        if (target is NpgsqlConnection server)
        {
            await using var copy = await server.BeginBinaryImportAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)", cancel);
            while (await rows.ReadAsync(cancel))
            {
                await copy.StartRowAsync(cancel);
                for (var column = 0; column < kinds.Count; column++)
                {
                    if (rows.IsDBNull(column)) await copy.WriteNullAsync(cancel);
                    else await copy.WriteAsync(Value(rows, column, kinds[column]), cancel);
                }
            }
            await copy.CompleteAsync(cancel);
            return;
        }
        await using var insert = target.Command(transaction,
            $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", properties.Select((_, column) => $"@p{column}"))})",
            [.. properties.Select((_, column) => ($"@p{column}", (object?)null))]);
        await insert.PrepareAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            for (var column = 0; column < kinds.Count; column++)
                insert.Parameters[column].Value = rows.IsDBNull(column) ? DBNull.Value : Value(rows, column, kinds[column]);
            await insert.ExecuteNonQueryAsync(cancel);
        }
    }

    private static object Value(DbDataReader rows, int column, Type kind) =>
        kind == typeof(byte[]) ? rows.Blob(column)
        : kind == typeof(bool) ? rows.GetBoolean(column)
        : Convert.ChangeType(rows.GetValue(column), kind, CultureInfo.InvariantCulture);
}
