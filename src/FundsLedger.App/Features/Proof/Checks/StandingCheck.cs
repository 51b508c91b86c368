using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>Balances that cannot be: more committed than the register, a bank account below zero, an item on its wrong side, value without
/// an amount, a transfer with one leg.</summary>
internal sealed class StandingCheck(CheckNotes notes, LedgerCatalog catalog)
{
    private const string Repair =
        "Find the entries of this account and item, have what is wrong reversed, and enter it by its own operation.";

    public async Task RunAsync(DbConnection connection, CancellationToken cancel)
    {
        await CheckCommitmentsAsync(connection, cancel);
        await CheckBanksAsync(connection, cancel);
        await CheckItemsAsync(connection, cancel);
        await CheckSuspenseAsync(connection, cancel);
        await CheckTransfersAsync(connection, cancel);
        await CheckClaimsAsync(connection, cancel);
        await CheckAllowancesAsync(connection, cancel);
        foreach (var fund in catalog.Funds) await CheckValuesAsync(connection, fund.Id, cancel);
    }

    /// <summary>8020 by commitment equals what the register committed, less what was released.</summary>
    private async Task CheckCommitmentsAsync(DbConnection connection, CancellationToken cancel)
    {
        var rows = await connection.Command(null,
            """
            SELECT a.fund_id, p.commitment, SUM(p.eur_minor), MAX(c.amount_eur),
                MAX(CASE WHEN p.entry_seq = c.entry_seq THEN p.eur_minor ELSE 0 END)
            FROM postings p JOIN accounts a ON a.id = p.account_id LEFT JOIN commitments c ON c.code = p.commitment
                AND c.fund_id = a.fund_id
            WHERE a.role = 'commitments' GROUP BY a.fund_id, p.commitment ORDER BY a.fund_id, p.commitment
            """)
                .RowsAsync(
                    row =>
                        (Fund: row.GetInt32(0), Code: row.TextOrNull(1), Open: row.Sum(2), Made: row.NumberOrNull(3), Entered: row.Sum(4)),
                        cancel);
        foreach (var (fundId, code, open, made, entered) in rows)
        {
            var fund = catalog.FundById(fundId).Code;
            if (code is null) Look(open != 0, $"commitments of {fund}",
                $"{Money.Eur(open)} are set aside, or were set free, under no commitment.");
            else if (made is null) Look(true, $"commitment {code}",
                $"{fund} has set money aside under it, and the register does not know it.");
            else Look(open < 0 || open > made || entered != made, $"commitment {code}",
                $"It has {Money.Eur(open)} open of {Money.Eur(made.Value)}, of which {Money.Eur(entered)} were entered.");
        }
        var missing = await connection.Command(null,
            "SELECT c.code FROM commitments c WHERE NOT EXISTS (SELECT 1 FROM postings p WHERE p.entry_seq = c.entry_seq AND "
                + "p.commitment = c.code) ORDER BY c.code LIMIT 10")
            .RowsAsync(row => row.GetString(0), cancel);
        foreach (var code in missing) Look(true, $"commitment {code}", "It is registered, and its entry sets nothing aside under it.");
    }

    /// <summary>No bank account is below zero in its own currency at the end of a day, unless the bank itself took it there.</summary>
    private async Task CheckBanksAsync(DbConnection connection, CancellationToken cancel)
    {
        var days = await connection.Command(null,
            """
            SELECT t.account_id, t.currency, t.effective_date, t.debit_minor - t.credit_minor FROM daily_totals t
                JOIN accounts a ON a.id = t.account_id
            WHERE a.role = 'cash' ORDER BY t.account_id, t.currency, t.effective_date
            """)
                .RowsAsync(row => (Account: row.GetInt32(0), Currency: row.GetString(1), Day: row.GetInt32(2), Moved: row.GetInt64(3)),
                    cancel);
        foreach (var bank in days.GroupBy(day => (day.Account, day.Currency)))
        {
            long balance = 0;
            var (first, lowest) = (0, 0L);
            foreach (var day in bank)
            {
                balance += day.Moved;
                if (balance < 0 && first == 0) (first, lowest) = (day.Day, balance);
            }
            var isBelow = first != 0 && await connection.Command(null,
                """
                SELECT COUNT(*) FROM bank_lines l JOIN bank_accounts b ON b.code = l.bank_account
                WHERE b.account_id = @account AND l.booked_on = @day AND l.amount_minor < 0 AND l.identity IS NOT NULL
                """, ("@account", bank.Key.Account), ("@day", first)).NumberAsync(cancel) == 0;
            var account = catalog.AccountById(bank.Key.Account);
            Look(isBelow, $"bank account {account.Code} of {catalog.FundById(account.FundId).Code}",
                isBelow ? $"It stands at {new Money(lowest, Currency.Of(bank.Key.Currency))} on {DateNumber.Read(first):yyyy-MM-dd}." : "");
        }
    }

