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
