using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Funds;

/// <summary>A fund at the end of a day on which something moved, in cents.</summary>
public readonly record struct FundDay(DateOnly Date, long CashEur, long CommittedEur, long AvailableEur);

/// <summary>How cash, commitments and <em>available</em> moved, from daily_totals.</summary>
public sealed class FundHistories(LedgerReads reads)
{
    /// <summary>Every day from <paramref name="from"/> to <paramref name="to"/> (both inclusive) on which something moved, preceded by the
    /// standing on <paramref name="from"/>.</summary>
    public async Task<IReadOnlyList<FundDay>> OfAsync(string fundCode, DateOnly from, DateOnly to, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (catalog.Fund(fundCode) is not { } fund) return [];
        var moves = await connection.Command(null,
            """
            SELECT t.effective_date, a.role, SUM(t.debit_eur - t.credit_eur) FROM accounts a JOIN daily_totals t ON t.account_id = a.id
            WHERE a.fund_id = @fund AND a.role IN ('cash', 'withheld', 'commitments') AND t.effective_date <= @to
                GROUP BY t.effective_date, a.role ORDER BY t.effective_date
            """, ("@fund", fund.Id), ("@to", DateNumber.Of(to)))
            .RowsAsync(row => (Date: row.Date(0), Role: ClosedSet<AccountRole>.Of(row.GetString(1)), Eur: row.Sum(2)), cancel);

        var days = new List<FundDay>();
        long cash = 0, committed = 0, available = 0;
        foreach (var day in moves.GroupBy(move => move.Date))
        {
            if (day.Key > from && days.Count == 0) days.Add(Standing(from));
            cash += day.Where(move => move.Role == AccountRole.Cash).Sum(move => move.Eur);
            committed += day.Where(move => move.Role == AccountRole.Commitments).Sum(move => move.Eur);
            available += day.Sum(move => Availability.Of(move.Role, move.Eur));
            if (day.Key >= from) days.Add(Standing(day.Key));
        }
        if (days.Count == 0) days.Add(Standing(from));
        if (days[^1].Date < to) days.Add(Standing(to));
        return days;

        FundDay Standing(DateOnly date) => new(date, cash, committed, available - fund.SettingsOn(date).ContinuingSupportReserve);
    }
}
