using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.Data.Sqlite;

namespace FundsLedger.App.Storage;

/// <summary>SQLite: one prepared statement a row; the library is in our own process, so there is nothing to batch.</summary>
internal sealed class SqliteEntryStore : EntryStore
{
    private readonly SqliteCommand _findKey;
    private readonly SqliteCommand _addPosting;
    private readonly SqliteCommand _addEntry;
    private readonly SqliteCommand _addTotal;

    public SqliteEntryStore(DbConnection connection) : base(connection)
    {
        _findKey = Prepared("SELECT seq, id, recorded_at, input_hash FROM entries WHERE idempotency_key = @1", 1);
        _addPosting = Prepared($"INSERT INTO postings ({PostingColumns}) VALUES ({Places(13)})", 13);
        _addEntry = Prepared($"INSERT INTO entries ({EntryColumns}) VALUES ({Places(17)})", 17);
        _addTotal = Prepared(
            $"""
            INSERT INTO daily_totals (account_id, effective_date, currency, debit_minor, credit_minor, debit_eur, credit_eur) VALUES ({Places(7)})
            ON CONFLICT DO UPDATE SET debit_minor = debit_minor + excluded.debit_minor, credit_minor = credit_minor + excluded.credit_minor,
                debit_eur = debit_eur + excluded.debit_eur, credit_eur = credit_eur + excluded.credit_eur
            """, 7);
    }

    public override ValueTask BeginAsync(DbTransaction transaction, CancellationToken cancel)
    {
        foreach (var command in (SqliteCommand[])[_findKey, _addPosting, _addEntry, _addTotal]) command.Transaction = (SqliteTransaction)transaction;
        return base.BeginAsync(transaction, cancel);
    }

    public override ValueTask<StoredKey?> FindKeyAsync(string key, CancellationToken cancel)
    {
        _findKey.Parameters[0].Value = key;
        using var row = _findKey.ExecuteReader();
        return new(row.Read() ? new StoredKey(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.Blob(3)) : null);
    }

    public override ValueTask AddAsync(EntryRecord entry, int fundId, IReadOnlyList<PlannedPosting> postings, long leafIndex, byte[] leafHash, CancellationToken cancel)
    {
        var date = DateNumber.Of(entry.EffectiveDate);
        for (var index = 0; index < postings.Count; index++)
        {
            var posting = postings[index];
            var about = posting.Dimensions;
            Run(_addPosting, [entry.Seq, index + 1, posting.Account.Id, date, posting.Amount.Currency.Code, posting.Amount.Minor, posting.EurMinor,
                about.Donor, about.Pledge, about.Agreement, about.Request, about.Commitment, about.Payment]);
        }
        Run(_addEntry, [entry.Seq, entry.Id, fundId, date, entry.RecordedAt, ClosedSet<EntryKind>.Code(entry.Kind), entry.Description, entry.Reference, entry.Actor.Id,
            entry.Actor.Name, entry.SourceDocument, entry.Key, entry.InputHash, entry.ReversesSeq, leafIndex, entry.Salt, leafHash]);
        return ValueTask.CompletedTask;
    }

    public override ValueTask FlushTotalsAsync(Dictionary<(int AccountId, DateOnly Date, Currency Currency), DayTotal> totals, CancellationToken cancel)
    {
        foreach (var ((account, date, currency), total) in totals)
            Run(_addTotal, [account, DateNumber.Of(date), currency.Code, total.DebitMinor, total.CreditMinor, total.DebitEur, total.CreditEur]);
        totals.Clear();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _findKey.DisposeAsync();
        await _addPosting.DisposeAsync();
        await _addEntry.DisposeAsync();
        await _addTotal.DisposeAsync();
    }

    private SqliteCommand Prepared(string text, int places)
    {
        var command = ((SqliteConnection)Connection).CreateCommand();
        command.CommandText = text;
        for (var place = 1; place <= places; place++) command.Parameters.Add(new SqliteParameter($"@{place}", DBNull.Value));
        command.Prepare();
        return command;
    }

    private static void Run(SqliteCommand command, ReadOnlySpan<object?> values)
    {
        for (var place = 0; place < values.Length; place++) command.Parameters[place].Value = values[place] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    private static string Places(int count) => string.Join(", ", Enumerable.Range(1, count).Select(place => $"@{place}"));
}
