using System.Buffers;
using System.Text.RegularExpressions;

namespace FundsLedger.App.Tests;

/// <summary>
/// Which folder of a project refers to which, read from its source. Namespaces follow folders, so a using, a page's model or a name with
/// its namespace says where an arrow goes; names that need no using are looked for one by one.
/// </summary>
internal sealed partial class Arrows
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\n(,<{[!.;");
    private const StringComparison Exactly = StringComparison.Ordinal;

    private static readonly HashSet<string> Keywords =
    [
        "new", "is", "as", "return", "in", "out", "ref", "this", "static", "readonly", "public", "internal", "private", "protected",
        "override", "sealed", "async", "await", "not", "or", "and", "case", "params", "required", "abstract", "virtual", "const", "throw",
        "else",
    ];

    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _seenEverywhere = new(StringComparer.Ordinal);

    /// <param name="root">Namespace of the project.</param>
    /// <param name="sources">Path below the project, with slashes, and text.</param>
    /// <param name="everywhere">The namespace that every file sees without a using; null where there is none.</param>
    public Arrows(string root, IEnumerable<(string Path, string Text)> sources, string? everywhere = null)
    {
        var files = sources.Select(source => (source.Path, source.Text, Space: SpaceOf(root, source.Path, source.Text))).ToList();
        foreach (var (_, _, space) in files) _folders.TryAdd(space, space == root ? "" : space[(root.Length + 1)..].Replace('.', '/'));
        foreach (var (path, text, space) in files.Where(file => file.Space == everywhere && file.Path.EndsWith(".cs", Exactly)))
            foreach (Match type in Declared().Matches(text)) _seenEverywhere.TryAdd(type.Groups[1].Value, _folders[space]);
        All = [.. files.SelectMany(file => Of(file.Path, file.Text, file.Space)).Distinct()];
    }

    /// <summary>Every arrow from a file to another folder.</summary>
    public IReadOnlyList<(string File, string To)> All { get; }

    /// <summary>What refers to each other in a circle, each circle sorted; empty when every arrow points one way.</summary>
    public static IReadOnlyList<string> Circles(IEnumerable<(string From, string To)> arrows)
    {
        var next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        var reached = next.ToDictionary(from => from.Key, from => Reach(from.Key), StringComparer.Ordinal);
        return [.. reached.Keys.Where(room => reached[room].Contains(room)).Select(CircleOf).Distinct().Order(StringComparer.Ordinal)];

        HashSet<string> Reach(string from)
        {
            var (seen, waiting) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>(next[from]));
            while (waiting.TryPop(out var room))
                if (seen.Add(room)) foreach (var to in next[room]) waiting.Push(to);
            return seen;
        }

        string CircleOf(string room) =>
            string.Join(", ", reached.Keys.Where(other => reached[room].Contains(other) && reached[other].Contains(room)).Order());
    }

    private IEnumerable<(string File, string To)> Of(string path, string text, string space)
    {
        var isPage = path.EndsWith(".cshtml", Exactly);
        var code = (isPage ? RazorComment() : NotCode()).Replace(text, " ");
        var named = Chain().Matches(code).SelectMany(chain => FoldersOf(space, chain.Value));
        var used = isPage ? [] : Name().Matches(code).Where(name => IsUse(code, name));
        var bare = used.Select(name => _seenEverywhere.GetValueOrDefault(name.Value));
        return named.Concat(bare.OfType<string>()).Where(folder => folder != _folders[space]).Distinct().Select(folder => (path, folder));
    }

    // Books.Periods.MonthIsNotOver is seen from the namespace itself or from any one around it: the longest known beginning counts.
    private string[] FoldersOf(string space, string chain)
    {
        if (chain.StartsWith("FundsLedger.", Exactly)) return LongestKnown(chain, longerThan: 0);
        for (var around = space; around.Length > 0; around = Shortened(around))
            if (LongestKnown($"{around}.{chain}", around.Length) is [var folder]) return [folder];
        return [];
    }

    private string[] LongestKnown(string name, int longerThan)
    {
        for (var part = name; part.Length > longerThan; part = Shortened(part))
            if (_folders.TryGetValue(part, out var folder)) return [folder];
        return [];
    }

    private static string Shortened(string name) => name.LastIndexOf('.') is var dot and > 0 ? name[..dot] : "";

    // A name after a dot or after a type is a member's own name, and so is one that is given a value, and the last of an enumeration.
    private static bool IsUse(string code, Match name)
    {
        var before = code.AsSpan(0, name.Index);
        var after = code.AsSpan(name.Index + name.Length).TrimStart();
        if (before.EndsWith(".") || after.StartsWith("}")) return false;
        if (after.StartsWith(":") && !after.StartsWith("::")) return false;
        if (after.StartsWith("=") && !after.StartsWith("==") && !after.StartsWith("=>")) return false;
        var word = before.TrimEnd();
        if (word.Length == before.Length || word.Length == 0) return true;
        if (!char.IsLetterOrDigit(word[^1]) && word[^1] is not ('>' or ']' or '?')) return true;
        return Keywords.Contains(word[(word.LastIndexOfAny(Ends) + 1)..].ToString());
    }

    private static string SpaceOf(string root, string path, string text)
    {
        if (path.EndsWith(".cs", Exactly) && OwnSpace().Match(text) is { Success: true } own) return own.Groups[1].Value;
        return Path.GetDirectoryName(path) is { Length: > 0 } folder ? $"{root}.{folder.Replace('/', '.')}" : root;
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex OwnSpace();

    [GeneratedRegex(@"^(?:\w+ )*?(?:class|record struct|record|struct|enum|interface)\s+([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(
        "\"\"\"[\\s\\S]*?\"\"\"|//[^\\n]*|/\\*[\\s\\S]*?\\*/|^namespace.*$|\"(?:[^\"\\\\\\n]|\\\\.)*\"", RegexOptions.Multiline)]
    private static partial Regex NotCode();

    [GeneratedRegex(@"@\*[\s\S]*?\*@")]
    private static partial Regex RazorComment();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex Chain();

    [GeneratedRegex(@"\b[A-Z]\w*\b")]
    private static partial Regex Name();
}
