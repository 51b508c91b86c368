using System.Buffers;
using System.IO.Pipelines;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>What became of a file.</summary>
public sealed record FilePosted(int Posted, int Repeated, int Refused, long? FirstSeq, long? LastSeq);

/// <summary>What became of one line, when each stands for itself.</summary>
public sealed record LinePosted(int Line, string? Key, Outcome<PostedEntry> Outcome);

/// <summary>Posts a file of entries, one JSON object a line: all or nothing, or each line for itself. The file is streamed; its size does
/// not matter to memory.</summary>
public sealed class PostFile(LedgerWriter writer)
{
    /// <summary>Most bytes of a line.</summary>
    public const int LongestLine = ReadingBudget.LongestEntryLine;

    /// <summary>Most bytes of a file.</summary>
    public const long LargestFile = ReadingBudget.LargestUnpacked;

    private const int Together = 1_000;

    /// <summary>Posts all entries in one transaction, or none.</summary>
    /// <param name="path">The file, shown in messages.</param>
    /// <param name="actor">Who posts.</param>
    /// <param name="bytesRead">Told how far the file was read.</param>
    /// <param name="cancel">Gives up; nothing is written.</param>
    public async Task<Outcome<FilePosted>> RunAsync(string path, Actor actor, IProgress<long>? bytesRead = null,
        CancellationToken cancel = default)
    {
        if (Open(path, out var file) is { } unreadable) return unreadable;
        await using (file)
        {
            await using var session = await writer.BeginAsync(actor, cancel);
            int posted = 0, repeated = 0;
            long? first = null, last = null;
            var reversals = new List<(int Line, EntryDraft Draft)>();
            await foreach (var lines in ReadAsync(file!, bytesRead, cancel))
            {
                await session.PrepareForAsync([.. lines.Where(line => !line.Entry.Draft.IsRefused).Select(line => line.Entry.Draft.Value!)],
                    cancel);
                foreach (var (number, entry) in lines)
                {
                    var outcome = await PostAsync(session, entry, cancel);
                    if (outcome.IsRefused) return new FileLineIsRefused(number, entry.Key, outcome.Refusal);
                    if (outcome.Value.IsRepeat)
                    {
                        repeated++;
                        continue;
                    }
                    posted++;
                    first ??= outcome.Value.Seq;
                    last = outcome.Value.Seq;
                    if (entry.Draft.Value is { Reverses: not null } reversal) reversals.Add((number, reversal));
                }
            }
            if (posted + repeated == 0) return new FileIsEmpty(path);
            foreach (var (number, reversal) in reversals)
                if (await LeavesALegAsync(session, reversal.Reverses!, cancel)) return new FileLineIsRefused(number, reversal.Key,
                    new ReversalLeavesALeg(reversal.Reverses!));
            await session.CommitAsync(cancel);
            return new FilePosted(posted, repeated, 0, first, last);
        }
    }

    /// <summary>Posts each entry in a transaction of its own and tells of it once it is durable; a refused line stops nothing.</summary>
    public async Task<Outcome<FilePosted>> RunEachAsync(string path, Actor actor, Action<LinePosted> told,
        IProgress<long>? bytesRead = null, CancellationToken cancel = default)
    {
        if (Open(path, out var file) is { } unreadable) return unreadable;
        await using (file)
        {
            int posted = 0, repeated = 0, refused = 0;
            long? first = null, last = null;
            await foreach (var lines in ReadAsync(file!, bytesRead, cancel))
            {
                foreach (var (number, entry) in lines)
                {
                    var outcome = await PostAloneAsync(entry, actor, cancel);
                    told(new LinePosted(number, entry.Key, outcome));
                    if (outcome.IsRefused) refused++;
                    else if (outcome.Value.IsRepeat) repeated++;
                    else (posted, first, last) = (posted + 1, first ?? outcome.Value.Seq, outcome.Value.Seq);
                }
            }
            return posted + repeated + refused == 0 ? new FileIsEmpty(path) : new FilePosted(posted, repeated, refused, first, last);
        }
    }

