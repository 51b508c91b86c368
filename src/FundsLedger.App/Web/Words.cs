using System.Collections.Frozen;
using System.Text;
using FundsLedger.Reports.Formatting;

namespace FundsLedger.App.Web;

/// <summary>Every sentence of the pages in both languages, from every <c>*.txt</c> beside a feature and in <c>Web/Words</c>: a key on its
/// own line, then a line beginning <c>en </c> and one beginning <c>fr </c>.</summary>
public static class Words
{
    private static readonly FrozenDictionary<string, (string En, string Fr)> All = Load();

    /// <summary>Every key.</summary>
    public static IEnumerable<string> Keys => All.Keys;

    /// <summary>True when there is such a key.</summary>
    public static bool Has(string key) => All.ContainsKey(key);

    /// <summary>The sentence; a missing one shows its key between brackets that a test looks for.</summary>
    public static string In(string language, string key) =>
        All.TryGetValue(key, out var pair) ? Languages.IsFrench(language) ? pair.Fr : pair.En : $"⟦{key}⟧";

    private static FrozenDictionary<string, (string, string)> Load()
    {
        var words = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        var assembly = typeof(Words).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("words/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            Read(reader, name, words);
        }
        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Read(StreamReader reader, string name, Dictionary<string, (string, string)> words)
    {
        while (NextLine(reader) is { } key)
        {
            if (NextLine(reader) is not { } english || !english.StartsWith("en ", StringComparison.Ordinal)
                || NextLine(reader) is not { } french || !french.StartsWith("fr ", StringComparison.Ordinal))
                throw new FormatException($"{name}: '{key}' needs a line 'en …' and then a line 'fr …'.");
            if (!words.TryAdd(key, (Curly(english[3..]), French(Curly(french[3..])))))
                throw new FormatException($"{name}: '{key}' stands twice.");
        }
    }

    private static string? NextLine(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#') return line.Trim();
        return null;
    }

    private static string Curly(string text) => text.Replace('\'', '’');

    // Typed with an ordinary space, set with the one French typography asks for: no-break before a colon and inside quotation marks, narrow
    // before ; ! ? and %.
    private static string French(string text) => text
        .Replace(" :", "\u00A0:", StringComparison.Ordinal).Replace("« ", "«\u00A0", StringComparison.Ordinal)
        .Replace(" »", "\u00A0»", StringComparison.Ordinal)
        .Replace(" ;", "\u202F;", StringComparison.Ordinal).Replace(" !", "\u202F!", StringComparison.Ordinal)
        .Replace(" ?", "\u202F?", StringComparison.Ordinal).Replace(" %", "\u202F%", StringComparison.Ordinal);
}
