using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Accounts;

/// <summary>One account of a trial balance, in EUR cents; debit and credit are the totals of all movements, balance their difference (debit
/// positive).</summary>
public sealed record TrialBalanceRow(Account Account, long DebitEur, long CreditEur)
{
    /// <summary>Debit-positive cents.</summary>
    public long BalanceEur => DebitEur - CreditEur;
}

/// <summary>All accounts of a fund that have moved, by code. Both columns have the same sum.</summary>
public sealed record TrialBalance(Fund Fund, Moment Moment, IReadOnlyList<TrialBalanceRow> Rows)
{
    /// <summary>Sum of all debits, cents.</summary>
    public long TotalDebitEur => Rows.Sum(row => row.DebitEur);

    /// <summary>Sum of all credits, cents.</summary>
    public long TotalCreditEur => Rows.Sum(row => row.CreditEur);

    /// <summary>Debit-positive balance of one account, cents; 0 when it never moved.</summary>
    public long BalanceEur(string code) => Rows.FirstOrDefault(row => row.Account.Code == code)?.BalanceEur ?? 0;

    /// <summary>Debit-positive balance of all accounts that play a role, cents.</summary>
    public long BalanceEur(AccountRole role) => Rows.Where(row => row.Account.Role == role).Sum(row => row.BalanceEur);
}

/// <summary>A trial balance as it stood before its year was closed, beside the year before.</summary>
/// <param name="Balance">Revenue and expense of the year stand in it, closed or not.</param>
/// <param name="Earlier">The same a year earlier.</param>
public sealed record YearBalance(TrialBalance Balance, TrialBalance Earlier)
{
    /// <summary>Every account that stands in one of the two, by code.</summary>
    public IEnumerable<Account> Accounts => Balance.Rows.Concat(Earlier.Rows).Select(row => row.Account).DistinctBy(account => account.Id)
        .OrderBy(account => account.Code, StringComparer.Ordinal);
}

/// <summary>Reads trial balances, on both axes of time.</summary>
public sealed class TrialBalances(LedgerReads reads)
{
    /// <summary>The trial balance without the closing of its own year, and the same a year earlier. Refused as <see
    /// cref="OfAsync"/>.</summary>
    public async Task<Outcome<YearBalance>> BeforeClosingAsync(string fundCode, Moment moment, CancellationToken cancel = default)
    {
        var now = await WithoutClosingAsync(fundCode, moment, cancel);
        if (now.IsRefused) return now.Refusal;
        var earlier = await WithoutClosingAsync(fundCode, moment with { AsOf = moment.AsOf.AddYears(-1) }, cancel);
        return earlier.IsRefused ? earlier.Refusal : new YearBalance(now.Value, earlier.Value);
    }

    private async Task<Outcome<TrialBalance>> WithoutClosingAsync(string fundCode, Moment moment, CancellationToken cancel)
    {
        var found = await OfAsync(fundCode, moment, cancel);
        if (found.IsRefused) return found;
        await using var connection = await reads.OpenAsync(cancel);
        var last = await Balances.LastKnownSeqAsync(connection, moment, cancel);
        // A reopening reverses the closing: both are left out.
        var closings = (await connection.Command(null,
            """
            SELECT p.account_id, SUM(CASE WHEN p.eur_minor > 0 THEN p.eur_minor ELSE 0 END),
                SUM(CASE WHEN p.eur_minor < 0 THEN -p.eur_minor ELSE 0 END)
            FROM entries e LEFT JOIN entries o ON o.seq = e.reverses_seq JOIN postings p ON p.entry_seq = e.seq
            WHERE e.fund_id = @fund AND e.effective_date BETWEEN @first AND @to AND e.seq <= @last
                AND COALESCE(o.kind, e.kind) = 'closing' GROUP BY p.account_id
            """, ("@fund", found.Value.Fund.Id), ("@first", DateNumber.Of(new DateOnly(moment.AsOf.Year, 1, 1))),
            ("@to", DateNumber.Of(moment.AsOf)), ("@last", last))
            .RowsAsync(row => (Account: row.GetInt32(0), Debit: row.Sum(1), Credit: row.Sum(2)), cancel)).ToDictionary(row => row.Account);
        return found.Value with
        {
            Rows = [.. found.Value.Rows.Select(row => closings.TryGetValue(row.Account.Id, out var closing)
                ? row with { DebitEur = row.DebitEur - closing.Debit, CreditEur = row.CreditEur - closing.Credit } : row).Where(row =>
                    (row.DebitEur | row.CreditEur) != 0)],
        };
    }

    /// <summary>The trial balance of a fund at a moment. Refused: unknown fund, knowledge time ahead.</summary>
    public async Task<Outcome<TrialBalance>> OfAsync(string fundCode, Moment moment, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (catalog.Fund(fundCode) is not { } fund) return new FundIsUnknown(fundCode);
        if (reads.Check(moment) is { } refusal) return refusal;
        var totals = await Balances.EurOfFundAsync(connection, catalog, fund.Id, moment, cancel);
        var rows = totals.Select(total => new TrialBalanceRow(catalog.AccountById(total.AccountId), total.DebitEur, total.CreditEur))
            .OrderBy(row => row.Account.Code, StringComparer.Ordinal);
        return new TrialBalance(fund, moment, [.. rows]);
    }
}
