using System.IO.Compression;
using System.Text;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>A file of bank statements that can be read more than once.</summary>
/// <param name="Name">As shown and kept: the name without folders.</param>
/// <param name="Open">Opens it at its beginning, seekable.</param>
public sealed record BankFile(string Name, Func<Stream> Open)
{
    /// <summary>Bytes as it lies there; 0 where it cannot be opened.</summary>
    public long Size
    {
        get
        {
            try
            {
                using var stream = Open();
                return stream.Length;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { return 0; }
        }
    }

    /// <summary>A file on disk.</summary>
    public static BankFile At(string path) =>
        new(Path.GetFileName(path), () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 65_536,
        FileOptions.SequentialScan));
}

/// <summary>What a reader meets, in the order of the file.</summary>
public abstract record StatementEvent;

/// <summary>A statement begins; of the head only account, currency and line are certain yet.</summary>
public sealed record StatementBegins(StatementHead Head) : StatementEvent;

/// <summary>A booked line.</summary>
/// <param name="Line">As the bank wrote it.</param>
/// <param name="DetailsAgree">False where the details of a batch have another sum than the entry.</param>
public sealed record LineRead(BankLine Line, bool DetailsAgree) : StatementEvent;

/// <summary>A document of an archive, or a part of a file, that is no statement and was let go.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Why">What it is taken for.</param>
public sealed record PassedOver(string Name, BankFileRefusal Why) : StatementEvent;

/// <summary>A statement ends; its head is complete.</summary>
public sealed record StatementEnds(StatementHead Head) : StatementEvent;

