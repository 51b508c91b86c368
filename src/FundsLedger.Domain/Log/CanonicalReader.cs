using System.Buffers.Binary;
using System.Text;

namespace FundsLedger.Domain.Log;

/// <summary>Reads what <see cref="CanonicalWriter"/> wrote, value by value, so that a verifier can show the fields behind a leaf. Accepts
/// nothing that the writer could not have written.</summary>
public ref struct CanonicalReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    /// <summary>True when every value was read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The kind of the next value, which stays unread.</summary>
    /// <exception cref="FormatException">There is no next value, or its kind is unknown.</exception>
    public readonly CanonicalTag Next =>
        _rest.IsEmpty ? throw new FormatException("The data ends where a value should follow.")
        : _rest[0] <= (byte)CanonicalTag.List ? (CanonicalTag)_rest[0]
        : throw new FormatException($"{_rest[0]} is not a kind of value.");

    /// <summary>Reads past a value that is absent.</summary>
    /// <exception cref="FormatException">Something else follows.</exception>
    public void Null() => Take(CanonicalTag.Null);

    /// <summary>Reads a whole number.</summary>
    /// <exception cref="FormatException">Something else follows, or the data ends within it.</exception>
    public long Int64()
    {
        Take(CanonicalTag.Int64);
        return BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));
    }

    /// <summary>Reads text, or null where the writer was given null.</summary>
    /// <exception cref="FormatException">Something else follows, the data ends within it, or it is not UTF-8.</exception>
    public string? Text()
    {
        if (Next == CanonicalTag.Null)
        {
            Null();
            return null;
        }
        Take(CanonicalTag.Text);
        try
        {
            return CanonicalWriter.StrictUtf8.GetString(Take(Count()));
        }
        catch (DecoderFallbackException error)
        {
            throw new FormatException("A text is not UTF-8.", error);
        }
    }

    /// <summary>Reads bytes; they lie in the source's own memory.</summary>
    /// <exception cref="FormatException">Something else follows, or the data ends within them.</exception>
    public ReadOnlySpan<byte> Bytes()
    {
        Take(CanonicalTag.Bytes);
        return Take(Count());
    }

    /// <summary>Reads the number of items of a list; the items are the values that follow.</summary>
    /// <exception cref="FormatException">Something else follows, or the data is too short for so many items.</exception>
    public int List()
    {
        Take(CanonicalTag.List);
        // Every item takes a byte at least: a damaged count never makes a caller reserve memory for items that are not there.
        return Count();
    }

    /// <summary>Insists that nothing is left.</summary>
    /// <exception cref="FormatException">Bytes follow the last value.</exception>
    public readonly void End()
    {
        if (!IsAtEnd) throw new FormatException($"{_rest.Length} bytes follow the last value.");
    }

    private int Count()
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));
        return count >= 0 && count <= _rest.Length ? count
            : throw new FormatException($"The data ends before {count} more bytes or items.");
    }

    private void Take(CanonicalTag expected)
    {
        if (Next != expected) throw new FormatException($"{expected} should follow, not {Next}.");
        _rest = _rest[1..];
    }

    private ReadOnlySpan<byte> Take(int byteCount)
    {
        if (_rest.Length < byteCount) throw new FormatException($"The data ends {byteCount - _rest.Length} bytes too early.");
        var taken = _rest[..byteCount];
        _rest = _rest[byteCount..];
        return taken;
    }
}