    /// <summary>True where an operation of several entries stays reversed in part.</summary>
    private static async Task<bool> LeavesALegAsync(LedgerSession session, string reversed, CancellationToken cancel)
    {
        var seq = await (await session.QuestionAsync("SELECT seq FROM entries WHERE idempotency_key = @key", [("@key", reversed)],
            cancel)).NumberAsync(cancel);
        return (await OperationEntries.FindAsync(session, seq, cancel))?.Others.Count > 0;
    }

    private static JournalRefusal? Open(string path, out FileStream? file)
    {
        file = null;
        try
        {
            file = new FileStream(path,
                new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 0 });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new FileIsMissing(path);
        }
        if (file.CanSeek && file.Length > LargestFile)
        {
            var length = file.Length;
            file.Dispose();
            return new FileIsTooLarge(path, length);
        }
        return null;
    }

    private async Task<Outcome<PostedEntry>> PostAloneAsync(EntryLine entry, Actor actor, CancellationToken cancel)
    {
        await using var session = await writer.BeginAsync(actor, cancel);
        var outcome = await PostAsync(session, entry, cancel);
        if (!outcome.IsRefused && entry.Draft.Value is { Reverses: { } reversed } && await LeavesALegAsync(session, reversed,
            cancel)) return new ReversalLeavesALeg(reversed);
        if (!outcome.IsRefused && !outcome.Value.IsRepeat) await session.CommitAsync(cancel);
        return outcome;
    }

    /// <summary>The key is looked at before the text's faults: a known key with unreadable content is another input.</summary>
    private static async ValueTask<Outcome<PostedEntry>> PostAsync(LedgerSession session, EntryLine entry, CancellationToken cancel)
    {
        if (!entry.Draft.IsRefused) return await session.PostAsync(entry.Draft.Value, cancel);
        return entry.Key is { } key && await session.IsKeyUsedAsync(key, cancel) ? new KeyUsedForOtherInput(key) : entry.Draft.Refusal;
    }

    private static async IAsyncEnumerable<List<(int Number, EntryLine Entry)>> ReadAsync(Stream file, IProgress<long>? bytesRead,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 256 * 1024, leaveOpen: true));
        var together = new List<(int, EntryLine)>(Together);
        var number = 0;
        long taken = 0;
        while (true)
        {
            var read = await pipe.ReadAsync(cancel);
            var rest = read.Buffer;
            while (TakeLine(ref rest, read.IsCompleted, out var line))
            {
                number++;
                if (Parse(line, number) is { } entry) together.Add((number, entry));
                if (together.Count < Together) continue;
                yield return together;
                together.Clear();
            }
            taken += read.Buffer.Length - rest.Length;
            bytesRead?.Report(taken);
            // A pipe states no length.
            var isEndless = taken > LargestFile;
            if (isEndless) together.Add((number + 1, new EntryLine(null, new FileIsTooLarge((file as FileStream)?.Name ?? "", taken))));
            else if (rest.Length > LongestLine) together.Add((number + 1, new EntryLine(null, new LineIsTooLong(number + 1))));
            pipe.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted || rest.Length > LongestLine || isEndless) break;
        }
        await pipe.CompleteAsync();
        if (together.Count > 0) yield return together;
    }

    private static EntryLine? Parse(ReadOnlySequence<byte> line, int number)
    {
        if (line.Length > LongestLine) return new EntryLine(null, new LineIsTooLong(number));
        if (line.IsSingleSegment) return Parse(line.FirstSpan, number);
        var copy = ArrayPool<byte>.Shared.Rent((int)line.Length);
        line.CopyTo(copy);
        var entry = Parse(copy.AsSpan(0, (int)line.Length), number);
        ArrayPool<byte>.Shared.Return(copy);
        return entry;
    }

    private static EntryLine? Parse(ReadOnlySpan<byte> line, int number)
    {
        if (number == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        line = line.Trim(" \t\r"u8);
        return line.IsEmpty ? null : EntryLine.Read(line);
    }

    private static bool TakeLine(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return true;
        }
        line = rest;
        if (!isLast || rest.IsEmpty) return false;
        rest = rest.Slice(rest.End);
        return true;
    }
}