/// <summary>Reads a file as a stream, whatever it is: camt.053, MT940 or CSV, plain, gzipped or zipped.</summary>
public static class BankFileReader
{
    /// <summary>Everything the file holds, one thing at a time.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mapping">Columns of a CSV; null when none is named.</param>
    /// <param name="withRaw">Whether lines of XML bring their own text along: a fifth of the time, which judging does not need.</param>
    /// <exception cref="BankFileException">It is not valid; how far it was read means nothing.</exception>
    public static IEnumerable<StatementEvent> Read(BankFile file, CsvMapping? mapping, bool withRaw = true)
    {
        using var stream = Opened(file);
        var start = Peek(stream);
        if (start is [0x50, 0x4B, 0x03, 0x04, ..] or [0x50, 0x4B, 0x05, 0x06, ..])
        {
            using var archive = Archive(stream, file.Name);
            var documents = archive.Entries.Where(entry => entry.Name.Length > 0).ToList();
            if (documents.Count == 0) throw new BankFileException(new BankFileIsEmpty(file.Name));
            if (documents.Count > ReadingBudget.MostDocuments
                || documents.Sum(entry => entry.Length) > ReadingBudget.LargestUnpacked) throw new BankFileException(
                new BankFileIsTooLarge(file.Name, ReadingBudget.LargestUnpacked));
            PassedOver? last = null;
            var isAnyRead = false;
            foreach (var document in documents)
                foreach (var item in ReadPacked(document, $"{file.Name}/{document.FullName}", mapping, withRaw))
                {
                    if (item is PassedOver passed) last = passed;
                    else isAnyRead = true;
                    yield return item;
                }
            if (!isAnyRead) throw new BankFileException(last!.Why);
            yield break;
        }
        if (start is [0x1F, 0x8B, ..])
        {
            byte[] first;
            using (var again = Opened(file))
            using (var head = new GuardedStream(new GZipStream(again, CompressionMode.Decompress), file.Name)) first = Peek(head);
            stream.Position = 0;
            using var content = new GuardedStream(new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true), file.Name);
            foreach (var item in ReadDocument(content, first, file.Name, mapping, withRaw)) yield return item;
            yield break;
        }
        stream.Position = 0;
        using var plain = new GuardedStream(stream, file.Name);
        foreach (var item in ReadDocument(plain, start, file.Name, mapping, withRaw)) yield return item;
    }

    /// <summary>One document of an archive. What is no statement, such as the notes that some systems pack beside each file, is named and
    /// passed over; what is one must be in order.</summary>
    private static IEnumerable<StatementEvent> ReadPacked(ZipArchiveEntry document, string where, CsvMapping? mapping, bool withRaw)
    {
        // What begins the document is read on its own: packed streams cannot go back.
        byte[] first;
        using (var head = new GuardedStream(Unpacked(document, where), where)) first = Peek(head);
        using var content = new GuardedStream(Unpacked(document, where), where);
        IEnumerator<StatementEvent>? items = null;
        for (var isFirst = true; ; isFirst = false)
        {
            PassedOver? passed = null;
            try
            {
                if (IsBeside(document.FullName)) throw new BankFileException(new BankFileIsUnknown(where));
                items ??= ReadDocument(content, first, where, mapping, withRaw).GetEnumerator();
                if (!items.MoveNext()) yield break;
            }
            catch (BankFileException fault) when (isFirst
                && fault.Refusal is BankFileIsUnknown or BankFileIsEmpty or BankFileIsNoStatement or BankColumnIsMissing) { passed =
                new PassedOver(where, fault.Refusal); }
            yield return passed ?? items!.Current;
            if (passed is not null) yield break;
        }
    }

    private static bool IsBeside(string path) =>
        path.Split('/', '\\') is var parts
        && (parts[0] == "__MACOSX" || parts[^1].StartsWith('.') || parts[^1] is "Thumbs.db" or "desktop.ini");

    private static IEnumerable<StatementEvent> ReadDocument(Stream content, byte[] start, string where, CsvMapping? mapping, bool withRaw)
    {
        if (start.Length == 0) throw new BankFileException(new BankFileIsEmpty(where));
        if (start is [0x50, 0x4B, 0x03, 0x04, ..] or [0x1F, 0x8B, ..]) throw new BankFileException(
            new BankFileIsUnknown(where)); // packed twice
        var text = Encoding.Latin1.GetString(start).TrimStart('\u00EF', '\u00BB', '\u00BF', '\u00FF', '\u00FE', ' ', '\t', '\r', '\n')
            .Replace("\0", "", StringComparison.Ordinal);
        if (text.StartsWith('<')) return CamtReader.Read(content, start, where, withRaw);
        // Text of two bytes a letter is read as if it had been saved otherwise.
        if (start is [0xFF, 0xFE, ..] or [not 0x00, 0x00, not 0x00, 0x00, ..]) content = Encoding.CreateTranscodingStream(content,
            Encoding.Unicode, Encoding.UTF8);
        else if (start is [0xFE, 0xFF, ..] or [0x00, not 0x00, 0x00, not 0x00, ..]) content = Encoding.CreateTranscodingStream(content,
            Encoding.BigEndianUnicode, Encoding.UTF8);
        if (Mt940Reader.Recognises(text)) return Mt940Reader.Read(content, where);
        if (mapping is not null) return CsvStatementReader.Read(content, where, mapping);
        throw new BankFileException(new BankFileIsUnknown(where));
    }

    private static Stream Opened(BankFile file)
    {
        try { return file.Open(); }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException
            or UnauthorizedAccessException) { throw new BankFileException(new BankFileIsMissing(file.Name)); }
    }

    private static ZipArchive Archive(Stream stream, string where)
    {
        try
        {
            stream.Position = 0;
            return new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException fault) { throw new BankFileException(new BankFileIsBroken(where, fault.Message)); }
    }

    private static Stream Unpacked(ZipArchiveEntry document, string where)
    {
        try { return document.Open(); }
        catch (InvalidDataException fault) { throw new BankFileException(new BankFileIsBroken(where, fault.Message)); }
    }

    private static byte[] Peek(Stream stream)
    {
        var start = new byte[1024];
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }
}

/// <summary>Counts what comes out of a packed stream, because its stated size is only a claim, and turns damage into a refusal.</summary>
internal sealed class GuardedStream(Stream inner, string where) : Stream
{
    private long _read;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count;
        try { count = inner.Read(buffer); }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException) { throw new BankFileException(
            new BankFileIsBroken(where, fault.Message)); }
        _read += count;
        return _read > ReadingBudget.LargestUnpacked
            ? throw new BankFileException(new BankFileIsTooLarge(where, ReadingBudget.LargestUnpacked)) : count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
