using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Log;

/// <summary>A signed head as kept, with the public key that verifies it.</summary>
public sealed record KeptHead(LogHead Head, string KeyId, byte[] Signature, byte[] PublicKey);

/// <summary>One log's Merkle tree as the books keep it: tiles of 256 leaves, and the leaves themselves (entries, register rows, padding).
/// Gives proofs without hashing the whole log.</summary>
public sealed class LogTree(DbConnection connection, LogClass log)
{
    /// <summary>The latest signed head; null before the first.</summary>
    public async Task<KeptHead?> LatestHeadAsync(CancellationToken cancel = default)
    {
        var ledgerId = (await connection.Command(null, "SELECT ledger_id FROM books WHERE id = 1")
            .RowsAsync(row => row.GetString(0), cancel)).Single();
        var heads = await connection.Command(null,
            """
            SELECT h.size, h.root, h.at, h.key_id, h.signature, k.public_key FROM log_heads h JOIN log_keys k ON k.key_id = h.key_id
            WHERE h.tree = @tree ORDER BY h.size DESC LIMIT 1
            """, ("@tree", (int)log))
            .RowsAsync(
                row =>
                    new KeptHead(new LogHead(ledgerId, log, row.GetInt64(0), row.Blob(1), row.Instant(2)), row.GetString(3), row.Blob(4),
                        row.Blob(5)), cancel);
        return heads.FirstOrDefault();
    }

    /// <summary>Answers for complete subtrees; for <see cref="MerkleProof"/>. One per set of proofs: it remembers what it
    /// computed.</summary>
    public SubtreeRoot Subtrees() => new TileTree(Leaves, Tiles).RootOf;

    private byte[][] Tiles(int level, long firstIndex, int count)
    {
        using var command = connection.Command(null,
            "SELECT root FROM log_tiles WHERE tree = @tree AND level = @level AND tile_index >= @first AND tile_index < @end ORDER BY "
                + "tile_index",
            ("@tree", (int)log), ("@level", level), ("@first", firstIndex), ("@end", firstIndex + count));
        return Blobs(command);
    }

    private byte[][] Leaves(long first, int count)
    {
        var leaves = new SortedDictionary<long, byte[]>();
        var sources = log == LogClass.First ? (string[])["first_leaves WHERE"]
            : ["entries WHERE tree = @tree AND", "register_leaves WHERE tree = @tree AND"];
        foreach (var source in sources)
        {
            using var kept = connection.Command(null,
                $"SELECT leaf_index, leaf_hash FROM {source} leaf_index >= @first AND leaf_index < @end", ("@tree", (int)log),
                ("@first", first), ("@end", first + count));
            Read(kept, leaves);
        }
        using (var paddings = connection.Command(null,
            "SELECT first_leaf, leaf_count, seed FROM log_padding WHERE tree = @tree AND first_leaf < @end AND first_leaf + leaf_count > "
                + "@first",
                   ("@tree", (int)log), ("@first", first), ("@end", first + count)))
        {
            using var row = paddings.ExecuteReader();
            while (row.Read())
            {
                for (var index =
                    Math.Max(first, row.GetInt64(0)); index < Math.Min(first + count, row.GetInt64(0) + row.GetInt32(1)); index++)
                {
                    var hash = new byte[MerkleHash.Size];
                    Padding.Leaf(row.Blob(2), index, hash);
                    leaves.Add(index, hash);
                }
            }
        }
        return [.. leaves.Values];
    }

    private static void Read(DbCommand command, SortedDictionary<long, byte[]> leaves)
    {
        using var row = command.ExecuteReader();
        while (row.Read()) leaves.Add(row.GetInt64(0), row.Blob(1));
    }

    private static byte[][] Blobs(DbCommand command)
    {
        var blobs = new List<byte[]>();
        using var row = command.ExecuteReader();
        while (row.Read()) blobs.Add(row.Blob(0));
        return [.. blobs];
    }
}
