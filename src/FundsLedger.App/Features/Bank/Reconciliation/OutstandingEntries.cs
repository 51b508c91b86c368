using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Reconciliation;

/// <summary>An entry that ledger and bank show on different sides of the day: what the outstanding sum is made of.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Date">Its effective date.</param>
/// <param name="Description">What it is.</param>
/// <param name="Amount">In the account's currency as it counts in the sum: with the sign of the ledger where the bank shows it later or not
/// yet, against it where the bank shows it already.</param>
public sealed record OutstandingEntry(long Seq, DateOnly Date, Description Description, Money Amount);

/// <summary>Reads the outstanding entries of a reconciliation.</summary>
public static class OutstandingEntries
{
    /// <summary>How many are shown.</summary>
    public const int Most = 200;

    /// <summary>The oldest entries first, at most one more than <see cref="Most"/>; all of them sum to
    /// <see cref="ReconciliationFigures.OutstandingMinor"/>.</summary>
    public static async Task<List<OutstandingEntry>> ReadAsync(DbConnection connection, ReconciliationFigures figures,
        CancellationToken cancel = default) =>
        await connection.Command(null, $"""
            SELECT e.seq, e.effective_date, e.description,
                SUM(CASE WHEN p.effective_date <= @through THEN p.amount_minor ELSE -p.amount_minor END)
            FROM postings p JOIN entries e ON e.seq = p.entry_seq
            WHERE p.account_id = @account AND ({ReconcileBank.NotYetOnBank} OR {ReconcileBank.AlreadyOnBank})
            GROUP BY e.seq, e.effective_date, e.description ORDER BY e.effective_date, e.seq LIMIT {Most + 1}
            """, ("@account", figures.Bank.Ledger.Id), ("@starts", DateNumber.Of(figures.Bank.StartsOn)),
                ("@through", DateNumber.Of(figures.Through)))
            .RowsAsync(row => new OutstandingEntry(row.GetInt64(0), row.Date(1), Description.Read(row.GetString(2)),
                new Money(row.Sum(3), figures.Bank.Currency)), cancel);
}
