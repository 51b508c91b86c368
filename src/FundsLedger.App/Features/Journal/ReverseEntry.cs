using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Journal;

/// <summary>Asks for the opposite of an entry, dated as the asker chooses (today, or the original date while its period is open).</summary>
/// <param name="Key">Idempotency key of the reversal.</param>
/// <param name="Seq">The entry to reverse.</param>
/// <param name="Date">Effective date of the reversal.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ReversalAsked(string Key, long Seq, DateOnly Date, string Reason);

/// <summary>Reverses an entry, once.</summary>
public sealed class ReverseEntry(LedgerWriter writer)
{
    public async Task<Outcome<PostedEntry>> RunAsync(ReversalAsked asked, Actor actor, CancellationToken cancel = default)
    {
        await using var session = await writer.BeginAsync(actor, cancel);
        var question = await session.QuestionAsync("SELECT idempotency_key, fund_id FROM entries WHERE seq = @seq", [("@seq", asked.Seq)], cancel);
        var found = await question.RowsAsync(row => (Key: row.GetString(0), FundId: row.GetInt32(1)), cancel);
        if (found is not [var entry]) return new EntryIsUnknown(asked.Seq);
        var posted = await session.PostAsync(new EntryDraft
        {
            Key = asked.Key,
            Date = asked.Date,
            Fund = (await session.RefreshCatalogAsync(cancel)).FundById(entry.FundId).Code,
            Kind = EntryKind.Reversal,
            Description = asked.Reason,
            Reverses = entry.Key,
        }, cancel);
        if (!posted.IsRefused && !posted.Value.IsRepeat) await session.CommitAsync(cancel);
        return posted;
    }
}
