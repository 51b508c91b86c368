using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace FundsLedger.App.Storage;

/// <summary>PostgreSQL: entries wait in memory and cross the network as one binary COPY, postings first; guards fire for every row all the same.</summary>
internal sealed class PostgresEntryStore(DbConnection connection) : EntryStore(connection)
{
    private const int MostWaiting = 5_000;
    private readonly Dictionary<string, StoredKey> _waitingKeys = new(StringComparer.Ordinal);
    private readonly List<(EntryRecord Entry, int FundId, IReadOnlyList<PlannedPosting> Postings, long LeafIndex, byte[] LeafHash)> _waiting = [];
    private Dictionary<string, StoredKey?> _lookedUp = [];

    private NpgsqlConnection Server => (NpgsqlConnection)Connection;

    public override async ValueTask PrepareForAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancel)
    {
        var keys = drafts.Select(draft => draft.Key).Where(key => !key.Contains('\0', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToArray();
        _lookedUp = keys.ToDictionary(key => key, _ => (StoredKey?)null, StringComparer.Ordinal);
        var found = await Connection.Command(Transaction, "SELECT idempotency_key, seq, id, recorded_at, input_hash FROM entries WHERE idempotency_key = ANY(@keys)", ("@keys", keys))
            .RowsAsync(row => (Key: row.GetString(0), Stored: new StoredKey(row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.Blob(4))), cancel);
        foreach (var (key, stored) in found) _lookedUp[key] = stored;
    }

    public override async ValueTask<StoredKey?> FindKeyAsync(string key, CancellationToken cancel)
    {
        if (_waitingKeys.TryGetValue(key, out var waiting)) return waiting;
        if (_lookedUp.TryGetValue(key, out var known)) return known;
        if (key.Contains('\0', StringComparison.Ordinal)) return null; // the server refuses NUL in a text; no stored key has it
        var rows = await Connection.Command(Transaction, "SELECT seq, id, recorded_at, input_hash FROM entries WHERE idempotency_key = @key", ("@key", key))
            .RowsAsync(row => new StoredKey(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.Blob(3)), cancel);
        return rows.FirstOrDefault();
    }

    public override ValueTask AddAsync(EntryRecord entry, int fundId, IReadOnlyList<PlannedPosting> postings, long leafIndex, byte[] leafHash, CancellationToken cancel)
    {
        _waiting.Add((entry, fundId, postings, leafIndex, leafHash));
        var stored = new StoredKey(entry.Seq, entry.Id, entry.RecordedAt, entry.InputHash);
        _waitingKeys.Add(entry.Key, stored);
        if (_lookedUp.ContainsKey(entry.Key)) _lookedUp[entry.Key] = stored;
        return _waiting.Count < MostWaiting ? ValueTask.CompletedTask : FlushAsync(cancel);
    }

    public override async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_waiting.Count == 0) return;
        await using (var copy = await Server.BeginBinaryImportAsync($"COPY postings ({PostingColumns}) FROM STDIN (FORMAT BINARY)", cancel))
        {
            foreach (var (entry, _, postings, _, _) in _waiting)
                for (var index = 0; index < postings.Count; index++) await WritePostingAsync(copy, entry, index + 1, postings[index], cancel);
            await copy.CompleteAsync(cancel);
        }
        await using (var copy = await Server.BeginBinaryImportAsync($"COPY entries ({EntryColumns}) FROM STDIN (FORMAT BINARY)", cancel))
        {
            foreach (var (entry, fundId, _, leafIndex, leafHash) in _waiting) await WriteEntryAsync(copy, entry, fundId, leafIndex, leafHash, cancel);
            await copy.CompleteAsync(cancel);
        }
        Forget();
    }

    public override async ValueTask FlushTotalsAsync(Dictionary<(int AccountId, DateOnly Date, Currency Currency), DayTotal> totals, CancellationToken cancel)
    {
        if (totals.Count == 0) return;
        await Connection.Command(Transaction,
            """
            INSERT INTO daily_totals AS t (account_id, effective_date, currency, debit_minor, credit_minor, debit_eur, credit_eur)
            SELECT * FROM unnest(@accounts, @dates, @currencies, @debits, @credits, @debits_eur, @credits_eur)
            ON CONFLICT (account_id, effective_date, currency) DO UPDATE SET debit_minor = t.debit_minor + excluded.debit_minor,
                credit_minor = t.credit_minor + excluded.credit_minor, debit_eur = t.debit_eur + excluded.debit_eur, credit_eur = t.credit_eur + excluded.credit_eur
            """,
            ("@accounts", totals.Keys.Select(key => key.AccountId).ToArray()), ("@dates", totals.Keys.Select(key => DateNumber.Of(key.Date)).ToArray()),
            ("@currencies", totals.Keys.Select(key => key.Currency.Code).ToArray()), ("@debits", totals.Values.Select(total => total.DebitMinor).ToArray()),
            ("@credits", totals.Values.Select(total => total.CreditMinor).ToArray()), ("@debits_eur", totals.Values.Select(total => total.DebitEur).ToArray()),
            ("@credits_eur", totals.Values.Select(total => total.CreditEur).ToArray())).RunAsync(cancel);
        totals.Clear();
    }

    public override void Forget()
    {
        _waiting.Clear();
        _waitingKeys.Clear();
        _lookedUp = [];
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task WritePostingAsync(NpgsqlBinaryImporter copy, EntryRecord entry, int line, PlannedPosting posting, CancellationToken cancel)
    {
        await copy.StartRowAsync(cancel);
        await copy.WriteAsync(entry.Seq, NpgsqlDbType.Bigint, cancel);
        await copy.WriteAsync(line, NpgsqlDbType.Integer, cancel);
        await copy.WriteAsync(posting.Account.Id, NpgsqlDbType.Integer, cancel);
        await copy.WriteAsync(DateNumber.Of(entry.EffectiveDate), NpgsqlDbType.Integer, cancel);
        await copy.WriteAsync(posting.Amount.Currency.Code, NpgsqlDbType.Text, cancel);
        await copy.WriteAsync(posting.Amount.Minor, NpgsqlDbType.Bigint, cancel);
        await copy.WriteAsync(posting.EurMinor, NpgsqlDbType.Bigint, cancel);
        foreach (var code in posting.Dimensions.InOrder) await WriteTextAsync(copy, code, cancel);
    }

    private static async Task WriteEntryAsync(NpgsqlBinaryImporter copy, EntryRecord entry, int fundId, long leafIndex, byte[] leafHash, CancellationToken cancel)
    {
        await copy.StartRowAsync(cancel);
        await copy.WriteAsync(entry.Seq, NpgsqlDbType.Bigint, cancel);
        await copy.WriteAsync(entry.Id, NpgsqlDbType.Text, cancel);
        await copy.WriteAsync(fundId, NpgsqlDbType.Integer, cancel);
        await copy.WriteAsync(DateNumber.Of(entry.EffectiveDate), NpgsqlDbType.Integer, cancel);
        await copy.WriteAsync(entry.RecordedAt, NpgsqlDbType.Bigint, cancel);
        string?[] texts = [ClosedSet<EntryKind>.Code(entry.Kind), entry.Description, entry.Reference, entry.Actor.Id, entry.Actor.Name, entry.SourceDocument, entry.Key];
        foreach (var text in texts) await WriteTextAsync(copy, text, cancel);
        await copy.WriteAsync(entry.InputHash, NpgsqlDbType.Bytea, cancel);
        if (entry.ReversesSeq is { } reverses) await copy.WriteAsync(reverses, NpgsqlDbType.Bigint, cancel);
        else await copy.WriteNullAsync(cancel);
        await copy.WriteAsync(leafIndex, NpgsqlDbType.Bigint, cancel);
        await copy.WriteAsync(entry.Salt, NpgsqlDbType.Bytea, cancel);
        await copy.WriteAsync(leafHash, NpgsqlDbType.Bytea, cancel);
    }

    private static Task WriteTextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancel) =>
        text is null ? copy.WriteNullAsync(cancel) : copy.WriteAsync(text, NpgsqlDbType.Text, cancel);
}
