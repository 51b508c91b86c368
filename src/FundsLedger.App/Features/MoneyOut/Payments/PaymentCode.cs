using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>What a payment is called in the books, at the bank and to whoever is paid: random, because a number in the order of the journal
/// would count the payments and relocations between two visits.</summary>
internal static class PaymentCode
{
    private const string Prefix = "PAY-";

    public static string New() => RandomCode.New(Prefix);

    /// <summary>True for such a code and for those of earlier versions, which were numbers.</summary>
    public static bool IsOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal) && text.AsSpan(Prefix.Length).IndexOfAnyExcept(RandomCode.Letters) < 0;
}
