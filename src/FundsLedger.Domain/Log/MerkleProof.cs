using System.Numerics;
using System.Security.Cryptography;

namespace FundsLedger.Domain.Log;

/// <summary>Root of the complete subtree of 2^level leaves whose first leaf is index · 2^level; level 0 is a leaf's hash.</summary>
public delegate byte[] SubtreeRoot(int level, long index);

/// <summary>Proofs that a leaf is in a tree and that a tree only grew (RFC 9162 §2.1.3 and §2.1.4). Making one throws on nonsense;
/// verifying one never throws: whatever is wrong is "false".</summary>
/// <remarks>A proof does not bind the tree's <i>size</i>: a size in which the leaf has the same path is accepted as well. The signed
/// <see cref="LogHead"/> binds size and root together; never take a size from elsewhere.</remarks>
public static class MerkleProof
{
    // A tree whose size is a long is at most 63 levels high, and no proof is more than one hash longer.
    private const int LargestProof = 64;

    /// <summary>PATH(index, D[size]) of RFC 9162 §2.1.3.1: the hashes beside the way from a leaf up to the root, lowest first.</summary>
    /// <param name="index">The leaf, from 0.</param>
    /// <param name="size">Leaves in the tree; may be smaller than the log has grown to since.</param>
    /// <param name="subtrees">Reads or computes complete subtrees within the first <paramref name="size"/> leaves.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tree has no such leaf.</exception>
    public static byte[][] Inclusion(long index, long size, SubtreeRoot subtrees)
    {
        ArgumentNullException.ThrowIfNull(subtrees);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        var (first, count) = (0L, size);
        while (count > 1)
        {
            var left = LeftPart(count);
            if (index - first < left)
            {
                path.Add(RangeRoot(first + left, count - left, subtrees));
                count = left;
            }
            else
            {
                path.Add(RangeRoot(first, left, subtrees));
                (first, count) = (first + left, count - left);
            }
        }
        path.Reverse();
        return [.. path];
    }

    /// <summary>PROOF(oldSize, D[newSize]) of RFC 9162 §2.1.4.1: shows that the first <paramref name="oldSize"/> leaves of the new tree are
    /// the old tree. Empty when the sizes are equal, or (our policy; the RFC starts at 1) when the old tree is empty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The old size is negative or above the new one.</exception>
    public static byte[][] Consistency(long oldSize, long newSize, SubtreeRoot subtrees)
    {
        ArgumentNullException.ThrowIfNull(subtrees);
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        if (oldSize == 0) return [];
        var path = new List<byte[]>();
        var (first, count) = (0L, newSize);
        while (oldSize - first != count)
        {
            var left = LeftPart(count);
            if (oldSize - first <= left)
            {
                path.Add(RangeRoot(first + left, count - left, subtrees));
                count = left;
            }
            else
            {
                path.Add(RangeRoot(first, left, subtrees));
                (first, count) = (first + left, count - left);
            }
        }
        // The verifier knows the old root itself; any other subtree it must be told.
        if (first > 0) path.Add(RangeRoot(first, count, subtrees));
        path.Reverse();
        return [.. path];
    }

    /// <summary>Root of the tree's first <paramref name="size"/> leaves: MTH of RFC 9162 §2.1.1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public static byte[] RootAt(long size, SubtreeRoot subtrees)
    {
        ArgumentNullException.ThrowIfNull(subtrees);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? MerkleHash.EmptyRoot.ToArray() : RangeRoot(0, size, subtrees);
    }

