using System.Data.Common;
using System.Security.Cryptography;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>The log's growing edge within one transaction.</summary>
internal sealed class SessionLog(DbConnection connection, DbTransaction transaction, MerkleFrontier frontier)
{
    private readonly List<(int Level, long Index, byte[] Root)> _tiles = [];
    private byte[] _salts = [];
    private int _saltsUsed;

    public MerkleFrontier Frontier => frontier;

    /// <summary>Sixteen random bytes; drawn in blocks, because one system call an entry would cost more than the hash.</summary>
    public byte[] NewSalt()
    {
        if (_saltsUsed == _salts.Length) (_salts, _saltsUsed) = (RandomNumberGenerator.GetBytes(_salts.Length == 0 ? 16 : 4096), 0);
        var salt = _salts.AsSpan(_saltsUsed, 16).ToArray();
        _saltsUsed += 16;
        return salt;
    }

    /// <summary>Appends the leaf whose data stands in <paramref name="data"/>.</summary>
    public ValueTask<(long Index, byte[] Hash)> AppendAsync(CanonicalWriter data, CancellationToken cancel)
    {
        var hash = MerkleHash.Leaf(data.WrittenSpan);
        var index = frontier.Size;
        frontier.Append(hash, KeepTile);
        return _tiles.Count < 512 ? new((index, hash)) : FlushThenAsync(index, hash, cancel);
    }

    /// <summary>Pads to a multiple of <paramref name="block"/>, so that the size does not count events.</summary>
    public async Task PadAsync(int block, CancellationToken cancel)
    {
        var lastSize = await connection.Command(transaction, "SELECT COALESCE(MAX(size), 0) FROM log_heads").NumberAsync(cancel);
        var count = Padding.LeavesNeeded(frontier.Size, lastSize, block);
        if (count == 0) return;
        var seed = RandomNumberGenerator.GetBytes(Padding.SmallestSeed);
        await connection.Command(transaction, "INSERT INTO log_padding (first_leaf, leaf_count, seed) VALUES (@first, @count, @seed)",
            ("@first", frontier.Size), ("@count", (int)count), ("@seed", seed)).RunAsync(cancel);
        AppendPadding(seed, count);
    }

    /// <summary>Writes the finished tiles.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        foreach (var (level, index, root) in _tiles)
            await connection.Command(transaction, "INSERT INTO log_tiles (level, tile_index, root) VALUES (@level, @index, @root)", ("@level", level), ("@index", index), ("@root", root)).RunAsync(cancel);
        _tiles.Clear();
    }

    private void AppendPadding(byte[] seed, long count)
    {
        Span<byte> leaf = stackalloc byte[MerkleHash.Size];
        for (var done = 0L; done < count; done++)
        {
            Padding.Leaf(seed, frontier.Size, leaf);
            frontier.Append(leaf, KeepTile);
        }
    }

    private void KeepTile(int level, long index, ReadOnlySpan<byte> root) => _tiles.Add((level, index, root.ToArray()));

    private async ValueTask<(long, byte[])> FlushThenAsync(long index, byte[] hash, CancellationToken cancel)
    {
        await FlushAsync(cancel);
        return (index, hash);
    }
}
