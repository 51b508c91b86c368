namespace FundsLedger.Domain.Banking;

/// <summary>One account number in the many ways in which banks write it: with blanks, after a slash, beside the bank's code or the
/// currency.</summary>
public static class AccountNumber
{
    /// <summary>As it is compared: an IBAN alone where one stands in it, else capital letters and digits with slashes kept; no spaces, no
    /// dots.</summary>
    public static string Of(string text)
    {
        var plain = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter != '.')).ToUpperInvariant();
        foreach (var written in plain.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            // Hyphens, and the word before it, say nothing in an IBAN.
            var part = written.Replace("-", "", StringComparison.Ordinal);
            if (part.StartsWith("IBAN", StringComparison.Ordinal)) part = part["IBAN".Length..].TrimStart(':');
            if (IsIban(part)) return part;
            if (HasCurrency(part) && IsIban(part[..^3])) return part[..^3];
        }
        plain = plain.Trim('/');
        if (plain.LastIndexOf('/') is > 0 and var slash && Currency.Find(plain[(slash + 1)..]) is not null) plain = plain[..slash];
        return HasCurrency(plain) ? plain[..^3] : plain;
    }

    /// <summary>True for the shape of an IBAN: two letters, two digits, and enough behind them.</summary>
    public static bool LooksLikeIban(string number) =>
        number.Length is >= 15 and <= 34 && char.IsAsciiLetterUpper(number[0]) && char.IsAsciiLetterUpper(number[1])
            && char.IsAsciiDigit(number[2]) && char.IsAsciiDigit(number[3]);

    /// <summary>An IBAN with the right check digits (ISO 13616): the first four characters moved to the end, letters as 10 to 35, modulo
    /// 97 is 1.</summary>
    public static bool IsIban(string number)
    {
        if (!LooksLikeIban(number)) return false;
        var rest = 0;
        for (var at = 0; at < number.Length; at++)
        {
            var letter = number[(at + 4) % number.Length];
            if (!char.IsAsciiDigit(letter) && !char.IsAsciiLetterUpper(letter)) return false;
            var value = char.IsAsciiDigit(letter) ? letter - '0' : letter - 'A' + 10;
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest == 1;
    }

    /// <summary>Some banks write the currency behind the number.</summary>
    private static bool HasCurrency(string number) =>
        number.Length > 5 && char.IsAsciiDigit(number[^4]) && Currency.Find(number[^3..]) is not null;
}
