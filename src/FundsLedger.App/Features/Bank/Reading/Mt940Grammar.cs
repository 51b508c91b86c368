using System.Globalization;
using System.Text.RegularExpressions;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>The words of MT940: tags, movements and balances, with the liberties that banks take.</summary>
internal sealed partial class Mt940Grammar(string where)
{
    public static bool Begins(string start) => Beginning().IsMatch(start);

    /// <summary>The tag a line begins with; null where it begins with none.</summary>
    public static string? Tag(string text) => text.StartsWith(':') && Tagged().Match(text) is { Success: true } match
        ? match.Groups[1].Value : null;

    /// <summary>What a message that is no statement says it is, in the blocks that networks put before it; null where it says
    /// none.</summary>
    public static string? Named(string text) => Blocks().Match(text) is { Success: true } match ? match.Groups[1].Value switch
    {
        "940" or "950" or "970" => null,
        "942" => WithinTheDay,
        "900" or "910" => OfOneMovement,
        var other => $"MT{other}",
    } : null;

    /// <summary>What an MT942 is called.</summary>
    public const string WithinTheDay = "MT942, a report within the day";

    /// <summary>What an MT900 or MT910 is called.</summary>
    public const string OfOneMovement = "MT900 or MT910, a confirmation of one movement";

    /// <summary>Some banks break a line within its movement: what follows belongs to it.</summary>
    public static IEnumerable<(int Number, string Text)> Joined(IEnumerable<(int Number, string Text)> lines)
    {
        (int Number, string Text)? torn = null;
        foreach (var line in lines)
        {
            if (torn is { } first)
            {
                torn = null;
                if (Statement61().IsMatch(first.Text[":61:".Length..] + line.Text))
                {
                    yield return (first.Number, first.Text + line.Text);
                    continue;
                }
                yield return first;
            }
            if (TornMovement().IsMatch(line.Text)) torn = line;
            else yield return line;
        }
        if (torn is { } last) yield return last;
    }

    /// <summary>True where a line with the tag of a movement or balance is one: a text may begin alike, but hardly with a date
    /// too.</summary>
    public static bool IsMeant(string tag, string text) => tag == "61" ? MeansMovement().IsMatch(text) : MeansBalance().IsMatch(text);

    /// <summary>A movement, or a refusal.</summary>
    public Mt940Movement Movement(string text, int line, Currency currency)
    {
        var match = Statement61().Match(text[":61:".Length..]);
        if (!match.Success) throw Incomplete(line, "a readable movement (:61:)");
        var valued = Day(match.Groups["value"].ValueSpan, line);
        var booked = match.Groups["entry"] is { Success: true, Value: var entry } ? Booked(valued, entry, line) : valued;
        var amount = Amount(match.Groups["amount"].Value, currency, line);
        var side = match.Groups["side"].Value;
        var type = match.Groups["type"].Value.TrimEnd();
        var references = match.Groups["reference"].Value.Split("//", 2);
        var reference = references[0].Trim();
        return new Mt940Movement(new BankLine
        {
            BookedOn = booked, ValuedOn = valued, Code = type, AtLine = line,
            Kind = side.Length == 2 ? BankLineKind.Return : KindOf(type),
            // RC takes a credit back, RD a debit.
            Amount = side is "D" or "RC" ? -amount : amount,
            Reference = reference is "NONREF" or "EREF" ? "" : reference, BankReference = references.Length > 1 ? references[1].Trim() : "",
        }, text, where);
    }

    /// <summary>A balance (<c>:60F:</c>, <c>:62F:</c>), or a refusal.</summary>
    public StatementBalance Balance(string text, int line)
    {
        var match = Balance60().Match(text[(text.IndexOf(':', 1) + 1)..].Trim());
        if (!match.Success) throw Incomplete(line, "a readable balance");
        var currency = Fields.Currency(match.Groups["currency"].Value, where, line);
        var amount = Amount(match.Groups["amount"].Value, currency, line);
        return new StatementBalance(match.Groups["side"].Value == "D" ? -amount : amount, Day(match.Groups["date"].ValueSpan, line));
    }

    /// <summary>Number and page of a statement (<c>:28C:</c>); nothing where the bank does not count.</summary>
    public static StatementNumber Number(string text)
    {
        var parts = text.Trim().Split('/');
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number <= 0) return StatementNumber.None;
        var hasPage = parts.Length > 1 & int.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture,
            out var page) && page > 0;
        return new StatementNumber(number, hasPage ? page : null);
    }

    private static BankLineKind KindOf(string type) => (type.Length == 4 ? type[1..] : "") switch
    {
        "CHG" or "COM" => BankLineKind.Charge,
        "INT" => BankLineKind.Interest,
        "RTI" => BankLineKind.Return,
        _ => BankLineKind.Payment,
    };

    /// <summary>SWIFT writes a comma before the decimals and groups nothing, so a point can only stand for it.</summary>
    private Money Amount(string text, Currency currency, int line) =>
        Fields.Amount(text.Replace(',', '.').TrimEnd('.'), currency, where, line);

    /// <summary>The entry date has no year: it lies within half a year of the value date.</summary>
    private DateOnly Booked(DateOnly valued, string entry, int line)
    {
        var month = int.Parse(entry.AsSpan(0, 2), CultureInfo.InvariantCulture);
        var year = valued.Year + (month - valued.Month > 6 ? -1 : month - valued.Month < -6 ? 1 : 0);
        return Fields.Date(year.ToString("0000", CultureInfo.InvariantCulture) + entry, "yyyyMMdd", where, line);
    }

    private DateOnly Day(ReadOnlySpan<char> sixDigits, int line) =>
        Fields.Date($"{(sixDigits[0] >= '8' ? "19" : "20")}{sixDigits}", "yyyyMMdd", where, line);

    private BankFileException Incomplete(int line, string missing) => new(new BankStatementIsIncomplete(Fields.At(where, line), missing));

    [GeneratedRegex(@"\A(\{1:|:(20|25P?|28C?|61|940):|(?s:.{0,400}?)\n:(20|25P?|940):)")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\{2:[IO](\d{3})")]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^:(\d{2}[A-Z]?|NS):")]
    private static partial Regex Tagged();

    [GeneratedRegex(@"^:61:\s*\d{6}")]
    private static partial Regex MeansMovement();

    [GeneratedRegex(@"^:62[FM]:\s*[CD]\s*\d{6}")]
    private static partial Regex MeansBalance();

    [GeneratedRegex(@"^:61:\s*\d{6}(\d{4})?\s*(R?[CD][A-Z]?)?\s*(\d{1,15}([,.]\d{0,10})?)?\s*$")]
    private static partial Regex TornMovement();

    [GeneratedRegex(@"^\s*(?<value>\d{6})(?<entry>\d{4})?\s*(?<side>RC|RD|C|D)[A-Z]?\s*(?<amount>\d{1,15}(,\d{0,10}|"
        + @"\.\d{1,2})?)\s*((?<type>[A-Z][A-Z0-9 ]{3})(?<reference>.*))?$")]
    private static partial Regex Statement61();

    [GeneratedRegex(@"^(?<side>[CD])\s*(?<date>\d{6})\s*(?<currency>[A-Z]{3})\s*(?<amount>\d{1,15}(,\d{0,10}|\.\d{1,2})?)$")]
    private static partial Regex Balance60();
}
