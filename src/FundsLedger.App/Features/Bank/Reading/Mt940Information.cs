using System.Text.RegularExpressions;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>What the information to the account owner (:86:) tells: who paid, and for what.</summary>
/// <remarks>
/// Banks write it in three ways: numbered fields (<c>?20 … ?32 …</c>, also with <c>~ &lt; &gt; ^</c>), words between slashes
/// (<c>/NAME/ … /REMI/ …</c>), or plain text with or without labels. Where the bank's own words end and the payer's begin is known: what
/// stands in the payer's part gives no account and no name.
/// </remarks>
internal static partial class Mt940Information
{
    /// <summary>Letters of one numbered field.</summary>
    private const int FullField = 27;

    public static BankLine Apply(BankLine line, IReadOnlyList<string> supplement, IReadOnlyList<string> information)
    {
        var joined = string.Concat(information.Select(part => part.TrimEnd()));
        var applied = Coded().Match(joined) is { Success: true } coded
            ? OfFields(line, joined[coded.Length..], coded.Groups["mark"].Value[0])
            : SlashWords.AreIn(joined) ? OfWords(line, joined)
            : OfPlain(line, string.Join(' ', information.Select(part => part.Trim()).Where(part => part.Length > 0)));
        var beside = supplement.Select(part => part.Trim()).FirstOrDefault(part => part.Length > 0 && !part.StartsWith('/')) ?? "";
        if (applied.PartyAccount.Length == 0 && AccountNumber.LooksLikeIban(beside)) return applied with { PartyAccount = beside };
        return applied.Text.Length == 0 ? applied with { Text = beside } : applied;
    }

    /// <summary>Numbered fields: 20 to 29 and 60 to 63 text, 31 or 38 the account, 32 and 33 the name; in Poland 27 and 28 where no 32
    /// stands.</summary>
    private static BankLine OfFields(BankLine line, string fields, char mark)
    {
        var parts = Regex.Split(fields, Regex.Escape(mark.ToString()) + @"(?=\d\d)").Where(part => part.Length > 2)
            .ToLookup(part => part[..2], part => part[2..]);
        string Of(Func<string, bool> isMeant) =>
            Glued(parts.Where(part => isMeant(part.Key)).OrderBy(part => part.Key, StringComparer.Ordinal).SelectMany(part => part));
        var isPolish = mark is '<' or '^' && !parts.Contains("32");
        var name = isPolish ? Of(code => code is "27" or "28") : Of(code => code is "32" or "33");
        var text = Of(code => code is ['2', _] or ['6', >= '0' and <= '3'] && !(isPolish && code is "27" or "28"));
        var account = parts["38"].Concat(parts["31"]).FirstOrDefault(part => part.Trim().Length > 0) ?? "";
        string Key(string key) => SepaKey().Matches(text).FirstOrDefault(match => match.Groups[1].Value == key)?.Groups[2].Value.Trim()
            ?? "";
        var reference = Key("EREF");
        return (line with { Text = text.Trim(), PartyName = name.Trim(), PartyAccount = AccountNumber.Of(account),
            Reference = reference is "" or "NOTPROVIDED" ? line.Reference : reference })
            .OnBehalfOf(line.Amount.IsNegative ? Key("ABWE") : Key("ABWA"));
    }

    /// <summary>A field that is full goes on in the next within a word; one that is not ended with a word, whose blank nobody
    /// sees.</summary>
    private static string Glued(IEnumerable<string> pieces)
    {
        var text = "";
        var last = FullField;
        foreach (var piece in pieces)
        {
            text += last < FullField && !text.EndsWith(' ') ? " " + piece : piece;
            last = piece.Length;
        }
        return text;
    }

    private static BankLine OfWords(BankLine line, string joined)
    {
        var words = new SlashWords(joined);
        var party = words["CNTP"].Split('/');
        var remittance = words["REMI"];
        var (text, structured) = remittance.StartsWith("USTD/", StringComparison.Ordinal)
            ? (remittance["USTD/".Length..].Trim('/', ' '), "")
            : remittance.StartsWith("STRD/", StringComparison.Ordinal) ? (remittance, remittance.TrimEnd('/').Split('/')[^1].Trim())
                : (remittance.Trim('/', ' '), "");
        var reference = structured.Length > 0 ? structured : words["EREF"].Trim('/', ' ');
        var name = words["NAME"].Trim('/', ' ') is { Length: > 0 } named ? named : party.ElementAtOrDefault(2)?.Trim() ?? "";
        var account = AccountNumber.Of(words["IBAN"] is { Length: > 0 } iban ? iban : party[0]);
        return (line with { Reference = reference is "" or "NOTPROVIDED" ? line.Reference
            : reference, PartyName = name, PartyAccount = account, Text = text.Length > 0 ? text : joined })
            .OnBehalfOf((line.Amount.IsNegative ? words["ULTC"] + words["ULTB"] : words["ULTD"])
                .Replace("NAME/", "", StringComparison.Ordinal).Trim('/', ' '));
    }

