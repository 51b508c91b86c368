using System.Buffers.Binary;
using System.Text;

namespace FundsLedger.App.Tests.Papers;

/// <summary>Files as somebody might attach them, all made here.</summary>
internal static class Scans
{
    public static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n% synthetic\ntrailer\n%%EOF\n");

    public static readonly byte[] Png =
    [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82,
    ];

    public static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 2, 1, 2, 3, 0xFF, 0xD9];

    public static readonly byte[] Docx = Package("[Content_Types].xml", "word/document.xml");

    /// <summary>A package whose parts say that each is four gigabytes; nothing of them is there.</summary>
    public static byte[] Package(params string[] parts)
    {
        var (list, bytes) = (new List<byte>(), new List<byte>());
        foreach (var part in parts)
        {
            var name = Encoding.UTF8.GetBytes(part);
            var at = bytes.Count;
            bytes.AddRange(Header([0x50, 0x4B, 0x03, 0x04], 30, name.Length, 26, 18));
            bytes.AddRange(name);
            var entry = Header([0x50, 0x4B, 0x01, 0x02], 46, name.Length, 28, 20);
            BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(42), at);
            list.AddRange(entry);
            list.AddRange(name);
        }
        var end = new byte[22];
        (end[0], end[1], end[2], end[3]) = (0x50, 0x4B, 0x05, 0x06);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)parts.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)parts.Length);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(12), list.Count);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(16), bytes.Count);
        return [.. bytes, .. list, .. end];
    }

    private static byte[] Header(byte[] mark, int length, int name, int nameAt, int sizesAt)
    {
        var header = new byte[length];
        mark.CopyTo(header, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(sizesAt), 10);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(sizesAt + 4), uint.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(nameAt), (ushort)name);
        return header;
    }
}
