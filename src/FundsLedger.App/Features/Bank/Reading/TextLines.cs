using System.Text;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>Lines of a text file with their numbers. A line in UTF-8 is read as such, any other byte by byte as Latin-1 (for MT940), or refused (for CSV). A line that never ends is not held.</summary>
internal static class TextLines
{
    private const int LongestLine = 65_536;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEnumerable<(int Number, string Text)> Read(Stream content, string where, bool mayBeLatin1)
    {
        var buffer = new byte[65_536];
        var line = new List<byte>(256);
        var number = 1;
        while (content.Read(buffer) is > 0 and var count)
        {
            if (number == 1 && line.Count == 0 && buffer is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) throw Encoding(1);
            var from = 0;
            while (from < count)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', from, count - from);
                var to = end < 0 ? count : end;
                if (line.Count + to - from > LongestLine) throw new BankFileException(new BankFileIsBroken(Fields.At(where, number), "A line is far longer than a bank statement has."));
                line.AddRange(buffer.AsSpan(from, to - from));
                if (end < 0) break;
                yield return (number, Decoded());
                line.Clear();
                number++;
                from = end + 1;
            }
        }
        if (line.Count > 0) yield return (number, Decoded());

        string Decoded()
        {
            var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line);
            if (number == 1 && bytes is [0xEF, 0xBB, 0xBF, ..]) bytes = bytes[3..];
            if (bytes is [.., (byte)'\r']) bytes = bytes[..^1];
            string text;
            try { text = Strict.GetString(bytes); }
            catch (DecoderFallbackException)
            {
                if (!mayBeLatin1) throw Encoding(number);
                text = System.Text.Encoding.Latin1.GetString(bytes);
            }
            return Fields.Text(text, where, number);
        }

        BankFileException Encoding(int at) => new(new BankFileEncodingIsWrong(Fields.At(where, at), mayBeLatin1 ? "UTF-8 or Latin-1" : "UTF-8"));
    }
}
