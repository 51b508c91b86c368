using System.Globalization;
using System.Text;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Imports;

/// <summary>How files of people are read: strictly, so that nothing is silently something else.</summary>
internal static class ImportText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file in UTF-8, with or without a byte order mark. Bytes of another encoding are refused with their line:
    /// replaced by marks, they would change names unseen.</summary>
    public static Outcome<string> Decode(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException fault)
        {
            return new ImportLineIsRefused(1 + bytes.AsSpan(0, Math.Clamp(fault.Index, 0, bytes.Length)).Count((byte)'\n'),
                new ImportEncodingIsOther());
        }
    }

    /// <summary>A day of the calendar written 2026-01-31; null for anything else.</summary>
    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>What a file says, short enough for a sentence.</summary>
    public static string Cut(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
