using System.Text;

namespace FundsLedger.App.Storage.Outside;

/// <summary>Reads what comes from outside and is held whole, within a budget. The length that a file states is only a claim: a pipe states
/// none, and a device has no end.</summary>
public static class OutsideFile
{
    private const int Piece = 64 * 1024;

    /// <summary>All bytes of a file; null where it has more than <paramref name="most"/>.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<byte[]?> BytesAsync(string path, int most, CancellationToken cancel = default)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        return await BytesAsync(file, most, cancel);
    }

    /// <summary>All bytes of a stream; null where it has more than <paramref name="most"/>.</summary>
    public static async Task<byte[]?> BytesAsync(Stream content, int most, CancellationToken cancel = default)
    {
        if (content.CanSeek && content.Length - content.Position > most) return null;
        using var held = new MemoryStream();
        var piece = new byte[Math.Min(Piece, most + 1)];
        for (int count; (count = await content.ReadAsync(piece, cancel)) > 0;)
        {
            if (held.Length + count > most) return null;
            held.Write(piece, 0, count);
        }
        return held.ToArray();
    }

    /// <summary>A file as text in UTF-8, or as its byte order mark says; null where it has more bytes.</summary>
    public static async Task<string?> TextAsync(string path, int most, CancellationToken cancel = default) =>
        await BytesAsync(path, most, cancel) is { } bytes ? Decoded(bytes) : null;

    /// <summary>A stream as text; null where it has more than <paramref name="most"/> bytes.</summary>
    public static async Task<string?> TextAsync(Stream content, int most, CancellationToken cancel = default) =>
        await BytesAsync(content, most, cancel) is { } bytes ? Decoded(bytes) : null;

    /// <summary>The lines of a text file, one at a time.</summary>
    /// <exception cref="FormatException">A line is longer than <see cref="ReadingBudget.LongestLine"/>.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        using var text = new StreamReader(path, Encoding.UTF8);
        while (Line(text, ReadingBudget.LongestLine, path) is { } line) yield return line;
    }

    /// <summary>The next line; null at the end.</summary>
    /// <exception cref="FormatException">It is longer than <paramref name="most"/> characters.</exception>
    public static string? Line(TextReader text, int most, string where)
    {
        if (text.Peek() < 0) return null;
        var line = new StringBuilder();
        for (int letter; (letter = text.Read()) >= 0;)
        {
            if (letter == '\n') break;
            if (line.Length == most) throw new FormatException($"'{where}' has a line of more than {most} characters.");
            line.Append((char)letter);
        }
        if (line.Length > 0 && line[^1] == '\r') line.Length--;
        return line.ToString();
    }

    private static string Decoded(byte[] bytes)
    {
        using var text = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        return text.ReadToEnd();
    }
}
