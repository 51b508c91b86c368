using System.Data.Common;
using FundsLedger.App.Storage.Guards;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>Brings the logs of books to their present number. Books from before there were three are verified leaf by leaf, and everything
/// in them is sealed again in the log of its class; the first log is closed and keeps its hashes.</summary>
/// <remarks>One transaction: killed, it leaves the books as they were, and the next run begins anew.</remarks>
internal sealed class SealAgain : IDisposable
{
    private const int PageSize = 500;

    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly CancellationToken _cancel;
    private readonly LedgerCatalog _catalog;
    private readonly SessionLog _logs;
    private readonly LogSorter _sorter;
    private readonly PersonMarks _persons;
    private readonly MerkleFrontier _first = new();
    private readonly CanonicalWriter _bytes = new();
    private readonly TwoPartWriter _leaf = new();
    private readonly DbCommand _keepFirst;
    private readonly DbCommand _sealEntry;
    private readonly DbCommand _sealRow;
    private long _place;

    private SealAgain(DbConnection connection, DbTransaction transaction, LedgerCatalog catalog, IChance chance, CancellationToken cancel)
    {
        (_connection, _transaction, _catalog, _cancel) = (connection, transaction, catalog, cancel);
        _logs = new SessionLog(connection, transaction, LogClasses.Written.ToDictionary(log => log, _ => new MerkleFrontier()), chance);
        _sorter = new LogSorter((text, parameters, _) => Task.FromResult(connection.Command(transaction, text, parameters)), cancel);
        _persons = new PersonMarks(connection, transaction, chance, known: null);
        _keepFirst = connection.Command(transaction, "INSERT INTO first_leaves (leaf_index, leaf_hash) VALUES (@index, @hash)",
            ("@index", null), ("@hash", null));
        _sealEntry = connection.Command(transaction,
            "UPDATE entries SET tree = @tree, leaf_index = @index, leaf_hash = @hash, place = @place, salt = @salt, withheld_salt = "
                + "@withheld WHERE seq = @seq",
            ("@tree", null), ("@index", null), ("@hash", null), ("@place", null), ("@salt", null), ("@withheld", null), ("@seq", null));
        _sealRow = connection.Command(transaction,
            """
            UPDATE register_leaves
                SET tree = @tree, leaf_index = @index, leaf_hash = @hash, place = @place, salt = @salt, withheld_salt = @withheld,
                row_key = @key
            WHERE tree = 0 AND leaf_index = @old
            """,
            ("@tree", null), ("@index", null), ("@hash", null), ("@place", null), ("@salt", null), ("@withheld", null), ("@key", null),
            ("@old", null));
    }

    /// <summary>True while books stand in the shape of the three logs and are not sealed in them.</summary>
    public static async Task<bool> IsDueAsync(DbConnection connection, CancellationToken cancel = default) =>
        await connection.Command(null, "SELECT COUNT(*) FROM log_trees WHERE tree > 0").NumberAsync(cancel) < LogClasses.Written.Count;

    /// <summary>Makes the three logs where they are missing.</summary>
    /// <exception cref="InvalidDataException">The books are not as they were sealed; nothing was changed.</exception>
    public static async Task RunAsync(LedgerDatabase database, IChance chance, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        if (!await IsDueAsync(connection, cancel)) return;
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Another process may have finished the work while this one waited for the lock.
        if (database.IsOnPostgres) await connection.Command(transaction, "LOCK TABLE log_trees IN EXCLUSIVE MODE").RunAsync(cancel);
        var logs = await connection.Command(transaction, "SELECT tree, size, root, peaks FROM log_trees")
            .RowsAsync(row => (Tree: row.GetInt32(0), Size: row.GetInt64(1), Root: row.Blob(2), Peaks: row.Blob(3)), cancel);
        if (logs.Exists(log => log.Tree > 0)) return;
        using (var again =
            new SealAgain(connection, transaction, await CatalogReader.ReadAsync(connection, transaction, cancel), chance, cancel))
        {
            if (logs is [var first])
            {
                await RelaxAsync(connection, transaction, database.IsOnPostgres, cancel);
                await again.WalkAsync(first.Size);
                if (again._first.Size != first.Size || !again._first.Root().AsSpan().SequenceEqual(first.Root))
                    throw Damaged("the log", "its head is not the head of its leaves");
            }
            await again.FinishAsync();
        }
        if (logs.Count > 0 && database.IsOnPostgres)
            foreach (var table in (string[])["entries", "register_leaves"])
                await connection.Command(transaction, $"ALTER TABLE {table} ENABLE TRIGGER USER").RunAsync(cancel);
        await GuardSet.InstallAsync(connection, transaction, database.IsOnPostgres, cancel);
        await transaction.CommitAsync(cancel);
    }

    public void Dispose()
    {
        _keepFirst.Dispose();
        _sealEntry.Dispose();
        _sealRow.Dispose();
    }

