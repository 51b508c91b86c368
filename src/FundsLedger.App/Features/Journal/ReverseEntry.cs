using FundsLedger.App.Features.Approvals;
using FundsLedger.App.Features.Pledges;
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

/// <summary>Reverses an entry, once. Where that lowers what a donor promised or owes, one person asks and another approves.</summary>
public sealed class ReverseEntry(LedgerWriter writer)
{
    /// <summary>What two people decide.</summary>
    internal sealed record Input(long Seq, DateOnly Date, string Reason);

    public async Task<Outcome<PostedEntry>> RunAsync(ReversalAsked asked, Actor actor, CancellationToken cancel = default)
    {
        await using var session = await writer.BeginAsync(actor, cancel);
        var posted = await PostAsync(session, asked, EntryRights.None, cancel);
        if (!posted.IsRefused && !posted.Value.IsRepeat) await session.CommitAsync(cancel);
        return posted;
    }

    /// <summary>Asks for a reversal that takes two people.</summary>
    public Task<Outcome<AskedApproval>> AskAsync(ReversalAsked asked, Actor actor, CancellationToken cancel = default) => writer.InOneTransactionAsync<AskedApproval>(actor, async session =>
    {
        if (await (await session.QuestionAsync("SELECT COUNT(*) FROM entries WHERE seq = @seq", [("@seq", asked.Seq)], cancel)).NumberAsync(cancel) == 0) return new EntryIsUnknown(asked.Seq);
        if (!PledgeFacts.IsShortText(asked.Reason)) return new PledgeTextIsMalformed("reason");
        return await session.AskAsync(asked.Key, ApprovalKind.ReverseEntry, asked.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture), new Input(asked.Seq, asked.Date, asked.Reason), asked.Reason, cancel);
    }, cancel);

    /// <summary>Does what was approved.</summary>
    internal static Task<Outcome<PostedEntry>> DoAsync(LedgerSession session, string key, Input input, CancellationToken cancel) =>
        PostAsync(session, new ReversalAsked(key, input.Seq, input.Date, input.Reason), EntryRights.LowersClaims, cancel);

    private static async Task<Outcome<PostedEntry>> PostAsync(LedgerSession session, ReversalAsked asked, EntryRights rights, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT idempotency_key, fund_id FROM entries WHERE seq = @seq", [("@seq", asked.Seq)], cancel);
        var found = await question.RowsAsync(row => (Key: row.GetString(0), FundId: row.GetInt32(1)), cancel);
        if (found is not [var entry]) return new EntryIsUnknown(asked.Seq);
        return await session.PostAsync(new EntryDraft
        {
            Key = asked.Key,
            Date = asked.Date,
            Fund = (await session.RefreshCatalogAsync(cancel)).FundById(entry.FundId).Code,
            Kind = EntryKind.Reversal,
            Description = asked.Reason,
            Reverses = entry.Key,
        }, rights, cancel);
    }
}
