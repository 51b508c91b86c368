using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Booking;

/// <summary>An entry that moves a bank account and that no bank line has confirmed yet.</summary>
/// <param name="Seq">The entry.</param>
/// <param name="Date">Its effective date.</param>
/// <param name="Amount">What it moves on the account; positive when money comes in.</param>
/// <param name="Description">What it says.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Payment">Code of the payment, if it is one.</param>
public sealed record OpenEntry(long Seq, DateOnly Date, Money Amount, Description Description, string? Reference, string? Payment);

/// <summary>Reads the entries that wait for a bank line. An entry and its reversal that no bank line knows wait for nothing.</summary>
internal static class OpenEntries
{
    private const string Columns =
        "SELECT p.entry_seq, MIN(e.effective_date), SUM(p.amount_minor), MIN(e.description), MIN(e.reference), MIN(p.payment)";

    public static async Task<List<OpenEntry>> ReadAsync(Ask ask, BankAccount bank, DateOnly first, DateOnly last,
        CancellationToken cancel) =>
        await (await ask($"{Columns} {Rule} AND e.effective_date BETWEEN @first AND @last GROUP BY p.entry_seq HAVING "
            + "SUM(p.amount_minor) <> 0 ORDER BY p.entry_seq",
            ("@account", bank.Ledger.Id), ("@starts", DateNumber.Of(bank.StartsOn)), ("@first", DateNumber.Of(first)),
                ("@last", DateNumber.Of(last))))
            .RowsAsync(row => new OpenEntry(row.GetInt64(0), row.Date(1), new Money(row.Sum(2), bank.Currency),
                Description.Read(row.GetString(3)), row.TextOrNull(4), row.TextOrNull(5)), cancel);

    /// <summary>From and rule; what was in the bank's balance on the starting day is confirmed by it.</summary>
    private const string Rule =
        """
        FROM postings p JOIN entries e ON e.seq = p.entry_seq
        WHERE p.account_id = @account AND p.effective_date > @starts
          AND NOT EXISTS (SELECT 1 FROM bank_lines l WHERE l.entry_seq = p.entry_seq)
          AND NOT EXISTS (SELECT 1 FROM bank_matches m WHERE m.entry_seq = p.entry_seq AND m.kind <> 'identified')
          AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = p.entry_seq
              AND NOT EXISTS (SELECT 1 FROM bank_matches b WHERE b.entry_seq = r.seq))
          AND (e.reverses_seq IS NULL OR EXISTS (SELECT 1 FROM bank_lines l WHERE l.entry_seq = e.reverses_seq)
              OR EXISTS (SELECT 1 FROM bank_matches m WHERE m.entry_seq = e.reverses_seq AND m.kind <> 'identified'))
        """;
}

/// <summary>The rules that somebody made by saying "always".</summary>
internal static class BankRules
{
    /// <summary>Donors by payer's account, for one bank account.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(Ask ask, string bank, CancellationToken cancel) =>
        (await (await ask("SELECT r.party_account, r.donor FROM bank_rules r WHERE r.bank_account = @bank AND r.id = (SELECT MAX(n.id) "
            + "FROM bank_rules n WHERE n.bank_account = r.bank_account AND n.party_account = r.party_account)", ("@bank", bank)))
            .RowsAsync(row => (Account: row.GetString(0), Donor: row.TextOrNull(1)), cancel)).Where(rule => rule.Donor is not null)
                .ToDictionary(rule => rule.Account, rule => rule.Donor!, StringComparer.Ordinal);
}
