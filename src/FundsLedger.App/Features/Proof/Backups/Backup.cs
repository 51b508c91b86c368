using System.Globalization;
using System.Text.Json;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;
using Microsoft.Data.Sqlite;

namespace FundsLedger.App.Features.Proof.Backups;

/// <summary>One log's edge as recorded with a backup.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Size">How many leaves.</param>
/// <param name="Root">Root of the Merkle tree, hexadecimal.</param>
public sealed record RecordedLog(string Log, long Size, string Root);

/// <summary>The logs that books must have: kept beside a backup as <c>FILE.head.json</c>, and as much for operators' eyes alone as the
/// backup, because it counts what the protected fund does.</summary>
/// <param name="LedgerId">Which ledger.</param>
/// <param name="Entries">How many entries.</param>
/// <param name="Logs">Each log's edge, in the order of the logs.</param>
public sealed record RecordedHead(string LedgerId, long Entries, IReadOnlyList<RecordedLog> Logs)
{
    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            MaxDepth = ReadingBudget.DeepestJson };

    public static string PathFor(string backup) => backup + ".head.json";

    public static async Task<RecordedHead> OfAsync(LedgerDatabase database, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var (ledgerId, entries) = (await connection.Command(null,
            "SELECT b.ledger_id, s.last_seq FROM books b, ledger_state s WHERE b.id = 1 AND s.id = 1")
                .RowsAsync(row => (row.GetString(0), row.GetInt64(1)), cancel)).Single();
        return new RecordedHead(ledgerId, entries, await connection.Command(null, "SELECT tree, size, root FROM log_trees ORDER BY tree")
            .RowsAsync(
                row =>
                    new RecordedLog(ClosedSet<LogClass>.Code((LogClass)row.GetInt32(0)), row.GetInt64(1),
                        Convert.ToHexStringLower(row.Blob(2))), cancel));
    }

    public static async Task<RecordedHead?> ReadAsync(string path, CancellationToken cancel)
    {
        try
        {
            return await OutsideFile.TextAsync(path, ReadingBudget.LargestSmallFile, cancel) is { } text
                && JsonSerializer.Deserialize<RecordedHead>(text, Json) is { Logs: not null } head
                && head.Logs.All(log => log is { Root.Length: 2 * MerkleHash.Size }) ? head : null;
        }
        catch (Exception fault) when (fault is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public async Task WriteAsync(string path, CancellationToken cancel)
    {
        await using var file = new StreamWriter(OwnersFile.Create(path));
        await file.WriteAsync((JsonSerializer.Serialize(this, Json) + "\n").AsMemory(), cancel);
    }

    public bool Equals(RecordedHead? other) =>
        other is not null && (LedgerId, Entries) == (other.LedgerId, other.Entries) && Logs.SequenceEqual(other.Logs);

    public override int GetHashCode() => HashCode.Combine(LedgerId, Entries, Logs.Count);

    public override string ToString()
    {
        var logs = Logs.Select(log => string.Create(CultureInfo.InvariantCulture, $"{log.Log} {log.Root[..16]}… at size {log.Size}"));
        return $"{string.Join(", ", logs)} of ledger {LedgerId}";
    }
}

/// <summary>Writes a backup: one SQLite file, whatever the books are kept in, and the log head it must have. Consistent while the books are
/// being written to. Neither the signing key nor the key outside the books is in it; it is its owner's alone.</summary>
public sealed class Backup(LedgerDatabase database)
{
    public async Task<Outcome<RecordedHead>> RunAsync(string path, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path) || File.Exists(RecordedHead.PathFor(path))) return new BackupExists(path);
        var unfinished = path + ".unfinished";
        File.Delete(unfinished);
        if (database.IsOnPostgres) await CopyAsync(unfinished, progress, cancel);
        else
        {
            // The backup is its owner's alone before anything stands in it.
            await OwnersFile.Create(unfinished).DisposeAsync();
            await using var connection = await database.OpenAsync(cancel);
            await connection.Command(null, "VACUUM INTO @path", ("@path", unfinished)).RunAsync(cancel);
        }
        RecordedHead head;
        await using (var copy = LedgerDatabase.At(unfinished)) head = await RecordedHead.OfAsync(copy, cancel);
        SqliteConnection.ClearAllPools();
        await head.WriteAsync(RecordedHead.PathFor(path), cancel);
        File.Move(unfinished, path);
        return head;
    }

    private async Task CopyAsync(string unfinished, IProgress<double>? progress, CancellationToken cancel)
    {
        await using var copy = LedgerDatabase.At(unfinished);
        await BooksMaker.ShapeAsync(copy, cancel);
        await TableCopy.RunAsync(database, copy, progress, cancel);
        await using var connection = await copy.OpenAsync(cancel);
        await connection.Command(null, "PRAGMA journal_mode = DELETE").RunAsync(cancel);
    }
}

