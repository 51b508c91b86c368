using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>One entry of an operation.</summary>
internal sealed record OperationEntry(long Seq, string Key, int FundId, EntryKind Kind);

/// <summary>The entries that one operation wrote: under its key and <c>key/2</c>, <c>key/3</c> …, in one transaction, about the same
/// thing.</summary>
/// <param name="Asked">The entry that was asked about.</param>
/// <param name="First">The first of all.</param>
/// <param name="Others">All but the one asked about that are not reversed yet, the last first.</param>
/// <param name="PaysUnderCommitment">True where it pays what a commitment had set aside.</param>
internal sealed record OperationEntries(OperationEntry Asked, OperationEntry First, IReadOnlyList<OperationEntry> Others,
    bool PaysUnderCommitment)
{
    /// <summary>The operation that wrote an entry; null where there is no such entry.</summary>
    public static async Task<OperationEntries?> FindAsync(LedgerSession session, long seq, CancellationToken cancel)
    {
        var asked = (await ReadAsync(session, "e.seq = @seq", [("@seq", seq)], cancel)).FirstOrDefault();
        if (asked is null) return null;
        string[] stems = StemOf(asked.Key) is { } stem ? [stem, asked.Key] : [asked.Key];
        foreach (var first in stems)
        {
            var all = await TogetherAsync(session, seq, first, cancel);
            if (!all.Exists(entry => entry.Key == first)) continue;
            var pays = await session.QuestionAsync(
                $"""
                SELECT COUNT(DISTINCT a.role) FROM postings p JOIN accounts a ON a.id = p.account_id
                WHERE p.entry_seq IN ({string.Join(", ", all.Select(entry => entry.Seq.ToString(CultureInfo.InvariantCulture)))})
                    AND a.role IN ('cash', 'commitments')
                """, [], cancel);
            var open = await OpenAsync(session, all, cancel);
            return new OperationEntries(asked, all.Find(entry => entry.Key == first)!, [.. open.Where(entry =>
                entry.Seq != seq).OrderByDescending(entry => entry.Seq)],
                await pays.NumberAsync(cancel) == 2);
        }
        return new OperationEntries(asked, asked, [], false);
    }

    /// <summary>The key of an operation's first entry, where a key could be that of a later one.</summary>
    private static string? StemOf(string key) => key.Length > 2 && key[^2] == '/' && key[^1] is >= '2' and <= '9' ? key[..^2] : null;

    /// <summary>Entries of one key that were written together and name the same pledge, agreement, commitment or payment; the legs of a
    /// transfer name none. Another operation may have used such a key by chance.</summary>
    private static Task<List<OperationEntry>> TogetherAsync(LedgerSession session, long seq, string stem, CancellationToken cancel)
    {
        var keys = string.Join(", ", Enumerable.Range(2, Operations.MostEntries - 1).Select(number => $"@stem || '/{number}'"));
        return ReadAsync(session,
            $"""
            e.seq = @seq OR (e.idempotency_key IN (@stem, {keys}) AND e.kind <> 'reversal'
                AND e.recorded_at = (SELECT f.recorded_at FROM entries f WHERE f.seq = @seq)
            AND ((e.kind = 'transfer' AND (SELECT f.kind FROM entries f WHERE f.seq = @seq) = 'transfer')
                OR EXISTS (SELECT 1 FROM postings p JOIN postings q ON q.entry_seq = @seq
                AND (q.pledge = p.pledge OR q.agreement = p.agreement OR q.commitment = p.commitment OR q.payment = p.payment)
                    WHERE p.entry_seq = e.seq)))
            """, [("@seq", seq), ("@stem", stem)], cancel);
    }

    private static async Task<List<OperationEntry>> OpenAsync(LedgerSession session, List<OperationEntry> all, CancellationToken cancel)
    {
        var seqs = string.Join(", ", all.Select(entry => entry.Seq.ToString(CultureInfo.InvariantCulture)));
        return await ReadAsync(session, $"e.seq IN ({seqs}) AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = e.seq)", [],
            cancel);
    }

    private static async Task<List<OperationEntry>> ReadAsync(LedgerSession session, string which, (string, object?)[] parameters,
        CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            $"SELECT e.seq, e.idempotency_key, e.fund_id, e.kind FROM entries e WHERE {which} ORDER BY e.seq", parameters, cancel);
        return await question.RowsAsync(row => new OperationEntry(row.GetInt64(0), row.GetString(1), row.GetInt32(2),
            ClosedSet<EntryKind>.Of(row.GetString(3))), cancel);
    }
}
