using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>One entry as its page shows it, with its postings and its place in the log.</summary>
public sealed record EntryDetail
{
    public required long Seq { get; init; }
    public required string Id { get; init; }
    public required string FundCode { get; init; }
    public required DateOnly Date { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required EntryKind Kind { get; init; }
    public required Description Description { get; init; }
    public required string? Reference { get; init; }
    public required string ActorName { get; init; }
    public required string? SourceDocument { get; init; }
    public required string Key { get; init; }
    public required long? ReversesSeq { get; init; }
    public required long? ReversedBySeq { get; init; }
    public required LogClass Log { get; init; }
    public required long LeafIndex { get; init; }
    public required byte[] LeafHash { get; init; }

    /// <summary>False once the period of its date is closed.</summary>
    public required bool IsDateOpen { get; init; }
    public required IReadOnlyList<PlannedPosting> Postings { get; init; }

    /// <summary>Not a reversal, not a closing, not reversed yet.</summary>
    public bool CanBeReversed => ReversedBySeq is null && Kind is not (EntryKind.Reversal or EntryKind.Closing);

    /// <summary>The entry at a place in the sequence, or null.</summary>
    public static async Task<EntryDetail?> ReadAsync(DbConnection connection, long seq, CancellationToken cancel = default)
    {
        // Whether its date is open depends on the closed days, which a kept catalog does not know.
        var catalog = await LedgerReads.CatalogWithDaysAsync(connection, cancel);
        var postings = await connection.Command(null,
            "SELECT account_id, currency, amount_minor, eur_minor, donor, pledge, agreement, request, commitment, payment FROM postings "
                + "WHERE entry_seq = @seq ORDER BY line", ("@seq", seq))
            .RowsAsync(row => PostingReader.Read(row, 0, catalog), cancel);
        var rows = await connection.Command(null,
            """
            SELECT e.id, e.fund_id, e.effective_date, e.recorded_at, e.kind, e.description, e.reference, e.actor_name, e.source_document,
                e.idempotency_key, e.reverses_seq, r.seq, e.leaf_index, e.leaf_hash, e.tree
            FROM entries e LEFT JOIN entries r ON r.reverses_seq = e.seq WHERE e.seq = @seq
            """, ("@seq", seq)).RowsAsync(row => Read(row, catalog, seq, postings), cancel);
        return rows is [var entry] ? entry : null;
    }

    private static EntryDetail Read(DbDataReader row, LedgerCatalog catalog, long seq, List<PlannedPosting> postings) => new()
    {
        Seq = seq,
        Id = row.GetString(0),
        FundCode = catalog.FundById(row.GetInt32(1)).Code,
        Date = row.Date(2),
        RecordedAt = row.Instant(3),
        Kind = ClosedSet<EntryKind>.Of(row.GetString(4)),
        Description = Description.Read(row.GetString(5)),
        Reference = row.TextOrNull(6),
        ActorName = row.GetString(7),
        SourceDocument = row.TextOrNull(8),
        Key = row.GetString(9),
        ReversesSeq = row.NumberOrNull(10),
        ReversedBySeq = row.NumberOrNull(11),
        Log = (LogClass)row.GetInt32(14),
        LeafIndex = row.GetInt64(12),
        LeafHash = row.Blob(13),
        IsDateOpen = catalog.ClosedThrough(row.GetInt32(1)) is not { } closed || row.Date(2) > closed,
        Postings = postings,
    };
}