    /// <summary>Plain text, in which a label of the bank's may say account and name; two of a kind say nothing.</summary>
    private static BankLine OfPlain(BankLine line, string text)
    {
        var accounts = Account().Matches(text).Select(match => AccountNumber.Of(match.Groups["number"].Value)).ToList();
        var names = Name().Matches(text).ToList();
        return line with
        {
            Text = text,
            PartyAccount = accounts is [var account] ? AccountNumber.IsIban("PL" + account) ? "PL" + account : account : "",
            PartyName = names is [var name] ? name.Groups["name"].Value.Trim() : line.PartyName,
        };
    }

    [GeneratedRegex(@"^\s*(\d{3}){1,2}(?<mark>[?<>~^@#|!§])(?=\d\d)")]
    private static partial Regex Coded();

    /// <summary>Keys that German banks write within the text.</summary>
    [GeneratedRegex(@"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP)\+(.*?)(?=(?:EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|"
        + @"SVWZ|ABWA|ABWE|IBAN|BIC|PURP)\+|$)")]
    private static partial Regex SepaKey();

    [GeneratedRegex(@"(?:^|[\s;/])(?:REK|REKENING|IBAN|Z RACH\.?|NA RACH\.?|VAN|GIRO)\s*:?\s*(?<number>[A-Z]{2}\d{2}[A-Z0-9]{10,30}|"
        + @"\d{26}|(?<=GIRO\s+)\d{3,10})(?=[\s/;,]|$)|^(?<number>\d{2}\.\d{2}\.\d{2}\.\d{3})\s")]
    private static partial Regex Account();

    [GeneratedRegex(@"(?:^|[\s;/])(?:NAAM|Naam|NAME|OD|DLA)\s*:\s*(?<name>[^;/:]+?)(?=\s*(?:;|/|$|\s[A-Z]{3,}\.?:))")]
    private static partial Regex Name();
}

/// <summary>Words between slashes, as banks of the Netherlands write them. What the payer wrote (<c>/REMI/</c>) may hold slashes too:
/// behind it only those words count that banks write there.</summary>
internal sealed partial class SlashWords
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public SlashWords(string text)
    {
        var (word, from, isPayers) = ("", 0, false);
        foreach (Match match in Word().Matches(text))
        {
            if (match.Index < from || (isPayers && !Behind().IsMatch(match.Value))) continue;
            Take(match.Index);
            (word, from) = (match.Groups[1].Value, match.Index + match.Length);
            isPayers |= word == "REMI";
        }
        Take(text.Length);

        void Take(int to)
        {
            if (word.Length > 0) _values.TryAdd(word, text[Math.Min(from, to)..to].Trim());
        }
    }

    /// <summary>What stands behind a word; nothing where it does not stand.</summary>
    public string this[string word] => _values.GetValueOrDefault(word, "");

    public static bool AreIn(string text) => Beginning().IsMatch(text);

    // Two words may share the slash between them.
    [GeneratedRegex(@"(?<=^|.)/(TRTP|TRCD|IBAN|BIC|NAME|REMI|EREF|CNTP|BENM|ORDP|MARF|CSID|PREF|RTRN|ULTC|ULTD|ULTB|PURP|ISDT|SVCL|NRTX|"
        + @"ADDR|OCMT|CHGS|EXCH|IREF)/")]
    private static partial Regex Word();

    [GeneratedRegex("/(EREF|ISDT|PURP|CSID|MARF|ULTC|ULTD|ULTB|TRCD|PREF|SVCL|IREF|RTRN|OCMT|CHGS|EXCH)/")]
    private static partial Regex Behind();

    [GeneratedRegex(@"^\s*/(TRTP|TRCD|IBAN|BIC|NAME|REMI|EREF|CNTP|BENM|ORDP|MARF|CSID|PREF|RTRN)/|/(EREF|REMI|BENM|CNTP)/")]
    private static partial Regex Beginning();
}
