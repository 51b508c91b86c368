using System.Diagnostics.CodeAnalysis;

namespace FundsLedger.Domain.Ledger;

/// <summary>What happened, in words: as somebody typed it, or as this program says it, kept as a code with its parts and put into words
/// only when somebody reads it, in the reader's language.</summary>
/// <remarks>
/// One text is stored and sealed. Typed, it is that text. Made here, it is <c>␟code␟part␟part</c>, where ␟ is the unit separator (U+001F):
/// no typed text and no part ever holds it, because the rules of the ledger refuse control characters
/// (<see cref="LedgerRules.BrokenText"/>). So nothing that a person writes is ever read as a code, and a wording can change without
/// touching what was sealed.
/// </remarks>
public sealed record Description
{
    /// <summary>Begins a text made here, and parts it.</summary>
    public const char Mark = '\u001F';

    private readonly DescriptionForm? _form;
    private readonly string[] _texts;

    private Description(string stored, string? code, DescriptionForm? form, string[] texts) =>
        (Stored, Code, _form, _texts) = (stored, code, form, texts);

    /// <summary>As it is kept and sealed.</summary>
    public string Stored { get; }

    /// <summary>The stable code of what this program says; null for what somebody typed.</summary>
    public string? Code { get; }

    /// <summary>What came from outside: the text typed, or the parts. The rules of texts look at each.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>A text as somebody typed it. A separator in it does not make it a code: the rules refuse such a text.</summary>
    public static Description Typed(string text) => new(text, null, null, [text]);

    /// <inheritdoc cref="Typed"/>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator Description?(string? text) => text is null ? null : Typed(text);

    /// <summary>Reads what is stored.</summary>
    public static Description Read(string stored)
    {
        if (!stored.StartsWith(Mark)) return Typed(stored);
        var fields = stored[1..].Split(Mark);
        return new Description(stored, fields[0], Descriptions.Find(fields[0], fields.Length - 1), fields[1..]);
    }

    /// <summary>In words: <c>fr</c>, else English. A code of a later version is shown with its parts.</summary>
    public string In(string language) =>
        _form is { } form ? form.Say(language, _texts)
        : Code is { } code ? string.Join(" ", [code, .. _texts])
        : Stored;

    /// <summary>True where both say the same, whatever words they were kept in: a text of an older version says what this program has
    /// called it since or before.</summary>
    public bool Means(Description other) => Stored == other.Stored || IsWordingOf(other) || other.IsWordingOf(this);

    /// <summary>In English, as exported.</summary>
    public override string ToString() => In("en");

    /// <inheritdoc/>
    public bool Equals(Description? other) => other?.Stored == Stored;

    /// <inheritdoc/>
    public override int GetHashCode() => Stored.GetHashCode(StringComparison.Ordinal);

    /// <summary>Of a form, with its parts.</summary>
    internal static Description Made(DescriptionForm form, string[] parts) =>
        new($"{Mark}{form.Code}{string.Concat(parts.Select(part => Mark + part))}", form.Code, form, parts);

    private bool IsWordingOf(Description made) => Code is null && made._form is { } form && form.Wordings(made._texts).Contains(Stored);
}
