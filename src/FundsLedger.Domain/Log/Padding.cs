using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FundsLedger.Domain.Log;

/// <summary>Leaves that stand for nothing, added before a head is signed so that its size does not count events. Without the seed they
/// cannot be told from entries; with it they can be made again, so that a check recomputes the whole tree.</summary>
/// <remarks>What remains visible: an interval with more events than one block takes more blocks (choose the block above the busiest week),
/// and an entry's own index in the tree says how many leaves came before it.</remarks>
public static class Padding
{
    /// <summary>Fewest bytes a seed may have: as many as the hash.</summary>
    public const int SmallestSeed = MerkleHash.Size;

    // The seed may serve other uses; the prefix keeps their values apart from these.
    private static ReadOnlySpan<byte> Prefix => "FundsLedger padding leaf v1\0"u8;

    /// <summary>Padding leaves to append before signing: the size must become a multiple of the block <i>and</i> larger than the last
    /// head's. So it is 0 when entries alone filled the block, and a whole block when nothing was recorded: otherwise a head of unchanged
    /// size would tell of a quiet week.</summary>
    /// <param name="size">Leaves in the log now.</param>
    /// <param name="lastHeadSize">Size of the last signed head; 0 before the first one (which is never empty).</param>
    /// <param name="block">Leaves in a block, above 0. May differ from the block of earlier heads.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block is not above 0, or the last head's size is negative or above the
    /// size.</exception>
    public static long LeavesNeeded(long size, long lastHeadSize, int block)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(lastHeadSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastHeadSize, size);
        if (size == lastHeadSize) return block - size % block;
        return (block - size % block) % block;
    }

    /// <summary>Leaf hash of the padding at this index: <see cref="MerkleHash.Leaf(ReadOnlySpan{byte}, Span{byte})"/> of HMAC-SHA256(seed,
    /// prefix || index as 8 bytes big-endian).</summary>
    /// <param name="seed">Secret random bytes of the ledger, at least <see cref="SmallestSeed"/>; who has them can count entries.</param>
    /// <param name="index">The leaf's index in the whole log, from 0.</param>
    /// <param name="destination">Receives <see cref="MerkleHash.Size"/> bytes.</param>
    /// <exception cref="ArgumentException">The seed or the destination is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static void Leaf(ReadOnlySpan<byte> seed, long index, Span<byte> destination)
    {
        if (seed.Length < SmallestSeed) throw new ArgumentException($"A padding seed has at least {SmallestSeed} bytes.", nameof(seed));
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Span<byte> message = stackalloc byte[Prefix.Length + sizeof(long)];
        Prefix.CopyTo(message);
        BinaryPrimitives.WriteInt64BigEndian(message[Prefix.Length..], index);
        Span<byte> data = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(seed, message, data);
        MerkleHash.Leaf(data, destination);
    }
}
