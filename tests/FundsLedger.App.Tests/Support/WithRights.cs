using System.Runtime.CompilerServices;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Tests.Support;

/// <summary>Posts with the rights of the program's own operations, which no caller outside the program can ask for.</summary>
public static class WithRights
{
    /// <summary>Posts within a transaction.</summary>
    public static ValueTask<Outcome<PostedEntry>> PostWithAsync(this LedgerSession session, EntryDraft draft, EntryRights rights) =>
        Post(session, draft, rights, CancellationToken.None);

    /// <summary>Posts in a transaction of its own.</summary>
    public static async Task<Outcome<PostedEntry>> PostWithAsync(this LedgerWriter writer, EntryDraft draft, EntryRights rights, Actor by)
    {
        if (rights == EntryRights.None) return await writer.PostAsync(draft, by);
        await using var session = await writer.BeginAsync(by);
        var posted = await session.PostWithAsync(draft, rights);
        if (!posted.IsRefused && !posted.Value.IsRepeat) await session.CommitAsync();
        return posted;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "PostAsync")]
    private static extern ValueTask<Outcome<PostedEntry>> Post(LedgerSession session, EntryDraft draft, EntryRights rights,
        CancellationToken cancel);
}
