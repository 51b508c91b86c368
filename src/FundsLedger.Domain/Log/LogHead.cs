using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FundsLedger.Domain.Log;

/// <summary>What the log was at one instant; signed, it is a promise that can be held against the ledger (the signed tree head of RFC 9162
/// §4.10, with our own text form so that it can be read and checked by hand).</summary>
/// <param name="LedgerId">Which ledger: 1 to 100 printable ASCII characters.</param>
/// <param name="Class">Which of its logs.</param>
/// <param name="Size">Leaves in the tree, padding included.</param>
/// <param name="Root">Root of those leaves, 32 bytes.</param>
/// <param name="At">The calendar instant the head stands for (see <see cref="HeadCalendar"/>), in whole microseconds; any offset, signed as
/// UTC.</param>
public sealed record LogHead(string LedgerId, LogClass Class, long Size, ReadOnlyMemory<byte> Root, DateTimeOffset At)
{
    private const DSASignatureFormat Format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;
    private const int KeyBits = 256;
    private const int SignatureBytes = 64;
    private const int LongestLedgerId = 100;

    /// <summary>The first two lines of the signed text: no head of one log can be passed off as another's.</summary>
    private string Origin => Class == LogClass.First
        ? $"FundsLedger log head v1\nledger: {LedgerId}"
        : $"FundsLedger log head v2\norigin: {LedgerId}/{ClosedSet<LogClass>.Code(Class)}";

    /// <summary>True when every part is of the form described above; only such heads can be signed, and only such heads verify.</summary>
    public bool IsWellFormed =>
        LedgerId is { Length: > 0 and <= LongestLedgerId } && LedgerId.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
        && Enum.IsDefined(Class) && Size >= 0 && Root.Length == MerkleHash.Size && At.Ticks % TimeSpan.TicksPerMicrosecond == 0;

    /// <summary>
    /// The text that is signed, five lines each ending in a line feed (the first log's begins with <c>v1</c> and <c>ledger:</c>, without a
    /// class):
    /// <code>
    /// FundsLedger log head v2
    /// origin: tffv-2026/contributions
    /// size: 1024
    /// root: 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
    /// at: 2026-01-05T00:00:00.000000Z
    /// </code>
    /// </summary>
    /// <exception cref="InvalidOperationException">The head is not well-formed: a line break in the ledger's name could pretend to be
    /// another line.</exception>
    public string SignedText() => IsWellFormed
        ? string.Create(CultureInfo.InvariantCulture,
            $"{Origin}\nsize: {Size}\nroot: {Convert.ToHexStringLower(Root.Span)}\nat: {At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\n")
        : throw new InvalidOperationException(
            "A log head needs a printable ASCII name, a size of 0 or more, a root of 32 bytes and an instant in whole microseconds.");

    /// <summary>Signs the text with ECDSA P-256 and SHA-256.</summary>
    /// <returns>64 bytes: r and s, 32 bytes each, big-endian (IEEE P1363). Signing twice gives different bytes; both verify.</returns>
    /// <exception cref="ArgumentException">The key is not a 256-bit key.</exception>
    /// <exception cref="InvalidOperationException">The head is not well-formed.</exception>
    public byte[] Sign(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.KeySize != KeyBits)
            throw new ArgumentException($"Heads are signed with a P-256 key, not with one of {key.KeySize} bits.", nameof(key));
        return key.SignData(Payload(), HashAlgorithmName.SHA256, Format);
    }

    /// <summary>True when the holder of the key signed exactly this head. Never throws for a wrong head or signature.</summary>
    public bool Verify(ECDsa publicKey, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        if (!IsWellFormed || publicKey.KeySize != KeyBits || signature.Length != SignatureBytes) return false;
        try
        {
            return publicKey.VerifyData(Payload(), signature, HashAlgorithmName.SHA256, Format);
        }
        catch (CryptographicException)
        {
            // Some platforms refuse numbers outside the curve's range instead of answering.
            return false;
        }
    }

    /// <summary>Equal when ledger, class, size, root (byte by byte) and instant are.</summary>
    public bool Equals(LogHead? other) =>
        other is not null && LedgerId == other.LedgerId && Class == other.Class && Size == other.Size && At == other.At
            && Root.Span.SequenceEqual(other.Root.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(LedgerId, Class, Size, At);

    private byte[] Payload() => Encoding.ASCII.GetBytes(SignedText());
}
