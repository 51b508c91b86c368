using System.Buffers.Binary;
using System.Security.Cryptography;
using FundsLedger.Domain.Log;

namespace FundsLedger.Domain.Banking;

/// <summary>What a line of a bank statement says of itself, by the bank's own code.</summary>
public enum BankLineKind
{
    /// <summary>Money that came or went; the bank says nothing more.</summary>
    Payment,

    /// <summary>The bank's charges.</summary>
    Charge,

    /// <summary>Interest.</summary>
    Interest,

    /// <summary>An earlier line reversed: returned or rejected.</summary>
    Return,

    /// <summary>Not a line of the bank: a gap that no line explains, accepted by two people with a statement that did not fit.</summary>
    Gap,
}

/// <summary>A booked line of a bank statement as the bank wrote it.</summary>
public sealed record BankLine
{
    /// <summary>The bank's booking date: the day on which its balance moved.</summary>
    public required DateOnly BookedOn { get; init; }

    /// <summary>Value date; the booking date where the bank gives none.</summary>
    public required DateOnly ValuedOn { get; init; }

    /// <summary>Positive when money came in, negative when it went out.</summary>
    public required Money Amount { get; init; }

    /// <summary>What the bank says it is.</summary>
    public required BankLineKind Kind { get; init; }

    /// <summary>The bank's transaction code, e.g. <c>PMNT/RCDT/ESCT</c> or <c>NTRF</c>.</summary>
    public string Code { get; init; } = "";

    /// <summary>The bank's own reference.</summary>
    public string BankReference { get; init; } = "";

    /// <summary>The payer's reference (end-to-end id, or structured remittance reference).</summary>
    public string Reference { get; init; } = "";

    /// <summary>The other party's name.</summary>
    public string PartyName { get; init; } = "";

    /// <summary>The other party's account, without spaces.</summary>
    public string PartyAccount { get; init; } = "";

    /// <summary>Remittance text; of a return, its reason too.</summary>
    public string Text { get; init; } = "";

    /// <summary>Line of the file on which it begins, from 1.</summary>
    public int AtLine { get; init; }

    /// <summary>What the file holds of it, complete.</summary>
    public string Raw { get; init; } = "";

    /// <summary>The mark that stands for a letter which was lost on the way to us, or which the bank itself had lost.</summary>
    public const char DamagedLetter = '\uFFFD';

    /// <summary>True where a letter of what people read was lost.</summary>
    public bool IsDamaged => HasDamage(PartyName, Reference, BankReference, Text);

    /// <summary>True where one of the texts holds the mark of a lost letter.</summary>
    public static bool HasDamage(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
            if (text.Contains(DamagedLetter, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>The line with the ultimate party's name; the party that only passed it on stands after the text.</summary>
    public BankLine OnBehalfOf(string ultimate) => ultimate.Length == 0 || ultimate == PartyName ? this
        : this with { PartyName = ultimate, Text = PartyName.Length == 0 ? Text : $"{Text} · {PartyName}".TrimStart(' ', '·') };

    /// <summary>What makes it this line and no other, apart from how often it occurs: account, dates, amount, references, party, text. The
    /// file's layout is left out, so that the same line in another file is the same.</summary>
    public ContentHash Content(CanonicalWriter bytes, string account)
    {
        bytes.Reset();
        bytes.Text("fundsledger bank line v1");
        bytes.Text(account);
        bytes.Int64(BookedOn.DayNumber);
        bytes.Int64(ValuedOn.DayNumber);
        bytes.Text(Amount.Currency.Code);
        bytes.Int64(Amount.Minor);
        bytes.Text(Code);
        bytes.Text(BankReference);
        bytes.Text(Reference);
        bytes.Text(PartyName);
        bytes.Text(PartyAccount);
        bytes.Text(Text);
        return ContentHash.Of(bytes);
    }
}

/// <summary>A SHA-256, small enough to keep one for each line of the largest file.</summary>
public readonly record struct ContentHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Hash of what stands in the writer.</summary>
    public static ContentHash Of(CanonicalWriter bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.WrittenSpan, hash);
        return Read(hash);
    }

    /// <summary>From 32 bytes.</summary>
    public static ContentHash Read(ReadOnlySpan<byte> hash) => new(
        BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(hash[16..]), BinaryPrimitives.ReadUInt64BigEndian(hash[24..]));

    /// <summary>As 32 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), D);
        return bytes;
    }

    /// <summary>Sixty-four hexadecimal digits.</summary>
    public string ToHex() => Convert.ToHexStringLower(ToBytes());
}
