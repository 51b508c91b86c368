namespace FundsLedger.Domain.Banking.Orders;

/// <summary>Ids and codes that are sent as they are, and come back as they were.</summary>
public static class PaymentIds
{
    /// <summary>Most characters of a message, instruction or end-to-end id.</summary>
    public const int Longest = 35;

    internal const string Rule =
        "1 to 35 characters of a to z, A to Z, 0 to 9, blank and / - ? : ( ) . , ' +, no blank or '/' at an end and no '//' within.";

    /// <summary>True for what every bank takes as an id and gives back unchanged.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= Longest && text.All(LetterSet.Basic.Has) && text.Trim() == text
        && !HasSlashes(text);

    /// <summary>True where a text begins or ends with a slash or holds two in a row.</summary>
    public static bool HasSlashes(string text) =>
        text.StartsWith('/') || text.EndsWith('/') || text.Contains("//", StringComparison.Ordinal);

    /// <summary>True for the code of a bank (ISO 9362): six letters, two or five letters and digits, as both versions take them.</summary>
    public static bool IsBic(string text) => text.Length is 8 or 11 && text.AsSpan(0, 6).IndexOfAnyExceptInRange('A', 'Z') < 0
        && text[6..].All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)) && text[6] is not ('0' or '1')
        && text[7] != 'O' && CountryCode.IsKnown(text[4..6]);

    /// <summary>True for a number of an account in its form.</summary>
    public static bool IsAccount(AccountOfParty account) => account.Form switch
    {
        AccountForm.Iban => AccountNumber.IsIban(account.Number) && CountryCode.IsKnown(account.Number[..2]),
        AccountForm.Other => account.Number.Length is > 0 and <= 34 && account.Number.All(LetterSet.Basic.Has)
            && !account.Number.Contains(' ', StringComparison.Ordinal) && !HasSlashes(account.Number),
    };
}
