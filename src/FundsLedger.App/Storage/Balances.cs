using System.Data.Common;
using System.Globalization;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>What moved on one account in one currency up to a moment; debits and credits are both positive minor units.</summary>
public readonly record struct AccountTotal(int AccountId, Currency Currency, long DebitMinor, long CreditMinor, long DebitEur, long CreditEur)
{
    /// <summary>Debit-positive balance in the currency.</summary>
    public long Minor => DebitMinor - CreditMinor;

    /// <summary>Debit-positive balance in cents.</summary>
    public long Eur => DebitEur - CreditEur;
}

/// <summary>Balances of accounts at a moment: the one question under every report. As known now it is a range of daily_totals; as known earlier the postings since are taken off, or those until then summed, whichever are fewer.</summary>
public static class Balances
{
    private const string LastSeq = "SELECT last_seq FROM ledger_state WHERE id = 1";

    private const string FromTotals =
        """
        SELECT t.account_id, t.currency, SUM(t.debit_minor), SUM(t.credit_minor), SUM(t.debit_eur), SUM(t.credit_eur)
        FROM daily_totals t JOIN accounts a ON a.id = t.account_id
        WHERE a.fund_id = @fund AND t.effective_date <= @to GROUP BY t.account_id, t.currency
        """;

    private const string FromPostings =
        """
        SELECT p.account_id, p.currency, SUM(CASE WHEN p.amount_minor > 0 THEN p.amount_minor ELSE 0 END), SUM(CASE WHEN p.amount_minor < 0 THEN -p.amount_minor ELSE 0 END),
               SUM(CASE WHEN p.eur_minor > 0 THEN p.eur_minor ELSE 0 END), SUM(CASE WHEN p.eur_minor < 0 THEN -p.eur_minor ELSE 0 END)
        FROM postings p
        WHERE p.entry_seq BETWEEN @first AND @last AND p.effective_date <= @to GROUP BY p.account_id, p.currency
        """;

    /// <summary>Every account of a fund that has moved, with its totals up to a moment.</summary>
    public static async Task<List<AccountTotal>> OfFundAsync(DbConnection connection, LedgerCatalog catalog, int fundId, Moment moment, CancellationToken cancel = default)
    {
        if (moment.KnownAt is not { } instant) return await TotalsAsync(connection, null, fundId, moment.AsOf, cancel);

        // Several questions, one picture: an entry posted between them must not count in one and not in the other.
        await using var picture = await connection.BeginReadAsync(cancel);
        var last = await connection.Command(picture, LastSeq).NumberAsync(cancel);
        var known = await LastKnownSeqAsync(connection, picture, instant, last, cancel);
        if (known <= last / 2) return await SumAsync(connection, picture, catalog, fundId, 1, known, moment.AsOf, cancel);
        var totals = await TotalsAsync(connection, picture, fundId, moment.AsOf, cancel);
        if (known == last) return totals;
        var since = (await SumAsync(connection, picture, catalog, fundId, known + 1, last, moment.AsOf, cancel)).ToDictionary(total => (total.AccountId, total.Currency));
        return [.. totals.Select(total => since.TryGetValue((total.AccountId, total.Currency), out var later) ? Without(total, later) : total)
            .Where(total => (total.DebitMinor | total.CreditMinor | total.DebitEur | total.CreditEur) != 0)];
    }

    /// <summary>The last sequence number known at an instant; everything, when none is given.</summary>
    public static async Task<long> LastKnownSeqAsync(DbConnection connection, Moment moment, CancellationToken cancel = default)
    {
        var last = await connection.Command(null, LastSeq).NumberAsync(cancel);
        return moment.KnownAt is { } instant ? await LastKnownSeqAsync(connection, null, instant, last, cancel) : last;
    }

    /// <summary>How many entries there are.</summary>
    public static Task<long> LastSeqAsync(DbConnection connection, CancellationToken cancel = default) => connection.Command(null, LastSeq).NumberAsync(cancel);

    // Entries are recorded in order of their instants, so a bisection finds the last known one.
    private static async Task<long> LastKnownSeqAsync(DbConnection connection, DbTransaction? picture, DateTimeOffset instant, long last, CancellationToken cancel)
    {
        var wanted = Microseconds.Of(instant);
        long low = 0, high = last;
        while (low < high)
        {
            var middle = low + (high - low + 1) / 2;
            if (await connection.Command(picture, "SELECT recorded_at FROM entries WHERE seq = @seq", ("@seq", middle)).NumberAsync(cancel) <= wanted) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private static Task<List<AccountTotal>> TotalsAsync(DbConnection connection, DbTransaction? picture, int fundId, DateOnly to, CancellationToken cancel) =>
        connection.Command(picture, FromTotals, ("@fund", fundId), ("@to", DateNumber.Of(to))).RowsAsync(Read, cancel);

    private static async Task<List<AccountTotal>> SumAsync(DbConnection connection, DbTransaction? picture, LedgerCatalog catalog, int fundId, long first, long last, DateOnly to, CancellationToken cancel)
    {
        var totals = await connection.Command(picture, FromPostings, ("@first", first), ("@last", last), ("@to", DateNumber.Of(to))).RowsAsync(Read, cancel);
        return [.. totals.Where(total => catalog.AccountById(total.AccountId).FundId == fundId)];
    }

    private static AccountTotal Without(AccountTotal total, AccountTotal later) => total with
    {
        DebitMinor = total.DebitMinor - later.DebitMinor,
        CreditMinor = total.CreditMinor - later.CreditMinor,
        DebitEur = total.DebitEur - later.DebitEur,
        CreditEur = total.CreditEur - later.CreditEur,
    };

    // PostgreSQL sums bigint to numeric.
    private static AccountTotal Read(DbDataReader row) => new(row.GetInt32(0), Currency.Of(row.GetString(1)), Whole(row, 2), Whole(row, 3), Whole(row, 4), Whole(row, 5));

    private static long Whole(DbDataReader row, int column) => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);
}
