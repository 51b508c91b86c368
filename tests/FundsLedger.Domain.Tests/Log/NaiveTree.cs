using System.Security.Cryptography;

namespace FundsLedger.Domain.Tests.Log;

/// <summary>RFC 9162 §2.1 word for word and without the code under test: recursive definitions over all leaves, remembering subtrees only
/// so that tests end.</summary>
internal sealed class NaiveTree(IReadOnlyList<byte[]> leafHashes)
{
    private readonly Dictionary<(int First, int Count), byte[]> _known = [];

    public static NaiveTree WithLeaves(int count) => new([.. Enumerable.Range(0, count).Select(LeafHash)]);

    public static byte[] LeafHash(int index) => LeafHash(BitConverter.GetBytes(index));

    public static byte[] LeafHash(byte[] data) => SHA256.HashData([0, .. data]);

    public IReadOnlyList<byte[]> LeafHashes => leafHashes;

    public byte[] Root(int size) => Mth(0, size);

    public byte[] Subtree(int level, long index) => Mth((int)index << level, 1 << level);

    public byte[][] Inclusion(int index, int size) => Path(index, 0, size);

    public byte[][] Consistency(int oldSize, int newSize) => Subproof(oldSize, 0, newSize, true);

    /// <summary>Whether each step up from the leaf comes from the right: the leaf's address in the tree.</summary>
    public static bool[] Turns(int index, int size)
    {
        if (size == 1) return [];
        var k = K(size);
        return index < k ? [.. Turns(index, k), false] : [.. Turns(index - k, size - k), true];
    }

    private byte[] Mth(int first, int count)
    {
        if (count == 0) return SHA256.HashData([]);
        if (count == 1) return leafHashes[first];
        if (_known.TryGetValue((first, count), out var known)) return known;
        var k = K(count);
        return _known[(first, count)] = SHA256.HashData([1, .. Mth(first, k), .. Mth(first + k, count - k)]);
    }

    private byte[][] Path(int m, int first, int n)
    {
        if (n == 1) return [];
        var k = K(n);
        return m < k ? [.. Path(m, first, k), Mth(first + k, n - k)] : [.. Path(m - k, first + k, n - k), Mth(first, k)];
    }

    private byte[][] Subproof(int m, int first, int n, bool known)
    {
        if (m == n) return known ? [] : [Mth(first, n)];
        var k = K(n);
        return m <= k ? [.. Subproof(m, first, k, known), Mth(first + k, n - k)]
            : [.. Subproof(m - k, first + k, n - k, false), Mth(first, k)];
    }

    private static int K(int n)
    {
        var k = 1;
        while (k * 2 < n) k *= 2;
        return k;
    }
}

/// <summary>Every way to change one bit of some bytes.</summary>
internal static class Flips
{
    public static IEnumerable<byte[]> Of(byte[] original)
    {
        for (var bit = 0; bit < original.Length * 8; bit++)
        {
            var changed = (byte[])original.Clone();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            yield return changed;
        }
    }

    public static IEnumerable<byte[][]> Of(byte[][] original)
    {
        for (var item = 0; item < original.Length; item++)
        {
            foreach (var changed in Of(original[item])) yield return [.. original[..item], changed, .. original[(item + 1)..]];
        }
    }
}
