using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Quarantine;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Reconciliation;

/// <summary>Every accepted closing balance is a check for ever: lines are as sealed, balances follow one on the other, lines are what
/// their entries say, and what was reconciled still stands.</summary>
internal sealed class BankCheck(CheckNotes notes, LedgerCatalog catalog)
{
    public async Task RunAsync(DbConnection connection, CancellationToken cancel)
    {
        await CheckSealsAsync(connection, cancel);
        await new DecisionCheck(notes, catalog).RunAsync(connection, cancel);
        foreach (var bank in await BankAccounts.ReadAsync(connection, catalog, cancel))
        {
            await CheckChainAsync(connection, bank, cancel);
            await CheckEntriesAsync(connection, bank, cancel);
            await CheckReconciledAsync(connection, bank, cancel);
            Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
            var figures = await ReconcileBank.ReadAsync(ask, catalog, bank, cancel);
            if (figures is { DifferenceMinor: not 0 } differs)
                Found($"bank account {bank.Code}", $"On {differs.Through:yyyy-MM-dd} bank and ledger differ by "
                    + $"{new Money(differs.DifferenceMinor, bank.Currency)} that no open line and no outstanding entry explains.",
                    "Compare the account's entries with the statement's lines; reverse what is wrong.");
        }
    }

    private async Task CheckSealsAsync(DbConnection connection, CancellationToken cancel)
    {
        var statements = await connection.Command(null,
            "SELECT id, first_line, line_count, lines_hash FROM bank_statements ORDER BY first_line, id")
            .RowsAsync(row => (Id: row.GetInt64(0), First: row.GetInt64(1), Count: row.GetInt32(2), Hash: row.Blob(3)), cancel);
        await using var command = connection.Command(null,
            $"SELECT {string.Join(", ", BankLineTable.Columns)} FROM bank_lines ORDER BY id");
        await using var line = await command.ExecuteReaderAsync(cancel);
        using var seal = new LineSeal();
        var values = new object?[BankLineTable.Columns.Count];
        var next = 1L;
        var hasLine = await line.ReadAsync(cancel);
        foreach (var (id, first, count, hash) in statements)
        {
            notes.Looked(CheckName.Bank);
            // What is on accounts of protected funds is numbered apart, without a gap there too.
            if (first > NumbersApart.Before && next <= NumbersApart.Before) next = NumbersApart.Before + 1;
            var isWhole = first == next;
            for (var taken = 0; taken < count && hasLine; taken++)
            {
                isWhole &= line.GetInt64(0) == first + taken && line.GetInt64(1) == id;
                for (var column = 0; column < values.Length; column++) values[column] = line.IsDBNull(column) ? null
                    : line.GetValue(column);
                seal.Add(values);
                hasLine = await line.ReadAsync(cancel);
            }
            next = first + count;
            if (!seal.Finish().AsSpan().SequenceEqual(hash) || !isWhole) Found($"bank statement {Number(id)}",
                "Its lines are not what was sealed when it was imported.", CheckNotes.RestoreRepair);
            seal.Restart();
        }
        if (hasLine) Found("bank_lines", "There are lines that no statement sealed.", CheckNotes.RestoreRepair);
    }

    private async Task CheckChainAsync(DbConnection connection, BankAccount bank, CancellationToken cancel)
    {
        var statements = await connection.Command(null,
            """
            SELECT s.id, s.opening_minor, s.closing_minor, (SELECT COALESCE(SUM(l.amount_minor), 0) FROM bank_lines l
                WHERE l.id >= s.first_line AND l.id < s.first_line + s.line_count AND l.identity IS NOT NULL)
            FROM bank_statements s WHERE s.bank_account = @bank AND s.outcome = 'accepted' ORDER BY s.id
            """, ("@bank", bank.Code)).RowsAsync(row =>
                (Id: row.GetInt64(0), Opening: row.GetInt64(1), Closing: row.GetInt64(2), Sum: row.Sum(3)), cancel);
        var balance = bank.OpeningMinor;
        foreach (var (id, opening, closing, sum) in statements)
        {
            if (opening != balance) Found($"bank statement {Number(id)}",
                $"It opens with {new Money(opening, bank.Currency)}; the one before closed with {new Money(balance, bank.Currency)}.",
                CheckNotes.RestoreRepair);
            if (opening + sum != closing) Found($"bank statement {Number(id)}", $"Its booked lines sum to "
                + $"{new Money(sum, bank.Currency)}, its balances say {new Money(closing - opening, bank.Currency)}.",
                    CheckNotes.RestoreRepair);
            balance = closing;
        }
    }

