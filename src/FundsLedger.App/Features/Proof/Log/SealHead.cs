using FundsLedger.App.Storage;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Log;

/// <summary>Signs a head of the log when the calendar says so: Mondays 00:00 UTC, whether or not anything happened.</summary>
public sealed class SealHead(LedgerWriter writer, SigningKey key)
{
    /// <summary>Leaves per head are a multiple of this: above the busiest week, the size tells nothing of what happened.</summary>
    public const int Block = 256;

    /// <summary>Seals the latest head that is due; false when it was sealed before.</summary>
    public async Task<bool> RunIfDueAsync(CancellationToken cancel = default)
    {
        await using var session = await writer.BeginAsync(BooksMaker.System, cancel);
        var due = HeadCalendar.LastDue(Microseconds.Read(session.RecordedAt));
        var last = await (await session.QuestionAsync("SELECT COALESCE(MAX(at), 0) FROM log_heads", [], cancel)).NumberAsync(cancel);
        if (last >= Microseconds.Of(due)) return false;
        var ledgerId = (await (await session.QuestionAsync("SELECT ledger_id FROM books WHERE id = 1", [], cancel)).RowsAsync(row => row.GetString(0), cancel)).Single();
        await session.SealHeadAsync(ledgerId, due, Block, key.Key, key.KeyId, cancel);
        await session.CommitAsync(cancel);
        return true;
    }
}
