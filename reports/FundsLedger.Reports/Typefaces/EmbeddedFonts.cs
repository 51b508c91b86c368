using System.Globalization;
using System.Text;
using SkiaSharp;

namespace FundsLedger.Reports.Typefaces;

/// <summary>The two faces every document is set in; see README.md here for what they hold and how they were cut. No face of the machine is
/// ever used: a statement must look the same wherever it is printed.</summary>
public static class EmbeddedFonts
{
    /// <summary>The family's name inside the files.</summary>
    public const string Family = "Noto Sans";

    /// <summary>What stands for a letter no embedded face has.</summary>
    public const char Replacement = '\uFFFD';

    private static readonly Lazy<SKTypeface> LazyRegular = new(() => Load("NotoSans-Regular.ttf"));
    private static readonly Lazy<SKTypeface> LazyBold = new(() => Load("NotoSans-Bold.ttf"));

    /// <summary>The upright face; shared, never disposed.</summary>
    public static SKTypeface Regular => LazyRegular.Value;

    /// <summary>The bold face; shared, never disposed.</summary>
    public static SKTypeface Bold => LazyBold.Value;

    /// <summary>The raw bytes of both faces, for an engine that registers fonts itself.</summary>
    public static IEnumerable<Stream> Streams() => [Open("NotoSans-Regular.ttf"), Open("NotoSans-Bold.ttf")];

    /// <summary>The text as the faces can set it: composed, without control characters, each missing letter visibly replaced and handed to
    /// <paramref name="missing"/>.</summary>
    public static string Printable(string text, ISet<string>? missing = null)
    {
        var composed = WellFormed(text).Normalize(NormalizationForm.FormC).Replace("\r\n", "\n", StringComparison.Ordinal);
        var printable = new StringBuilder(composed.Length);
        foreach (var rune in composed.EnumerateRunes())
        {
            if (rune.Value == '\n') printable.Append('\n');
            else if (rune.Value is '\t' or '\r') printable.Append(' ');
            else if (Rune.IsControl(rune) || IsInvisible(rune)) continue;
            else if (Has(rune)) printable.Append(rune.ToString());
            else
            {
                missing?.Add(rune.ToString());
                printable.Append(Replacement);
            }
        }
        return printable.ToString();
    }

    /// <summary>What no embedded face has, in words for whoever must write it otherwise: <c>U+0645 م (Arabic)</c>.</summary>
    /// <param name="letter">As <see cref="Printable"/> noted it.</param>
    public static string NameOf(string letter)
    {
        var code = Rune.GetRuneAt(letter, 0).Value;
        return string.Create(CultureInfo.InvariantCulture, $"U+{code:X4} {letter} ({ScriptOf(code)})");
    }

    private static string ScriptOf(int code) => Scripts.FirstOrDefault(script => code >= script.First && code <= script.Last).Name
        ?? "another script";

    // Blocks of Unicode by what people call them; Latin, Greek and Cyrillic stand here for the letters that the cut leaves out.
    private static readonly (int First, int Last, string Name)[] Scripts =
    [
        (0x0000, 0x024F, "Latin"), (0x0250, 0x02AF, "phonetic"), (0x0300, 0x036F, "accent"), (0x0370, 0x03FF, "Greek"),
        (0x0400, 0x052F, "Cyrillic"), (0x0530, 0x058F, "Armenian"), (0x0590, 0x05FF, "Hebrew"), (0x0600, 0x077F, "Arabic"),
        (0x0780, 0x07BF, "Thaana"), (0x08A0, 0x08FF, "Arabic"), (0x0900, 0x097F, "Devanagari"), (0x0980, 0x09FF, "Bengali"),
        (0x0A00, 0x0A7F, "Gurmukhi"), (0x0A80, 0x0AFF, "Gujarati"), (0x0B80, 0x0BFF, "Tamil"), (0x0C00, 0x0C7F, "Telugu"),
        (0x0D80, 0x0DFF, "Sinhala"), (0x0E00, 0x0E7F, "Thai"), (0x0E80, 0x0EFF, "Lao"), (0x0F00, 0x0FFF, "Tibetan"),
        (0x1000, 0x109F, "Myanmar"), (0x10A0, 0x10FF, "Georgian"), (0x1100, 0x11FF, "Hangul"), (0x1200, 0x137F, "Ethiopic"),
        (0x1780, 0x17FF, "Khmer"), (0x1800, 0x18AF, "Mongolian"), (0x1E00, 0x1EFF, "Latin"), (0x1F00, 0x1FFF, "Greek"),
        (0x2000, 0x206F, "punctuation"), (0x20A0, 0x20CF, "currency sign"), (0x2190, 0x23FF, "symbol"), (0x2460, 0x27BF, "symbol"),
        (0x3000, 0x303F, "CJK punctuation"), (0x3040, 0x309F, "Hiragana"), (0x30A0, 0x30FF, "Katakana"), (0x3100, 0x312F, "Bopomofo"),
        (0x3130, 0x318F, "Hangul"), (0x3400, 0x9FFF, "Han"), (0xAC00, 0xD7AF, "Hangul"), (0xE000, 0xF8FF, "private use"),
        (0xF900, 0xFAFF, "Han"), (0xFB1D, 0xFB4F, "Hebrew"), (0xFB50, 0xFDFF, "Arabic"), (0xFE70, 0xFEFC, "Arabic"),
        (0xFF00, 0xFFEF, "full-width form"), (0xFFFD, 0xFFFD, "replacement for a letter that was lost"),
        (0x1F000, 0x1FAFF, "emoji"), (0x20000, 0x323AF, "Han"),
    ];

    // Both faces are cut to the same letters (a test asserts it), so one is asked.
    private static bool Has(Rune rune) => Regular.GetGlyph(rune.Value) != 0;

    // Joiners, direction marks, variation selectors, byte order mark: nothing to set.
    private static bool IsInvisible(Rune rune) =>
        rune.Value is (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2069) or (>= 0xFE00 and <= 0xFE0F)
            or 0xFEFF or 0x00AD;

    // Half of a surrogate pair would make Normalize throw; a donor's name must not.
    private static string WellFormed(string text) => text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes()) : text;

    private static SKTypeface Load(string file)
    {
        using var data = SKData.Create(Open(file));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"{file} is not a font.");
    }

    private static Stream Open(string file) =>
        typeof(EmbeddedFonts).Assembly.GetManifestResourceStream($"FundsLedger.Reports.Typefaces.{file}")
        ?? throw new InvalidOperationException($"{file} is not embedded in the reports library.");
}