    /// <summary>Advances given and received, sums recoverable, payables, what funds owe each other and unidentified receipts never stand
    /// on their wrong side, item by item and day by
    /// day.</summary>
    private async Task CheckItemsAsync(DbConnection connection, CancellationToken cancel)
    {
        var days = await connection.Command(null,
            """
            SELECT i.account_id, i.currency, i.item, i.effective_date, SUM(i.amount_minor)
                FROM (SELECT p.account_id, p.currency, p.effective_date, p.amount_minor,
                   CASE WHEN a.code = @suspense THEN ''
                       WHEN a.code IN (@payables, @sent) THEN COALESCE(p.payment, p.commitment, p.request, p.agreement, p.pledge,
                           p.donor, '')
                       ELSE COALESCE(p.commitment, p.request, p.payment, p.agreement, p.pledge, p.donor, '') END AS item
                FROM postings p JOIN accounts a ON a.id = p.account_id
                WHERE a.code IN (@advances, @recoverable, @payables, @sent, @suspense, @due_from, @due_to)
                    OR (a.code = @deferred AND p.agreement IS NULL AND p.payment IS NOT NULL)) i
            GROUP BY i.account_id, i.currency, i.item, i.effective_date ORDER BY i.account_id, i.currency, i.item, i.effective_date
            """, ("@advances", Chart.Advances),
            ("@recoverable", Chart.FromPersons), ("@payables", Chart.Payables), ("@sent", Chart.PaymentsSent), ("@suspense",
                Chart.Unidentified),
            ("@due_from", Chart.DueFromFunds), ("@due_to", Chart.DueToFunds),
            ("@deferred", Chart.Deferred))
            .RowsAsync(row => (Account: row.GetInt32(0), Currency: row.GetString(1), Item: row.GetString(2), Day: row.Date(3),
                Moved: row.Sum(4)), cancel);
        foreach (var item in days.GroupBy(day => (day.Account, day.Currency, day.Item)))
        {
            var account = catalog.AccountById(item.Key.Account);
            long balance = 0;
            (DateOnly Day, long Balance)? wrong = null;
            foreach (var day in item)
            {
                balance += day.Moved;
                if (account.Code != Chart.Unidentified && ItemRules.IsLowered(account, balance)) wrong ??= (day.Day, balance);
            }
            var named = item.Key.Item.Length == 0 ? "" : $", {item.Key.Item}";
            Look(wrong is not null, $"account {account.Code} of {catalog.FundById(account.FundId).Code}{named}",
                wrong is { } at
                    ? $"It stands on its wrong side, at {new Money(at.Balance, Currency.Of(item.Key.Currency))}, on {at.Day:yyyy-MM-dd}."
                    : "");
        }
    }

