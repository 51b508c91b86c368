using System.Data.Common;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Documents.DonorStatement;
using FundsLedger.Reports.Formatting;
using AccountLine = FundsLedger.Reports.Documents.DonorStatement.AccountLine;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>The fund's overall account for a period as money: what lay at the bank, came in and went out, with the same days a year
/// earlier, and how its net assets lead to what it can spend. What is receivable stands beside it and is no money yet. Only for funds that
/// are not protected: the caller must not ask for another.</summary>
internal sealed class FundAccounts(LedgerReads reads, TrialBalances balances)
{
    /// <summary>The account of the days asked for.</summary>
    public async Task<FundAccount> OfAsync(Fund fund, StatementAsked asked, DateTimeOffset knownAt, CancellationToken cancel)
    {
        var account = await OfAsync(fund, asked.From, asked.To, knownAt, asked.Language, cancel);
        var after = (await balances.OfAsync(fund.Code, new Moment(asked.To, knownAt), cancel)).OrThrow();
        var (from, to) = (YearBefore(asked.From), YearBefore(asked.To));
        // The same days twice would be no year before; nor is there one before the books begin.
        var hasEarlier = to < asked.From && from >= LedgerRules.FirstDate;
        return account with
        {
            Earlier = hasEarlier ? new EarlierAccount(from, to, await OfAsync(fund, from, to, knownAt, asked.Language, cancel)) : null,
            Reconciliation = Worth(fund, after, asked),
        };
    }

    // The last day of a month a year ago is the last day of that month.
    private static DateOnly YearBefore(DateOnly day) => day.AddDays(1).Day == 1 ? day.AddDays(1).AddYears(-1).AddDays(-1)
        : day.AddYears(-1);

    private static Reconciliation Worth(Fund fund, TrialBalance after, StatementAsked asked)
    {
        var notCash = after.Rows.Where(row => row.Account.Kind is AccountKind.Asset or AccountKind.Liability
            && row.Account.Role != AccountRole.Cash && row.BalanceEur != 0);
        var worth = after.Rows.Where(row => row.Account.Kind is AccountKind.NetAssets or AccountKind.Revenue or AccountKind.Expense);
        return new Reconciliation(Money.Eur(-worth.Sum(row => row.BalanceEur)),
            [.. notCash.Select(row => new AccountLine(row.Account.Name(asked.Language), Money.Eur(-row.BalanceEur)))], Cash(after),
            Money.Eur(after.BalanceEur(AccountRole.Commitments)), Money.Eur(-after.BalanceEur(AccountRole.Withheld)),
            Money.Eur(fund.SettingsOn(asked.To).ContinuingSupportReserve));
    }

    private async Task<FundAccount> OfAsync(Fund fund, DateOnly from, DateOnly to, DateTimeOffset knownAt, string language,
        CancellationToken cancel)
    {
        var before = (await balances.OfAsync(fund.Code, new Moment(from.AddDays(-1), knownAt), cancel)).OrThrow();
        var after = (await balances.OfAsync(fund.Code, new Moment(to, knownAt), cancel)).OrThrow();
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var moves = await MovesAsync(connection, catalog, fund, from, to, knownAt, cancel);

        var unidentified = -(after.BalanceEur(Chart.Unidentified) - before.BalanceEur(Chart.Unidentified));
        var owed = Owed.Sum(code => after.BalanceEur(code) - before.BalanceEur(code));
        return new FundAccount(Cash(before), In(move => move.IsContribution), In(move => move.IsInterest),
            [.. Lines(moves.Where(move => move.IsExpense && !move.IsCharge), sign: 1, language),
                .. owed == 0 ? Array.Empty<AccountLine>() : [new AccountLine(OwedName(language), Money.Eur(owed))]],
            -In(move => move.IsReturn), Cash(after))
        {
            Charges = Lines(moves.Where(move => move.IsCharge), sign: 1, language),
            // Money whose donor is not known yet lies at the bank and is nobody's contribution.
            OtherChanges = [.. Lines(moves.Where(move => move.IsOther), sign: -1, language),
                .. unidentified == 0 ? Array.Empty<AccountLine>()
                    : [new AccountLine(catalog.Account(fund.Id, Chart.Unidentified)!.Name(language), Money.Eur(unidentified))]],
            Receivable = Money.Eur(after.BalanceEur(Chart.Receivable)),
        };

        // The other side of money that came is a credit.
        Money In(Func<Move, bool> which) => Money.Eur(-moves.Where(which).Sum(move => move.Eur));
    }

