namespace FundsLedger.Domain;

/// <summary>How a reader's language writes numbers: it decides where a sum could be read in two ways.</summary>
public enum NumberCustom
{
    /// <summary>Nobody said: what could be read in two ways is not read.</summary>
    Unknown,

    /// <summary><c>1,250.50</c>.</summary>
    English,

    /// <summary><c>1 250,50</c>.</summary>
    French,
}

/// <summary>Sums as people and banks write them: <c>1,250.50</c>, <c>1.250,50</c>, <c>1 250,50</c>, <c>1'250.50</c>, <c>EUR 1250</c>,
/// <c>€1250</c>. The one place that reads them; what it is not sure of it does not read.</summary>
public static class WrittenSum
{
    private static readonly (string Sign, string[] Codes)[] Signs =
    [
        ("€", ["EUR"]), ("£", ["GBP"]), ("¥", ["JPY", "CNY"]), ("$", ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"]), ("US$", ["USD"]),
        ("zł", ["PLN"]), ("Kč", ["CZK"]), ("Fr.", ["CHF"]), ("kr", ["SEK", "NOK", "DKK", "ISK"]), ("kr.", ["SEK", "NOK", "DKK", "ISK"]),
    ];

    /// <summary>Reads what a person typed. Two marks tell themselves apart; of one mark alone before three digits the language decides, and
    /// where it does not, or decides for decimals that the currency has not, the sum is <see cref="AmountFault.Ambiguous"/>.</summary>
    public static AmountReading Read(string? text, Currency currency, NumberCustom custom)
    {
        var plain = Plain(text, currency, custom);
        return plain.Fault is { } fault ? new AmountReading(null, fault) : Money.Read(plain.Text, currency);
    }

    /// <summary>The sum with a point and without groups, as <see cref="Money.Read"/> takes it; or which rule it breaks.</summary>
    public static (string? Text, AmountFault? Fault) Plain(string? text, Currency currency, NumberCustom custom) =>
        Unsigned(text, currency, body => PlainOf(body, currency, custom));

    /// <summary>The same for a table whose decimal mark is known: the other mark, blanks and apostrophes may part groups of three, and
    /// nothing else. A decimal mark before three digits that the currency has not is perhaps the other's mark between thousands:
    /// <see cref="AmountFault.Ambiguous"/>.</summary>
    public static (string? Text, AmountFault? Fault) Plain(string? text, Currency currency, char decimalMark) =>
        Unsigned(text, currency, body => MayBeThousands(body, decimalMark) && currency.Exponent < 3 ? (null, AmountFault.Ambiguous)
            : Parted(body, decimalMark) is { } plain ? (plain, null) : (null, AmountFault.NotANumber));

    /// <summary>Takes sign, brackets and currency away, in whatever order they stand.</summary>
    private static (string? Text, AmountFault? Fault) Unsigned(string? text, Currency currency, Func<string, (string?, AmountFault?)> read)
    {
        var (body, isNegative, signs) = ((text ?? "").Trim(), false, 0);
        while (body.Length > 0)
        {
            var before = body;
            if (body is ['(', .., ')']) (body, isNegative, signs) = (body[1..^1].Trim(), true, signs + 1);
            else if (body[0] is '-' or '−' or '–' or '+') (body, isNegative, signs) = (body[1..].Trim(), body[0] != '+', signs + 1);
            else if (body[^1] is '-' or '−' or '–' or '+') (body, isNegative, signs) = (body[..^1].Trim(), body[^1] != '+', signs + 1);
            else if (WithoutCurrency(body, currency, out var isOther) is { } without) body = without;
            else if (isOther) return (null, AmountFault.OtherCurrency);
            if (ReferenceEquals(before, body)) break;
        }
        if (signs > 1 || body.Length is 0 or > 40) return (null, AmountFault.NotANumber);
        var (plain, fault) = read(body);
        return (plain is null ? null : isNegative ? "-" + plain : plain, fault);
    }

    private static string? WithoutCurrency(string body, Currency currency, out bool isOther)
    {
        isOther = false;
        if (char.IsAsciiDigit(body[0]) && char.IsAsciiDigit(body[^1])) return null;
        var digits = body.AsSpan();
        var first = digits.IndexOfAnyInRange('0', '9');
        var last = digits.LastIndexOfAnyInRange('0', '9');
        if (first < 0) return null;
        // A sign may stand between the currency and the sum.
        var before = body[..first].TrimEnd('-', '−', '–', '+', '(', ' ', '\u00A0', '\u202F').Trim();
        var after = body[(last + 1)..].TrimStart('-', '−', '–', '+', ')', ' ', '\u00A0', '\u202F').Trim();
        foreach (var word in (string[])[before, after])
        {
            if (word.Length == 0) continue;
            var isMeant = string.Equals(word, currency.Code, StringComparison.OrdinalIgnoreCase)
                || Array.Exists(Signs,
                    sign => string.Equals(sign.Sign, word, StringComparison.OrdinalIgnoreCase) && sign.Codes.Contains(currency.Code));
            if (isMeant)
                return word == before ? body[(body.IndexOf(word, StringComparison.Ordinal) + word.Length)..].Trim()
                    : body[..body.LastIndexOf(word, StringComparison.Ordinal)].Trim();
            isOther |= Currency.Find(word.ToUpperInvariant()) is not null
                || Array.Exists(Signs, sign => string.Equals(sign.Sign, word, StringComparison.OrdinalIgnoreCase));
        }
        return null;
    }

    private static (string?, AmountFault?) PlainOf(string body, Currency currency, NumberCustom custom)
    {
        var (points, commas) = (body.Count(letter => letter == '.'), body.Count(letter => letter == ','));
        if (points > 0 && commas > 0) return Of(body.LastIndexOf('.') > body.LastIndexOf(',') ? '.' : ',');
        if (points + commas == 0) return Of('.');
        var mark = points > 0 ? '.' : ',';
        var other = mark == '.' ? ',' : '.';
        if (points + commas > 1) return Of(other);
        if (!MayBeThousands(body, mark)) return Of(mark);
        return (mark, custom) switch
        {
            (',', NumberCustom.English) => Of('.'),
            (',', NumberCustom.French) or ('.', NumberCustom.English) when currency.Exponent >= 3 => Of(mark),
            _ => (null, AmountFault.Ambiguous),
        };

        (string?, AmountFault?) Of(char decimalMark) =>
            Parted(body, decimalMark) is { } plain ? (plain, null) : (null, AmountFault.NotANumber);
    }

    /// <summary>True where the mark stands once, before exactly three digits: before anything else, behind a zero or behind other groups it
    /// can only part decimals.</summary>
    private static bool MayBeThousands(string body, char mark) => body.IndexOf(mark, StringComparison.Ordinal) is > 0 and <= 3 and var at
        && body.Length == at + 4 && body[0] != '0' && body.AsSpan(0, at).IndexOfAnyExceptInRange('0', '9') < 0
        && body.AsSpan(at + 1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Digits in groups of three parted by one and the same mark, or in none; then perhaps the decimal mark and
    /// decimals.</summary>
    private static string? Parted(string body, char decimalMark)
    {
        var at = body.IndexOf(decimalMark, StringComparison.Ordinal);
        var (whole, fraction) = at < 0 ? (body, (string?)null) : (body[..at], body[(at + 1)..]);
        if (fraction is not null && (fraction.Length == 0 || fraction.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)) return null;
        var group = whole.FirstOrDefault(letter => !char.IsAsciiDigit(letter));
        if (group == decimalMark
            || (group != default && group is not ('.' or ',' or ' ' or '\u00A0' or '\u202F' or '\u2009' or '\'' or '’'))) return null;
        var groups = group == default ? [whole] : whole.Split(group);
        if (groups.Any(part => part.Length == 0 || part.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)) return null;
        if (groups.Length > 1 && (groups[0].Length > 3 || groups[0][0] == '0' || groups.Skip(1).Any(part => part.Length != 3))) return null;
        return string.Concat(groups) + (fraction is null ? "" : "." + fraction);
    }
}
