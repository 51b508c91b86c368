using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace FundsLedger.App.Storage;

/// <summary>PostgreSQL: entries wait in memory and cross the network as one binary COPY, postings first; guards fire for every row all the
/// same.</summary>
internal sealed class PostgresEntryStore(DbConnection connection) : EntryStore(connection)
{
    private const int MostWaiting = 5_000;

    // Up to this many entries, one batch of statements is quicker than two COPYs: it shares its round trip with the totals and the state.
    private const int FewWaiting = 8;

    private const string KeyQuestion =
        "SELECT idempotency_key, seq, id, recorded_at, input_hash FROM entries WHERE idempotency_key = ANY(@keys)";
    private readonly Dictionary<string, StoredKey> _waitingKeys = new(StringComparer.Ordinal);
    private readonly List<(EntryRecord Entry, int FundId, IReadOnlyList<PlannedPosting> Postings, SealedAt SealedAt)> _waiting = [];
    private Dictionary<string, StoredKey?> _lookedUp = [];

    private NpgsqlConnection Server => (NpgsqlConnection)Connection;

    public override async ValueTask PrepareForAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancel)
    {
        var keys =
            drafts.Select(draft => draft.Key).Where(key => LedgerRules.BrokenText(key) is null).Distinct(StringComparer.Ordinal).ToArray();
        _lookedUp = keys.ToDictionary(key => key, _ => (StoredKey?)null, StringComparer.Ordinal);
        foreach (var (key, stored) in await Connection.Command(Transaction, KeyQuestion, ("@keys", keys))
            .RowsAsync(ReadKey, cancel)) _lookedUp[key] = stored;
    }

    public override async ValueTask<StoredKey?> FindKeyAsync(string key, CancellationToken cancel)
    {
        if (_waitingKeys.TryGetValue(key, out var waiting)) return waiting;
        if (_lookedUp.TryGetValue(key, out var known)) return known;
        if (key.Contains('\0', StringComparison.Ordinal)) return null; // the server refuses NUL in a text; no stored key has it
        var rows = await Connection.Command(Transaction,
            "SELECT seq, id, recorded_at, input_hash FROM entries WHERE idempotency_key = @key", ("@key", key))
            .RowsAsync(row => new StoredKey(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.Blob(3)), cancel);
        return rows.FirstOrDefault();
    }

    public override ValueTask AddAsync(EntryRecord entry, int fundId, IReadOnlyList<PlannedPosting> postings, SealedAt sealedAt,
        CancellationToken cancel)
    {
        _waiting.Add((entry, fundId, postings, sealedAt));
        var stored = new StoredKey(entry.Seq, entry.Id, entry.RecordedAt, entry.InputHash);
        _waitingKeys.Add(entry.Key, stored);
        if (_lookedUp.ContainsKey(entry.Key)) _lookedUp[entry.Key] = stored;
        return _waiting.Count < MostWaiting ? ValueTask.CompletedTask : FlushAsync(cancel);
    }

    public override async ValueTask AddRowsAsync(string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows,
        CancellationToken cancel)
    {
        await using var copy =
            await Server.BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)", cancel);
        foreach (var row in rows) await WriteAsync(copy, Array.ConvertAll(row, value => (value, TypeOf(value))), cancel);
        await copy.CompleteAsync(cancel);

        static NpgsqlDbType TypeOf(object? value) => value switch
        {
            long => NpgsqlDbType.Bigint,
            int => NpgsqlDbType.Integer,
            byte[] => NpgsqlDbType.Bytea,
            null or string => NpgsqlDbType.Text,
            _ => throw new ArgumentException($"A {value.GetType()} is not stored here.", nameof(rows)),
        };
    }

    public override async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_waiting.Count == 0) return;
        await using (var copy = await Server.BeginBinaryImportAsync($"COPY postings ({PostingColumns}) FROM STDIN (FORMAT BINARY)", cancel))
        {
            foreach (var (entry, _, postings, _) in _waiting)
                for (var index = 0; index < postings.Count; index++)
                    await WriteAsync(copy, PostingValues(entry, index + 1, postings[index]), cancel);
            await copy.CompleteAsync(cancel);
        }
        await using (var copy = await Server.BeginBinaryImportAsync($"COPY entries ({EntryColumns}) FROM STDIN (FORMAT BINARY)", cancel))
        {
            foreach (var (entry, fundId, _, sealedAt) in _waiting) await WriteAsync(copy, EntryValues(entry, fundId, sealedAt), cancel);
            await copy.CompleteAsync(cancel);
        }
        Forget();
    }

    public override async ValueTask FinishAsync(Dictionary<(int AccountId, DateOnly Date, Currency Currency), DayTotal> totals,
        LedgerState state, CancellationToken cancel)
    {
        if (_waiting.Count > FewWaiting) await FlushAsync(cancel);
        await using var batch = new NpgsqlBatch(Server, (NpgsqlTransaction)Transaction!);
        foreach (var (entry, fundId, postings, sealedAt) in _waiting)
        {
            for (var index = 0; index < postings.Count; index++)
                batch.BatchCommands.Add(Insert("postings", PostingColumns, PostingValues(entry, index + 1, postings[index])));
            batch.BatchCommands.Add(Insert("entries", EntryColumns, EntryValues(entry, fundId, sealedAt)));
        }
        if (totals.Count > 0) batch.BatchCommands.Add(Statement(
            """
            INSERT INTO daily_totals AS t (account_id, effective_date, currency, debit_minor, credit_minor, debit_eur, credit_eur)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (account_id, effective_date, currency) DO UPDATE SET
                debit_minor = t.debit_minor + excluded.debit_minor, credit_minor = t.credit_minor + excluded.credit_minor,
                debit_eur = t.debit_eur + excluded.debit_eur, credit_eur = t.credit_eur + excluded.credit_eur
            """,
            [totals.Keys.Select(key => key.AccountId).ToArray(), totals.Keys.Select(key => DateNumber.Of(key.Date)).ToArray(),
                totals.Keys.Select(key => key.Currency.Code).ToArray(),
                totals.Values.Select(total => total.DebitMinor).ToArray(), totals.Values.Select(total => total.CreditMinor).ToArray(),
                totals.Values.Select(total => total.DebitEur).ToArray(), totals.Values.Select(total => total.CreditEur).ToArray()]));
        foreach (var (log, edge) in state.Logs)
            batch.BatchCommands.Add(
                Statement("UPDATE log_trees SET size = $1, root = $2, peaks = $3 WHERE tree = $4",
                    [edge.Size, edge.Root(), edge.Save(), (int)log]));
        batch.BatchCommands.Add(
            Statement(
                "UPDATE ledger_state SET last_seq = $1, last_recorded_at = $2, catalog_version = $3, open_version = $4, chart_version = "
                    + "$5, quiet_version = $6 WHERE id = 1",
            [state.LastSeq, state.LastRecordedAt, state.CatalogVersion, state.OpenVersion, state.ChartVersion, state.QuietVersion]));
        await batch.ExecuteNonQueryAsync(cancel);
        totals.Clear();
        Forget();
    }

    public override void Forget()
    {
        _waiting.Clear();
        _waitingKeys.Clear();
        _lookedUp = [];
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override async ValueTask<LedgerState?> BeginAsync(string? expectedKey, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(Server, (NpgsqlTransaction)Transaction!);
        batch.BatchCommands.Add(Statement(StateQuestion + " FOR UPDATE", []));
        batch.BatchCommands.Add(Statement(LogsQuestion, []));
        // Each statement of a batch has its own snapshot: this one is taken when the first has the lock, so the key is looked up under the
        // lock.
        if (expectedKey is not null)
            batch.BatchCommands.Add(Statement(KeyQuestion.Replace("@keys", "$1", StringComparison.Ordinal), [(string[])[expectedKey]]));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var state = await ReadStateAsync(rows, cancel);
        if (state is null || expectedKey is null || !await rows.NextResultAsync(cancel)) return state;
        _lookedUp = new(StringComparer.Ordinal) { [expectedKey!] = await rows.ReadAsync(cancel) ? ReadKey(rows).Stored : null };
        return state;
    }

    private static (string Key, StoredKey Stored) ReadKey(DbDataReader row) =>
        (row.GetString(0), new StoredKey(row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.Blob(4)));

    private static NpgsqlBatchCommand Insert(string table, string columns, (object? Value, NpgsqlDbType Type)[] values)
    {
        var places = string.Join(", ", Enumerable.Range(1, values.Length).Select(place => $"${place}"));
        var command = new NpgsqlBatchCommand($"INSERT INTO {table} ({columns}) VALUES ({places})");
        foreach (var (value, type) in values) command.Parameters.Add(
            new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return command;
    }

    private static NpgsqlBatchCommand Statement(string text, object[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, (object? Value, NpgsqlDbType Type)[] values, CancellationToken cancel)
    {
        await copy.StartRowAsync(cancel);
        foreach (var (value, type) in values)
        {
            if (value is null) await copy.WriteNullAsync(cancel);
            else await copy.WriteAsync(value, type, cancel);
        }
    }

    private static (object? Value, NpgsqlDbType Type)[] PostingValues(EntryRecord entry, int line, PlannedPosting posting)
    {
        var about = posting.Dimensions;
        return
        [
            (entry.Seq, NpgsqlDbType.Bigint), (line, NpgsqlDbType.Integer), (posting.Account.Id, NpgsqlDbType.Integer),
            (DateNumber.Of(entry.EffectiveDate), NpgsqlDbType.Integer),
            (posting.Amount.Currency.Code, NpgsqlDbType.Text), (posting.Amount.Minor, NpgsqlDbType.Bigint),
            (posting.EurMinor, NpgsqlDbType.Bigint),
            (about.Donor, NpgsqlDbType.Text), (about.Pledge, NpgsqlDbType.Text), (about.Agreement, NpgsqlDbType.Text),
            (about.Request, NpgsqlDbType.Text),
            (about.Commitment, NpgsqlDbType.Text), (about.Payment, NpgsqlDbType.Text),
        ];
    }

    private static (object? Value, NpgsqlDbType Type)[] EntryValues(EntryRecord entry, int fundId, SealedAt sealedAt) =>
    [
        (entry.Seq, NpgsqlDbType.Bigint), (entry.Id, NpgsqlDbType.Text), (fundId, NpgsqlDbType.Integer),
        (DateNumber.Of(entry.EffectiveDate), NpgsqlDbType.Integer),
        (entry.RecordedAt, NpgsqlDbType.Bigint), (ClosedSet<EntryKind>.Code(entry.Kind), NpgsqlDbType.Text),
        (entry.Description, NpgsqlDbType.Text), (entry.Reference, NpgsqlDbType.Text),
        (entry.Actor.Id, NpgsqlDbType.Text), (entry.Actor.Name, NpgsqlDbType.Text), (entry.SourceDocument, NpgsqlDbType.Text),
        (entry.Key, NpgsqlDbType.Text),
        (entry.InputHash, NpgsqlDbType.Bytea), (entry.ReversesSeq, NpgsqlDbType.Bigint), ((int)sealedAt.Log, NpgsqlDbType.Integer),
        (sealedAt.Index, NpgsqlDbType.Bigint), (sealedAt.Hash, NpgsqlDbType.Bytea), (entry.Place, NpgsqlDbType.Bigint),
        (entry.Salt, NpgsqlDbType.Bytea), (entry.WithheldSalt, NpgsqlDbType.Bytea),
    ];
}
