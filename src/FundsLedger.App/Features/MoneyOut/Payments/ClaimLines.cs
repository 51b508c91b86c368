using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>What every payment says: what it is for, and which account it leaves.</summary>
internal static class ClaimLines
{
    /// <summary>The first thing wrong; null where nothing is.</summary>
    public static PaymentRefusal? Fault(IReadOnlyList<PaymentLine> lines, string bank, LedgerCatalog catalog, Fund fund)
    {
        if (lines.Count == 0) return new PaymentIsEmpty();
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < lines.Count; index++)
        {
            var (account, amount) = lines[index];
            if (amount.Currency != Currency.Eur || amount.Minor is <= 0 or > Money.LargestMinor)
                return new PaymentAmountIsWrong(index + 1, amount.ToString());
            if (catalog.Account(fund.Id, account) is not { Kind: AccountKind.Expense } || !used.Add(account))
                return new PaymentIsForNoExpense(index + 1, account, fund.Code);
        }
        return catalog.Account(fund.Id, bank) is { Role: AccountRole.Cash } known && (known.Currency ?? Currency.Eur) == Currency.Eur ? null
            : new PaymentBankIsWrong(bank, fund.Code);
    }
}
