using System.Data.Common;
using System.Security.Cryptography;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>One transaction on the books: key, rules, sequence, leaf, totals and outbox together. Disposed without
/// <see cref="CommitAsync"/>, it leaves no trace.</summary>
public sealed class LedgerSession : IAsyncDisposable
{
    private readonly LedgerWriter _writer;
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly EntryStore _store;
    private readonly SessionLog _log;
    private readonly SessionBalances _balances;
    private readonly CanonicalWriter _bytes = new();
    private readonly TwoPartWriter _leaf = new();
    private readonly LogSorter _sorter;
    private readonly PersonMarks _persons;
    private readonly Dictionary<int, SortedList<DateOnly, long>> _availableMoves;
    private readonly Dictionary<(int AccountId, Currency Currency, string? Item), SortedList<DateOnly, long>> _accountMoves;
    private readonly long _firstSeq;
    private LedgerCatalog _catalog;
    private long _lastSeq;
    private long _lastRecordedAt;
    private long _catalogVersion;
    private long _openVersion;
    private long _chartVersion;
    private long _quietVersion;
    private readonly Dictionary<int, DateOnly> _foreignMoves = [];
    private bool _catalogIsStale;
    private bool _isOver;
    private bool _isDisposed;

    private LedgerSession(LedgerWriter writer, DbConnection connection, DbTransaction transaction, EntryStore store, LedgerState state,
        LedgerCatalog catalog, WriterMemory? known, Actor actor, long recordedAt)
    {
        _availableMoves = known?.LastSeq == state.LastSeq ? known.AvailableMoves : [];
        _accountMoves = known?.LastSeq == state.LastSeq ? known.AccountMoves : [];
        (_writer, _connection, _transaction, _store, _catalog, Catalog, Actor, RecordedAt) =
            (writer, connection, transaction, store, catalog, catalog.Within(actor.Within), actor, recordedAt);
        (_firstSeq, _lastSeq, _lastRecordedAt, _catalogVersion) = (state.LastSeq, state.LastSeq, state.LastRecordedAt, catalog.Version);
        (_openVersion, _chartVersion, _quietVersion) = (state.OpenVersion, state.ChartVersion, state.QuietVersion);
        _log = new SessionLog(connection, transaction, state.Logs, writer.Chance);
        _persons = new PersonMarks(connection, transaction, writer.Chance, known?.Persons);
        _sorter = new LogSorter(WholeQuestionAsync, CancellationToken.None);
        foreach (var fund in catalog.Funds.Where(fund => Disclosure.For(Reader.Outside, fund).IsMarked)) _sorter.Protect(fund.Id);
        _balances = new SessionBalances(connection, transaction, store, _availableMoves, _accountMoves);
    }

    /// <summary>What entries may refer to, as this transaction sees it: the funds of which the actor may know.</summary>
    public LedgerCatalog Catalog { get; private set; }

    /// <summary>Who acts.</summary>
    public Actor Actor { get; }

    /// <summary>The knowledge instant of everything in this transaction, UTC microseconds.</summary>
    public long RecordedAt { get; }

    /// <summary>The same as an instant.</summary>
    public DateTimeOffset Instant => Microseconds.Read(RecordedAt);

    /// <summary>Where random codes come from.</summary>
    public IChance Chance => _writer.Chance;

    /// <summary>The place of what is written next among everything that was ever written, of every log.</summary>
    private long NextPlace => _lastSeq + _catalogVersion + 1;

    internal static async Task<LedgerSession> OpenAsync(LedgerWriter writer, DbConnection connection, EntryStore store, WriterMemory? known,
        string? expectedKey, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        // On SQLite this takes the write lock at once (BEGIN IMMEDIATE); on PostgreSQL the state row's lock does.
        var transaction = await connection.BeginTransactionAsync(cancel);
        var state = await store.BeginAsync(transaction, expectedKey, cancel)
            ?? throw new InvalidOperationException("These books have no state row. Run 'fundsledger migrate' first, or restore a backup.");
        var catalog = known?.Catalog?.Version == state.CatalogVersion ? known.Catalog
            : await CatalogReader.ReadAsync(connection, transaction, cancel);
        // A clock that was set back must not reorder what became known.
        return new LedgerSession(writer, connection, transaction, store, state, catalog, known, actor,
            Math.Max(Microseconds.Of(now), state.LastRecordedAt));
    }

