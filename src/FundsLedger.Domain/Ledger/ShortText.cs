namespace FundsLedger.Domain.Ledger;

/// <summary>A text that a person writes once beside what is recorded: a reason, a purpose, a reference.</summary>
public static class ShortText
{
    /// <summary>True for 1 to 200 characters without control characters, not all of them blank.</summary>
    public static bool IsValid(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= LedgerRules.LongestReference && LedgerRules.BrokenText(text) is null;
}
