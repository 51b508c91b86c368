using System.Data.Common;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Documents.DonorStatement;
using AccountLine = FundsLedger.Reports.Documents.DonorStatement.AccountLine;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>The fund's overall account for a period, from the same postings as its trial balance. Only for funds that are not protected: the caller must not ask for another.</summary>
internal sealed class FundAccounts(LedgerReads reads, TrialBalances balances)
{
    public async Task<FundAccount> OfAsync(Fund fund, DateOnly from, DateOnly to, DateTimeOffset knownAt, string language, CancellationToken cancel)
    {
        var opening = NetAssets((await balances.OfAsync(fund.Code, new Moment(from.AddDays(-1), knownAt), cancel)).OrThrow());
        var closing = NetAssets((await balances.OfAsync(fund.Code, new Moment(to, knownAt), cancel)).OrThrow());
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var moves = await MovesAsync(connection, catalog, fund, from, to, knownAt, cancel);

        var contributions = moves.Where(move => move.Account.Code is "4010" or "4020" && !move.IsReturn).Sum(move => -move.Eur);
        var returned = moves.Where(move => move.IsReturn).Sum(move => move.Eur);
        var interest = moves.Where(move => move.Account.Code == "4100" && !move.IsReturn).Sum(move => -move.Eur);
        var expenses = Lines(moves.Where(move => move.Account.Kind == AccountKind.Expense && !move.IsReturn), sign: 1, language);
        var others = Lines(moves.Where(move => !move.IsReturn && (move.Account.Kind == AccountKind.NetAssets || (move.Account.Kind == AccountKind.Revenue && move.Account.Code is not ("4010" or "4020" or "4100")))), sign: -1, language);
        return new FundAccount(Money.Eur(opening), Money.Eur(contributions), Money.Eur(interest), expenses, Money.Eur(returned), Money.Eur(closing)) { OtherChanges = others };
    }

    /// <summary>What is left for the purpose: assets less liabilities, cents.</summary>
    private static long NetAssets(TrialBalance balance) => balance.Rows.Where(row => row.Account.Kind is AccountKind.Asset or AccountKind.Liability).Sum(row => row.BalanceEur);

    private static List<AccountLine> Lines(IEnumerable<Move> moves, int sign, string language) =>
        [.. moves.GroupBy(move => move.Account).Select(account => new AccountLine(account.Key.Name(language), Money.Eur(sign * account.Sum(move => move.Eur)))).Where(line => !line.Amount.IsZero)];

    private sealed record Move(Account Account, bool IsReturn, long Eur);

    /// <summary>Movements of revenue, expense and net assets in the period, without year-end closings, which move them against each other.</summary>
    private static async Task<List<Move>> MovesAsync(DbConnection connection, LedgerCatalog catalog, Fund fund, DateOnly from, DateOnly to, DateTimeOffset knownAt, CancellationToken cancel)
    {
        var known = await Balances.LastKnownSeqAsync(connection, new Moment(to, knownAt), cancel);
        return await connection.Command(null,
            """
            SELECT a.id, CASE WHEN COALESCE(r.kind, e.kind) = 'return' THEN 1 ELSE 0 END, SUM(p.eur_minor)
            FROM accounts a JOIN postings p ON p.account_id = a.id AND p.effective_date BETWEEN @from AND @to
            JOIN entries e ON e.seq = p.entry_seq LEFT JOIN entries r ON r.seq = e.reverses_seq
            WHERE a.fund_id = @fund AND a.kind IN ('revenue', 'expense', 'net_assets') AND p.entry_seq <= @known AND COALESCE(r.kind, e.kind) <> 'closing'
            GROUP BY a.id, CASE WHEN COALESCE(r.kind, e.kind) = 'return' THEN 1 ELSE 0 END ORDER BY a.id
            """, ("@from", DateNumber.Of(from)), ("@to", DateNumber.Of(to)), ("@fund", fund.Id), ("@known", known))
            .RowsAsync(row => new Move(catalog.AccountById(row.GetInt32(0)), row.GetInt32(1) == 1, row.Sum(2)), cancel);
    }
}
