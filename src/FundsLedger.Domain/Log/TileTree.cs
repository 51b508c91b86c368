namespace FundsLedger.Domain.Log;

/// <summary>Reads stored leaf hashes, in order: those from <paramref name="firstLeaf"/> on, at most <paramref name="count"/> (never above
/// 256); fewer only where the log ends.</summary>
public delegate byte[][] LeafHashRange(long firstLeaf, int count);

/// <summary>Reads stored tiles (as <see cref="TileSink"/> was told of them), in order: those of this level (8, 16, 24 …) from
/// <paramref name="firstIndex"/> on, at most <paramref name="count"/> (never above 256); fewer only where the log ends.</summary>
public delegate byte[][] TileRange(int level, long firstIndex, int count);

/// <summary>Answers for any complete subtree from leaf hashes and tiles, computing the seven levels between two stored ones on demand. A
/// proof in a tree of a million leaves reads five groups of at most 256 hashes.</summary>
/// <remarks>Keeps what it read (at most 256 groups, some 8 MB), which is safe because a log never changes what it has. Not safe for use by
/// several threads at once.</remarks>
public sealed class TileTree(LeafHashRange leafHashes, TileRange tiles)
{
    private const int LevelsPerTile = 8;
    private const int GroupSize = 1 << LevelsPerTile;
    private const int MostGroupsKept = 256;

    private readonly Dictionary<(int Level, long Index), byte[]?[]> _groups = [];

    /// <summary>Root of the complete subtree of 2^level leaves whose first leaf is index · 2^level. Fits <see cref="SubtreeRoot"/>. Do not
    /// change the array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not 0 to 62, or the index is negative.</exception>
    /// <exception cref="InvalidOperationException">Storage lacks a hash that the subtree is made of, or one of its hashes is not 32 bytes
    /// long: the log is shorter than asked for, or damaged.</exception>
    public byte[] RootOf(int level, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 62);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var above = level % LevelsPerTile;
        var stored = level - above;
        var firstStored = index << above;
        var key = (stored, firstStored / GroupSize);

        // Where subtrees sit in a group, as in a heap: 1 is the root of all 256, 256 to 511 are the stored hashes.
        var place = (GroupSize + (int)(firstStored % GroupSize)) >> above;
        var lastNeeded = ((place + 1) << above) - 1;
        if (!_groups.TryGetValue(key, out var group) || group[lastNeeded] is null) group = _groups[key] = Read(stored, key.Item2);
        if (group[lastNeeded] is null)
            throw new InvalidOperationException($"The log does not hold subtree {index} of level {level} completely.");
        return Computed(group, place);
    }

    private byte[]?[] Read(int level, long groupIndex)
    {
        if (_groups.Count >= MostGroupsKept) _groups.Clear();
        var first = groupIndex * GroupSize;
        var read = level == 0 ? leafHashes(first, GroupSize) : tiles(level, first, GroupSize);
        if (read.Length > GroupSize)
            throw new InvalidOperationException($"Storage gave {read.Length} hashes of level {level} where {GroupSize} were asked for.");
        if (Array.Exists(read, hash => hash is not { Length: MerkleHash.Size }))
            throw new InvalidOperationException($"Storage gave a hash of level {level} that is not {MerkleHash.Size} bytes long.");
        var group = new byte[]?[2 * GroupSize];
        read.CopyTo(group, GroupSize);
        return group;
    }

    private static byte[] Computed(byte[]?[] group, int place) =>
        group[place] ??= MerkleHash.Node(Computed(group, 2 * place), Computed(group, 2 * place + 1));
}
