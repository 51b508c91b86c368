using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>Reads the allowances on what agreements have open: account 1190 about each.</summary>
public static class AllowanceList
{
    /// <summary>By agreement, above zero, in its currency and as carried; only those that are something.</summary>
    /// <param name="connection">The books.</param>
    /// <param name="asOf">Last effective date, as a number of the books.</param>
    /// <param name="known">Last entry that is known.</param>
    /// <param name="agreement">One alone; null for all.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Dictionary<string, OpenAmount>> ReadAsync(DbConnection connection, int asOf, long known,
        string? agreement = null, CancellationToken cancel = default) =>
        (await connection.Command(null,
            $"""
            SELECT p.agreement, p.currency, -SUM(p.amount_minor), -SUM(p.eur_minor)
            FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE a.code = @allowance AND p.effective_date <= @asOf AND p.entry_seq <= @known
                AND {(agreement is null ? "p.agreement IS NOT NULL" : "p.agreement = @code")}
            GROUP BY p.agreement, p.currency HAVING SUM(p.amount_minor) <> 0 OR SUM(p.eur_minor) <> 0
            """, ("@allowance", Chart.ReceivableAllowance), ("@asOf", asOf), ("@known", known), ("@code", agreement))
            .RowsAsync(row => (Agreement: row.GetString(0),
                Open: new OpenAmount(new Money(row.Sum(2), Currency.Of(row.GetString(1))), row.Sum(3))), cancel))
        .GroupBy(row => row.Agreement, StringComparer.Ordinal)
        .ToDictionary(one => one.Key, one => one.First().Open, StringComparer.Ordinal);
}
