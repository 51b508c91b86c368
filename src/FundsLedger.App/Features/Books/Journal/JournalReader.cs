using System.Data.Common;
using System.Runtime.CompilerServices;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>An entry as it stands in the books, with its postings.</summary>
public sealed record StoredEntry(EntryRecord Entry, string? ReversesKey, EntryKind? ReversedKind, LogClass Log, long LeafIndex,
    byte[] LeafHash, IReadOnlyList<PlannedPosting> Postings);

/// <summary>In what order entries are read.</summary>
public enum JournalOrder { BySequence, ByDate }

/// <summary>Streams the journal: one reader over entries joined with their postings, never more than one entry in memory.</summary>
public static class JournalReader
{
    private const string Columns =
        """
        SELECT e.seq, e.id, e.fund_id, e.effective_date, e.recorded_at, e.kind, e.description, e.reference, e.actor_id, e.actor_name,
            e.source_document, e.idempotency_key, e.input_hash, e.reverses_seq, e.leaf_index, e.salt, e.leaf_hash,
            r.id, r.idempotency_key, r.kind, e.tree, e.place, e.withheld_salt,
            p.account_id, p.currency, p.amount_minor, p.eur_minor, p.donor, p.pledge, p.agreement, p.request, p.commitment, p.payment
        FROM entries e JOIN postings p ON p.entry_seq = e.seq LEFT JOIN entries r ON r.seq = e.reverses_seq
        """;

    private const int FirstOfPosting = 23;

    /// <summary>All entries, or those up to a place in the sequence.</summary>
    public static async IAsyncEnumerable<StoredEntry> ReadAsync(DbConnection connection, LedgerCatalog catalog, JournalOrder order,
        long? upTo = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var filter = upTo is null ? "" : " WHERE e.seq <= @last";
        var sorting = order == JournalOrder.BySequence ? " ORDER BY e.seq, p.line" : " ORDER BY e.effective_date, e.seq, p.line";
        await using var command = connection.Command(null, Columns + filter + sorting, ("@last", upTo));
        await using var row = await command.ExecuteReaderAsync(cancel);
        StoredEntry? entry = null;
        var postings = new List<PlannedPosting>();
        while (await row.ReadAsync(cancel))
        {
            if (entry is null || row.GetInt64(0) != entry.Entry.Seq)
            {
                if (entry is not null) yield return entry;
                postings = [];
                entry = ReadEntry(row, catalog, postings);
            }
            postings.Add(PostingReader.Read(row, FirstOfPosting, catalog));
        }
        if (entry is not null) yield return entry;
    }

    /// <summary>One entry by its number; null when there is none.</summary>
    public static async Task<StoredEntry?> OneAsync(DbConnection connection, LedgerCatalog catalog, long seq,
        CancellationToken cancel = default)
    {
        await using var command = connection.Command(null, Columns + " WHERE e.seq = @seq ORDER BY p.line", ("@seq", seq));
        await using var row = await command.ExecuteReaderAsync(cancel);
        StoredEntry? entry = null;
        var postings = new List<PlannedPosting>();
        while (await row.ReadAsync(cancel))
        {
            entry ??= ReadEntry(row, catalog, postings);
            postings.Add(PostingReader.Read(row, FirstOfPosting, catalog));
        }
        return entry;
    }

    private static StoredEntry ReadEntry(DbDataReader row, LedgerCatalog catalog, List<PlannedPosting> postings)
    {
        var entry = new EntryRecord
        {
            Seq = row.GetInt64(0),
            Id = row.GetString(1),
            FundCode = catalog.FundById(row.GetInt32(2)).Code,
            EffectiveDate = row.Date(3),
            RecordedAt = row.GetInt64(4),
            Kind = ClosedSet<EntryKind>.Of(row.GetString(5)),
            Description = row.GetString(6),
            Reference = row.TextOrNull(7),
            Actor = new Actor(row.GetString(8), row.GetString(9)),
            SourceDocument = row.TextOrNull(10),
            Key = row.GetString(11),
            InputHash = row.Blob(12),
            ReversesSeq = row.NumberOrNull(13),
            ReversesId = row.TextOrNull(17),
            Place = row.GetInt64(21),
            Salt = row.Blob(15),
            WithheldSalt = row.Blob(22),
        };
        var reversed = row.TextOrNull(19) is { } kind ? ClosedSet<EntryKind>.Of(kind) : (EntryKind?)null;
        return new StoredEntry(entry, row.TextOrNull(18), reversed, (LogClass)row.GetInt32(20), row.GetInt64(14), row.Blob(16), postings);
    }
}