/// <summary>Restores a backup into a place without books: only one whose check is good, and only if the restored log head is the recorded
/// one.</summary>
public sealed class Restore(LedgerDatabase target, TimeProvider clock)
{
    public async Task<Outcome<RecordedHead>> RunAsync(string path, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        path = Path.GetFullPath(path);
        if (!File.Exists(path)) return new BackupIsMissing(path);
        if (await RecordedHead.ReadAsync(RecordedHead.PathFor(path), cancel) is not { } recorded)
            return new BackupHeadIsMissing(RecordedHead.PathFor(path));
        if (await HasBooksAsync(cancel)) return new BooksExist(target.ShownName);

        // Work on a copy: opening a SQLite file may write beside it, and a backup stays as it is.
        var work = Path.Combine(Path.GetTempPath(), $"fundsledger-restore-{Guid.CreateVersion7(clock.GetUtcNow()):N}.db");
        if (target.Path is { } place) work = place + ".restoring";
        await OwnersFile.CopyAsync(path, work, cancel);
        try
        {
            await using (var copy = LedgerDatabase.At(work))
            {
                if (await CheckAsync(copy, path, recorded, cancel) is { } refusal) return refusal;
                if (target.IsOnPostgres)
                {
                    await BooksMaker.ShapeAsync(target, cancel);
                    await TableCopy.RunAsync(copy, target, progress, cancel);
                }
            }
            SqliteConnection.ClearAllPools();
            if (target.Path is not null) File.Move(work, target.Path);
            else if (await CheckAsync(target, target.ShownName, recorded, cancel) is { } refusal) return refusal;
            await ParkMessagesAsync(cancel);
            var found = await RecordedHead.OfAsync(target, cancel);
            return found == recorded ? found : new BackupHasAnotherHead(recorded.ToString(), found.ToString());
        }
        finally
        {
            foreach (var leftover in (string[])[work, work + "-wal", work + "-shm"]) File.Delete(leftover);
        }
    }

    private async Task<Refusal?> CheckAsync(LedgerDatabase books, string shown, RecordedHead recorded, CancellationToken cancel)
    {
        var report = await new LedgerCheck(new LedgerReads(books, clock)).RunAsync(null, cancel);
        foreach (var result in report.Results)
            foreach (var finding in result.Findings)
                return new BackupIsDamaged(shown, $"{result.Name}: {finding.Subject}: {finding.Rule}");
        var found = await RecordedHead.OfAsync(books, cancel);
        return found == recorded ? null : new BackupHasAnotherHead(recorded.ToString(), found.ToString());
    }

    /// <summary>The original books have sent these messages since, or will: the copy must not send them again by itself.</summary>
    private async Task ParkMessagesAsync(CancellationToken cancel)
    {
        await using var connection = await target.OpenAsync(cancel);
        // A backup is one file; books in use write ahead.
        if (!target.IsOnPostgres) await connection.Command(null, "PRAGMA journal_mode = WAL").RunAsync(cancel);
        await connection.Command(null, "UPDATE outbox SET parked_at = @now, last_fault = @why WHERE done_at IS NULL AND parked_at IS NULL",
            ("@now", Microseconds.Of(clock.GetUtcNow())),
            ("@why", "These books were restored from a backup: the message may have been sent from the first ones.")).RunAsync(cancel);
    }

    private async Task<bool> HasBooksAsync(CancellationToken cancel)
    {
        if (target.Path is { } place) return File.Exists(place);
        await using var connection = await target.OpenAsync(cancel);
        return await connection.Command(null, "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'ledger_state'")
            .NumberAsync(cancel) > 0
            && await connection.Command(null, "SELECT COUNT(*) FROM ledger_state").NumberAsync(cancel) > 0;
    }
}
