namespace FundsLedger.Domain.Ledger;

/// <summary>Finds words in descriptions that are kept as codes: the words are not in the database, so the question is turned
/// round.</summary>
/// <remarks>All texts are in small letters. A pattern is one of SQL's <c>LIKE</c>, escaped by a backslash.</remarks>
public static class DescriptionSearch
{
    /// <summary>Matches every text made here that has the text in one of its parts.</summary>
    internal static string InAPart(string text) => $"{Description.Mark}%{Description.Mark}%{Escaped(text)}%";

    /// <summary>Patterns of the stored texts of one form that read with the text in its own words, or across them and a part.</summary>
    internal static IEnumerable<string> Patterns(DescriptionForm form, IReadOnlyList<DescriptionForm.Piece> wording, string text,
        string language)
    {
        var any = Enumerable.Repeat("%", form.Parts.Count).ToArray();
        if (wording.Any(piece => piece.IsText && piece.Text.ToLowerInvariant()
            .Contains(text, StringComparison.Ordinal))) return [Pattern(form, any)];
        return Enumerable.Range(0, wording.Count).SelectMany(first => Starting(first)).Select(parts => Pattern(form, parts)).Distinct();

        IEnumerable<string[]> Starting(int at) => wording[at] switch
        {
            { IsText: true } piece => After(at, piece.Text.ToLowerInvariant(), any),
            { Words: { } words } piece => words.In(language)
                .SelectMany(word => After(at, word.Word.ToLowerInvariant(), With(any, piece.Part, Escaped(word.Code)))),
            var piece => Enumerable.Range(1, text.Length - 1)
                .SelectMany(cut => Going(at + 1, text[cut..], With(any, piece.Part, "%" + Escaped(text[..cut])))),
        };

        // The text begins somewhere in these words of ours.
        IEnumerable<string[]> After(int at, string words, string[] parts) => Enumerable.Range(0, words.Length).SelectMany(begin =>
            words.AsSpan(begin).StartsWith(text) ? [parts] : text.AsSpan().StartsWith(words.AsSpan(begin))
                ? Going(at + 1, text[(words.Length - begin)..], parts) : []);

        // The rest of the text goes on where this piece begins.
        IEnumerable<string[]> Going(int at, string rest, string[] parts) => at == wording.Count ? [] : wording[at] switch
        {
            { IsText: true } piece => Through(at, rest, piece.Text.ToLowerInvariant(), parts),
            { Words: { } words } piece => words.In(language)
                .SelectMany(word => Through(at, rest, word.Word.ToLowerInvariant(), With(parts, piece.Part, Escaped(word.Code)))),
            var piece => Enumerable.Range(0, rest.Length)
                .SelectMany(cut => Going(at + 1, rest[cut..], With(parts, piece.Part, Escaped(rest[..cut]))))
                .Append(With(parts, piece.Part, Escaped(rest) + "%")),
        };

        IEnumerable<string[]> Through(int at, string rest, string words, string[] parts) =>
            words.StartsWith(rest, StringComparison.Ordinal) ? [parts] : rest.StartsWith(words, StringComparison.Ordinal)
                ? Going(at + 1, rest[words.Length..], parts) : [];
    }

    /// <summary>The text with what <c>LIKE</c> would read as a sign escaped.</summary>
    public static string Escaped(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);

    private static string[] With(string[] parts, int part, string pattern)
    {
        var changed = (string[])parts.Clone();
        changed[part] = pattern;
        return changed;
    }

    private static string Pattern(DescriptionForm form, string[] parts) =>
        $"{Description.Mark}{Escaped(form.Code)}{string.Concat(parts.Select(part => Description.Mark + part))}";
}
