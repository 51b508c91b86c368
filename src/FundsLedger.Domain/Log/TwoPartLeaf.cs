using System.Security.Cryptography;

namespace FundsLedger.Domain.Log;

/// <summary>A leaf of two parts: one that may be shown, and one of which only the hash leaves the house. Each part begins with its format's
/// name and a salt of its own, so that neither can be guessed from its hash.</summary>
public static class TwoPartLeaf
{
    /// <summary>First field of a leaf's data.</summary>
    public const string Name = "fundsledger leaf v2";

    /// <summary>Bytes of salt in each part.</summary>
    public const int SaltSize = 16;

    /// <summary>Writes the leaf's data: the hashes of both parts. The leaf's hash is <see cref="MerkleHash.Leaf(ReadOnlySpan{byte})"/> of
    /// it.</summary>
    /// <param name="leaf">Written from its beginning.</param>
    /// <param name="shown">The part that may be shown.</param>
    /// <param name="withheldHash">SHA-256 of the other part (<see cref="Hash"/>).</param>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public static void Write(CanonicalWriter leaf, ReadOnlySpan<byte> shown, ReadOnlySpan<byte> withheldHash)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        if (withheldHash.Length != MerkleHash.Size)
            throw new ArgumentException($"A hash is {MerkleHash.Size} bytes long.", nameof(withheldHash));
        Span<byte> shownHash = stackalloc byte[MerkleHash.Size];
        SHA256.HashData(shown, shownHash);
        leaf.Reset();
        leaf.Text(Name);
        leaf.Bytes(shownHash);
        leaf.Bytes(withheldHash);
    }

    /// <summary>The leaf's data, in a new array.</summary>
    public static byte[] Data(ReadOnlySpan<byte> shown, ReadOnlySpan<byte> withheldHash)
    {
        var leaf = new CanonicalWriter();
        Write(leaf, shown, withheldHash);
        return leaf.WrittenSpan.ToArray();
    }

    /// <summary>SHA-256 of the part that is not shown.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> withheld) => SHA256.HashData(withheld);
}

/// <summary>Writes two-part leaves one after another and keeps its buffers.</summary>
public sealed class TwoPartWriter
{
    private readonly CanonicalWriter _leaf = new();

    /// <summary>The part that may be shown; write it from its beginning.</summary>
    public CanonicalWriter Shown { get; } = new();

    /// <summary>The part that stays in the house; write it from its beginning.</summary>
    public CanonicalWriter Withheld { get; } = new();

    /// <summary>The hash of the leaf of both parts as they are written now.</summary>
    public byte[] LeafHash()
    {
        Span<byte> withheld = stackalloc byte[MerkleHash.Size];
        SHA256.HashData(Withheld.WrittenSpan, withheld);
        TwoPartLeaf.Write(_leaf, Shown.WrittenSpan, withheld);
        return MerkleHash.Leaf(_leaf.WrittenSpan);
    }
}
