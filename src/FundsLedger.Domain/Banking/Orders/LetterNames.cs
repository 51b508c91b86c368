using System.Globalization;
using System.Text;

namespace FundsLedger.Domain.Banking.Orders;

/// <summary>Names a letter in words, so that a reader finds it in a text also where it is not to be seen.</summary>
public static class LetterNames
{
    private static readonly (int From, int To, string Script)[] Scripts =
    [
        (0x0000, 0x024F, "Latin"), (0x0250, 0x02AF, "phonetic"), (0x0370, 0x03FF, "Greek"), (0x0400, 0x052F, "Cyrillic"),
        (0x0530, 0x058F, "Armenian"), (0x0590, 0x05FF, "Hebrew"), (0x0600, 0x06FF, "Arabic"), (0x0700, 0x074F, "Syriac"),
        (0x0750, 0x077F, "Arabic"), (0x08A0, 0x08FF, "Arabic"), (0x0900, 0x097F, "Devanagari"), (0x0980, 0x09FF, "Bengali"),
        (0x0E00, 0x0E7F, "Thai"), (0x1000, 0x109F, "Burmese"), (0x10A0, 0x10FF, "Georgian"), (0x1100, 0x11FF, "Korean"),
        (0x1200, 0x139F, "Ethiopic"), (0x1780, 0x17FF, "Khmer"), (0x1E00, 0x1EFF, "Latin"), (0x1F00, 0x1FFF, "Greek"),
        (0x3040, 0x30FF, "Japanese"), (0x3400, 0x9FFF, "Chinese"), (0xAC00, 0xD7AF, "Korean"), (0xFB50, 0xFDFF, "Arabic"),
        (0xFE70, 0xFEFC, "Arabic"), (0xFF00, 0xFFEF, "wide"), (0x20000, 0x3FFFF, "Chinese"),
    ];

    /// <summary>The character at a place of a text (from 0).</summary>
    public static string At(string text, int place) =>
        Rune.TryGetRuneAt(text, place, out var letter) ? Of(letter) : $"{Code(text[place])}, half a character";

    /// <summary>The code point, and what it is; the letter itself only where it can be seen and turns nothing.</summary>
    public static string Of(Rune letter)
    {
        var code = Code(letter.Value);
        return Rune.GetUnicodeCategory(letter) switch
        {
            UnicodeCategory.Control => $"{code}, a control character",
            UnicodeCategory.Format => letter.Value is (>= 0x200E and <= 0x200F) or 0x061C or (>= 0x202A and <= 0x202E)
                or (>= 0x2066 and <= 0x2069) ? $"{code}, a mark that turns the direction of writing" : $"{code}, a mark that nobody sees",
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => $"{code}, an end of a line",
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark =>
                $"{code}, an accent{Script(letter)}",
            UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => $"{code}, no letter that everybody knows",
            _ when Rune.IsLetter(letter) => $"'{letter}' ({code}, a letter{Script(letter)})",
            _ when Rune.IsDigit(letter) => $"'{letter}' ({code}, a digit{Script(letter)})",
            _ => $"'{letter}' ({code}, a sign)",
        };
    }

    private static string Code(int value) => string.Create(CultureInfo.InvariantCulture, $"U+{value:X4}");

    private static string Script(Rune letter)
    {
        foreach (var (from, to, script) in Scripts)
            if (letter.Value >= from && letter.Value <= to) return $" of the {script} script";
        return "";
    }
}
