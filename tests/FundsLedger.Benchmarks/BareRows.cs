using System.Data.Common;
using FundsLedger.App.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FundsLedger.Benchmarks;

/// <summary>The rows of some books, ready to be inserted again by the shortest way the database has.</summary>
internal sealed class BareRows
{
    private sealed record Table(string Name, string[] Columns, List<object?[]> Rows);

    private readonly Table _entries;
    private readonly List<(int First, int Count)> _postingsOf = [];
    private readonly Table _postings;
    private readonly Table _totals;

    private BareRows(Table entries, Table postings, Table totals)
    {
        (_entries, _postings, _totals) = (entries, postings, totals);
        var next = 0;
        foreach (var entry in entries.Rows)
        {
            var first = next;
            while (next < postings.Rows.Count && Equals(postings.Rows[next][0], entry[0])) next++;
            _postingsOf.Add((first, next - first));
        }
    }

    public static async Task<BareRows> ReadAsync(string books)
    {
        await using var database = LedgerDatabase.At(books);
        await using var connection = await database.OpenAsync();
        return new BareRows(await ReadAsync(connection, "entries", "seq"), await ReadAsync(connection, "postings", "entry_seq, line"),
            await ReadAsync(connection, "daily_totals", "account_id, effective_date, currency"));
    }

    /// <summary>Seconds from the beginning of the transaction to its durable end, into new books without triggers.</summary>
    public async Task<double> InsertAsync(string books)
    {
        await using var database = LedgerDatabase.At(books);
        await using var connection = await database.OpenAsync();
        await DropTriggersAsync(connection);
        return connection is SqliteConnection sqlite ? await InsertAsync(sqlite) : await InsertAsync((NpgsqlConnection)connection);
    }

    private async Task<double> InsertAsync(SqliteConnection connection)
    {
        await using var postings = Prepared(connection, _postings);
        await using var entries = Prepared(connection, _entries);
        await using var totals = Prepared(connection, _totals);
        return await Bench.SecondsAsync(() =>
        {
            using var transaction = connection.BeginTransaction();
            (postings.Transaction, entries.Transaction, totals.Transaction) = (transaction, transaction, transaction);
            for (var index = 0; index < _entries.Rows.Count; index++)
            {
                var (first, count) = _postingsOf[index];
                for (var line = first; line < first + count; line++) Insert(postings, _postings.Rows[line]);
                Insert(entries, _entries.Rows[index]);
            }
            foreach (var row in _totals.Rows) Insert(totals, row);
            transaction.Commit();
            return Task.CompletedTask;
        });
    }

    private Task<double> InsertAsync(NpgsqlConnection connection) => Bench.SecondsAsync(async () =>
    {
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var table in (Table[])[_postings, _entries, _totals])
        {
            await using var copy = await connection.BeginBinaryImportAsync(
                $"COPY {table.Name} ({string.Join(", ", table.Columns)}) FROM STDIN (FORMAT BINARY)");
            foreach (var row in table.Rows) await copy.WriteRowAsync(default, row);
            await copy.CompleteAsync();
        }
        await transaction.CommitAsync();
    });

    private static SqliteCommand Prepared(SqliteConnection connection, Table table)
    {
        var command = connection.CreateCommand();
        var values = string.Join(", ", table.Columns.Select((_, index) => $"@{index}"));
        command.CommandText = $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns)}) VALUES ({values})";
        for (var index = 0; index < table.Columns.Length; index++) command.Parameters.Add(new SqliteParameter($"@{index}", DBNull.Value));
        command.Prepare();
        return command;
    }

    private static void Insert(SqliteCommand command, object?[] row)
    {
        for (var index = 0; index < row.Length; index++) command.Parameters[index].Value = row[index];
        command.ExecuteNonQuery();
    }

    private static async Task<Table> ReadAsync(DbConnection connection, string name, string order)
    {
        var columns = Array.Empty<string>();
        var rows = await connection.Command(null, $"SELECT * FROM {name} ORDER BY {order}").RowsAsync(row =>
        {
            if (columns.Length == 0) columns = [.. Enumerable.Range(0, row.FieldCount).Select(row.GetName)];
            var values = new object?[row.FieldCount];
            row.GetValues(values!);
            return values;
        });
        return new Table(name, columns, rows);
    }

    private static async Task DropTriggersAsync(DbConnection connection)
    {
        var question = connection is SqliteConnection ? "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            : "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal";
        foreach (var (name, table) in await connection.Command(null, question).RowsAsync(row => (row.GetString(0), row.GetString(1))))
            await connection.Command(null, connection is SqliteConnection ? $"DROP TRIGGER {name}" : $"DROP TRIGGER {name} ON {table}")
                .RunAsync();
    }
}
