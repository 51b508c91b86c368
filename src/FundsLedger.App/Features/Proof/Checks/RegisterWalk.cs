using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>The seal of one register row.</summary>
internal sealed record RegisterLeaf(LogClass Log, long LeafIndex, long Place, string Table, string Key, byte[] Salt, byte[] WithheldSalt,
    byte[] LeafHash);

/// <summary>Reads the sealed register rows in the order in which they were written.</summary>
internal sealed class RegisterWalk(DbConnection leaves, DbConnection rows, long lastPlace) : IAsyncDisposable
{
    private readonly Dictionary<string, RegisterTable> _tables = Registers.All.ToDictionary(table => table.Name, StringComparer.Ordinal);
    private readonly Queue<RegisterLeaf> _page = new();
    private long _last;

    /// <summary>The next leaf, or null at the end.</summary>
    public RegisterLeaf? Current => _page.TryPeek(out var leaf) ? leaf : null;

    public Task BeginAsync(CancellationToken cancel) => ReadPageAsync(cancel);

    public async Task MoveAsync(CancellationToken cancel)
    {
        _last = _page.Dequeue().Place;
        if (_page.Count == 0) await ReadPageAsync(cancel);
    }

    /// <summary>The row as stored now, or nulls when it or its table is gone.</summary>
    public async Task<(RegisterTable? Table, List<object?>? Values)> RowAsync(RegisterLeaf leaf, CancellationToken cancel)
    {
        if (!_tables.TryGetValue(leaf.Table, out var table)) return (null, null);
        if (table.ReadKey(leaf.Key) is not { } key) return (null, null);
        var where = string.Join(" AND ", table.KeyColumns.Select(column => $"{column} = @{column}"));
        var found = await rows.Command(null, $"SELECT {string.Join(", ", table.Columns)} FROM {table.Name} WHERE {where}",
            [.. table.KeyColumns.Select((column, place) => ($"@{column}", (object?)key[place]))])
            .RowsAsync(
                row =>
                    Enumerable.Range(0, table.Columns.Length).Select(column => row.IsDBNull(column) ? null : row.GetValue(column)).ToList(),
                    cancel);
        return found is [var values] ? (table, values) : (null, null);
    }

    public ValueTask DisposeAsync() => rows.DisposeAsync();

    private async Task ReadPageAsync(CancellationToken cancel)
    {
        foreach (var leaf in await leaves.Command(null,
            "SELECT tree, leaf_index, place, table_name, row_key, salt, withheld_salt, leaf_hash FROM register_leaves WHERE place > "
                + "@last AND place <= @to ORDER BY place LIMIT 1000",
                     ("@last", _last), ("@to", lastPlace))
                         .RowsAsync(
                             row =>
                                 new RegisterLeaf((LogClass)row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3),
                                     row.GetString(4), row.Blob(5), row.Blob(6), row.Blob(7)), cancel))
            _page.Enqueue(leaf);
    }
}