    /// <summary>Looks the keys of many drafts up at once, which saves a round trip each on a server.</summary>
    public ValueTask PrepareForAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancel = default) =>
        _store.PrepareForAsync(drafts, cancel);

    /// <summary>Posts an entry: repeat, refusal, or written (once the transaction is committed). The key comes before every other
    /// rule.</summary>
    public ValueTask<Outcome<PostedEntry>> PostAsync(EntryDraft draft, CancellationToken cancel = default) =>
        PostAsync(draft, EntryRights.None, cancel);

    /// <summary>As <see cref="PostAsync(EntryDraft, CancellationToken)"/>, for commands with rights of their own.</summary>
    internal async ValueTask<Outcome<PostedEntry>> PostAsync(EntryDraft draft, EntryRights rights, CancellationToken cancel)
    {
        if (LedgerRules.HasBrokenText(draft)) return await RefuseBrokenTextAsync(draft, cancel);
        // Absence comes first: a fund of which the actor may not know does not exist for them, and its entries answer no key.
        if (!Actor.Within.IsAll && (await RefreshCatalogAsync(cancel)).Fund(draft.Fund) is null) return new FundIsUnknown(draft.Fund);
        var inputHash = HashOf(draft);
        if (await _store.FindKeyAsync(draft.Key, cancel) is { } first)
        {
            var isRepeat = first.InputHash.AsSpan().SequenceEqual(inputHash) || await IsOtherWordingAsync(draft, first, cancel);
            return isRepeat ? new PostedEntry(first.Seq, first.Id, Microseconds.Read(first.RecordedAt), IsRepeat: true)
                : new KeyUsedForOtherInput(draft.Key);
        }

        var reversed = draft.Reverses is { } key ? await FindReversedAsync(key, cancel) : null;
        var planned = LedgerRules.Plan(draft, await RefreshCatalogAsync(cancel), reversed, rights,
            DateOnly.FromDateTime(Microseconds.Read(RecordedAt).UtcDateTime));
        if (planned.IsRefused) return planned.Refusal;
        var plan = planned.Value;
        await _balances.LoadForAsync(plan, cancel);
        if (LedgerRules.CheckBalances(plan, _balances) is { } refusal) return refusal;

        // From here on it must succeed.
        return await WriteAsync(plan, inputHash, cancel);
    }

    /// <summary>Adds a row to a register and seals it in the log.</summary>
    /// <param name="row">The row; what it is says of which register.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task RegisterAsync(IRegisterRow row, CancellationToken cancel = default)
    {
        var table = Registers.Of(row.GetType());
        // The guards refuse entries before a closing or a reconciliation: those posted earlier in this transaction must be in the database
        // first.
        if (table == Registers.PeriodEvents || table == Registers.Reconciliations) await _store.FlushAsync(cancel);
        var stored = table.StoredOf(row);
        var log = await _sorter.ClassOfAsync(table, stored);
        var (salt, withheldSalt) = _log.NewSalts(log, table.Name);
        foreach (var (subject, name) in table.PersonsIn(stored)) await _persons.OfAsync(subject, name, cancel);
        table.Write(_leaf, new RowSeal(salt, withheldSalt), await _sorter.ForSealAsync(table, stored), _persons.Of);
        var place = await _log.AppendAsync(log, _leaf.LeafHash(), cancel);

        var (columns, values) = (string.Join(", ", table.Columns), string.Join(", ", table.Columns.Select(column => "@" + column)));
        var insert = $"INSERT INTO {table.Name} ({columns}) VALUES ({values})";
        await _connection.Command(_transaction, insert, [.. table.Columns.Zip(stored, (column, value) => ("@" + column, value))])
            .RunAsync(cancel);
        await _connection.Command(_transaction,
            "INSERT INTO register_leaves (tree, leaf_index, table_name, row_key, place, salt, withheld_salt, leaf_hash) VALUES (@tree, "
                + "@index, @table, @key, @place, @salt, @withheld, @hash)",
            ("@tree", (int)log), ("@index", place.Index), ("@table", table.Name), ("@key", table.KeyOf(stored)), ("@place", NextPlace),
            ("@salt", salt), ("@withheld", withheldSalt), ("@hash", place.Hash)).RunAsync(cancel);
        _catalogVersion++;
        if (OpenRecords.IsSeenOutside(table, log, stored, _catalog)) _openVersion++;
        if (OpenRecords.IsChart(table)) _chartVersion++;
        if (OpenRecords.IsQuiet(table)) _quietVersion++;
        if (table == Registers.Funds || table == Registers.FundSettings || table == Registers.Accounts || table == Registers.Donors
            || table == Registers.PeriodEvents || table == Registers.Reconciliations)
            _catalogIsStale = true;
    }

    /// <summary>Adds many rows at once to a table whose rows have no leaf of their own: a register row must hold their hash, or nothing
    /// seals them.</summary>
    internal ValueTask AddRowsAsync(string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows,
        CancellationToken cancel = default) => _store.AddRowsAsync(table, columns, rows, cancel);

    /// <summary>Reads the catalog again if a register changed in this transaction; posting does so by itself.</summary>
    public async ValueTask<LedgerCatalog> RefreshCatalogAsync(CancellationToken cancel = default)
    {
        if (_catalogIsStale) Catalog = (_catalog = await CatalogReader.ReadAsync(_connection, _transaction, cancel)).Within(Actor.Within);
        _catalogIsStale = false;
        return Catalog;
    }

    /// <summary>True when an entry with this key is written, here or before: asked where the rest of an input cannot even be
    /// read.</summary>
    public async ValueTask<bool> IsKeyUsedAsync(string key, CancellationToken cancel = default) =>
        await _store.FindKeyAsync(key, cancel) is not null;

    /// <summary>The next free number of a register whose key is a number.</summary>
    public Task<long> NextIdAsync(RegisterTable table, CancellationToken cancel = default) =>
        _connection.Command(_transaction, $"SELECT COALESCE(MAX({table.Key}), 0) + 1 FROM {table.Name}").NumberAsync(cancel);

    /// <summary>A question inside the transaction, seeing everything posted in it so far, of the funds of which the actor may
    /// know.</summary>
    public Task<DbCommand> QuestionAsync(string text, (string Name, object? Value)[] parameters, CancellationToken cancel = default) =>
        WholeQuestionAsync(Actor.Within.IsAll ? text : SeenTables.Asked(text), parameters, cancel);

    /// <summary>A question about every fund, whoever acts: for numbers and codes, which are taken once in the whole books.</summary>
    internal async Task<DbCommand> WholeQuestionAsync(string text, (string Name, object? Value)[] parameters,
        CancellationToken cancel = default)
    {
        await _store.FlushAsync(cancel);
        return _connection.Command(_transaction, text, parameters);
    }

    /// <summary>Leaves a message that background work will deliver if, and only if, this transaction is committed.</summary>
    public Task EnqueueAsync(string kind, string payload, CancellationToken cancel = default)
    {
        return _connection.Command(_transaction,
            "INSERT INTO outbox (id, kind, payload, created_at, next_attempt_at, attempts) VALUES (@id, @kind, @payload, @now, @now, 0)",
            ("@id", Chance.Id(ChanceUse.MessageId, LogClass.Open, kind).ToString()), ("@kind", kind), ("@payload", payload),
            ("@now", RecordedAt)).RunAsync(cancel);
    }

    /// <summary>Pads a log to the next multiple of <paramref name="block"/> leaves, signs its head, and keeps it.</summary>
    public async Task SealHeadAsync(LogClass log, string ledgerId, DateTimeOffset at, int block, ECDsa key, string keyId,
        CancellationToken cancel = default)
    {
        if (await _connection.Command(_transaction, "SELECT COUNT(*) FROM log_keys WHERE key_id = @id", ("@id", keyId))
            .NumberAsync(cancel) == 0)
            await RegisterAsync(new LogKeyRow
            {
                KeyId = keyId, PublicKey = key.ExportSubjectPublicKeyInfo(),
            }, cancel);
        await _log.PadAsync(log, block, cancel);
        var head = new LogHead(ledgerId, log, _log[log].Size, _log[log].Root(), at);
        await RegisterAsync(new LogHeadRow
        {
            Tree = log, Size = head.Size, Root = head.Root.ToArray(), At = at, KeyId = keyId, Signature = head.Sign(key),
        }, cancel);
    }

    /// <summary>True while the closed log of older books has leaves that no head covers: it is signed once more and never again.</summary>
    public async Task<bool> HasUnsignedFirstLogAsync(CancellationToken cancel = default) => _log.Has(LogClass.First)
        && _log[LogClass.First].Size > await _connection.Command(_transaction,
            "SELECT COALESCE(MAX(size), 0) FROM log_heads WHERE tree = @tree", ("@tree", (int)LogClass.First)).NumberAsync(cancel);

    /// <summary>Makes everything durable.</summary>
    public async Task CommitAsync(CancellationToken cancel = default)
    {
        await FollowRevaluationsAsync(cancel);
        await _log.FlushAsync(cancel);
        await _store.FinishAsync(_balances.Totals,
            new LedgerState(_lastSeq, _lastRecordedAt, _catalogVersion, _log.Grown, _openVersion, _chartVersion, _quietVersion), cancel);
        await _transaction.CommitAsync(cancel);
        _isOver = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        var failed = false;
        if (!_isOver)
        {
            _store.Forget();
            try { await _transaction.RollbackAsync(); }
            catch (DbException) { failed = true; }
            catch (InvalidOperationException) { failed = true; }
        }
        await _transaction.DisposeAsync();
        // After a rollback, drop the balances counted here and any catalog read inside it.
        var isTrue = _isOver || _lastSeq == _firstSeq;
        await _writer.EndAsync(new WriterMemory(_catalogVersion == _catalog.Version ? _catalog : null, _isOver ? _lastSeq : _firstSeq,
            isTrue ? _availableMoves : [], isTrue ? _accountMoves : [], _isOver ? _persons.Known : null), failed);
        _isOver = true;
    }

    /// <summary>An entry that moves a foreign balance before the end of a month already valued makes that valuation stale: the month is
    /// valued again in this transaction.</summary>
    private async Task FollowRevaluationsAsync(CancellationToken cancel)
    {
        foreach (var (fundId, from) in _foreignMoves.ToList())
            if ((await ForeignBalances.FollowAsync(this, Catalog.FundById(fundId), from, cancel)).Refusal is { } refusal)
                throw new InvalidOperationException($"What was valued could not follow: {refusal.Sentence}");
    }

    private byte[] HashOf(EntryDraft draft)
    {
        EntrySeal.WriteInput(_bytes, draft);
        return SHA256.HashData(_bytes.WrittenSpan);
    }

    /// <summary>True where the entry differs from the kept one only in the wording of its description: an older version kept a sentence
    /// where this one keeps a code, and an exported file gives the sentence in English.</summary>
    private async ValueTask<bool> IsOtherWordingAsync(EntryDraft draft, StoredKey first, CancellationToken cancel)
    {
        await _store.FlushAsync(cancel);
        var kept = await _connection.Command(_transaction, "SELECT description FROM entries WHERE seq = @seq", ("@seq", first.Seq))
            .RowsAsync(row => Description.Read(row.GetString(0)), cancel);
        return kept is [var description] && description.Means(draft.Description) && first.InputHash.AsSpan()
            .SequenceEqual(HashOf(draft with { Description = description }));
    }

    /// <summary>A draft that cannot be hashed was never written, so a used key belongs to other input.</summary>
    private async ValueTask<Refusal> RefuseBrokenTextAsync(EntryDraft draft, CancellationToken cancel)
    {
        if (LedgerRules.BrokenText(draft.Key) is null && await _store.FindKeyAsync(draft.Key, cancel) is not null)
            return new KeyUsedForOtherInput(draft.Key);
        return LedgerRules.Plan(draft, await RefreshCatalogAsync(cancel), reversed: null).Refusal
            ?? throw new InvalidOperationException("A text that cannot be kept passed every rule.");
    }

    private async ValueTask<PostedEntry> WriteAsync(EntryPlan plan, byte[] inputHash, CancellationToken cancel)
    {
        var draft = plan.Draft;
        var log = LogClasses.OfEntry(_sorter.StandingOf(plan.Fund.Id), plan.Reverses?.Kind ?? draft.Kind, plan.Postings);
        var (salt, withheldSalt) = _log.NewSalts(log, plan.Fund.Code);
        var entry = new EntryRecord
        {
            Seq = _lastSeq + 1,
            Id = Chance.Id(ChanceUse.EntryId, log, plan.Fund.Code).ToString(),
            FundCode = plan.Fund.Code,
            EffectiveDate = draft.Date,
            RecordedAt = RecordedAt,
            Kind = draft.Kind,
            Description = draft.Description.Stored,
            Reference = draft.Reference,
            Actor = Actor,
            SourceDocument = draft.SourceDocument,
            Key = draft.Key,
            InputHash = inputHash,
            ReversesSeq = plan.Reverses?.Seq,
            ReversesId = plan.Reverses?.Id,
            Place = NextPlace,
            Salt = salt,
            WithheldSalt = withheldSalt,
        };
        EntrySeal.Write(_leaf, entry, await _persons.OfAsync(Actor.Id, Actor.Name, cancel), plan.Postings);
        await _store.AddAsync(entry, plan.Fund.Id, plan.Postings, await _log.AppendAsync(log, _leaf.LeafHash(), cancel), cancel);
        _balances.Add(plan);
        if (plan.Postings.Any(posting => posting.Amount.Currency != Currency.Eur && !posting.Amount.IsZero
            && Revaluation.IsMonetary(posting.Account))
            && (!_foreignMoves.TryGetValue(plan.Fund.Id, out var earliest)
                || draft.Date < earliest)) _foreignMoves[plan.Fund.Id] = draft.Date;
        _sorter.Recent[entry.Seq % _sorter.Recent.Length] = (entry.Seq, entry.Id);
        if (OpenRecords.IsSeenOutside(plan.Fund)) _openVersion++;
        (_lastSeq, _lastRecordedAt) = (entry.Seq, RecordedAt);
        return new PostedEntry(entry.Seq, entry.Id, Microseconds.Read(RecordedAt), IsRepeat: false);
    }

    private async Task<ReversedEntry?> FindReversedAsync(string key, CancellationToken cancel)
    {
        await _store.FlushAsync(cancel);
        var found = await _connection.Command(_transaction,
            "SELECT e.seq, e.id, e.fund_id, e.kind, e.effective_date, (SELECT COUNT(*) FROM entries r WHERE r.reverses_seq = e.seq) FROM "
                + "entries e WHERE e.idempotency_key = @key", ("@key", key))
            .RowsAsync(
                row =>
                    (Seq: row.GetInt64(0), Id: row.GetString(1), FundId: row.GetInt32(2), Kind: ClosedSet<EntryKind>.Of(row.GetString(3)),
                        Date: row.Date(4), IsReversed: row.GetInt64(5) > 0), cancel);
        if (found is not [var entry] || !Catalog.Funds.Any(fund => fund.Id == entry.FundId)) return null;
        var postings = await _connection.Command(_transaction,
            "SELECT account_id, currency, amount_minor, eur_minor, donor, pledge, agreement, request, commitment, payment FROM postings "
                + "WHERE entry_seq = @seq ORDER BY line", ("@seq", entry.Seq))
            .RowsAsync(row => PostingReader.Read(row, 0, Catalog), cancel);
        return new ReversedEntry(entry.Seq, entry.Id, key, Catalog.FundById(entry.FundId).Code, entry.Date, entry.Kind, entry.IsReversed,
            postings);
    }
}
