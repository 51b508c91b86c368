using System.Text.RegularExpressions;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Banking.Reading;

/// <summary>What the information to the account owner (:86:) tells, in the three ways banks write it: German fields (?20 …), SEPA words (/EREF/ …), or plain text.</summary>
internal static partial class Mt940Information
{
    public static BankLine Apply(BankLine line, List<string> supplement, List<string> information)
    {
        var joined = string.Concat(information.Select(part => part.TrimEnd()));
        var applied = GermanStart().IsMatch(joined) ? German(line, joined) : joined.Contains("/EREF/", StringComparison.Ordinal) || joined.Contains("/REMI/", StringComparison.Ordinal) || joined.Contains("/BENM/", StringComparison.Ordinal)
            ? Words(line, joined) : Plain(line, string.Join(' ', information.Select(part => part.Trim()).Where(part => part.Length > 0)));
        var beside = supplement.Select(part => part.Trim()).FirstOrDefault(part => part.Length > 0) ?? "";
        if (beside.Length > 0 && applied.PartyAccount.Length == 0 && Iban().IsMatch(beside)) return applied with { PartyAccount = beside };
        return applied.Text.Length == 0 ? applied with { Text = beside } : applied;
    }

    private static BankLine German(BankLine line, string joined)
    {
        var (text, name, account) = ("", "", "");
        foreach (var part in joined.Split('?', '>').Skip(1).Where(part => part.Length >= 2))
        {
            var content = part[2..];
            switch (part[..2])
            {
                case ['2', >= '0' and <= '9'] or ['6', >= '0' and <= '3']: text += content; break;
                case "31" or "38": account = account.Length == 0 ? AccountNumber.Of(content) : account; break;
                case "32" or "33": name += content; break;
            }
        }
        var reference = GermanReference().Match(text) is { Success: true } match ? match.Groups[1].Value.Trim() : line.Reference;
        return line with { Text = text.Trim(), PartyName = name.Trim(), PartyAccount = account, Reference = reference };
    }

    private static BankLine Words(BankLine line, string joined)
    {
        string Word(string name)
        {
            var start = joined.IndexOf($"/{name}/", StringComparison.Ordinal);
            if (start < 0) return "";
            start += name.Length + 2;
            var end = NextWord().Match(joined, start);
            return joined[start..(end.Success ? end.Index : joined.Length)].Trim();
        }
        var reference = Word("EREF");
        var text = Word("REMI");
        return line with { Reference = reference.Length > 0 ? reference : line.Reference, PartyName = Word("NAME"), PartyAccount = AccountNumber.Of(Word("IBAN")), Text = text.Length > 0 ? text : joined };
    }

    private static BankLine Plain(BankLine line, string text) => line with { Text = text, PartyAccount = AnyIban().Match(text) is { Success: true } match ? match.Value : "" };

    [GeneratedRegex(@"^\d{3}[?>]\d{2}")]
    private static partial Regex GermanStart();

    [GeneratedRegex(@"EREF\+(.+?)(?=[A-Z]{4}\+|$)")]
    private static partial Regex GermanReference();

    [GeneratedRegex(@"/[A-Z]{4}/")]
    private static partial Regex NextWord();

    [GeneratedRegex(@"^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$")]
    private static partial Regex Iban();

    [GeneratedRegex(@"\b[A-Z]{2}\d{2}[A-Z0-9]{10,30}\b")]
    private static partial Regex AnyIban();
}
