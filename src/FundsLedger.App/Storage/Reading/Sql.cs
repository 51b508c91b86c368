using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FundsLedger.App.Storage;

/// <summary>Plain commands that read alike on both databases: parameters are <c>@a</c>, <c>@b</c> … in the order given.</summary>
public static class Sql
{
    /// <summary>A command with its parameters; null becomes NULL.</summary>
    public static DbCommand Command(this DbConnection connection, DbTransaction? transaction, string text,
        params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>A transaction that only reads: all its questions see the books at one moment, and writers go on.</summary>
    public static async Task<DbTransaction> BeginReadAsync(this DbConnection connection, CancellationToken cancel = default) =>
        connection is SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);

    /// <summary>Every row, read by <paramref name="read"/>.</summary>
    public static async Task<List<T>> RowsAsync<T>(this DbCommand command, Func<DbDataReader, T> read, CancellationToken cancel = default)
    {
        await using (command)
        {
            var rows = new List<T>();
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) rows.Add(read(reader));
            return rows;
        }
    }

    /// <summary>Runs the command and disposes of it.</summary>
    public static async Task<int> RunAsync(this DbCommand command, CancellationToken cancel = default)
    {
        await using (command) return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The first column of the first row as a whole number; nothing or NULL is 0.</summary>
    public static async Task<long> NumberAsync(this DbCommand command, CancellationToken cancel = default)
    {
        await using (command)
        {
            var value = await command.ExecuteScalarAsync(cancel);
            return value is null or DBNull ? 0 : Convert.ToInt64(value, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>A sum of whole numbers, which PostgreSQL gives as a decimal; 0 where nothing was summed.</summary>
    public static long Sum(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? 0 : Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? NumberOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static DateOnly Date(this DbDataReader reader, int column) => DateNumber.Read(reader.GetInt32(column));

    public static DateTimeOffset Instant(this DbDataReader reader, int column) => Microseconds.Read(reader.GetInt64(column));

    public static byte[] Blob(this DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);
}
