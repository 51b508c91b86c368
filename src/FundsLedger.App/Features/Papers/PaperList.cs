using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Papers;

/// <summary>A paper as it is listed.</summary>
/// <param name="Number">Within what it belongs to.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Type">By its bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Name">Of the file; null once it is erased.</param>
/// <param name="At">When it was attached.</param>
/// <param name="By">By whom.</param>
/// <param name="Erased">Who erased it, when and why; null where it is there.</param>
public sealed record AttachedPaper(long Id, int Number, PaperKind Kind, PaperType Type, int Size, string? Name, DateTimeOffset At,
    string By, ErasedPaper? Erased);

/// <summary>An erasure.</summary>
public sealed record ErasedPaper(string Reason, DateTimeOffset At, string By);

/// <summary>A paper with its file.</summary>
public sealed record OpenedPaper(AttachedPaper Paper, byte[] Content);

/// <summary>Reads papers.</summary>
public static class PaperList
{
    /// <summary>The papers of one thing, in the order in which they were attached; with erased ones. Null where the thing takes none: it is
    /// not there, or not for this reader.</summary>
    public static async Task<IReadOnlyList<AttachedPaper>?> ReadAsync(LedgerReads reads, DbConnection connection, PaperSubject subject,
        string code, CancellationToken cancel)
    {
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        var catalog = await reads.CatalogAsync(connection, cancel);
        return await PaperPlaces.TakesAsync(ask, catalog, subject, code, cancel) ? await RowsAsync(ask, subject, code, cancel) : null;
    }

    /// <summary>One paper with its file.</summary>
    internal static async Task<Outcome<OpenedPaper>> OpenAsync(LedgerReads reads, DbConnection connection, PaperSubject subject,
        string code, int number, CancellationToken cancel)
    {
        if (await ReadAsync(reads, connection, subject, code, cancel) is not { } papers) return new PaperSubjectIsUnknown(subject, code);
        if (papers.FirstOrDefault(paper => paper.Number == number) is not { } found) return new PaperIsUnknown(number);
        if (found.Erased is not null) return new PaperIsErased(number);
        var content = await connection.Command(null, "SELECT content FROM paper_contents WHERE paper_id = @id", ("@id", found.Id))
            .RowsAsync(row => row.Blob(0), cancel);
        return content is [var file] ? new OpenedPaper(found, file) : new PaperIsErased(number);
    }

    internal static async Task<List<AttachedPaper>> RowsAsync(Ask ask, PaperSubject subject, string code, CancellationToken cancel) =>
        await (await ask("""
            SELECT p.id, p.number, p.kind, p.type, p.size, c.name, p.recorded_at, p.actor_name, e.reason, e.recorded_at, e.actor_name
            FROM papers p LEFT JOIN paper_contents c ON c.paper_id = p.id LEFT JOIN paper_erasures e ON e.paper_id = p.id
            WHERE p.subject = @subject AND p.code = @code ORDER BY p.number
            """, ("@subject", ClosedSet<PaperSubject>.Code(subject)), ("@code", code))).RowsAsync(
            row => new AttachedPaper(row.GetInt64(0), (int)row.GetInt64(1), ClosedSet<PaperKind>.Of(row.GetString(2)),
                ClosedSet<PaperType>.Of(row.GetString(3)), (int)row.GetInt64(4), row.TextOrNull(5), row.Instant(6), row.GetString(7),
                row.IsDBNull(8) ? null : new ErasedPaper(row.GetString(8), row.Instant(9), row.GetString(10))), cancel);

    /// <summary>The mark of a file and its name: what stands in the log for it.</summary>
    internal static byte[] Mark(byte[] salt, string name, byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("fundsledger paper v1"u8);
        hash.AppendData(salt);
        // Of fixed length, so that no letter can move from the name into the file.
        hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }
}
