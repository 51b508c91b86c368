using System.Data.Common;
using System.Runtime.InteropServices;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>Movements of one account on one day in one currency; debits and credits are both positive.</summary>
internal record struct DayTotal
{
    public long DebitMinor;
    public long CreditMinor;
    public long DebitEur;
    public long CreditEur;

    public void Add(long minor, long eur)
    {
        if (minor >= 0) DebitMinor += minor;
        else CreditMinor -= minor;
        if (eur >= 0) DebitEur += eur;
        else CreditEur -= eur;
    }

    /// <summary>The opposite of <see cref="Add"/>.</summary>
    public void TakeOff(long minor, long eur)
    {
        if (minor >= 0) DebitMinor -= minor;
        else CreditMinor += minor;
        if (eur >= 0) DebitEur -= eur;
        else CreditEur += eur;
    }
}

/// <summary>The balances that rules look at, within one transaction: read from the database when first asked for, then kept in step with
/// every entry posted.</summary>
/// <param name="connection">Where the books are.</param>
/// <param name="transaction">The transaction.</param>
/// <param name="store">Holds entries that are not in the database yet.</param>
/// <param name="accountMoves">By account, currency and item, what moved it on each day, in minor units; as far as known.</param>
/// <param name="availableMoves">By fund, what moved <em>available</em> on each day, in cents; as far as known.</param>
internal sealed class SessionBalances(DbConnection connection, DbTransaction transaction, EntryStore store,
    Dictionary<int, SortedList<DateOnly, long>> availableMoves,
    Dictionary<(int AccountId, Currency Currency, string? Item), SortedList<DateOnly, long>> accountMoves) : ILedgerBalances
{
    private readonly Dictionary<(int FundId, string Commitment), long> _commitments = [];
    private readonly Dictionary<(int FundId, string Pledge, Currency Currency), long> _pledges = [];
    private readonly Dictionary<(int FundId, string Donor, Currency Currency), long> _toReturn = [];
    private readonly Dictionary<(int FundId, Currency Currency), long> _held = [];
    private readonly Dictionary<(int FundId, string Agreement, Currency Currency), (long Owed, long Allowance)> _claims = [];

    /// <summary>Movements of this transaction that are not in daily_totals yet.</summary>
    public Dictionary<(int AccountId, DateOnly Date, Currency Currency), DayTotal> Totals { get; } = [];

    /// <summary>Reads what the last rules will ask for.</summary>
    public async ValueTask LoadForAsync(EntryPlan plan, CancellationToken cancel)
    {
        if (plan.MustBeCovered && !availableMoves.ContainsKey(plan.Fund.Id))
            availableMoves[plan.Fund.Id] = await ReadAvailableMovesAsync(plan.Fund.Id, cancel);
        foreach (var (agreement, currency) in ItemRules.AllowancesTouched(plan))
            if (!_claims.ContainsKey((plan.Fund.Id, agreement, currency)))
                _claims[(plan.Fund.Id, agreement, currency)] = await ReadClaimAsync(plan.Fund.Id, agreement, currency, cancel);
        foreach (var posting in plan.Postings)
        {
            if (posting.Account.Code == Chart.ToReturn && posting.Dimensions.Donor is { } donor
                && !_toReturn.ContainsKey((plan.Fund.Id, donor, posting.Amount.Currency)))
                _toReturn[(plan.Fund.Id, donor, posting.Amount.Currency)] =
                    -await ToReturnAsync(plan.Fund.Id, donor, posting.Amount.Currency, cancel);
            if (ItemRules.IsCounted(posting) && ItemRules.IsLowered(posting.Account, posting.Amount.Minor))
                await LoadItemAsync(posting, cancel);
            if (posting.Amount.Minor >= 0) continue;
            if (posting.Account.Role == AccountRole.Cash && !plan.Rights.HasFlag(EntryRights.FollowsBank))
                await LoadMovesAsync(posting, null, cancel);
            if (posting.Account.Role == AccountRole.Commitments && posting.Dimensions.Commitment is { } commitment
                && !_commitments.ContainsKey((plan.Fund.Id, commitment)))
                _commitments[(plan.Fund.Id, commitment)] =
                    await SumAsync("eur_minor", "commitment", commitment, AccountRole.Commitments, plan.Fund.Id, null, cancel);
            if (posting.Account.Role == AccountRole.Pledges && posting.Dimensions.Pledge is { } pledge
                && !_pledges.ContainsKey((plan.Fund.Id, pledge, posting.Amount.Currency)))
                _pledges[(plan.Fund.Id, pledge, posting.Amount.Currency)] =
                    await SumAsync("amount_minor", "pledge", pledge, AccountRole.Pledges, plan.Fund.Id, posting.Amount.Currency, cancel);
        }
    }

    /// <summary>Takes a written entry into account.</summary>
    public void Add(EntryPlan plan)
    {
        foreach (var posting in plan.Postings)
        {
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(Totals,
                (posting.Account.Id, plan.Draft.Date, posting.Amount.Currency), out _);
            total.Add(posting.Amount.Minor, posting.EurMinor);
            AddMove((posting.Account.Id, posting.Amount.Currency, null), plan.Draft.Date, posting.Amount.Minor);
            if (ItemRules.IsCounted(posting) && ItemRules.KeyOf(posting) is { } item)
                AddMove((posting.Account.Id, posting.Amount.Currency, item), plan.Draft.Date, posting.Amount.Minor);
            if (posting.Account.Role == AccountRole.Commitments && posting.Dimensions.Commitment is { } commitment)
                AddTo(_commitments, (plan.Fund.Id, commitment), posting.EurMinor);
            if (posting.Account.Role == AccountRole.Pledges && posting.Dimensions.Pledge is { } pledge)
                AddTo(_pledges, (plan.Fund.Id, pledge, posting.Amount.Currency), posting.Amount.Minor);
            if (posting.Account.Code is Chart.Receivable or Chart.ReceivableAllowance && posting.Dimensions.Agreement is { } agreement
                && _claims.TryGetValue((plan.Fund.Id, agreement, posting.Amount.Currency), out var claim))
                _claims[(plan.Fund.Id, agreement, posting.Amount.Currency)] = posting.Account.Code == Chart.Receivable
                    ? claim with { Owed = claim.Owed + posting.Amount.Minor }
                    : claim with { Allowance = claim.Allowance - posting.Amount.Minor };
            if (posting.Account.Code == Chart.ToReturn && posting.Dimensions.Donor is { } donor)
                AddTo(_toReturn, (plan.Fund.Id, donor, posting.Amount.Currency), -posting.Amount.Minor);
        }
        if (availableMoves.TryGetValue(plan.Fund.Id, out var moves))
            moves[plan.Draft.Date] = moves.GetValueOrDefault(plan.Draft.Date) + plan.AvailableChange;
    }

    public (long Available, DateOnly On) LowestAvailableFrom(Fund fund, DateOnly day)
    {
        var moves = availableMoves[fund.Id];
        // Between two moves only a change of the reserve can lower what is available.
        var looked = new SortedSet<DateOnly>(moves.Keys.Concat(fund.Settings.Select(version => version.ValidFrom))
            .Where(date => date > day)) { day };
        long running = 0;
        var next = 0;
        (long Available, DateOnly On)? lowest = null;
        foreach (var date in looked)
        {
            for (; next < moves.Count && moves.Keys[next] <= date; next++) running += moves.Values[next];
            var available = running - fund.SettingsOn(date).ContinuingSupportReserve;
            if (lowest is null || available < lowest.Value.Available) lowest = (available, date);
        }
        return lowest!.Value;
    }

    public (long Lowest, long Highest) RangeFrom(Account account, Currency currency, string? item, DateOnly day)
    {
        var moves = accountMoves[(account.Id, currency, item)];
        long balance = 0;
        foreach (var change in moves.Values) balance += change;
        // From the end backwards: entries are mostly dated late, and what lies before the day is not looked at.
        var (lowest, highest) = (balance, balance);
        for (var last = moves.Count - 1; last >= 0 && moves.Keys[last] > day; last--)
        {
            balance -= moves.Values[last];
            (lowest, highest) = (Math.Min(lowest, balance), Math.Max(highest, balance));
        }
        return (lowest, highest);
    }

    public long HeldForBankLines(int fundId, Currency currency) => _held[(fundId, currency)];

    public long OpenCommitment(int fundId, string commitment) => _commitments[(fundId, commitment)];

    public long OpenPledge(int fundId, string pledge, Currency currency) => _pledges[(fundId, pledge, currency)];

    public long ToReturn(int fundId, string donor, Currency currency) => _toReturn[(fundId, donor, currency)];

    public (long Owed, long Allowance) ClaimOf(int fundId, string agreement, Currency currency) => _claims[(fundId, agreement, currency)];

    private async Task<(long Owed, long Allowance)> ReadClaimAsync(int fundId, string agreement, Currency currency,
        CancellationToken cancel)
    {
        await store.FlushAsync(cancel);
        return (await connection.Command(transaction,
            """
            SELECT COALESCE(SUM(CASE WHEN a.code = @receivable THEN p.amount_minor ELSE 0 END), 0),
                COALESCE(SUM(CASE WHEN a.code = @allowance THEN -p.amount_minor ELSE 0 END), 0)
            FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE p.agreement = @agreement AND p.currency = @currency AND a.fund_id = @fund AND a.code IN (@receivable, @allowance)
            """, ("@receivable", Chart.Receivable), ("@allowance", Chart.ReceivableAllowance), ("@agreement", agreement),
            ("@currency", currency.Code), ("@fund", fundId)).RowsAsync(row => (row.Sum(0), row.Sum(1)), cancel))[0];
    }

    private void AddMove((int AccountId, Currency Currency, string? Item) key, DateOnly day, long change)
    {
        if (change != 0 && accountMoves.TryGetValue(key, out var moves)) moves[day] = moves.GetValueOrDefault(day) + change;
    }

    private async ValueTask LoadItemAsync(PlannedPosting posting, CancellationToken cancel)
    {
        await LoadMovesAsync(posting, ItemRules.KeyOf(posting), cancel);
        if (posting.Account.Code != Chart.Unidentified || _held.ContainsKey((posting.Account.FundId, posting.Amount.Currency))) return;
        await store.FlushAsync(cancel);
        // What bank lines brought there, less what was identified or reversed.
        _held[(posting.Account.FundId, posting.Amount.Currency)] = -await connection.Command(transaction,
            """
            SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p JOIN entries e ON e.seq = p.entry_seq WHERE p.account_id = @account
                AND p.currency = @currency
            AND (EXISTS (SELECT 1 FROM bank_lines l WHERE l.entry_seq = COALESCE(e.reverses_seq, e.seq))
                OR EXISTS (SELECT 1 FROM bank_matches m WHERE m.entry_seq = COALESCE(e.reverses_seq, e.seq)))
            """, ("@account", posting.Account.Id), ("@currency", posting.Amount.Currency.Code)).NumberAsync(cancel);
    }

    private async ValueTask LoadMovesAsync(PlannedPosting posting, string? item, CancellationToken cancel)
    {
        var key = (posting.Account.Id, posting.Amount.Currency, item);
        if (accountMoves.ContainsKey(key)) return;
        if (item is not null) await store.FlushAsync(cancel);
        var question = item is null
            ? "SELECT effective_date, debit_minor - credit_minor FROM daily_totals WHERE account_id = @account AND currency = @currency"
            // The plus sign keeps SQLite from looking through all postings of the account.
            : ItemRules.IsByPayment(posting.Account) && posting.Dimensions.Payment is not null
            ? """
              SELECT effective_date, SUM(amount_minor) FROM postings WHERE payment = @item AND +account_id = @account
              AND currency = @currency GROUP BY effective_date
              """
            : """
              SELECT effective_date, SUM(amount_minor) FROM postings WHERE account_id = @account AND currency = @currency
              AND COALESCE(commitment, request, payment, agreement, pledge, donor, '') = @item
              AND (@by_payment = 0 OR payment IS NULL) GROUP BY effective_date
              """;
        var rows = await connection.Command(transaction, question, ("@account", posting.Account.Id), ("@currency",
            posting.Amount.Currency.Code), ("@item", item), ("@by_payment", ItemRules.IsByPayment(posting.Account) ? 1 : 0))
            .RowsAsync(row => (Date: row.Date(0), Change: row.Sum(1)), cancel);
        var moves = new SortedList<DateOnly, long>(rows.ToDictionary(row => row.Date, row => row.Change));
        if (item is null)
            foreach (var ((accountId, date, currency), total) in Totals)
                if (accountId == posting.Account.Id && currency == posting.Amount.Currency)
                    moves[date] = moves.GetValueOrDefault(date) + total.DebitMinor - total.CreditMinor;
        accountMoves[key] = moves;
    }

    private static void AddTo<TKey>(Dictionary<TKey, long> known, TKey key, long change) where TKey : notnull
    {
        // An unknown balance stays unknown: the first question reads it from the database.
        if (known.TryGetValue(key, out var balance)) known[key] = balance + change;
    }

    private async Task<SortedList<DateOnly, long>> ReadAvailableMovesAsync(int fundId, CancellationToken cancel)
    {
        var rows = await connection.Command(transaction,
            """
            SELECT t.effective_date, a.role, SUM(t.debit_eur - t.credit_eur) FROM daily_totals t JOIN accounts a ON a.id = t.account_id
            WHERE a.fund_id = @fund AND a.role IN ('cash', 'withheld', 'commitments') GROUP BY t.effective_date, a.role
            """, ("@fund", fundId))
                .RowsAsync(row => (Date: row.Date(0), Change: Availability.Of(ClosedSet<AccountRole>.Of(row.GetString(1)), row.Sum(2))),
                    cancel);
        var moves = new SortedList<DateOnly, long>();
        foreach (var (date, change) in rows.GroupBy(row => row.Date, row => row.Change).Select(day => (day.Key, day.Sum()))
            .OrderBy(day => day.Key))
            moves.Add(date, change);
        var accounts = await AvailableAccountsAsync(fundId, cancel);
        foreach (var ((accountId, date, _), total) in Totals)
            if (accounts.TryGetValue(accountId, out var role))
                moves[date] = moves.GetValueOrDefault(date) + Availability.Of(role, total.DebitEur - total.CreditEur);
        return moves;
    }

    private async Task<Dictionary<int, AccountRole>> AvailableAccountsAsync(int fundId, CancellationToken cancel) =>
        (await connection.Command(transaction,
            "SELECT id, role FROM accounts WHERE fund_id = @fund AND role IN ('cash', 'withheld', 'commitments')", ("@fund", fundId))
            .RowsAsync(row => (Id: row.GetInt32(0), Role: ClosedSet<AccountRole>.Of(row.GetString(1))), cancel)).ToDictionary(row => row.Id,
                row => row.Role);

    private async Task<long> ToReturnAsync(int fundId, string donor, Currency currency, CancellationToken cancel)
    {
        await store.FlushAsync(cancel);
        return await connection.Command(transaction,
            "SELECT SUM(p.amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.donor = @donor AND a.fund_id = "
                + "@fund AND a.code = @account AND p.currency = @currency",
            ("@donor", donor), ("@fund", fundId), ("@account", Chart.ToReturn), ("@currency", currency.Code)).NumberAsync(cancel);
    }

    private async Task<long> SumAsync(string amount, string dimension, string code, AccountRole role, int fundId, Currency? currency,
        CancellationToken cancel)
    {
        await store.FlushAsync(cancel);
        return await connection.Command(transaction,
            $"SELECT SUM(p.{amount}) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.{dimension} = @code AND a.fund_id = "
                + $"@fund AND a.role = @role" + (currency is null ? "" : " AND p.currency = @currency"),
            ("@code", code), ("@fund", fundId), ("@role", ClosedSet<AccountRole>.Code(role)), ("@currency", currency?.Code))
                .NumberAsync(cancel);
    }
}