    // An expense is told when it is owed, by its class. What of it the bank has not paid yet is taken off in a line of its own.
    private static readonly string[] Owed = [Chart.Payables, Chart.PaymentsSent];

    private static string OwedName(string language) => Languages.IsFrench(language) ? "Dû et non encore payé par la banque (variation)"
        : "Owed and not yet paid by the bank (change)";

    private static Money Cash(TrialBalance balance) => Money.Eur(balance.BalanceEur(AccountRole.Cash));

    private static List<AccountLine> Lines(IEnumerable<Move> moves, int sign, string language) =>
        [.. moves.GroupBy(move => move.Account).Select(account =>
            new AccountLine(account.Key.Name(language), Money.Eur(sign * account.Sum(move => move.Eur))))
            .Where(line => !line.Amount.IsZero)];

    /// <summary>The other side of money that moved, by account and by kind; a reversal counts with the kind that it reverses.</summary>
    private sealed record Move(Account Account, EntryKind Kind, long Eur)
    {
        /// <summary>A receipt counts in full, whatever it clears; an exchange difference to the receivable is no money.</summary>
        public bool IsContribution => Kind == EntryKind.Receipt
            || (Kind != EntryKind.Return && Account.Code is Chart.StateContributions or Chart.OtherContributions);

        public bool IsReturn => Kind == EntryKind.Return;

        public bool IsInterest => !IsContribution && !IsReturn && Account.Code == Chart.Interest;

        public bool IsExpense => !IsContribution && !IsReturn && Account.Kind == AccountKind.Expense;

        /// <summary>What banks and card processors took.</summary>
        public bool IsCharge => IsExpense && Account.Code is (Chart.BankCharges or Chart.ProcessorFees);

        public bool IsOther => !IsContribution && !IsReturn && !IsInterest && !IsExpense;
    }

    /// <summary>Of the period's entries that moved money, gave unidentified money a name, or moved what is owed for services, every line on
    /// another account.</summary>
    private static async Task<List<Move>> MovesAsync(DbConnection connection, LedgerCatalog catalog, Fund fund, DateOnly from, DateOnly to,
        DateTimeOffset knownAt, CancellationToken cancel)
    {
        var known = await Balances.LastKnownSeqAsync(connection, new Moment(to, knownAt), cancel);
        return await connection.Command(null,
            """
            SELECT a.id, COALESCE(r.kind, e.kind), SUM(p.eur_minor)
            FROM accounts a JOIN postings p ON p.account_id = a.id AND p.effective_date BETWEEN @from AND @to
            JOIN entries e ON e.seq = p.entry_seq LEFT JOIN entries r ON r.seq = e.reverses_seq
            WHERE a.fund_id = @fund AND a.role <> 'cash' AND a.kind <> 'memorandum'
              AND a.code NOT IN (@unidentified, @payables, @sent) AND p.entry_seq <= @known
              AND EXISTS (SELECT 1 FROM postings q JOIN accounts b ON b.id = q.account_id
                          WHERE q.entry_seq = p.entry_seq AND (b.role = 'cash' OR b.code IN (@unidentified, @payables, @sent)))
            GROUP BY a.id, COALESCE(r.kind, e.kind) ORDER BY a.id
            """, ("@from", DateNumber.Of(from)), ("@to", DateNumber.Of(to)), ("@fund", fund.Id), ("@known", known),
            ("@unidentified", Chart.Unidentified), ("@payables", Chart.Payables), ("@sent", Chart.PaymentsSent))
            .RowsAsync(row => new Move(catalog.AccountById(row.GetInt32(0)), ClosedSet<EntryKind>.Of(row.GetString(1)), row.Sum(2)),
                cancel);
    }
}
