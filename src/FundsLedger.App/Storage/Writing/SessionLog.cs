using System.Data.Common;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>Where something was sealed.</summary>
/// <param name="Log">In which log.</param>
/// <param name="Index">Its leaf, from 0.</param>
/// <param name="Hash">The leaf's hash.</param>
internal sealed record SealedAt(LogClass Log, long Index, byte[] Hash);

/// <summary>The logs' growing edges within one transaction.</summary>
internal sealed class SessionLog
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly IChance _chance;
    private readonly Dictionary<LogClass, Edge> _edges;
    private readonly List<(LogClass Log, int Level, long Index, byte[] Root)> _tiles = [];

    public SessionLog(DbConnection connection, DbTransaction transaction, IReadOnlyDictionary<LogClass, MerkleFrontier> frontiers,
        IChance chance)
    {
        (_connection, _transaction, _chance) = (connection, transaction, chance);
        _edges = frontiers.ToDictionary(tree => tree.Key,
            tree => new Edge(tree.Value, (level, index, root) => _tiles.Add((tree.Key, level, index, root.ToArray()))));
    }

    /// <summary>The edge of one log.</summary>
    public MerkleFrontier this[LogClass log] => _edges[log].Frontier;

    /// <summary>True when the books have this log: only those that were made before there were three have the first one.</summary>
    public bool Has(LogClass log) => _edges.ContainsKey(log);

    /// <summary>The logs that grew in this transaction.</summary>
    public Dictionary<LogClass, MerkleFrontier> Grown =>
        _edges.Where(edge => edge.Value.HasGrown).ToDictionary(edge => edge.Key, edge => edge.Value.Frontier);

    /// <summary>Two new salts of a leaf: of the part that may be shown, and of the other.</summary>
    public (byte[] Shown, byte[] Withheld) NewSalts(LogClass log, string about) =>
        (_chance.Bytes(ChanceUse.ShownSalt, log, about, TwoPartLeaf.SaltSize),
            _chance.Bytes(ChanceUse.WithheldSalt, log, about, TwoPartLeaf.SaltSize));

    /// <summary>Appends a leaf to its log.</summary>
    public ValueTask<SealedAt> AppendAsync(LogClass log, byte[] hash, CancellationToken cancel)
    {
        var edge = _edges[log];
        var place = new SealedAt(log, edge.Frontier.Size, hash);
        edge.Append(hash);
        return _tiles.Count < 512 ? new(place) : FlushThenAsync(place, cancel);
    }

    /// <summary>Pads a log to a multiple of <paramref name="block"/>, so that its size does not count events.</summary>
    public async Task PadAsync(LogClass log, int block, CancellationToken cancel)
    {
        var edge = _edges[log];
        var lastSize = await _connection.Command(_transaction, "SELECT COALESCE(MAX(size), 0) FROM log_heads WHERE tree = @tree",
            ("@tree", (int)log)).NumberAsync(cancel);
        var count = Padding.LeavesNeeded(edge.Frontier.Size, lastSize, block);
        if (count == 0) return;
        var seed = _chance.Bytes(ChanceUse.Padding, log, "padding", Padding.SmallestSeed);
        await _connection.Command(_transaction,
            "INSERT INTO log_padding (tree, first_leaf, leaf_count, seed) VALUES (@tree, @first, @count, @seed)",
            ("@tree", (int)log), ("@first", edge.Frontier.Size), ("@count", (int)count), ("@seed", seed)).RunAsync(cancel);
        edge.Pad(seed, count);
    }

    /// <summary>Writes the finished tiles.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        foreach (var (log, level, index, root) in _tiles)
            await _connection.Command(_transaction,
                "INSERT INTO log_tiles (tree, level, tile_index, root) VALUES (@tree, @level, @index, @root)",
                ("@tree", (int)log), ("@level", level), ("@index", index), ("@root", root)).RunAsync(cancel);
        _tiles.Clear();
    }

    private async ValueTask<SealedAt> FlushThenAsync(SealedAt place, CancellationToken cancel)
    {
        await FlushAsync(cancel);
        return place;
    }

    /// <summary>One log's edge, and whether it moved.</summary>
    private sealed class Edge(MerkleFrontier frontier, TileSink keepTile)
    {
        public MerkleFrontier Frontier => frontier;

        public bool HasGrown { get; private set; }

        public void Append(ReadOnlySpan<byte> hash)
        {
            frontier.Append(hash, keepTile);
            HasGrown = true;
        }

        public void Pad(byte[] seed, long count)
        {
            Span<byte> leaf = stackalloc byte[MerkleHash.Size];
            for (var done = 0L; done < count; done++)
            {
                Padding.Leaf(seed, frontier.Size, leaf);
                Append(leaf);
            }
        }
    }
}
