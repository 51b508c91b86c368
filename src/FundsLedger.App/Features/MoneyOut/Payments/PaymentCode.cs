using System.Buffers;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>What a payment is called in the books, at the bank and to whoever is paid: random, because a number in the order of the journal
/// would count the payments and relocations between two visits.</summary>
internal static class PaymentCode
{
    private const string Prefix = "PAY-";
    private const int Length = 10;
    private static readonly SearchValues<char> Signs = SearchValues.Create(Chances.Letters);

    public static string New(IChance chance, CommitmentFact commitment) =>
        Prefix
            + chance.Code(ChanceUse.PaymentCode, commitment.TakesWords ? LogClass.Open : LogClass.Protected, commitment.Fund.Code, Length);

    /// <summary>True for such a code and for those of earlier versions, which were numbers.</summary>
    public static bool IsOne(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Signs) < 0;
}
