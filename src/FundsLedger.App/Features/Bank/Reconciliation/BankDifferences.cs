using System.Data.Common;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Reconciliation;

/// <summary>How far a fund's banks lie from its ledger, by the same figures as a reconciliation.</summary>
public static class BankDifferences
{
    /// <summary>Cents that no open line and no outstanding entry explains, without sign, over the fund's accounts up to the last accepted
    /// statement of each; null where no statement of any was ever accepted. Foreign ones count at the newest entered rate, and for at
    /// least a cent.</summary>
    public static async Task<long?> OfAsync(DbConnection connection, LedgerCatalog catalog, Fund fund, CancellationToken cancel = default)
    {
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        long? sum = null;
        foreach (var bank in (await BankAccounts.ReadAsync(connection, catalog, cancel)).Where(bank => bank.Fund.Id == fund.Id))
        {
            if (await connection.Command(null, "SELECT COUNT(*) FROM bank_statements WHERE bank_account = @bank AND outcome = 'accepted'",
                ("@bank", bank.Code)).NumberAsync(cancel) == 0) continue;
            // Nothing is left to compare where everything is reconciled.
            var difference = (await ReconcileBank.ReadAsync(ask, catalog, bank, cancel))?.DifferenceMinor ?? 0;
            sum = checked((sum ?? 0) + (difference == 0 ? 0
                : await EurAsync(connection, new Money(Math.Abs(difference), bank.Currency), cancel)));
        }
        return sum;
    }

    private static async Task<long> EurAsync(DbConnection connection, Money difference, CancellationToken cancel)
    {
        if (difference.Currency == Currency.Eur) return difference.Minor;
        var rates = await connection.Command(null,
            "SELECT billionths FROM rates WHERE currency = @currency ORDER BY date DESC, id DESC LIMIT 1",
            ("@currency", difference.Currency.Code)).RowsAsync(row => row.GetInt64(0), cancel);
        return rates is [var newest] ? Math.Max(1, difference.At(new Rate(difference.Currency, Currency.Eur, newest)).Minor) : 1;
    }
}
