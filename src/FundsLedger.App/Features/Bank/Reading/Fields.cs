using System.Globalization;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>Reads single values strictly; every fault names file and line.</summary>
internal static class Fields
{
    /// <summary>File and line as refusals begin: <c>statement.xml line 12</c>.</summary>
    public static string At(string where, int line) => string.Create(CultureInfo.InvariantCulture, $"{where} line {line}");

    /// <summary>An unsigned amount with a point. Zeros behind the currency's last decimal say nothing and are dropped; anything else there
    /// is refused.</summary>
    public static Money Amount(string text, Currency currency, string where, int line)
    {
        var plain = text;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            var kept = text.TrimEnd('0');
            plain = kept.Length > point + 1 + currency.Exponent ? kept
                : text[..Math.Min(text.Length, Math.Max(point + 1 + currency.Exponent, point + 1))];
            // A point with nothing behind it says nothing either; a second one is no amount.
            if (plain.Length == point + 1) plain = plain[..^1];
        }
        if (text.StartsWith('-')) throw new BankFileException(new BankAmountIsWrong(At(where, line), Shown(text)));
        var read = Money.Read(plain, currency);
        return read.Value ?? throw new BankFileException(read.Fault == AmountFault.TooManyDecimals
            ? new BankAmountHasTooManyDecimals(At(where, line), Shown(text), currency.Code)
                : new BankAmountIsWrong(At(where, line), Shown(text)));
    }

    public static Currency Currency(string? code, string where, int line) =>
        Domain.Currency.Find(code) ?? throw new BankFileException(new BankCurrencyIsUnknown(At(where, line), Shown(code ?? "")));

    /// <summary>A day, by an exact format; <c>30 February</c> is none.</summary>
    public static DateOnly Date(ReadOnlySpan<char> text, string format, string where, int line) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date >= LedgerRules.FirstDate && date <= LedgerRules.LastDate
            ? date : throw new BankFileException(new BankDateIsWrong(At(where, line), Shown(text.ToString())));

    /// <summary>A text that can be sealed and stored: what no text may hold (a zero, half a character) becomes the mark of a damaged
    /// letter, for the money is good all the same.</summary>
    public static string Text(string text)
    {
        // Nearly every text is done here.
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal)) return text;
        var mended = text.Replace('\0', BankLine.DamagedLetter).ToCharArray();
        for (var at = 0; at < mended.Length; at++)
        {
            if (!char.IsSurrogate(mended[at])) continue;
            if (at + 1 < mended.Length && char.IsSurrogatePair(mended[at], mended[at + 1])) at++;
            else mended[at] = BankLine.DamagedLetter;
        }
        return new string(mended);
    }

    /// <summary>What the file says, for a message.</summary>
    public static string Shown(string text) =>
        new([.. text.Take(ReadingBudget.LongestShown).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter)]);
}
