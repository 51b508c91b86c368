using System.Buffers.Binary;
using System.Text;

namespace FundsLedger.Domain.Log;

/// <summary>What kind of value follows: the first byte of each value in the canonical encoding. The numbers are part of the format and
/// never change.</summary>
public enum CanonicalTag
{
    /// <summary>No value; nothing follows.</summary>
    Null = 0,

    /// <summary>A whole number: 8 bytes, two's complement, big-endian.</summary>
    Int64 = 1,

    /// <summary>Text: its length in bytes (4, big-endian), then UTF-8.</summary>
    Text = 2,

    /// <summary>Bytes: their number (4 bytes, big-endian), then they.</summary>
    Bytes = 3,

    /// <summary>A list: the number of items (4 bytes, big-endian); the items are the values that follow.</summary>
    List = 4,
}

/// <summary>Writes fields as the bytes that are hashed into the log. Each value carries its kind and its length, so that no two different
/// sequences of values give the same bytes, and one sequence always gives the same bytes on every machine.</summary>
/// <remarks>Our own format, because JSON and the like have many spellings of one value. Write a format name and version first. Text is not
/// normalised: "é" in one or in two code points are different texts.</remarks>
public sealed class CanonicalWriter
{
    // Replacing broken text by U+FFFD would give two different texts the same bytes.
    internal static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _buffer = new byte[1024];
    private int _length;

    /// <summary>What was written since the last <see cref="Reset"/>; valid until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, _length);

    /// <summary>Starts anew and keeps the buffer.</summary>
    public void Reset() => _length = 0;

    /// <summary>No value: different from 0, from empty text and from no bytes.</summary>
    public void Null() => Tagged(CanonicalTag.Null, 0);

    /// <summary>A whole number: an amount in minor units, a sequence number, an instant in microseconds.</summary>
    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Tagged(CanonicalTag.Int64, sizeof(long)), value);

    /// <summary>Text as UTF-8, exactly as given; null is written as <see cref="Null"/>.</summary>
    /// <exception cref="ArgumentException">Half a surrogate pair stands alone in the text; nothing was written.</exception>
    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }
        var byteCount = StrictUtf8.GetByteCount(value);
        StrictUtf8.GetBytes(value, Prefixed(CanonicalTag.Text, byteCount));
    }

    /// <summary>Bytes exactly as given.</summary>
    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Prefixed(CanonicalTag.Bytes, value.Length));

    /// <summary>Announces a list; the caller then writes exactly this many values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void List(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        BinaryPrimitives.WriteInt32BigEndian(Tagged(CanonicalTag.List, sizeof(int)), count);
    }

    private Span<byte> Prefixed(CanonicalTag tag, int byteCount)
    {
        var room = Tagged(tag, sizeof(int) + byteCount);
        BinaryPrimitives.WriteInt32BigEndian(room, byteCount);
        return room[sizeof(int)..];
    }

    private Span<byte> Tagged(CanonicalTag tag, int byteCount)
    {
        var start = _length;
        var end = start + 1 + byteCount;
        if (end > _buffer.Length) Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(end, 2L * _buffer.Length)));
        _buffer[start] = (byte)tag;
        _length = end;
        return _buffer.AsSpan(start + 1, byteCount);
    }
}
