using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>All logs while they are made again: each thing sealed must stand in the log of its class, at the next place, and be what was
/// sealed.</summary>
internal sealed class LogsWalk(CheckNotes notes, BooksAtStart start)
{
    private readonly Dictionary<LogClass, CheckedLog> _logs = [];
    private readonly Dictionary<(string, string), byte[]> _marks = [];
    private readonly HashSet<(string, string)> _metMarks = [];
    private long _place;

    /// <summary>Two parts, to be written by whoever knows their fields.</summary>
    public TwoPartWriter Leaf { get; } = new();

    /// <summary>Reads what the books keep of the logs, and proves the closed first one, which stands alone.</summary>
    public async Task BeginAsync(DbConnection connection, CancellationToken cancel)
    {
        var keys = await KeysAsync(connection, cancel);
        foreach (var log in start.Logs)
        {
            var tree = ("@tree", (object?)(int)log.Log);
            var paddings = new Queue<PaddingBlock>(
                await connection.Command(null,
                    "SELECT first_leaf, leaf_count, seed FROM log_padding WHERE tree = @tree AND first_leaf < @size ORDER BY first_leaf",
                    tree, ("@size", log.Size))
                .RowsAsync(row => new PaddingBlock(row.GetInt64(0), row.GetInt32(1), row.Blob(2)), cancel));
            var tiles = (await connection.Command(null, "SELECT level, tile_index, root FROM log_tiles WHERE tree = @tree", tree)
                .RowsAsync(row => (Level: row.GetInt32(0), Index: row.GetInt64(1), Root: row.Blob(2)), cancel))
                .Where(tile => (tile.Index + 1) << tile.Level <= log.Size)
                .ToDictionary(tile => (tile.Level, tile.Index), tile => tile.Root);
            _logs.Add(log.Log, new CheckedLog(notes, log, paddings, tiles, keys));
        }
        foreach (var log in LogClasses.Written.Where(log => !_logs.ContainsKey(log)))
            notes.Found(CheckName.Log, $"the log '{ClosedSet<LogClass>.Code(log)}'", "It is missing.", CheckNotes.RestoreRepair);
        await UnknownLogsAsync(connection, cancel);
        foreach (var mark in start.Marks)
        {
            if (!PersonMark.Of(mark.Salt, mark.Name).AsSpan().SequenceEqual(mark.Mark))
                notes.Found(CheckName.Seals, $"the mark of {mark.Subject}", "It is not the mark of that name.", CheckNotes.RestoreRepair);
            _marks[(mark.Subject, mark.Name)] = mark.Mark;
        }
        if (_logs.TryGetValue(LogClass.First, out var first)) await WalkFirstAsync(connection, first, cancel);
    }

    /// <summary>The mark of a name; nothing where the books know no such name, and then the seal does not match.</summary>
    public byte[] MarkOf(string subject, string name)
    {
        _metMarks.Add((subject, name));
        return _marks.GetValueOrDefault((subject, name), []);
    }

    /// <summary>Takes the thing whose parts stand in <see cref="Leaf"/>.</summary>
    /// <returns>True when it is what was sealed.</returns>
    public bool Take(string subject, LogClass expected, LogClass log, long place, long index, byte[] kept)
    {
        Pass(subject, log, place, index, kept);
        if (log != expected)
            notes.Found(CheckName.Log, subject, $"It is sealed in the log '{Code(log)}' and belongs in '{Code(expected)}'.",
                CheckNotes.RestoreRepair);
        return Leaf.LeafHash().AsSpan().SequenceEqual(kept);
    }

    /// <summary>Takes the leaf of something that cannot be read any more.</summary>
    public void Pass(string subject, LogClass log, long place, long index, byte[] kept)
    {
        if (place != _place + 1)
            notes.Found(CheckName.Log, subject,
                $"It says that it was written as number {Number(place)}; number {Number(_place + 1)} comes here.",
                CheckNotes.RestoreRepair);
        _place = place;
        if (_logs.TryGetValue(log, out var tree) && log != LogClass.First) tree.Append(kept, index);
        else notes.Found(CheckName.Log, subject, $"There is no log {Number((int)log)} to be sealed in.", CheckNotes.RestoreRepair);
    }

    /// <summary>Says what is missing at the end.</summary>
    public void End()
    {
        foreach (var (log, tree) in _logs)
            if (log != LogClass.First) tree.End();
        foreach (var (subject, _) in _marks.Keys.Where(mark => !_metMarks.Contains(mark)).Take(1))
            notes.Found(CheckName.Seals, $"the mark of {subject}", "Nothing that was sealed bears it: it did not come through the ledger.",
                CheckNotes.RestoreRepair);
    }

    private static async Task WalkFirstAsync(DbConnection connection, CheckedLog log, CancellationToken cancel)
    {
        await using (var leaves = connection.Command(null, "SELECT leaf_index, leaf_hash FROM first_leaves ORDER BY leaf_index"))
        await using (var row = await leaves.ExecuteReaderAsync(cancel))
            while (await row.ReadAsync(cancel)) log.Append(row.Blob(1), row.GetInt64(0));
        log.End();
    }

    /// <summary>What is kept of a log that the books do not have.</summary>
    private async Task UnknownLogsAsync(DbConnection connection, CancellationToken cancel)
    {
        foreach (var table in (string[])["log_heads", "log_padding", "log_tiles"])
            foreach (var tree in await connection.Command(null, $"SELECT DISTINCT tree FROM {table}")
                .RowsAsync(row => row.GetInt32(0), cancel))
                if (!_logs.ContainsKey((LogClass)tree))
                    notes.Found(CheckName.Log, $"{table} of log {Number(tree)}", "There is no such log.", CheckNotes.RestoreRepair);
        if (!_logs.ContainsKey(LogClass.First)
            && await connection.Command(null, "SELECT COUNT(*) FROM first_leaves").NumberAsync(cancel) > 0)
            notes.Found(CheckName.Log, "first_leaves", "There is no first log.", CheckNotes.RestoreRepair);
    }

    private async Task<Dictionary<string, ECDsa>> KeysAsync(DbConnection connection, CancellationToken cancel)
    {
        var keys = new Dictionary<string, ECDsa>(StringComparer.Ordinal);
        foreach (var (id, publicKey) in await connection.Command(null, "SELECT key_id, public_key FROM log_keys")
            .RowsAsync(row => (row.GetString(0), row.Blob(1)), cancel))
        {
            var key = ECDsa.Create();
            try
            {
                key.ImportSubjectPublicKeyInfo(publicKey, out _);
                if (Log.SigningKey.IdOf(publicKey) == id) keys.Add(id, key);
                else notes.Found(CheckName.Heads, $"public key {id}", "Its fingerprint is another.", CheckNotes.RestoreRepair);
            }
            catch (CryptographicException)
            {
                notes.Found(CheckName.Heads, $"public key {id}", "It is not a public key.", CheckNotes.RestoreRepair);
            }
        }
        return keys;
    }

    private static string Code(LogClass log) => Enum.IsDefined(log) ? ClosedSet<LogClass>.Code(log) : Number((int)log);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
