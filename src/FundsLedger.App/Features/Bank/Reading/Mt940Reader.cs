using System.Globalization;
using System.Text.RegularExpressions;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>SWIFT MT940 as banks really send it: with or without SWIFT's envelope, several messages in a file, single-line or many-line information.</summary>
internal sealed partial class Mt940Reader(string where)
{
    private string _reference = "";
    private string _account = "";
    private StatementNumber _number;
    private StatementBalance? _opening;
    private StatementBalance? _closing;
    private int _begins;
    private bool _hasBegun;
    private Movement? _movement;

    private sealed record Movement(int Line, BankLine Read, List<string> Raw, List<string> Supplement, List<string> Information);

    /// <summary>True for text that begins as MT940 does, behind whatever a bank puts before it.</summary>
    public static bool Recognises(string start) => Begins().IsMatch(start);

    public static IEnumerable<StatementEvent> Read(Stream content, string where) => new Mt940Reader(where).ReadLines(TextLines.Read(content, where, mayBeLatin1: true));

    private IEnumerable<StatementEvent> ReadLines(IEnumerable<(int Number, string Text)> lines)
    {
        var (tag, isBetween, last, statements) = ("", true, 1, 0);
        foreach (var (number, text) in lines)
        {
            last = number;
            var match = Tag().Match(text);
            if (match.Success)
            {
                tag = match.Groups[1].Value;
                if (tag == "20" || tag == "940" || (tag is "60F" or "60M" && _closing is not null))
                {
                    foreach (var item in Finish(number)) yield return item;
                    if (_begins > 0 && _hasBegun) statements++;
                    Reset();
                }
                if (tag == "940") continue;
                if (tag == "20") (_begins, isBetween) = (number, false);
                if (isBetween) throw Incomplete(number, "the beginning of a statement (:20:)");
                foreach (var item in Take(tag, text[match.Length..], number)) yield return item;
                continue;
            }
            if (isBetween || EndOfMessage().IsMatch(text))
            {
                isBetween = true;
                continue;
            }
            Continue(tag, text, number);
        }
        foreach (var item in Finish(last)) yield return item;
        if (_hasBegun) statements++;
        if (statements == 0) throw Incomplete(last, "a statement (:20:, :25:, :60F:, :62F:)");
    }

    private void Reset() => (_reference, _account, _number, _opening, _closing, _begins, _hasBegun, _movement) = ("", "", StatementNumber.None, null, null, 0, false, null);

    private IEnumerable<StatementEvent> Take(string tag, string text, int line)
    {
        switch (tag)
        {
            case "20": _reference = text.Trim(); break;
            case "25": _account = WithoutCurrency(StatementHead.Normal(text)); break;
            case "28" or "28C": _number = Number(text); break;
            case "60F" or "60M":
                _opening = Balance(text, line);
                if (_account.Length == 0) throw Incomplete(line, "the account (:25:)");
                _hasBegun = true;
                yield return new StatementBegins(Head());
                break;
            case "61":
                if (!_hasBegun) throw Incomplete(line, "the opening balance (:60F:)");
                if (_closing is not null) throw Incomplete(line, "the opening balance of the next statement (:60F:)");
                if (Flush() is { } read) yield return read;
                _movement = ReadMovement(text, line);
                break;
            case "86":
                if (_movement is { } movement && _closing is null)
                {
                    movement.Information.Add(text);
                    movement.Raw.Add(":86:" + text);
                }
                break;
            case "62F" or "62M":
                if (!_hasBegun) throw Incomplete(line, "the opening balance (:60F:)");
                if (Flush() is { } lastRead) yield return lastRead;
                _closing = Balance(text, line);
                break;
        }
    }

    private void Continue(string tag, string text, int line)
    {
        if (tag == "61" && _movement is { } movement)
        {
            if (movement.Supplement.Count >= 6) throw Incomplete(line, "a tag such as :86:");
            movement.Supplement.Add(text);
            movement.Raw.Add(text);
        }
        else if (tag == "86" && _movement is { } informed && _closing is null)
        {
            informed.Information.Add(text);
            informed.Raw.Add(text);
        }
    }

    private IEnumerable<StatementEvent> Finish(int line)
    {
        if (_begins == 0) yield break;
        if (!_hasBegun || _opening is null) throw Incomplete(line, "the opening balance (:60F:)");
        if (_closing is null) throw Incomplete(line, "the closing balance (:62F:)");
        yield return new StatementEnds(Head());
    }

    private StatementHead Head() => new(_account, _opening!.Amount.Currency, _reference, _number, _opening, _closing, Math.Max(1, _begins));

