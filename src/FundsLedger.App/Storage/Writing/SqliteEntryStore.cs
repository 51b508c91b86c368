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
    private readonly SqliteCommand _readState;
    private readonly SqliteCommand _saveState;
    private readonly SqliteCommand _saveLog;
    private readonly Dictionary<string, SqliteCommand> _addRows = new(StringComparer.Ordinal);

    public SqliteEntryStore(DbConnection connection) : base(connection)
    {
        _findKey = Prepared("SELECT seq, id, recorded_at, input_hash FROM entries WHERE idempotency_key = @1", 1);
        _addPosting = Prepared($"INSERT INTO postings ({PostingColumns}) VALUES ({Places(13)})", 13);
        _addEntry = Prepared($"INSERT INTO entries ({EntryColumns}) VALUES ({Places(20)})", 20);
        _addTotal = Prepared(
            $"""
            INSERT INTO daily_totals (account_id, effective_date, currency, debit_minor, credit_minor, debit_eur, credit_eur)
                VALUES ({Places(7)})
            ON CONFLICT DO UPDATE SET debit_minor = debit_minor + excluded.debit_minor, credit_minor = credit_minor + excluded.credit_minor,
                debit_eur = debit_eur + excluded.debit_eur, credit_eur = credit_eur + excluded.credit_eur
            """, 7);
        _readState = Prepared($"{StateQuestion}; {LogsQuestion}", 0);
        _saveState = Prepared(
            "UPDATE ledger_state SET last_seq = @1, last_recorded_at = @2, catalog_version = @3, open_version = @4, chart_version = @5, "
                + "quiet_version = @6 WHERE id = 1", 6);
        _saveLog = Prepared("UPDATE log_trees SET size = @1, root = @2, peaks = @3 WHERE tree = @4", 4);
    }

    private SqliteCommand[] Fixed => [_findKey, _addPosting, _addEntry, _addTotal, _readState, _saveState, _saveLog];

    private IEnumerable<SqliteCommand> Commands => Fixed.Concat(_addRows.Values);

    public override ValueTask<StoredKey?> FindKeyAsync(string key, CancellationToken cancel)
    {
        _findKey.Parameters[0].Value = key;
        using var row = _findKey.ExecuteReader();
        return new(row.Read() ? new StoredKey(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.Blob(3)) : null);
    }

    public override ValueTask AddAsync(EntryRecord entry, int fundId, IReadOnlyList<PlannedPosting> postings, SealedAt sealedAt,
        CancellationToken cancel)
    {
        var date = DateNumber.Of(entry.EffectiveDate);
        for (var index = 0; index < postings.Count; index++)
        {
            var posting = postings[index];
            var about = posting.Dimensions;
            Run(_addPosting,
                [entry.Seq, index + 1, posting.Account.Id, date, posting.Amount.Currency.Code, posting.Amount.Minor, posting.EurMinor,
                about.Donor, about.Pledge, about.Agreement, about.Request, about.Commitment, about.Payment]);
        }
        Run(_addEntry,
            [entry.Seq, entry.Id, fundId, date, entry.RecordedAt, ClosedSet<EntryKind>.Code(entry.Kind), entry.Description, entry.Reference,
                entry.Actor.Id,
            entry.Actor.Name, entry.SourceDocument, entry.Key, entry.InputHash, entry.ReversesSeq, (int)sealedAt.Log, sealedAt.Index,
            sealedAt.Hash, entry.Place, entry.Salt, entry.WithheldSalt]);
        return ValueTask.CompletedTask;
    }

    public override ValueTask AddRowsAsync(string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows,
        CancellationToken cancel)
    {
        if (!_addRows.TryGetValue(table, out var add))
        {
            _addRows[table] =
                add = Prepared($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({Places(columns.Count)})", columns.Count);
            add.Transaction = (SqliteTransaction)Transaction!;
        }
        foreach (var row in rows) Run(add, row);
        return ValueTask.CompletedTask;
    }

    public override ValueTask FinishAsync(Dictionary<(int AccountId, DateOnly Date, Currency Currency), DayTotal> totals, LedgerState state,
        CancellationToken cancel)
    {
        foreach (var ((account, date, currency), total) in totals)
            Run(_addTotal,
                [account, DateNumber.Of(date), currency.Code, total.DebitMinor, total.CreditMinor, total.DebitEur, total.CreditEur]);
        totals.Clear();
        foreach (var (log, edge) in state.Logs) Run(_saveLog, [edge.Size, edge.Root(), edge.Save(), (int)log]);
        Run(_saveState, [state.LastSeq, state.LastRecordedAt, state.CatalogVersion, state.OpenVersion, state.ChartVersion,
            state.QuietVersion]);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var command in Commands) await command.DisposeAsync();
    }

    protected override ValueTask<LedgerState?> BeginAsync(string? expectedKey, CancellationToken cancel)
    {
        foreach (var command in Commands) command.Transaction = (SqliteTransaction)Transaction!;
        return ReadAsync();

        async ValueTask<LedgerState?> ReadAsync()
        {
            await using var row = await _readState.ExecuteReaderAsync(cancel);
            return await ReadStateAsync(row, cancel);
        }
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
