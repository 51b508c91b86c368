using System.Numerics;

namespace FundsLedger.Domain.Log;

/// <summary>Told of every finished complete subtree of height 8, 16, 24 … (256, 65,536, 16,777,216 … leaves), so that storage keeps one row
/// per 256 leaves.</summary>
/// <param name="level">Height of the subtree, a multiple of 8: it has 2^level leaves.</param>
/// <param name="index">Which subtree of that height, from 0: its first leaf is index · 2^level.</param>
/// <param name="root">Its root; copy it, the memory is reused after the call.</param>
public delegate void TileSink(int level, long index, ReadOnlySpan<byte> root);

/// <summary>The right edge of a growing Merkle tree (RFC 9162 §2.1.1): the roots of its complete subtrees, one for each bit of its size.
/// Enough to append to and to give the root of a tree of any size; at most 63 hashes.</summary>
public sealed class MerkleFrontier
{
    private const int LargestPeakCount = 63;

    private readonly byte[] _peaks = new byte[LargestPeakCount * MerkleHash.Size];

    /// <summary>Leaves appended so far.</summary>
    public long Size { get; private set; }

    private int PeakCount => BitOperations.PopCount((ulong)Size);

    /// <summary>Adds one leaf at the right. The sink hears of lower subtrees before higher ones; when it throws, the frontier is as
    /// before.</summary>
    /// <param name="leafHash">The leaf's hash as <see cref="MerkleHash.Leaf(ReadOnlySpan{byte})"/> gives it, not its data.</param>
    /// <param name="onTile">Told of every subtree of height 8, 16 … that this leaf finishes.</param>
    /// <exception cref="ArgumentException">The hash is not <see cref="MerkleHash.Size"/> bytes long.</exception>
    public void Append(ReadOnlySpan<byte> leafHash, TileSink? onTile = null)
    {
        if (leafHash.Length != MerkleHash.Size) throw new ArgumentException($"A hash is {MerkleHash.Size} bytes long.", nameof(leafHash));
        Span<byte> root = stackalloc byte[MerkleHash.Size];
        leafHash.CopyTo(root);

        // Every trailing one in the size is a peak as high as what we carry: join them, as in a binary addition.
        var grownSize = Size + 1;
        var peaksLeft = PeakCount;
        for (var level = 1; (grownSize & ((1L << level) - 1)) == 0; level++)
        {
            peaksLeft--;
            MerkleHash.Node(Peak(peaksLeft), root, root);
            if (level % 8 == 0) onTile?.Invoke(level, (grownSize >> level) - 1, root);
        }
        root.CopyTo(Peak(peaksLeft));
        Size = grownSize;
    }

    /// <summary>Root of the tree as it stands; <see cref="MerkleHash.EmptyRoot"/> while it has no leaf.</summary>
    public byte[] Root()
    {
        if (Size == 0) return MerkleHash.EmptyRoot.ToArray();
        var root = Peak(PeakCount - 1).ToArray();
        for (var peak = PeakCount - 2; peak >= 0; peak--) MerkleHash.Node(Peak(peak), root, root);
        return root;
    }

    /// <summary>The peaks' hashes one after another, largest subtree first: 32 bytes for each one-bit of <see cref="Size"/>, to be stored
    /// beside the size.</summary>
    public byte[] Save() => _peaks[..(PeakCount * MerkleHash.Size)];

    /// <summary>The frontier that <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">The size is negative, or a tree of that size has another number of peaks: stored data is
    /// damaged.</exception>
    public static MerkleFrontier Load(long size, ReadOnlySpan<byte> saved)
    {
        if (size < 0) throw new FormatException($"A tree cannot have {size} leaves.");
        var frontier = new MerkleFrontier { Size = size };
        var expected = frontier.PeakCount * MerkleHash.Size;
        if (saved.Length != expected)
            throw new FormatException($"The edge of a tree of {size} leaves takes {expected} bytes, not {saved.Length}.");
        saved.CopyTo(frontier._peaks);
        return frontier;
    }

    private Span<byte> Peak(int index) => _peaks.AsSpan(index * MerkleHash.Size, MerkleHash.Size);
}
