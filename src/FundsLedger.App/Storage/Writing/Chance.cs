using System.Security.Cryptography;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>What random bytes are drawn for.</summary>
public enum ChanceUse
{
    /// <summary>Names the books.</summary>
    LedgerId,

    /// <summary>Names an entry.</summary>
    EntryId,

    /// <summary>Salt of the part of a leaf that may be shown.</summary>
    ShownSalt,

    /// <summary>Salt of the part that may not.</summary>
    WithheldSalt,

    /// <summary>Salt of a person's mark.</summary>
    PersonSalt,

    /// <summary>Seed of the padding before a head.</summary>
    Padding,

    /// <summary>Names a message that waits to be sent.</summary>
    MessageId,

    /// <summary>Code of a commitment of a protected fund.</summary>
    CommitmentCode,

    /// <summary>Code of a payment.</summary>
    PaymentCode,

    /// <summary>Code of a payee.</summary>
    PayeeCode,

    /// <summary>Code of a batch of payments.</summary>
    BatchCode,

    /// <summary>Salt of what stands in the log for personal details.</summary>
    DetailSalt,

    /// <summary>Key of a form, under which it is done once.</summary>
    FormKey,

    /// <summary>Salt of the mark of a row that gives power.</summary>
    PowerSalt,

    /// <summary>Salt of a paper's mark.</summary>
    PaperSalt,

    /// <summary>Number of a statement.</summary>
    StatementNumber,
}

/// <summary>The one source of everything random in the books. A test may put a seeded one in its place, a stream for each use and each log:
/// then books that differ only in what is protected draw the same everywhere else.</summary>
public interface IChance
{
    /// <summary>Fills with random bytes.</summary>
    /// <param name="use">What they are for.</param>
    /// <param name="log">The log they belong to; <see cref="LogClass.Open"/> for what everybody may see.</param>
    /// <param name="about">The fund or register they are for.</param>
    /// <param name="bytes">Filled from end to end.</param>
    void Fill(ChanceUse use, LogClass log, string about, Span<byte> bytes);
}

/// <summary>The operating system's random numbers.</summary>
public sealed class SystemChance : IChance
{
    // One system call an entry would cost more than its hash.
    private const int BlockSize = 4096;

    [ThreadStatic] private static byte[]? _block;
    [ThreadStatic] private static int _used;

    private SystemChance()
    {
    }

    /// <summary>The only one.</summary>
    public static SystemChance Instance { get; } = new();

    public void Fill(ChanceUse use, LogClass log, string about, Span<byte> bytes)
    {
        if (bytes.Length > BlockSize)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }
        if (_block is null || _used + bytes.Length > BlockSize) (_block, _used) = (RandomNumberGenerator.GetBytes(BlockSize), 0);
        var drawn = _block.AsSpan(_used, bytes.Length);
        drawn.CopyTo(bytes);
        drawn.Clear();
        _used += bytes.Length;
    }
}

/// <summary>What is made of random bytes.</summary>
public static class Chances
{
    /// <summary>Letters that cannot be misread: without I, L, O and U.</summary>
    public const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Random bytes in a new array.</summary>
    public static byte[] Bytes(this IChance chance, ChanceUse use, LogClass log, string about, int count)
    {
        var bytes = new byte[count];
        chance.Fill(use, log, about, bytes);
        return bytes;
    }

    /// <summary>A UUID of version 4: it tells neither the time nor an order.</summary>
    public static Guid Id(this IChance chance, ChanceUse use, LogClass log, string about)
    {
        Span<byte> bytes = stackalloc byte[16];
        chance.Fill(use, log, about, bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A code of this many letters and digits, five bits each.</summary>
    public static string Code(this IChance chance, ChanceUse use, LogClass log, string about, int letters)
    {
        Span<byte> bytes = stackalloc byte[letters];
        chance.Fill(use, log, about, bytes);
        Span<char> code = stackalloc char[letters];
        for (var place = 0; place < letters; place++) code[place] = Letters[bytes[place] & 31];
        return new string(code);
    }
}
