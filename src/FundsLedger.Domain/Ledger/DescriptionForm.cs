using System.Collections.Frozen;
using System.Text;

namespace FundsLedger.Domain.Ledger;

/// <summary>One thing that this program says of entries, in English and French.</summary>
/// <remarks>In a wording <c>{donor}</c> is a part as it stands, and <c>{end:ended}</c> a word for it out of the set <c>ended</c>.</remarks>
public sealed class DescriptionForm
{
    private readonly Piece[] _english;
    private readonly Piece[] _french;
    private readonly Piece[][] _earlier;

    /// <param name="code">Stable, for ever: it is sealed with the entry.</param>
    /// <param name="english">Today's wording, as exports print it.</param>
    /// <param name="french">The same in French, with the same parts in any order.</param>
    /// <param name="earlier">English wordings of older versions, whose entries a repeat must still recognise.</param>
    public DescriptionForm(string code, string english, string french, params string[] earlier)
    {
        Code = code;
        _english = Read(english, []);
        Parts = [.. _english.Where(piece => !piece.IsText).Select(piece => piece.Text)];
        _french = Read(french, Parts);
        _earlier = [.. earlier.Select(wording => Read(wording, Parts))];
    }

    /// <summary>The stable code.</summary>
    public string Code { get; }

    /// <summary>The names of the parts, in the order in which they are kept.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>What this says with its parts.</summary>
    /// <exception cref="ArgumentException">There are more or fewer parts than the wording has.</exception>
    public Description Of(params string[] parts) =>
        parts.Length == Parts.Count ? Description.Made(this, parts)
            : throw new ArgumentException($"'{Code}' has {Parts.Count} parts.", nameof(parts));

    internal string Say(string language, IReadOnlyList<string> parts) => Say(language == "fr" ? _french : _english, language, parts);

    /// <summary>Every English text that an entry of this form may have been kept in.</summary>
    internal IEnumerable<string> Wordings(IReadOnlyList<string> parts) =>
        _earlier.Prepend(_english).Select(wording => Say(wording, "en", parts));

    /// <summary>Patterns (SQL <c>LIKE</c>, escaped by a backslash, in small letters) of the stored texts of this form that read, in a
    /// language, with the text somewhere in them.</summary>
    internal IEnumerable<string> PatternsOf(string text, string language) =>
        DescriptionSearch.Patterns(this, language == "fr" ? _french : _english, text, language);

    private static string Say(Piece[] wording, string language, IReadOnlyList<string> parts)
    {
        var text = new StringBuilder();
        foreach (var piece in wording)
            text.Append(piece.IsText ? piece.Text : piece.Words is { } words ? words.Of(parts[piece.Part], language) : parts[piece.Part]);
        return text.ToString();
    }

    private static Piece[] Read(string wording, IReadOnlyList<string> known)
    {
        var pieces = new List<Piece>();
        for (var at = 0; at < wording.Length;)
        {
            var open = wording.IndexOf('{', at);
            if (open != at) pieces.Add(new Piece(wording[at..(open < 0 ? wording.Length : open)], -1, null));
            if (open < 0) break;
            var close = wording.IndexOf('}', open);
            var (name, set) = wording[(open + 1)..close].Split(':') is [var single, var words] ? (single, words)
                : (wording[(open + 1)..close], null);
            var part = known.Count == 0 ? pieces.Count(piece => !piece.IsText) : known.ToList().IndexOf(name);
            pieces.Add(new Piece(name, part, set is null ? null : DescriptionWords.Set(set)));
            at = close + 1;
        }
        return [.. pieces];
    }

    /// <summary>Text as it stands (Part −1), or the part with this number, said with words where there are any.</summary>
    internal readonly record struct Piece(string Text, int Part, DescriptionWords? Words)
    {
        public bool IsText => Part < 0;
    }
}

/// <summary>Words for a closed set of codes inside a description.</summary>
internal sealed class DescriptionWords
{
    private static readonly FrozenDictionary<string, DescriptionWords> Sets = new Dictionary<string, DescriptionWords>
    {
        ["rest"] = new(new()
        {
            [""] = ("", ""),
            ["next_instalment"] = ("; the rest is for the next instalment", "\u00a0; différence reportée sur la tranche suivante"),
            ["total"] = ("; all of it is under the pledge", "\u00a0; versement imputé en totalité sur l’annonce"),
            ["separate_gift"] = ("; the rest is a separate gift", "\u00a0; excédent traité comme contribution distincte"),
            ["return"] = ("; the rest goes back", "\u00a0; excédent à restituer"),
            ["bank_charge"] = ("; a bank on the way kept the rest", "\u00a0; le reste a été retenu par une banque intermédiaire"),
            ["stays_due"] = ("; the rest stays due", "\u00a0; le reste demeure dû"),
        }),
        ["ended"] = new(new()
        {
            ["withdrawn"] = ("withdrawn", "retirée"),
            ["lapsed"] = ("lapsed", "caduque"),
            ["written_down"] = ("written down", "n’étant plus attendue"),
        }),
    }.ToFrozenDictionary();

    private readonly Dictionary<string, (string English, string French)> _words;

    private DescriptionWords(Dictionary<string, (string English, string French)> words) => _words = words;

    /// <summary>The codes, with their words in a language.</summary>
    public IEnumerable<(string Code, string Word)> In(string language) =>
        _words.Select(word => (word.Key, language == "fr" ? word.Value.French : word.Value.English));

    public static DescriptionWords Set(string name) => Sets[name];

    /// <summary>The word for a code; a code of a later version as it stands.</summary>
    public string Of(string code, string language) => _words.TryGetValue(code, out var word)
        ? (language == "fr" ? word.French : word.English) : code;
}