    /// <summary>Unidentified receipts from bank lines and those entered by hand are kept apart: neither may use up the other.</summary>
    private async Task CheckSuspenseAsync(DbConnection connection, CancellationToken cancel)
    {
        const string OfLine = """
            CASE WHEN EXISTS (SELECT 1 FROM bank_lines l WHERE l.entry_seq = COALESCE(e.reverses_seq, e.seq))
                OR EXISTS (SELECT 1 FROM bank_matches m WHERE m.entry_seq = COALESCE(e.reverses_seq, e.seq)) THEN 1 ELSE 0 END
            """;
        var rows = await connection.Command(null,
            $"""
            SELECT s.account_id, s.currency, s.of_line, SUM(s.amount_minor)
                FROM (SELECT p.account_id, p.currency, p.amount_minor, {OfLine} AS of_line
                FROM postings p JOIN entries e ON e.seq = p.entry_seq JOIN accounts a ON a.id = p.account_id WHERE a.code = @suspense) s
            GROUP BY s.account_id, s.currency, s.of_line
            """, ("@suspense", Chart.Unidentified))
                .RowsAsync(row => (Account: row.GetInt32(0), Currency: row.GetString(1), OfLine: row.GetInt32(2) == 1, Sum: row.Sum(3)),
                    cancel);
        foreach (var (account, currency, ofLine, sum) in rows)
            Look(sum > 0, $"unidentified receipts of {catalog.FundById(catalog.AccountById(account).FundId).Code}",
                $"{new Money(sum, Currency.Of(currency))} more were taken than {(ofLine ? "bank lines brought" : "was entered by hand")}.");
    }

    /// <summary>What is receivable under an agreement is what its instalments have open, in its currency: the list is the account. What
    /// waits
    /// for its condition is in the books where the year's policy defers it.</summary>
    private async Task CheckClaimsAsync(DbConnection connection, CancellationToken cancel)
    {
        const string Standing = "NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = v.entry_seq)";
        var claims = await connection.Command(null,
            $"""
            SELECT g.code, g.currency,
                COALESCE((SELECT SUM(v.amount_minor) FROM instalment_events v JOIN instalments i ON i.agreement = v.agreement
                    AND i.number = v.number WHERE v.agreement = g.code AND {Standing} AND (g.treatment = 'deferred' OR i.condition IS NULL
                    OR EXISTS (SELECT 1 FROM instalment_events m WHERE m.agreement = i.agreement AND m.number = i.number
                        AND m.kind = 'condition_met' AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = m.entry_seq)))), 0),
                COALESCE((SELECT SUM(p.amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.agreement = g.code
                    AND a.fund_id = g.fund_id AND a.code = @receivable AND p.currency = g.currency), 0)
            FROM agreements g ORDER BY g.code
            """, ("@receivable", Chart.Receivable))
            .RowsAsync(row => (Code: row.GetString(0), Currency: Currency.Of(row.GetString(1)), Open: row.Sum(2), Owed: row.Sum(3)),
                cancel);
        foreach (var (code, currency, open, owed) in claims)
            Look(open != owed, $"agreement {code}",
                $"Its instalments have {new Money(open, currency)} open, and {new Money(owed, currency)} are receivable under it.");
    }

    /// <summary>An allowance names its agreement, is something and never more than is owed under it.</summary>
    private async Task CheckAllowancesAsync(DbConnection connection, CancellationToken cancel)
    {
        var rows = await connection.Command(null,
            """
            SELECT a.fund_id, p.agreement, p.currency, SUM(CASE WHEN a.code = @allowance THEN -p.amount_minor ELSE 0 END),
                SUM(CASE WHEN a.code = @receivable THEN p.amount_minor ELSE 0 END)
            FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code IN (@allowance, @receivable)
            GROUP BY a.fund_id, p.agreement, p.currency HAVING SUM(CASE WHEN a.code = @allowance THEN 1 ELSE 0 END) > 0
            ORDER BY a.fund_id, p.agreement, p.currency
            """, ("@allowance", Chart.ReceivableAllowance), ("@receivable", Chart.Receivable))
            .RowsAsync(row => (Fund: row.GetInt32(0), Agreement: row.TextOrNull(1), Currency: Currency.Of(row.GetString(2)),
                Allowance: row.Sum(3), Owed: row.Sum(4)), cancel);
        foreach (var (fund, agreement, currency, allowance, owed) in rows)
            Look(allowance < 0 || allowance > Math.Max(0, owed) || (agreement is null && allowance != 0),
                agreement is null ? $"account {Chart.ReceivableAllowance} of {catalog.FundById(fund).Code}" : $"agreement {agreement}",
                $"{new Money(allowance, currency)} are called unlikely to be paid of {new Money(owed, currency)} that are owed.");
    }

