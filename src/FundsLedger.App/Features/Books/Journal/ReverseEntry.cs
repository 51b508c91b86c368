using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>Asks for the opposite of an entry, dated as the asker chooses (today, or the original date while its period is open).</summary>
/// <param name="Key">Idempotency key of the reversal.</param>
/// <param name="Seq">The entry to reverse.</param>
/// <param name="Date">Effective date of the reversal.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Reference">An outside reference of the reversal.</param>
public sealed record ReversalAsked(string Key, long Seq, DateOnly Date, Description Reason, string? Reference = null);

/// <summary>Reverses an entry, once. Where that changes what a donor promised, owes or gets back, one person asks and another
/// approves.</summary>
public sealed class ReverseEntry(LedgerWriter writer)
{
    private const EntryRights ByTwo = EntryRights.LowersClaims | EntryRights.PaysBack;

    /// <summary>What two people decide.</summary>
    internal sealed record Input(long Seq, DateOnly Date, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = ApprovedAct.Posting<Input>(ApprovalKind.ReverseEntry, entry => $"/journal/{entry}",
        (session, key, input, _, cancel) => DoAsync(session, key, input, cancel)) with
    {
        DetailsAsync = async (reads, asked, cancel) =>
            await DetailsAsync(reads, long.Parse(asked.Subject, System.Globalization.CultureInfo.InvariantCulture), cancel),
    };

    public async Task<Outcome<PostedEntry>> RunAsync(ReversalAsked asked, Actor actor, CancellationToken cancel = default)
    {
        await using var session = await writer.BeginAsync(actor, cancel);
        var posted = await PostAsync(session, asked, EntryRights.None, cancel);
        if (!posted.IsRefused && !posted.Value.IsRepeat) await session.CommitAsync(cancel);
        return posted;
    }

    /// <summary>Asks for a reversal that another person decides. What the ledger would refuse is refused at once: the reversal is tried in
    /// a transaction that is abandoned.</summary>
    public async Task<Outcome<AskedApproval>> AskAsync(ReversalAsked asked, Actor actor, CancellationToken cancel = default)
    {
        if (!ShortText.IsValid(asked.Reason.ToString())) return new ReversalReasonIsMalformed();
        await using (var trial = await writer.BeginAsync(actor, cancel))
            if (!await trial.HasAskedAsync(asked.Key, cancel) && (await PostAsync(trial, asked, ByTwo, cancel)).Refusal is { } refusal)
                return refusal;
        return await writer.InOneTransactionAsync(actor, session =>
            session.AskAsync(asked.Key, Act, asked.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture),
                new Input(asked.Seq, asked.Date, asked.Reason.ToString()), asked.Reason.ToString(), cancel), cancel);
    }

    /// <summary>Does what was approved.</summary>
    internal static Task<Outcome<PostedEntry>> DoAsync(LedgerSession session, string key, Input input, CancellationToken cancel) =>
        PostAsync(session, new ReversalAsked(key, input.Seq, input.Date, input.Reason), ByTwo, cancel);

    /// <summary>Reverses within a transaction of the caller's, who knows from the bank that the money has gone, or come back.</summary>
    internal static Task<Outcome<PostedEntry>> TakeBackAsync(LedgerSession session, ReversalAsked asked, CancellationToken cancel) =>
        PostAsync(session, asked, EntryRights.PaysBack | EntryRights.FollowsBank, cancel);

    /// <summary>Reverses the whole operation that wrote the entry, never a leg of it: a receipt without its fulfilment would leave a
    /// pledge paid by nothing, a payment without its release an obligation that nobody sees.</summary>
    private static async Task<Outcome<PostedEntry>> PostAsync(LedgerSession session, ReversalAsked asked, EntryRights rights,
        CancellationToken cancel)
    {
        if (await OperationEntries.FindAsync(session, asked.Seq, cancel) is not { } operation) return new EntryIsUnknown(asked.Seq);
        // Reversed as a whole, these lower no claim that the money or the other book does not raise again.
        if (operation.First.Kind is EntryKind.Receipt or EntryKind.Designation) rights |= EntryRights.LowersClaims;
        // What is set aside again is covered by the payment that comes back.
        if (operation.PaysUnderCommitment) rights |= EntryRights.FollowsBank;
        var catalog = await session.RefreshCatalogAsync(cancel);
        var first = await session.PostAsync(Draft(asked, asked.Key, catalog.FundById(operation.Asked.FundId).Code, operation.Asked.Key),
            rights, cancel);
        if (first.IsRefused || first.Value.IsRepeat) return first;
        foreach (var (index, leg) in operation.Others.Index())
        {
            var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{asked.Key}/{index + 2}");
            var next = await session.PostAsync(Draft(asked, key, catalog.FundById(leg.FundId).Code, leg.Key), rights, cancel);
            if (next.IsRefused) return next;
        }
        return first;
    }

    private static async Task<IReadOnlyList<ActDetail>> DetailsAsync(LedgerReads reads, long seq, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        if (await EntryDetail.ReadAsync(connection, await LedgerReads.CatalogWithDaysAsync(connection, cancel), seq, cancel)
            is not { } entry) return [];
        return
        [
            new("approval.reversed_entry",
                words =>
                    $"{words.Name("kind", entry.Kind)}, {entry.FundCode}, {words.Date(entry.Date)} – {entry.Description.In(words.Code)}",
                    $"/journal/{Number(seq)}", Operation.ReadJournal),
        ];

        static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static EntryDraft Draft(ReversalAsked asked, string key, string fund, string reverses) => new()
    {
        Key = key, Date = asked.Date, Fund = fund, Kind = EntryKind.Reversal, Description = asked.Reason, Reference = asked.Reference,
        Reverses = reverses,
    };
}
