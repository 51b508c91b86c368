using System.Buffers;
using System.Security.Cryptography;

namespace FundsLedger.Domain.Log;

/// <summary>The two hashes a Merkle tree is made of (RFC 9162 §2.1.1, SHA-256). Their first byte differs, so that no leaf can be passed off
/// as a node.</summary>
public static class MerkleHash
{
    /// <summary>Bytes in every hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;

    // Entries are 200 to 800 bytes: they fit on the stack, and copying one costs far less than an incremental hash object.
    private const int LargestOnStack = 1024;

    /// <summary>Root of a tree without leaves: SHA-256 of nothing (RFC 9162 §2.1.1).</summary>
    public static ReadOnlySpan<byte> EmptyRoot =>
    [
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
        0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
    ];

    /// <summary>Hash of a leaf: SHA-256(0x00 || data). Writes the first <see cref="Size"/> bytes of the destination.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Size"/>.</exception>
    public static void Leaf(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        var length = data.Length + 1;
        if (length <= LargestOnStack)
        {
            HashPrefixed(data, stackalloc byte[LargestOnStack], destination);
            return;
        }
        var rented = ArrayPool<byte>.Shared.Rent(length);
        HashPrefixed(data, rented, destination);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Hash of a leaf: SHA-256(0x00 || data), in a new array.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> data)
    {
        var hash = new byte[Size];
        Leaf(data, hash);
        return hash;
    }

    /// <summary>Hash of a node: SHA-256(0x01 || left || right). The destination may be one of the children's own memory.</summary>
    /// <exception cref="ArgumentException">A child is not <see cref="Size"/> bytes long, or the destination is shorter than
    /// that.</exception>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        // Without fixed lengths the boundary between the children would be ambiguous.
        if (left.Length != Size) throw new ArgumentException($"A hash is {Size} bytes long.", nameof(left));
        if (right.Length != Size) throw new ArgumentException($"A hash is {Size} bytes long.", nameof(right));
        Span<byte> buffer = stackalloc byte[1 + Size + Size];
        buffer[0] = NodePrefix;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + Size)..]);
        SHA256.HashData(buffer, destination);
    }

    /// <summary>Hash of a node: SHA-256(0x01 || left || right), in a new array.</summary>
    /// <exception cref="ArgumentException">A child is not <see cref="Size"/> bytes long.</exception>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[Size];
        Node(left, right, hash);
        return hash;
    }

    private static void HashPrefixed(ReadOnlySpan<byte> data, Span<byte> buffer, Span<byte> destination)
    {
        buffer[0] = LeafPrefix;
        data.CopyTo(buffer[1..]);
        SHA256.HashData(buffer[..(data.Length + 1)], destination);
    }
}
