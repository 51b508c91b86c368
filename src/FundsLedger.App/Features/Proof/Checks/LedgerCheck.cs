using System.Data.Common;
using FundsLedger.App.Features.Proof.Audit;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Guards;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>Verifies the books on live data, from the file's pages to the signed heads, in one walk over the leaves in constant memory. It
/// bounds itself to what was there when it began, so that posting goes on meanwhile.</summary>
public sealed class LedgerCheck(LedgerReads reads)
{
    // The whole books are checked, whoever asks.
    private readonly LedgerReads _reads = reads.Whole;

    /// <summary>Runs every check.</summary>
    public async Task<CheckReport> RunAsync(IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        var notes = new CheckNotes();
        var began = _reads.Clock.GetTimestamp();
        var entries = 0L;
        // The file's pages are read by SQLite itself on the second core.
        var storage =
            Task.Run(() => GuardedAsync(notes, CheckName.Storage, "the database file", () => CheckStorageAsync(notes, cancel)), cancel);
        await GuardedAsync(notes, CheckName.Schema, "the schema", async () =>
        {
            await using var connection = await _reads.OpenAsync(cancel);
            if (!await CheckSchemaAsync(notes, cancel)) return;
            await GuardedAsync(notes, CheckName.Guards, "the triggers", () => CheckGuardsAsync(connection, notes, cancel));
            LedgerCatalog? catalog = null;
            BooksAtStart? start = null;
            await GuardedAsync(notes, CheckName.Registers, "the registers", async () =>
            {
                start = await BooksAtStart.ReadAsync(connection, cancel);
                catalog = await CatalogReader.ReadAsync(connection, null, cancel);
            });
            if (catalog is null || start is null) return;
            entries = start.LastSeq;
            var walk = new LedgerWalk(notes, catalog, start, _reads);
            await GuardedAsync(notes, CheckName.Audit, "the audit log", () => AuditCheck.RunAsync(connection, notes, cancel));
            await GuardedAsync(notes, CheckName.Power, "what gives power", () => PowerCheck.RunAsync(connection, notes, cancel));
            await GuardedAsync(notes, CheckName.Entries, "the journal", () => walk.RunAsync(progress, cancel));
            await GuardedAsync(notes, CheckName.Bank, "the bank statements",
                () => new Bank.Reconciliation.BankCheck(notes, catalog).RunAsync(connection, cancel));
            await GuardedAsync(notes, CheckName.Approvals, "what two people decide",
                () => new ApprovalCheck(notes, catalog).RunAsync(connection, cancel));
            await GuardedAsync(notes, CheckName.Payments, "the payments", () => new PaymentCheck(notes, catalog).RunAsync(connection,
                cancel));
            await GuardedAsync(notes, CheckName.Requests, "the requests", () => new RequestCheck(notes, catalog).RunAsync(connection,
                cancel));
            await GuardedAsync(notes, CheckName.Standing, "the balances", () => new StandingCheck(notes, catalog).RunAsync(connection,
                cancel));
            await GuardedAsync(notes, CheckName.Papers, "the papers", () => new Papers.PaperCheck(notes).RunAsync(connection, cancel));
        });
        await storage;
        return new CheckReport(notes.Results(), entries, _reads.Clock.GetUtcNow(), _reads.Clock.GetElapsedTime(began));
    }

    /// <summary>Damage can make any question fail: that is a finding, not a breakdown.</summary>
    private static async Task GuardedAsync(CheckNotes notes, CheckName name, string subject, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            notes.Found(name, subject, $"It cannot be read: {fault.Message}", CheckNotes.RestoreRepair);
        }
    }

    private async Task CheckStorageAsync(CheckNotes notes, CancellationToken cancel)
    {
        if (_reads.Database.IsOnPostgres) return; // the server verifies its own pages
        await using var connection = await _reads.OpenAsync(cancel);
        var answers = await connection.Command(null, "PRAGMA integrity_check(10)").RowsAsync(row => row.GetString(0), cancel);
        notes.Looked(CheckName.Storage);
        foreach (var answer in answers.Where(answer => answer != "ok"))
            notes.Found(CheckName.Storage, _reads.Database.ShownName, answer, CheckNotes.RestoreRepair);
    }

    private async Task<bool> CheckSchemaAsync(CheckNotes notes, CancellationToken cancel)
    {
        var pending = await Shape.MissingAsync(_reads.Database, cancel);
        notes.Looked(CheckName.Schema);
        foreach (var migration in pending)
            notes.Found(CheckName.Schema, migration, "This migration is not applied, or not to its end.", "Run 'fundsledger migrate'.");
        return pending.Count == 0;
    }

    private async Task CheckGuardsAsync(DbConnection connection, CheckNotes notes, CancellationToken cancel)
    {
        var postgres = _reads.Database.IsOnPostgres;
        var question = postgres
            ? "SELECT t.tgname, p.prosrc, t.tgenabled::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
            : "SELECT name, sql, 'O' FROM sqlite_master WHERE type = 'trigger'";
        var found = (await connection.Command(null, question)
            .RowsAsync(row => (Name: row.GetString(0), Text: row.GetString(1), IsOn: row.GetString(2) is "O" or "A"), cancel)).ToLookup(
                row => row.Name);
        foreach (var guard in GuardSet.For(postgres))
        {
            notes.Looked(CheckName.Guards);
            var here = found[guard.Name].ToList();
            if (here.Count == 0)
                notes.Found(CheckName.Guards, $"trigger {guard.Name} on {guard.Table}",
                    "It is missing: the database no longer refuses what it must.",
                    "Run 'fundsledger migrate', then 'check' again: entries made meanwhile may break the rule.");
            else if (!here.All(row => row.IsOn && row.Text.TrimEnd(';') == guard.Text.TrimEnd(';')))
                notes.Found(CheckName.Guards, $"trigger {guard.Name} on {guard.Table}", "It was changed or switched off.",
                    "Run 'fundsledger migrate', then 'check' again.");
        }
        await StrangeParts.FindAsync(connection, _reads.Database, notes, cancel);
    }
}