    /// <summary>Verifies an inclusion proof with the algorithm of RFC 9162 §2.1.3.2. Never throws.</summary>
    /// <returns>True when a leaf with this hash is at this index of the tree with this size and root.</returns>
    public static bool VerifyInclusion(ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]>? proof,
        ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || leafHash.Length != MerkleHash.Size || root.Length != MerkleHash.Size) return false;
        if (!IsListOfHashes(proof)) return false;
        Span<byte> computed = stackalloc byte[MerkleHash.Size];
        leafHash.CopyTo(computed);
        var (leaf, last) = (index, size - 1);
        foreach (var hash in proof!)
        {
            if (last == 0) return false;
            if (IsRightOrLast(leaf, last))
            {
                MerkleHash.Node(hash, computed, computed);
                SkipLevelsWithoutSibling(ref leaf, ref last);
            }
            else MerkleHash.Node(computed, hash, computed);
            (leaf, last) = (leaf >> 1, last >> 1);
        }
        return last == 0 && CryptographicOperations.FixedTimeEquals(computed, root);
    }

    /// <summary>Verifies a consistency proof with the algorithm of RFC 9162 §2.1.4.2. Equal sizes need equal roots and no proof; the empty
    /// tree is consistent with every tree and needs no proof (our policy; the RFC starts at 1). Never throws.</summary>
    /// <returns>True when the new tree begins with the old tree's leaves, unchanged.</returns>
    public static bool VerifyConsistency(long oldSize, ReadOnlySpan<byte> oldRoot, long newSize, ReadOnlySpan<byte> newRoot,
        IReadOnlyList<byte[]>? proof)
    {
        if (oldSize < 0 || oldSize > newSize || oldRoot.Length != MerkleHash.Size || newRoot.Length != MerkleHash.Size) return false;
        if (!IsListOfHashes(proof)) return false;
        if (oldSize == newSize) return proof!.Count == 0 && oldRoot.SequenceEqual(newRoot);
        if (oldSize == 0) return proof!.Count == 0 && oldRoot.SequenceEqual(MerkleHash.EmptyRoot);
        if (proof!.Count == 0) return false;

        Span<byte> computedOld = stackalloc byte[MerkleHash.Size];
        Span<byte> computedNew = stackalloc byte[MerkleHash.Size];
        // A whole old tree is a subtree of the new one: its root is the first hash and is not repeated in the proof.
        var oldIsWhole = BitOperations.IsPow2(oldSize);
        (oldIsWhole ? oldRoot : proof[0]).CopyTo(computedOld);
        computedOld.CopyTo(computedNew);
        var (node, last) = (oldSize - 1, newSize - 1);
        while ((node & 1) == 1) (node, last) = (node >> 1, last >> 1);
        for (var place = oldIsWhole ? 0 : 1; place < proof.Count; place++)
        {
            if (last == 0) return false;
            if (IsRightOrLast(node, last))
            {
                MerkleHash.Node(proof[place], computedOld, computedOld);
                MerkleHash.Node(proof[place], computedNew, computedNew);
                SkipLevelsWithoutSibling(ref node, ref last);
            }
            else MerkleHash.Node(computedNew, proof[place], computedNew);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && computedOld.SequenceEqual(oldRoot) && computedNew.SequenceEqual(newRoot);
    }

    // The RFC's k: the largest power of two below count.
    private static long LeftPart(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    // Splitting always at the largest power of two keeps every complete part aligned to its own size.
    private static byte[] RangeRoot(long first, long count, SubtreeRoot subtrees)
    {
        if (BitOperations.IsPow2(count))
        {
            var level = BitOperations.Log2((ulong)count);
            var root = subtrees(level, first >> level);
            return root.Length == MerkleHash.Size ? root
                : throw new InvalidOperationException($"Subtree {first >> level} of level {level} has a root of {root.Length} bytes.");
        }
        var left = LeftPart(count);
        return MerkleHash.Node(RangeRoot(first, left, subtrees), RangeRoot(first + left, count - left, subtrees));
    }

    private static bool IsRightOrLast(long node, long last) => (node & 1) == 1 || node == last;

    // At the right edge a node without a sibling stands for itself on the level above.
    private static void SkipLevelsWithoutSibling(ref long node, ref long last)
    {
        while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
    }

    private static bool IsListOfHashes(IReadOnlyList<byte[]>? proof)
    {
        if (proof is null || proof.Count > LargestProof) return false;
        for (var place = 0; place < proof.Count; place++)
        {
            if (proof[place] is not { Length: MerkleHash.Size }) return false;
        }
        return true;
    }
}
