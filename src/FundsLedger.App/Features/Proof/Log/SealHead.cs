using FundsLedger.App.Storage;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Log;

/// <summary>Signs the heads of all logs when the calendar says so: Mondays 00:00 UTC, whether or not anything happened.</summary>
public sealed class SealHead(LedgerWriter writer, SigningKey key)
{
    /// <summary>Leaves per head are a multiple of this: above the busiest week, the size tells nothing of what happened.</summary>
    public const int Block = 256;

    /// <summary>Seals the latest heads that are due, one of each log together; false when they were sealed before. A closed first log gets
    /// its last head at once, whatever the day.</summary>
    public async Task<bool> RunIfDueAsync(CancellationToken cancel = default)
    {
        await using var session = await writer.BeginAsync(BooksMaker.System, cancel);
        var now = Microseconds.Read(session.RecordedAt);
        var due = HeadCalendar.LastDue(now);
        var last = await (await session.QuestionAsync("SELECT COALESCE(MAX(at), 0) FROM log_heads WHERE tree > 0", [], cancel)).NumberAsync(
            cancel);
        var (isDue, closes) = (last < Microseconds.Of(due), await session.HasUnsignedFirstLogAsync(cancel));
        if (!isDue && !closes) return false;
        var ledgerId = (await (await session.QuestionAsync("SELECT ledger_id FROM books WHERE id = 1", [], cancel)).RowsAsync(
            row => row.GetString(0), cancel)).Single();
        if (closes) await session.SealHeadAsync(LogClass.First, ledgerId, now, Block, key.Key, key.KeyId, cancel);
        foreach (var log in isDue ? LogClasses.Written : [])
            await session.SealHeadAsync(log, ledgerId, due, Block, key.Key, key.KeyId, cancel);
        await session.CommitAsync(cancel);
        return true;
    }
}
