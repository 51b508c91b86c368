using System.Globalization;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Tests.Bank;

/// <summary>What two readers of one file must agree on: where each statement opens and closes, and what moved on which day.</summary>
internal sealed record ReadStatement(string Account, string Currency, string Opening, string Closing, string Lines)
{
    /// <summary>What the product reads; null where it refuses.</summary>
    public static string? OfProduct(BankFile file, CsvMapping? mapping)
    {
        try
        {
            var read = new List<ReadStatement>();
            var lines = new List<string>();
            foreach (var item in BankFileReader.Read(file, mapping, withRaw: false))
            {
                if (item is StatementBegins) lines = [];
                if (item is LineRead line) lines.Add($"{line.Line.BookedOn:yyyy-MM-dd} {line.Line.Amount.Minor}");
                if (item is StatementEnds { Head: var head }) read.Add(new ReadStatement(head.Account, head.Currency.Code,
                    Of(head.Opening), Of(head.Closing), string.Join(", ", lines)));
            }
            return string.Join("\n", read);
        }
        catch (BankFileException) { return null; }

        static string Of(StatementBalance? balance) =>
            balance is null ? "-" : string.Create(CultureInfo.InvariantCulture,
            $"{balance.Date:yyyy-MM-dd} {balance.Amount.Minor} {balance.Amount.Currency.Code}");
    }
}

/// <summary>A file that a naive reader refuses.</summary>
internal sealed class NaiveRefusal(string why) : Exception(why);

/// <summary>Shared by the naive readers, which share nothing with the product but the list of currencies.</summary>
internal static class Naive
{
    /// <summary>An unsigned amount with a point, as minor units; zeros behind the last decimal say nothing, and no decimals behind the
    /// point neither.</summary>
    public static long Minor(string text, string currency)
    {
        var exponent = FundsLedger.Domain.Currency.Find(currency)?.Exponent ?? throw new NaiveRefusal("currency " + currency);
        var parts = text.Split('.');
        if (parts.Length > 2 || parts[0].Length == 0 || !parts.All(part => part.All(char.IsAsciiDigit))) throw new NaiveRefusal("amount "
            + text);
        var decimals = parts.Length == 2 ? parts[1].TrimEnd('0') : "";
        if (decimals.Length > exponent || text.Length > 60) throw new NaiveRefusal("decimals " + text);
        var digits = (parts[0] + decimals.PadRight(exponent, '0')).TrimStart('0');
        if (digits.Length > 16 || (digits.Length == 16 && string.CompareOrdinal(digits, "1000000000000000") > 0)) throw new NaiveRefusal(
            "size " + text);
        return digits.Length == 0 ? 0 : long.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>A line as UTF-8; damaged where some letters of it are, else windows-1252.</summary>
    public static string Line(byte[] bytes)
    {
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        if (System.Text.Encoding.UTF8.GetBytes(text).SequenceEqual(bytes) || text.Any(letter => letter >= 128 && letter != '\uFFFD'))
            return text.Replace('\0', '\uFFFD');
        return System.Text.CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes).Replace('\0', '\uFFFD');
    }

    public static DateOnly Day(int year, int month, int day)
    {
        if (year is < 1998 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) throw new NaiveRefusal(
            "day");
        return new DateOnly(year, month, day);
    }

    public static string Account(string text)
    {
        var plain = new string([.. text.Where(letter => !char.IsWhiteSpace(letter) && letter != '.')]).ToUpperInvariant();
        foreach (var part in plain.Split('/').Select(piece => piece.Replace("-", "", StringComparison.Ordinal))
            .Select(piece => piece.StartsWith("IBAN", StringComparison.Ordinal) ? piece[4..].TrimStart(':') : piece))
            foreach (var candidate in (string[])[part, part.Length > 3 && Known(part[^3..]) && char.IsAsciiDigit(part[^4]) ? part[..^3]
                : ""])
                if (IsIban(candidate)) return candidate;
        while (plain.StartsWith('/')) plain = plain[1..];
        while (plain.EndsWith('/')) plain = plain[..^1];
        var last = plain.LastIndexOf('/');
        if (last > 0 && Known(plain[(last + 1)..])) plain = plain[..last];
        return plain.Length > 5 && Known(plain[^3..]) && char.IsAsciiDigit(plain[^4]) ? plain[..^3] : plain;
    }

    private static bool Known(string code) => FundsLedger.Domain.Currency.Find(code) is not null;

    private static bool IsIban(string text)
    {
        if (text.Length is < 15 or > 34 || !text.All(letter => letter is (>= 'A' and <= 'Z') or (>= '0' and <= '9'))) return false;
        if (!char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1]) || !char.IsAsciiDigit(text[2])
            || !char.IsAsciiDigit(text[3])) return false;
        var digits = string.Concat((text[4..] + text[..4]).Select(letter => char.IsAsciiDigit(letter) ? letter.ToString()
            : (letter - 'A' + 10).ToString(CultureInfo.InvariantCulture)));
        return System.Numerics.BigInteger.Parse(digits, CultureInfo.InvariantCulture) % 97 == 1;
    }
}
