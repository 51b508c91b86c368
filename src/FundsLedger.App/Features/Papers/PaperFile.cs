using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Papers;

/// <summary>Looks at a file that somebody attaches: what it is by its bytes, and whether its name can be shown. Nothing is unpacked,
/// drawn or run.</summary>
public static class PaperFile
{
    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 150;

    /// <summary>Most entries of the list within a DOCX.</summary>
    private const int MostParts = 5_000;

    /// <summary>The type, or why the file is not taken.</summary>
    public static Outcome<PaperType> Look(string name, byte[] content, int mostMegabytes)
    {
        if (!IsName(name)) return new PaperNameIsMalformed(LongestName);
        if (content.Length == 0) return new PaperIsEmpty();
        if (content.Length > mostMegabytes * 1024L * 1024L) return new PaperIsTooLarge(mostMegabytes);
        if (TypeOf(content) is not { } type) return new PaperTypeIsUnknown();
        var ending = Path.GetExtension(name).ToLowerInvariant();
        return EndingsOf(type).Contains(ending) || ending.Length == 0 ? type : new PaperNameSaysOtherType(ending, type);
    }

    /// <summary>What a browser is told that the file is.</summary>
    public static string MediaType(PaperType type) => type switch
    {
        PaperType.Pdf => "application/pdf",
        PaperType.Png => "image/png",
        PaperType.Jpeg => "image/jpeg",
        PaperType.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    };

    /// <summary>The type by the bytes; null for any other file.</summary>
    public static PaperType? TypeOf(ReadOnlySpan<byte> content) =>
        content.StartsWith("%PDF-"u8) ? content[Math.Max(0, content.Length - 1024)..].IndexOf("%%EOF"u8) >= 0 ? PaperType.Pdf : null
        : content.StartsWith(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }) ? content.Length > 24
            && content[12..16].SequenceEqual("IHDR"u8) && content.IndexOf("IEND"u8) >= 0 ? PaperType.Png : null
        : content.StartsWith(new byte[] { 0xFF, 0xD8, 0xFF })
            ? content.LastIndexOf(new byte[] { 0xFF, 0xD9 }) > 0 ? PaperType.Jpeg : null
        : content.StartsWith(new byte[] { 0x50, 0x4B, 0x03, 0x04 }) && IsWord(content) ? PaperType.Docx : null;

    /// <summary>True for a package whose list of contents is that of a text of Word without macros. The list at the end is read, no part is
    /// unpacked: what it would blow up to is nobody's concern here.</summary>
    private static bool IsWord(ReadOnlySpan<byte> content)
    {
        var end = content[Math.Max(0, content.Length - 65_557)..].LastIndexOf(new byte[] { 0x50, 0x4B, 0x05, 0x06 });
        if (end < 0) return false;
        var record = content[(Math.Max(0, content.Length - 65_557) + end)..];
        if (record.Length < 22) return false;
        var (count, at) = (BinaryPrimitives.ReadUInt16LittleEndian(record[10..]),
            (long)BinaryPrimitives.ReadUInt32LittleEndian(record[16..]));
        if (count is 0 or > MostParts) return false;
        var (hasTypes, hasDocument) = (false, false);
        for (var part = 0; part < count; part++)
        {
            if (at < 0 || at + 46 > content.Length) return false;
            var header = content[(int)at..];
            if (!header.StartsWith(new byte[] { 0x50, 0x4B, 0x01, 0x02 })) return false;
            int length = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            if (46 + length > header.Length) return false;
            var name = Encoding.UTF8.GetString(header.Slice(46, length));
            if (name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)) return false;
            hasTypes |= name == "[Content_Types].xml";
            hasDocument |= name == "word/document.xml";
            at += 46L + length + BinaryPrimitives.ReadUInt16LittleEndian(header[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        }
        return hasTypes && hasDocument;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && !string.IsNullOrWhiteSpace(name)
        && name.AsSpan().IndexOfAny('/', '\\') < 0 && name.Trim() == name && name.Trim('.').Length > 0
        && LedgerRules.BrokenText(name) is null
        && !name.EnumerateRunes().Any(letter => Rune.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.PrivateUse);

    private static string[] EndingsOf(PaperType type) => type switch
    {
        PaperType.Pdf => [".pdf"],
        PaperType.Png => [".png"],
        PaperType.Jpeg => [".jpg", ".jpeg"],
        PaperType.Docx => [".docx"],
    };
}