    private LineRead? Flush()
    {
        if (_movement is not { } movement) return null;
        _movement = null;
        var line = Mt940Information.Apply(movement.Read, movement.Supplement, movement.Information);
        return new LineRead(line with { Raw = string.Join('\n', movement.Raw) }, true);
    }

    private Movement ReadMovement(string text, int line)
    {
        var match = Statement61().Match(text);
        if (!match.Success) throw Incomplete(line, "a readable movement (:61:)");
        var currency = _opening!.Amount.Currency;
        var valued = Day(match.Groups["value"].ValueSpan, line);
        var booked = match.Groups["entry"] is { Success: true, Value: var entry } ? Booked(valued, entry, line) : valued;
        var amount = Fields.Amount(match.Groups["amount"].Value.Replace(',', '.').TrimEnd('.'), currency, where, line);
        var side = match.Groups["side"].Value;
        var type = match.Groups["type"].Value;
        var references = match.Groups["reference"].Value.Split("//", 2);
        var kind = side.Length == 2 ? BankLineKind.Return : type[1..] switch { "CHG" or "COM" => BankLineKind.Charge, "INT" => BankLineKind.Interest, "RTI" => BankLineKind.Return, _ => BankLineKind.Payment };
        var reference = references[0].Trim();
        return new Movement(line, new BankLine
        {
            BookedOn = booked, ValuedOn = valued, Kind = kind, Code = type, AtLine = line,
            // RC takes a credit back, RD a debit.
            Amount = side is "D" or "RC" ? -amount : amount,
            Reference = reference is "NONREF" or "EREF" ? "" : reference, BankReference = references.Length > 1 ? references[1].Trim() : "",
        }, [":61:" + text], [], []);
    }

    /// <summary>The entry date has no year: it lies within half a year of the value date.</summary>
    private DateOnly Booked(DateOnly valued, string entry, int line)
    {
        var month = int.Parse(entry.AsSpan(0, 2), CultureInfo.InvariantCulture);
        var year = valued.Year + (month - valued.Month > 6 ? -1 : month - valued.Month < -6 ? 1 : 0);
        return Fields.Date(year.ToString("0000", CultureInfo.InvariantCulture) + entry, "yyyyMMdd", where, line);
    }

    private StatementBalance Balance(string text, int line)
    {
        var match = Balance60().Match(text.Trim());
        if (!match.Success) throw Incomplete(line, "a readable balance");
        var currency = Fields.Currency(match.Groups["currency"].Value, where, line);
        var amount = Fields.Amount(match.Groups["amount"].Value.Replace(',', '.').TrimEnd('.'), currency, where, line);
        return new StatementBalance(match.Groups["side"].Value == "D" ? -amount : amount, Day(match.Groups["date"].ValueSpan, line));
    }

    private DateOnly Day(ReadOnlySpan<char> sixDigits, int line) => Fields.Date($"{(sixDigits[0] >= '8' ? "19" : "20")}{sixDigits}", "yyyyMMdd", where, line);

    private static StatementNumber Number(string text)
    {
        var parts = text.Trim().Split('/');
        return long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new StatementNumber(number, parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page : null) : StatementNumber.None;
    }

    /// <summary>Some banks write the currency behind the number.</summary>
    private static string WithoutCurrency(string account) =>
        account.Length > 5 && char.IsAsciiDigit(account[^4]) && Currency.Find(account[^3..]) is not null ? account[..^3] : account;

    private BankFileException Incomplete(int line, string missing) => new(new BankStatementIsIncomplete(Fields.At(where, line), missing));

    [GeneratedRegex(@"\A(\{1:|:20:|:940:|:61:|.{0,400}?\n:(20|940):)", RegexOptions.Singleline)]
    private static partial Regex Begins();

    [GeneratedRegex(@"^:(\d{2}[A-Z]?|940|NS):")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^-(\}|XXX)?\s*$|^-\}")]
    private static partial Regex EndOfMessage();

    [GeneratedRegex(@"^(?<value>\d{6})(?<entry>\d{4})?(?<side>RC|RD|C|D)[A-Z]?(?<amount>\d{1,15}(,\d{0,10})?)(?<type>[NFS][A-Z0-9]{3})(?<reference>.*)$")]
    private static partial Regex Statement61();

    [GeneratedRegex(@"^(?<side>[CD])(?<date>\d{6})(?<currency>[A-Z]{3})(?<amount>\d{1,15}(,\d{0,10})?)$")]
    private static partial Regex Balance60();
}

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
                case "31" or "38": account = account.Length == 0 ? StatementHead.Normal(content) : account; break;
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
        return line with { Reference = reference.Length > 0 ? reference : line.Reference, PartyName = Word("NAME"), PartyAccount = StatementHead.Normal(Word("IBAN")), Text = text.Length > 0 ? text : joined };
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
