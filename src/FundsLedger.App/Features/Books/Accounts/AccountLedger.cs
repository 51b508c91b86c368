using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Accounts;

/// <summary>A place in an account's postings: by effective date, then sequence, then line.</summary>
public readonly record struct PostingPlace(DateOnly Date, long Seq, int Line)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DateNumber.Of(Date)}.{Seq}.{Line}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is anything else.</summary>
    public static PostingPlace? Read(string? text) => text?.Split('.') is [var date, var seq, var line]
        && DateOnly.TryParseExact(date, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
        ? new PostingPlace(day, number, place) : null;
}

/// <summary>A posting with the account's balance after it, cents, debit positive.</summary>
public sealed record AccountLine(PostingPlace Place, EntryKind Kind, Description Description, Money Amount, long Eur, long BalanceEur);

/// <summary>A stretch of an account.</summary>
/// <param name="OpeningEur">Balance before its first posting.</param>
/// <param name="Lines">Its postings.</param>
/// <param name="HasMore">True when more follow.</param>
public sealed record AccountStretch(long OpeningEur, IReadOnlyList<AccountLine> Lines, bool HasMore);

/// <summary>Reads the postings of one account. The balance before a stretch is a range of daily_totals and one day's postings, however long
/// the account is.</summary>
public static class AccountLedger
{
    public static async Task<AccountStretch> ReadAsync(DbConnection connection, Account account, DateOnly from, DateOnly to,
        PostingPlace? after, int most, CancellationToken cancel = default)
    {
        var first = after?.Date ?? from;
        var opening = await connection.Command(null,
            "SELECT SUM(debit_eur - credit_eur) FROM daily_totals WHERE account_id = @account AND effective_date < @first",
            ("@account", account.Id), ("@first", DateNumber.Of(first))).NumberAsync(cancel);
        if (after is { } place)
            opening += await connection.Command(null,
                "SELECT SUM(eur_minor) FROM postings WHERE account_id = @account AND effective_date = @day AND (entry_seq < @seq OR "
                    + "(entry_seq = @seq AND line <= @line))",
                ("@account", account.Id), ("@day", DateNumber.Of(place.Date)), ("@seq", place.Seq), ("@line", place.Line))
                    .NumberAsync(cancel);
        var rows = await connection.Command(null,
            """
            SELECT p.effective_date, p.entry_seq, p.line, e.kind, e.description, p.currency, p.amount_minor, p.eur_minor FROM postings p
                JOIN entries e ON e.seq = p.entry_seq
            WHERE p.account_id = @account AND p.effective_date >= @first AND p.effective_date <= @to
                AND (p.effective_date > @first OR p.entry_seq > @seq OR (p.entry_seq = @seq AND p.line > @line))
            ORDER BY p.effective_date, p.entry_seq, p.line LIMIT @most
            """, ("@account", account.Id), ("@first", DateNumber.Of(first)), ("@to", DateNumber.Of(to)), ("@seq", after?.Seq ?? 0L),
            ("@line", after?.Line ?? 0), ("@most", most + 1))
            .RowsAsync(row => (Place: new PostingPlace(row.Date(0), row.GetInt64(1), row.GetInt32(2)),
                Kind: ClosedSet<EntryKind>.Of(row.GetString(3)), Description: Description.Read(row.GetString(4)),
                Amount: new Money(row.GetInt64(6), Currency.Of(row.GetString(5))), Eur: row.GetInt64(7)), cancel);
        var lines = new List<AccountLine>();
        var balance = opening;
        foreach (var row in rows.Take(most))
            lines.Add(new AccountLine(row.Place, row.Kind, row.Description, row.Amount, row.Eur, balance += row.Eur));
        return new AccountStretch(opening, lines, rows.Count > most);
    }
}
