using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace FundsLedger.Domain.Banking.Orders;

/// <summary>Characters that a bank takes, and how others are written with them. Nothing is left out or replaced unseen: what is sent stands
/// beside what was written, and a letter without a way to write it is named.</summary>
public sealed class LetterSet
{
    private const string Ascii = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // Behind each letter of the basic set: the letters that are written with it.
    private static readonly (string As, string Letters)[] Table =
    [
        ("A", "ÀÁÂÃÄÅĀĂĄǍẢẠẤẦẨẪẬẮẰẲẴẶ"), ("a", "àáâãäåāăąǎảạấầẩẫậắằẳẵặª"), ("C", "ÇĆĈĊČ"), ("c", "çćĉċč"), ("D", "ĎĐÐ"), ("d", "ďđð"),
        ("E", "ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ"), ("e", "èéêëēĕėęěẹẻẽếềểễệ"), ("G", "ĜĞĠĢǦ"), ("g", "ĝğġģǧ"), ("H", "ĤĦ"), ("h", "ĥħ"),
        ("I", "ÌÍÎÏĨĪĬĮİǏỈỊ"), ("i", "ìíîïĩīĭįıǐỉị"), ("J", "Ĵ"), ("j", "ĵ"), ("K", "Ķ"), ("k", "ķ"), ("L", "ĹĻĽĿŁ"), ("l", "ĺļľŀł"),
        ("N", "ÑŃŅŇ"), ("n", "ñńņň"), ("O", "ÒÓÔÕÖŌŎŐØǑƠỌỎỐỒỔỖỘỚỜỞỠỢ"), ("o", "òóôõöōŏőøǒơọỏốồổỗộớờởỡợº"), ("R", "ŔŖŘ"), ("r", "ŕŗř"),
        ("S", "ŚŜŞŠȘ"), ("s", "śŝşšș"), ("T", "ŢŤŦȚ"), ("t", "ţťŧț"), ("U", "ÙÚÛÜŨŪŬŮŰŲǓƯỤỦỨỪỬỮỰ"), ("u", "ùúûüũūŭůűųǔưụủứừửữự"),
        ("W", "ŴẀẂẄ"), ("w", "ŵẁẃẅ"), ("Y", "ÝŶŸỲỴỶỸ"), ("y", "ýÿŷỳỵỷỹ"), ("Z", "ŹŻŽ"), ("z", "źżž"), ("AE", "Æ"), ("ae", "æ"),
        ("OE", "Œ"), ("oe", "œ"), ("SS", "ẞ"), ("ss", "ß"), ("TH", "Þ"), ("th", "þ"), ("IJ", "Ĳ"), ("ij", "ĳ"), ("No", "№"),
        ("'", "’‘‚‛ʼ´`′“”„‟«»‹›\""), ("-", "‐‑‒–—―−_"), ("...", "…"), ("+", "&"), (",", ";"), ("(", "[{"), (")", "]}"),
        (" ", "\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000"),
    ];

    private static readonly FrozenDictionary<char, string> WrittenAs =
        Table.SelectMany(row => row.Letters.Select(letter => (letter, row.As))).ToFrozenDictionary(pair => pair.letter, pair => pair.As);

    /// <summary>What every bank of SEPA takes: a to z in both sizes, digits, <c>/ - ? : ( ) . , ' +</c> and the blank.</summary>
    public static readonly LetterSet Basic = new("basic", Ascii + "/-?:().,'+ ");

    /// <summary>The same, the letters of western Europe with their accents, and <c>&amp;</c>.</summary>
    public static readonly LetterSet Western = new("western", Ascii + "/-?:().,'+ &"
        + string.Concat(Enumerable.Range('À', 'ÿ' - 'À' + 1).Select(code => (char)code).Where(letter => letter is not ('×' or '÷'))));

    private readonly FrozenSet<char> _letters;

    private LetterSet(string code, string letters) => (Code, _letters) = (code, letters.ToFrozenSet());

    /// <summary>Stable, in small letters.</summary>
    public string Code { get; }

    /// <summary>True for a character that is sent as it is.</summary>
    public bool Has(char letter) => _letters.Contains(letter);

    /// <summary>What will be sent for a text. Blanks at its ends and doubled ones are dropped.</summary>
    /// <returns>The text, or the first letter for which there is no way to write it.</returns>
    public LetterReading Send(string text)
    {
        var (sent, changes) = (new StringBuilder(text.Length), new List<LetterChange>());
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (Has(letter))
            {
                if (letter != ' ' || (sent.Length > 0 && sent[^1] != ' ')) sent.Append(letter);
            }
            else if (WrittenAs.TryGetValue(letter, out var plain))
            {
                if (plain != " " || (sent.Length > 0 && sent[^1] != ' ')) sent.Append(plain);
                Add(new LetterChange(letter.ToString(), plain));
            }
            else if (IsAccent(letter) && Carrier(text, at) is { } carrier)
            {
                Add(new LetterChange($"{carrier}{letter}", carrier.ToString()));
            }
            else
            {
                return new LetterReading(null, new StrangeLetter(at + 1, LetterNames.At(text, at)));
            }
        }
        if (sent.Length > 0 && sent[^1] == ' ') sent.Length--;
        return new LetterReading(new SentText(text, sent.ToString(), changes), null);

        void Add(LetterChange change)
        {
            if (!changes.Contains(change)) changes.Add(change);
        }
    }

    /// <summary>The plain letter on which an accent behind it stands, with or without others between.</summary>
    private static char? Carrier(string text, int accent)
    {
        var at = accent - 1;
        while (at >= 0 && IsAccent(text[at])) at--;
        return at >= 0 && char.IsAsciiLetter(text[at]) ? text[at] : null;
    }

    /// <summary>Accents that stand behind their letter as a character of their own.</summary>
    private static bool IsAccent(char letter) =>
        letter is >= '\u0300' and <= '\u036F' && CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;
}

/// <summary>A text as it was written, and as the bank gets it.</summary>
/// <param name="Original">What was written.</param>
/// <param name="Sent">What is sent.</param>
/// <param name="Changes">Each letter that is written otherwise, once, in the order of the text.</param>
public sealed record SentText(string Original, string Sent, IReadOnlyList<LetterChange> Changes)
{
    /// <summary>True where the bank gets something else than what was written: to be shown to whoever approves.</summary>
    public bool IsChanged => Sent != Original;
}

/// <summary>A letter, and how it is written with those that the bank takes.</summary>
public sealed record LetterChange(string From, string To);

/// <summary>A letter for which there is no way to write it.</summary>
/// <param name="Position">In the text, from 1.</param>
/// <param name="Name">Which, in English words that show it without harm.</param>
public sealed record StrangeLetter(int Position, string Name);

/// <summary>What is sent of a text, or why it cannot be.</summary>
public readonly record struct LetterReading(SentText? Text, StrangeLetter? Strange);