/// <summary>One log as it stood when the check began.</summary>
internal sealed record LogAtStart(LogClass Log, long Size, byte[] Root, byte[] Peaks,
    IReadOnlyList<(LogHead Head, string KeyId, byte[] Signature)> Heads);

/// <summary>What stands in the logs for a person's name.</summary>
internal sealed record MarkAtStart(string Subject, string Name, byte[] Salt, byte[] Mark);

/// <summary>What the books held when the check began: the bounds of the walk, and what it must arrive at. Rows of daily_totals that say
/// zero stand apart: no posting moves nothing.</summary>
internal sealed record BooksAtStart(long LastSeq, long LastRecordedAt, long CatalogVersion, IReadOnlyList<LogAtStart> Logs,
    IReadOnlyList<MarkAtStart> Marks,
    Dictionary<(int AccountId, int Date, string Currency), DayTotal> Totals,
    IReadOnlyList<(int AccountId, int Date, string Currency)> EmptyTotals)
{
    /// <summary>Place of the last thing written: every entry and every register row has one.</summary>
    public long LastPlace => LastSeq + CatalogVersion;

    public static async Task<BooksAtStart> ReadAsync(DbConnection connection, CancellationToken cancel)
    {
        await using var picture = await connection.BeginReadAsync(cancel);
        var state = (await connection.Command(picture, "SELECT last_seq, last_recorded_at, catalog_version FROM ledger_state WHERE id = 1")
            .RowsAsync(row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancel)).Single();
        var logs = await LogsAsync(connection, picture, cancel);
        var marks = await connection.Command(picture, "SELECT subject, name, salt, mark FROM person_marks")
            .RowsAsync(row => new MarkAtStart(row.GetString(0), row.GetString(1), row.Blob(2), row.Blob(3)), cancel);
        var totals = new Dictionary<(int, int, string), DayTotal>();
        await using var command = connection.Command(picture,
            "SELECT account_id, effective_date, currency, debit_minor, credit_minor, debit_eur, credit_eur FROM daily_totals");
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            totals.Add((row.GetInt32(0), row.GetInt32(1), string.Intern(row.GetString(2))),
                new DayTotal { DebitMinor = row.GetInt64(3), CreditMinor = row.GetInt64(4), DebitEur = row.GetInt64(5),
                    CreditEur = row.GetInt64(6) });
        var empty = totals.Where(total => total.Value == default).Select(total => total.Key).ToList();
        return new BooksAtStart(state.Item1, state.Item2, state.Item3, logs, marks, totals, empty);
    }

    private static async Task<List<LogAtStart>> LogsAsync(DbConnection connection, DbTransaction picture, CancellationToken cancel)
    {
        var ledgerId = (await connection.Command(picture, "SELECT ledger_id FROM books WHERE id = 1")
            .RowsAsync(row => row.GetString(0), cancel)).Single();
        var heads = (await connection.Command(picture, "SELECT tree, size, root, at, key_id, signature FROM log_heads ORDER BY tree, size")
            .RowsAsync(
                row =>
                    (Head: new LogHead(ledgerId, (LogClass)row.GetInt32(0), row.GetInt64(1), row.Blob(2), row.Instant(3)),
                        KeyId: row.GetString(4), Signature: row.Blob(5)), cancel)).ToLookup(head => head.Head.Class);
        return await connection.Command(picture, "SELECT tree, size, root, peaks FROM log_trees ORDER BY tree")
            .RowsAsync(
                row =>
                    new LogAtStart((LogClass)row.GetInt32(0), row.GetInt64(1), row.Blob(2), row.Blob(3),
                        [.. heads[(LogClass)row.GetInt32(0)]]), cancel);
    }
}
