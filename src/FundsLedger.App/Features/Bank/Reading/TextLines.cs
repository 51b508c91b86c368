using System.Text;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>How the bytes of a text file are read.</summary>
internal enum TextEncoding
{
    /// <summary>UTF-8, and nothing else.</summary>
    Utf8,

    /// <summary>A line in UTF-8 as such, any other as windows-1252, which banks of the West write and which holds Latin-1. A line with
    /// letters of UTF-8 and others is damaged UTF-8: banks cut texts within a letter.</summary>
    Utf8OrWindows,

    /// <summary>windows-1252.</summary>
    Windows,
}

/// <summary>Lines of a text file with their numbers, however they end. A line that never ends is not held.</summary>
internal static class TextLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>windows-1252; of its five bytes without a letter the control characters of the same number.</summary>
    public static Encoding Windows { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static IEnumerable<(int Number, string Text)> Read(Stream content, string where, TextEncoding encoding)
    {
        var buffer = new byte[65_536];
        var line = new List<byte>(256);
        var number = 1;
        while (content.Read(buffer) is > 0 and var count)
        {
            var from = 0;
            while (from < count)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', from, count - from);
                var to = end < 0 ? count : end;
                if (line.Count + to - from > ReadingBudget.LongestLine) throw new BankFileException(
                    new BankFileIsBroken(Fields.At(where, number), "A line is far longer than a bank statement has."));
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
            if (number == 1 && encoding != TextEncoding.Windows && bytes is [0xEF, 0xBB, 0xBF, ..]) bytes = bytes[3..];
            if (bytes is [.., (byte)'\r']) bytes = bytes[..^1];
            if (encoding == TextEncoding.Windows) return Fields.Text(Windows.GetString(bytes));
            try { return Fields.Text(Strict.GetString(bytes)); }
            catch (DecoderFallbackException)
            {
                if (encoding == TextEncoding.Utf8OrWindows) return Fields.Text(Damaged(bytes) ?? Windows.GetString(bytes));
                throw new BankFileException(new BankFileEncodingIsWrong(Fields.At(where, number), "UTF-8"));
            }
        }
    }

    /// <summary>UTF-8 with the mark of a damaged letter for what is none; null where no letter of it is beyond ASCII.</summary>
    private static string? Damaged(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes) is var text && text.Any(letter => letter is > '\u007F' and not BankLine.DamagedLetter) ? text : null;
}