    /// <summary>A line posted at import is its entry's amount; lines and entries of one match have one sum.</summary>
    private async Task CheckEntriesAsync(DbConnection connection, BankAccount bank, CancellationToken cancel)
    {
        foreach (var id in await connection.Command(null,
                     """
                     SELECT l.id FROM bank_lines l WHERE l.bank_account = @bank AND l.entry_seq IS NOT NULL
                       AND l.amount_minor <> COALESCE((SELECT SUM(p.amount_minor) FROM postings p WHERE p.entry_seq = l.entry_seq
                           AND +p.account_id = @account), 0) ORDER BY l.id LIMIT 10
                     """, ("@bank", bank.Code), ("@account", bank.Ledger.Id)).RowsAsync(row => row.GetInt64(0), cancel))
            Found($"bank line {Number(id)}", "Its entry moves another amount on the bank account.", CheckNotes.RestoreRepair);
        foreach (var group in await connection.Command(null,
                     """
                     SELECT g.group_key FROM (SELECT DISTINCT m.group_key FROM bank_matches m JOIN bank_lines l ON l.id = m.line_id
                         WHERE l.bank_account = @bank AND m.kind <> 'identified') g
                     WHERE (SELECT SUM(l.amount_minor) FROM bank_lines l
                         WHERE l.id IN (SELECT m.line_id FROM bank_matches m WHERE m.group_key = g.group_key))
                        <> (SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p WHERE +p.account_id = @account
                            AND p.entry_seq IN (SELECT m.entry_seq FROM bank_matches m WHERE m.group_key = g.group_key)) LIMIT 10
                     """, ("@bank", bank.Code), ("@account", bank.Ledger.Id)).RowsAsync(row => row.GetString(0), cancel))
            Found($"bank match {group}", "Its lines and its entries have different sums.", CheckNotes.RestoreRepair);
    }

    private async Task CheckReconciledAsync(DbConnection connection, BankAccount bank, CancellationToken cancel)
    {
        foreach (var (id, through, bankMinor, ledger, outstanding, now, closing) in await connection.Command(null,
                     """
                     SELECT r.id, r.through, r.bank_minor, r.ledger_minor, r.outstanding_minor,
                            (SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p WHERE p.account_id = r.account_id
                                AND p.effective_date <= r.through),
                            (SELECT s.closing_minor FROM bank_statements s WHERE s.id = r.statement_id AND s.outcome = 'accepted'
                                AND s.bank_account = r.bank_account)
                     FROM reconciliations r WHERE r.bank_account = @bank AND r.step = 'approved' ORDER BY r.id
                     """, ("@bank", bank.Code)).RowsAsync(row =>
                         (row.GetInt64(0), row.Date(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.Sum(5),
                         row.NumberOrNull(6)), cancel))
        {
            notes.Looked(CheckName.Bank);
            if (now != ledger) Found($"reconciliation {Number(id)}", $"The ledger stood at {new Money(ledger, bank.Currency)} on "
                + $"{through:yyyy-MM-dd} when it was approved, and stands at {new Money(now, bank.Currency)}.", CheckNotes.RestoreRepair);
            if (closing != bankMinor || ledger - outstanding != bankMinor) Found($"reconciliation {Number(id)}",
                "It does not hold the statement's closing balance, or its own figures disagree.", CheckNotes.RestoreRepair);
        }
    }

    private void Found(string subject, string rule, string repair) => notes.Found(CheckName.Bank, subject, rule, repair);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