    /// <summary>What transfers take from one fund they give to another.</summary>
    private async Task CheckTransfersAsync(DbConnection connection, CancellationToken cancel)
    {
        var sum = await connection.Command(null,
            """
            SELECT COALESCE(SUM(p.eur_minor), 0) FROM postings p JOIN accounts a ON a.id = p.account_id
                JOIN entries e ON e.seq = p.entry_seq
            LEFT JOIN entries o ON o.seq = e.reverses_seq WHERE COALESCE(o.kind, e.kind) = 'transfer' AND a.kind = 'net_assets'
            """).NumberAsync(cancel);
        Look(sum != 0, "transfers between funds", $"Over all funds they come to {Money.Eur(sum)} instead of nothing: one leg is missing.");
        var due = await connection.Command(null,
            "SELECT COALESCE(SUM(p.eur_minor), 0) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code IN (@from, @to)",
            ("@from", Chart.DueFromFunds), ("@to", Chart.DueToFunds)).NumberAsync(cancel);
        Look(due != 0, "due to and from other funds", $"Over all funds they come to {Money.Eur(due)}: one fund owes what none gets.");
    }

    /// <summary>Nothing has a value and no amount: receivables at any time, every other monetary balance on the last day that was valued
    /// or closed.</summary>
    private async Task CheckValuesAsync(DbConnection connection, int fundId, CancellationToken cancel)
    {
        var valued = await connection.Command(null,
            "SELECT COALESCE(MAX(effective_date), 0) FROM entries WHERE fund_id = @fund AND kind = 'revaluation' AND idempotency_key "
                + "LIKE 'revaluation/%'", ("@fund", fundId)).NumberAsync(cancel);
        var closed = catalog.ClosedThrough(fundId) is { } day ? DateNumber.Of(day) : 0;
        var rows = await connection.Command(null,
            """
            SELECT a.code, p.currency, p.agreement, SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE a.fund_id = @fund AND a.code IN (@receivable, @deferred, @allowance) AND p.currency <> 'EUR'
            GROUP BY a.code, p.currency, p.agreement
            HAVING SUM(p.amount_minor) = 0 AND SUM(p.eur_minor) <> 0
            UNION ALL
            SELECT a.code, p.currency, NULL, SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE a.fund_id = @fund AND p.currency <> 'EUR' AND p.effective_date <= @day
                AND (a.role = 'cash' OR a.code IN (@recoverable, @payables, @back, @suspense))
            GROUP BY a.code, p.currency HAVING SUM(p.amount_minor) = 0 AND SUM(p.eur_minor) <> 0
            """, ("@fund", fundId), ("@day", Math.Max(valued, closed)), ("@receivable", Chart.Receivable),
            ("@allowance", Chart.ReceivableAllowance),
            ("@deferred", Chart.DeferredUnpaid), ("@recoverable", Chart.FromPersons),
            ("@payables", Chart.Payables), ("@back", Chart.ToReturn), ("@suspense", Chart.Unidentified))
            .RowsAsync(row => (Account: row.GetString(0), Currency: row.GetString(1), About: row.TextOrNull(2), Eur: row.Sum(3)), cancel);
        notes.Looked(CheckName.Standing);
        foreach (var (account, currency, about, eur) in rows)
            notes.Found(CheckName.Standing, $"account {account} of {catalog.FundById(fundId).Code}{(about is null ? "" : $", {about}")}",
                $"It holds nothing in {currency} and is worth {Money.Eur(eur)}.",
                    "Revalue the fund at the month's end, or have the entry reversed that left it.");
    }

    private void Look(bool isWrong, string subject, string rule)
    {
        notes.Looked(CheckName.Standing);
        if (isWrong) notes.Found(CheckName.Standing, subject, rule, Repair);
    }
}
