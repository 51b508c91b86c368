using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>The seal of one register row.</summary>
internal sealed record RegisterLeaf(long LeafIndex, string Table, string Key, byte[] Salt, byte[] LeafHash);

/// <summary>Reads the sealed register rows in the order of their leaves.</summary>
internal sealed class RegisterWalk(DbConnection leaves, DbConnection rows, long size) : IAsyncDisposable
{
    private readonly Dictionary<string, RegisterTable> _tables = Registers.All.ToDictionary(table => table.Name, StringComparer.Ordinal);
    private readonly Queue<RegisterLeaf> _page = new();
    private long _last = -1;

    /// <summary>The next leaf, or null at the end.</summary>
    public RegisterLeaf? Current => _page.TryPeek(out var leaf) ? leaf : null;

    public Task BeginAsync(CancellationToken cancel) => ReadPageAsync(cancel);

    public async Task MoveAsync(CancellationToken cancel)
    {
        _last = _page.Dequeue().LeafIndex;
        if (_page.Count == 0) await ReadPageAsync(cancel);
    }

    /// <summary>The row as stored now, or nulls when it or its table is gone.</summary>
    public async Task<(RegisterTable? Table, List<object?>? Values)> RowAsync(RegisterLeaf leaf, CancellationToken cancel)
    {
        if (!_tables.TryGetValue(leaf.Table, out var table)) return (null, null);
        object key = table.HasTextKey ? leaf.Key : long.TryParse(leaf.Key, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : -1L;
        var found = await rows.Command(null, $"SELECT {string.Join(", ", table.Columns)} FROM {table.Name} WHERE {table.Key} = @key", ("@key", key))
            .RowsAsync(row => Enumerable.Range(0, table.Columns.Length).Select(column => row.IsDBNull(column) ? null : row.GetValue(column)).ToList(), cancel);
        return found is [var values] ? (table, values) : (null, null);
    }

    public ValueTask DisposeAsync() => rows.DisposeAsync();

    private async Task ReadPageAsync(CancellationToken cancel)
    {
        foreach (var leaf in await leaves.Command(null, "SELECT leaf_index, table_name, row_key, salt, leaf_hash FROM register_leaves WHERE leaf_index > @last AND leaf_index < @size ORDER BY leaf_index LIMIT 1000",
                     ("@last", _last), ("@size", size)).RowsAsync(row => new RegisterLeaf(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Blob(3), row.Blob(4)), cancel))
            _page.Enqueue(leaf);
    }
}
