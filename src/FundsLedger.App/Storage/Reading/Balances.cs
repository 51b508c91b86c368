using System.Data.Common;
using System.Runtime.InteropServices;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.Data.Sqlite;

namespace FundsLedger.App.Storage;

/// <summary>What moved on one account in one currency up to a moment; debits and credits are both positive minor units.</summary>
public readonly record struct AccountTotal(int AccountId, Currency Currency, long DebitMinor, long CreditMinor, long DebitEur,
    long CreditEur)
{
    /// <summary>Debit-positive balance in the currency.</summary>
    public long Minor => DebitMinor - CreditMinor;

    /// <summary>Debit-positive balance in cents.</summary>
    public long Eur => DebitEur - CreditEur;
}

/// <summary>Balances of accounts at a moment: the one question under every report. As known now it is a range of daily_totals; as known
/// earlier the postings since are taken off, or those until then summed, whichever are fewer.</summary>
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
        SELECT p.account_id, p.currency, SUM(CASE WHEN p.amount_minor > 0 THEN p.amount_minor ELSE 0 END),
            SUM(CASE WHEN p.amount_minor < 0 THEN -p.amount_minor ELSE 0 END),
               SUM(CASE WHEN p.eur_minor > 0 THEN p.eur_minor ELSE 0 END), SUM(CASE WHEN p.eur_minor < 0 THEN -p.eur_minor ELSE 0 END)
        FROM postings p
        WHERE p.entry_seq BETWEEN @first AND @last AND p.effective_date <= @to GROUP BY p.account_id, p.currency
        """;

    // One range of the primary key for each account: to group rows by anything else, SQLite sorts them, which takes three times as long as
    // summing them.
    private const string EurFromTotals =
        """
        SELECT a.id, (SELECT SUM(t.debit_eur) FROM daily_totals t WHERE t.account_id = a.id AND t.effective_date <= @to),
               (SELECT SUM(t.credit_eur) FROM daily_totals t WHERE t.account_id = a.id AND t.effective_date <= @to)
        FROM accounts a WHERE a.fund_id = @fund
        """;

    private const string EurPostings =
        "SELECT account_id, eur_minor FROM postings WHERE entry_seq BETWEEN @first AND @last AND effective_date <= @to";

    private const string EurFromPostings =
        """
        SELECT account_id, SUM(CASE WHEN eur_minor > 0 THEN eur_minor ELSE 0 END), SUM(CASE WHEN eur_minor < 0 THEN -eur_minor ELSE 0 END)
        FROM postings WHERE entry_seq BETWEEN @first AND @last AND effective_date <= @to GROUP BY account_id
        """;

    /// <summary>Every account of a fund that has moved, in each of its currencies, with its totals up to a moment.</summary>
    public static Task<List<AccountTotal>> OfFundAsync(DbConnection connection, LedgerCatalog catalog, int fundId, Moment moment,
        CancellationToken cancel = default) =>
        OfFundAsync(connection, catalog, fundId, moment, new Questions(TotalsAsync, SumAsync), cancel);

    /// <summary>Every account of a fund that has moved, with its totals up to a moment in EUR alone, whatever the currencies: what a trial
    /// balance shows, and the quicker question.</summary>
    public static Task<List<AccountTotal>> EurOfFundAsync(DbConnection connection, LedgerCatalog catalog, int fundId, Moment moment,
        CancellationToken cancel = default) =>
        OfFundAsync(connection, catalog, fundId, moment, new Questions(EurTotalsAsync, SumEurAsync), cancel);

    private static async Task<List<AccountTotal>> OfFundAsync(DbConnection connection, LedgerCatalog catalog, int fundId, Moment moment,
        Questions ask, CancellationToken cancel)
    {
        if (moment.KnownAt is not { } instant) return await ask.Totals(connection, null, fundId, moment.AsOf, cancel);

        // Several questions, one picture: an entry posted between them must not count in one and not in the other.
        await using var picture = await connection.BeginReadAsync(cancel);
        var last = await connection.Command(picture, LastSeq).NumberAsync(cancel);
        var known = await LastKnownSeqAsync(connection, picture, instant, last, cancel);
        if (known <= last / 2) return OfFund(await ask.Sum(connection, picture, 1, known, moment.AsOf, cancel));
        var totals = await ask.Totals(connection, picture, fundId, moment.AsOf, cancel);
        if (known == last) return totals;
        var since = OfFund(await ask.Sum(connection, picture, known + 1, last, moment.AsOf, cancel))
            .ToDictionary(total => (total.AccountId, total.Currency));
        return [
            .. totals.Select(total => since.TryGetValue((total.AccountId, total.Currency), out var later) ? Without(total, later) : total)
            .Where(total => (total.DebitMinor | total.CreditMinor | total.DebitEur | total.CreditEur) != 0)];

        List<AccountTotal> OfFund(IEnumerable<AccountTotal> all) =>
            [.. all.Where(total => catalog.AccountById(total.AccountId).FundId == fundId)];
    }

    /// <summary>The last sequence number known at an instant; everything, when none is given.</summary>
    public static async Task<long> LastKnownSeqAsync(DbConnection connection, Moment moment, CancellationToken cancel = default)
    {
        var last = await connection.Command(null, LastSeq).NumberAsync(cancel);
        return moment.KnownAt is { } instant ? await LastKnownSeqAsync(connection, null, instant, last, cancel) : last;
    }

    /// <summary>How many entries there are.</summary>
    public static Task<long> LastSeqAsync(DbConnection connection, CancellationToken cancel = default) =>
        connection.Command(null, LastSeq).NumberAsync(cancel);

    // Entries are recorded in order of their instants, so a bisection finds the last known one; numbers are missing where entries are
    // hidden.
    private static async Task<long> LastKnownSeqAsync(DbConnection connection, DbTransaction? picture, DateTimeOffset instant, long last,
        CancellationToken cancel)
    {
        var wanted = Microseconds.Of(instant);
        long low = 0, high = last;
        while (low < high)
        {
            var middle = low + (high - low + 1) / 2;
            if (await connection.Command(picture, "SELECT recorded_at FROM entries WHERE seq <= @seq ORDER BY seq DESC LIMIT 1",
                ("@seq", middle)).NumberAsync(cancel) <= wanted) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private static Task<List<AccountTotal>> TotalsAsync(DbConnection connection, DbTransaction? picture, int fundId, DateOnly to,
        CancellationToken cancel) =>
        connection.Command(picture, FromTotals, ("@fund", fundId), ("@to", DateNumber.Of(to))).RowsAsync(Read, cancel);

    private static Task<List<AccountTotal>> SumAsync(DbConnection connection, DbTransaction? picture, long first, long last, DateOnly to,
        CancellationToken cancel) =>
        connection.Command(picture, FromPostings, ("@first", first), ("@last", last), ("@to", DateNumber.Of(to))).RowsAsync(Read, cancel);

    private static async Task<List<AccountTotal>> EurTotalsAsync(DbConnection connection, DbTransaction? picture, int fundId, DateOnly to,
        CancellationToken cancel)
    {
        var all = await connection.Command(picture, EurFromTotals, ("@fund", fundId), ("@to", DateNumber.Of(to)))
            .RowsAsync(row => row.IsDBNull(1) ? default : InEur(row.GetInt32(0), row.Sum(1), row.Sum(2)), cancel);
        all.RemoveAll(total => total.AccountId == 0); // has not moved
        return all;
    }

    private static async Task<List<AccountTotal>> SumEurAsync(DbConnection connection, DbTransaction? picture, long first, long last,
        DateOnly to, CancellationToken cancel)
    {
        (string, object?)[] range = [("@first", first), ("@last", last), ("@to", DateNumber.Of(to))];
        if (connection is not SqliteConnection)
            return await connection.Command(picture, EurFromPostings, range)
                .RowsAsync(row => InEur(row.GetInt32(0), row.Sum(1), row.Sum(2)), cancel);

        // SQLite would sort every posting to group them; a table of a hundred accounts groups them as they come.
        var totals = new Dictionary<int, DayTotal>();
        await using var command = connection.Command(picture, EurPostings, range);
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (row.Read())
        {
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(totals, row.GetInt32(0), out _);
            total.Add(0, row.GetInt64(1));
        }
        return [.. totals.Select(total => InEur(total.Key, total.Value.DebitEur, total.Value.CreditEur))];
    }

    private static AccountTotal InEur(int account, long debit, long credit) => new(account, Currency.Eur, debit, credit, debit, credit);

    private static AccountTotal Without(AccountTotal total, AccountTotal later) => total with
    {
        DebitMinor = total.DebitMinor - later.DebitMinor,
        CreditMinor = total.CreditMinor - later.CreditMinor,
        DebitEur = total.DebitEur - later.DebitEur,
        CreditEur = total.CreditEur - later.CreditEur,
    };

    // PostgreSQL sums bigint to numeric.
    private static AccountTotal Read(DbDataReader row) =>
        new(row.GetInt32(0), Currency.Of(row.GetString(1)), row.Sum(2), row.Sum(3), row.Sum(4), row.Sum(5));

    private sealed record Questions(
        Func<DbConnection, DbTransaction?, int, DateOnly, CancellationToken, Task<List<AccountTotal>>> Totals,
        Func<DbConnection, DbTransaction?, long, long, DateOnly, CancellationToken, Task<List<AccountTotal>>> Sum);
}