    /// <summary>Takes the guards off that forbid what is done here; they are installed again before the commit.</summary>
    private static async Task RelaxAsync(DbConnection connection, DbTransaction transaction, bool postgres, CancellationToken cancel)
    {
        foreach (var table in (string[])["entries", "register_leaves"])
            await connection.Command(transaction,
                postgres ? $"ALTER TABLE {table} DISABLE TRIGGER USER" : $"DROP TRIGGER IF EXISTS {table}_no_update").RunAsync(cancel);
    }

    /// <summary>Walks the first log in its order: entries, register rows and padding.</summary>
    private async Task WalkAsync(long size)
    {
        var paddings = new Queue<(long First, int Count, byte[] Seed)>(
            await Ask("SELECT first_leaf, leaf_count, seed FROM log_padding WHERE tree = 0 ORDER BY first_leaf")
            .RowsAsync(row => (row.GetInt64(0), row.GetInt32(1), row.Blob(2)), _cancel));
        var (entries, rows) = (new Queue<OldEntry>(), new Queue<OldRow>());
        var (seq, row) = (0L, -1L);
        var (moreEntries, moreRows) = (true, true);
        while (_first.Size < size)
        {
            if (paddings.TryPeek(out var padding) && padding.First == _first.Size)
            {
                AppendPadding(paddings.Dequeue());
                continue;
            }
            if (entries.Count == 0 && moreEntries) moreEntries = (entries = await EntriesAfterAsync(seq)).Count > 0;
            if (rows.Count == 0 && moreRows) moreRows = (rows = await RowsAfterAsync(row)).Count > 0;
            if (entries.TryPeek(out var entry) && entry.LeafIndex == _first.Size)
            {
                await AgainAsync(entries.Dequeue());
                seq = entry.Entry.Seq;
            }
            else if (rows.TryPeek(out var next) && next.LeafIndex == _first.Size)
            {
                await AgainAsync(rows.Dequeue());
                row = next.LeafIndex;
            }
            else throw Damaged($"leaf {_first.Size} of the log", "it is missing");
        }
    }

