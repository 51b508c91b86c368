namespace FundsLedger.Domain.Ledger;

/// <summary>The code of a donor, as it stands in codes of pledges, agreements and receipts.</summary>
public static class DonorCode
{
    /// <summary>True for 1 to 20 capital letters, digits and hyphens.</summary>
    public static bool IsValid(string code) =>
        code.Length is > 0 and <= 20 && code.All(letter => letter is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-');
}
