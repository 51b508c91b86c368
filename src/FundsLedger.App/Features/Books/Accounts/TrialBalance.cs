using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Accounts;

/// <summary>One account of a trial balance, in EUR cents; debit and credit are the totals of all movements, balance their difference (debit positive).</summary>
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

/// <summary>Reads trial balances, on both axes of time.</summary>
public sealed class TrialBalances(LedgerReads reads)
{
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