    private void AppendPadding((long First, int Count, byte[] Seed) padding)
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        for (var leaf = padding.First; leaf < padding.First + padding.Count; leaf++)
        {
            Padding.Leaf(padding.Seed, leaf, hash);
            _first.Append(hash);
        }
    }

    private async Task AgainAsync(OldEntry old)
    {
        FirstEntrySeal.Write(_bytes, old.Entry, old.Postings);
        await CloseAsync(old.LeafIndex, old.LeafHash, $"entry {old.Entry.Seq} (key {old.Entry.Key})");
        var fund = _catalog.Fund(old.Entry.FundCode)!;
        var log = LogClasses.OfEntry(_sorter.StandingOf(fund.Id), old.ReversedKind ?? old.Entry.Kind, old.Postings);
        var (salt, withheld) = _logs.NewSalts(log, fund.Code);
        var entry = old.Entry with { Place = ++_place, Salt = salt, WithheldSalt = withheld };
        EntrySeal.Write(_leaf, entry, await _persons.OfAsync(entry.Actor.Id, entry.Actor.Name, _cancel), old.Postings);
        var place = await _logs.AppendAsync(log, _leaf.LeafHash(), _cancel);
        await RunAsync(_sealEntry, (int)log, place.Index, place.Hash, entry.Place, salt, withheld, entry.Seq);
    }

    private async Task AgainAsync(OldRow old)
    {
        var subject = $"{old.Table} row {old.Key}";
        if (Registers.All.FirstOrDefault(known => known.Name == old.Table) is not { } table)
            throw Damaged(subject, "there is no such register");
        if (await StoredAsync(table, FirstColumns.Of(table.Name), old.Key) is not { } first) throw Damaged(subject, "it is gone");
        FirstColumns.WriteLeaf(_bytes, table, old.Salt, first);
        await CloseAsync(old.LeafIndex, old.LeafHash, subject);
        var stored = (await StoredAsync(table, table.Columns, old.Key))!;
        var log = await _sorter.ClassOfAsync(table, stored);
        var (salt, withheld) = _logs.NewSalts(log, table.Name);
        foreach (var (who, name) in table.PersonsIn(stored)) await _persons.OfAsync(who, name, _cancel);
        table.Write(_leaf, new RowSeal(salt, withheld), await _sorter.ForSealAsync(table, stored), _persons.Of);
        var place = await _logs.AppendAsync(log, _leaf.LeafHash(), _cancel);
        await RunAsync(_sealRow, (int)log, place.Index, place.Hash, ++_place, salt, withheld, table.KeyOf(stored), old.LeafIndex);
    }

    /// <summary>Verifies an old leaf whose data stands in the buffer, and keeps its hash.</summary>
    private async Task CloseAsync(long leaf, byte[] kept, string subject)
    {
        if (!MerkleHash.Leaf(_bytes.WrittenSpan).AsSpan().SequenceEqual(kept)) throw Damaged(subject, "it is not what was sealed");
        _first.Append(kept);
        await RunAsync(_keepFirst, leaf, kept);
    }

    private async Task FinishAsync()
    {
        await _logs.FlushAsync(_cancel);
        foreach (var log in LogClasses.Written)
            await _connection.Command(_transaction, "INSERT INTO log_trees (tree, size, root, peaks) VALUES (@tree, @size, @root, @peaks)",
                ("@tree", (int)log), ("@size", _logs[log].Size), ("@root", _logs[log].Root()), ("@peaks", _logs[log].Save()))
                    .RunAsync(_cancel);
    }

    private DbCommand Ask(string text, params ReadOnlySpan<(string, object?)> parameters) =>
        _connection.Command(_transaction, text, parameters);

    private async Task RunAsync(DbCommand command, params object[] values)
    {
        for (var place = 0; place < values.Length; place++) command.Parameters[place].Value = values[place];
        await command.ExecuteNonQueryAsync(_cancel);
    }

    private async Task<Queue<OldEntry>> EntriesAfterAsync(long seq)
    {
        var postings = new Dictionary<long, List<PlannedPosting>>();
        foreach (var (of, posting) in await Ask(
                     """
                     SELECT entry_seq, account_id, currency, amount_minor, eur_minor, donor, pledge, agreement, request, commitment, payment
                     FROM postings WHERE entry_seq > @after AND entry_seq <= @to ORDER BY entry_seq, line
                     """, ("@after", seq), ("@to", seq + PageSize))
                         .RowsAsync(row => (row.GetInt64(0), PostingReader.Read(row, 1, _catalog)), _cancel))
        {
            if (!postings.TryGetValue(of, out var lines)) postings[of] = lines = [];
            lines.Add(posting);
        }
        return new(await Ask(
            """
            SELECT e.seq, e.id, e.fund_id, e.effective_date, e.recorded_at, e.kind, e.description, e.reference, e.actor_id, e.actor_name,
                e.source_document, e.idempotency_key,
                   e.input_hash, e.reverses_seq, r.id, r.kind, e.salt, e.leaf_index, e.leaf_hash
            FROM entries e LEFT JOIN entries r ON r.seq = e.reverses_seq WHERE e.seq > @after AND e.seq <= @to ORDER BY e.seq
            """, ("@after", seq), ("@to", seq + PageSize)).RowsAsync(row => new OldEntry(
            new EntryRecord
            {
                Seq = row.GetInt64(0), Id = row.GetString(1), FundCode = _catalog.FundById(row.GetInt32(2)).Code,
                EffectiveDate = row.Date(3), RecordedAt = row.GetInt64(4),
                Kind = ClosedSet<EntryKind>.Of(row.GetString(5)), Description = row.GetString(6), Reference = row.TextOrNull(7),
                Actor = new Actor(row.GetString(8), row.GetString(9)),
                SourceDocument = row.TextOrNull(10), Key = row.GetString(11), InputHash = row.Blob(12), ReversesSeq = row.NumberOrNull(13),
                ReversesId = row.TextOrNull(14),
                Salt = row.Blob(16), Place = 0, WithheldSalt = [],
            },
            row.TextOrNull(15) is { } kind ? ClosedSet<EntryKind>.Of(kind) : null, row.GetInt64(17), row.Blob(18),
            postings.GetValueOrDefault(row.GetInt64(0)) ?? []), _cancel));
    }

    private async Task<Queue<OldRow>> RowsAfterAsync(long leaf) => new(await Ask(
        "SELECT leaf_index, table_name, row_key, salt, leaf_hash FROM register_leaves WHERE tree = 0 AND leaf_index > @leaf ORDER BY "
            + "leaf_index LIMIT @most", ("@leaf", leaf), ("@most", PageSize))
        .RowsAsync(row => new OldRow(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Blob(3), row.Blob(4)), _cancel));

    private async Task<List<object?>?> StoredAsync(RegisterTable table, IReadOnlyList<string> columns, string key)
    {
        // In the first log a head was named by its size alone.
        if ((table == Registers.LogHeads ? table.ReadKey($"0/{key}") : table.ReadKey(key)) is not { } values) return null;
        var where = string.Join(" AND ", table.KeyColumns.Select((column, place) => $"{column} = @{column}"));
        var rows = await Ask($"SELECT {string.Join(", ", columns)} FROM {table.Name} WHERE {where}",
            [.. table.KeyColumns.Select((column, place) => ($"@{column}", (object?)values[place]))])
            .RowsAsync(
                row => Enumerable.Range(0, columns.Count).Select(column => row.IsDBNull(column) ? null : row.GetValue(column)).ToList(),
                _cancel);
        return rows is [var stored] ? stored : null;
    }

    private static InvalidDataException Damaged(string subject, string fault) =>
        new(
            $"These books are not as they were sealed: {subject}: {fault}. Nothing was changed. Run 'check' with the version that made "
                + $"them, and restore the last good backup.");

    private sealed record OldEntry(EntryRecord Entry, EntryKind? ReversedKind, long LeafIndex, byte[] LeafHash,
        IReadOnlyList<PlannedPosting> Postings);

    private sealed record OldRow(long LeafIndex, string Table, string Key, byte[] Salt, byte[] LeafHash);
}
