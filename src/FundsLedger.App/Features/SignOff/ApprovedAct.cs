using System.Collections.Frozen;
using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.SignOff;

/// <summary>
/// Something that is done when a second person has approved it. The feature that does it says so beside its operation; the host lists them
/// all, and nothing here knows one of them.
/// </summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="PathOf">The page of what a request is about, by its code.</param>
/// <param name="DoAsync">Does exactly what was asked, in the transaction of the decision, under the key given.</param>
internal sealed record ApprovedAct(ApprovalKind Kind, Func<string, string> PathOf,
    Func<LedgerSession, string, ApprovalFact, CancellationToken, Task<Outcome<DoneAct>>> DoAsync)
{
    /// <summary>What the reader should see besides the fields of the request.</summary>
    public Func<LedgerReads, ApprovalStanding, CancellationToken, Task<IReadOnlyList<ActDetail>>> DetailsAsync { get; init; } =
        (_, _, _) => Task.FromResult<IReadOnlyList<ActDetail>>([]);

    /// <summary>A field of the request in the reader's words; null: as it stands.</summary>
    public Func<PageLanguage, string, string, string?> ValueOf { get; init; } = (_, _, _) => null;

    /// <summary>An act that posts an entry.</summary>
    /// <typeparam name="T">What two people decide, as it is kept with the request.</typeparam>
    public static ApprovedAct Posting<T>(ApprovalKind kind, Func<string, string> pathOf,
        Func<LedgerSession, string, T, string, CancellationToken, Task<Outcome<PostedEntry>>> act) =>
        new(kind, pathOf, async (session, key, asked, cancel) =>
        {
            var posted = await act(session, key, asked.Read<T>(), asked.ActorName, cancel);
            return posted.IsRefused ? posted.Refusal : new DoneAct(posted.Value.Seq);
        });
}

/// <summary>A line that says more of what is decided.</summary>
/// <param name="Word">Key of its name.</param>
/// <param name="Value">In the reader's language: text, or markup.</param>
/// <param name="Path">Where more is said; for those who may <paramref name="Needs"/>.</param>
/// <param name="Needs">The right that the path needs.</param>
public sealed record ActDetail(string Word, Func<PageLanguage, object> Value, string? Path = null, Operation Needs = Operation.ReadPublic);

/// <summary>The first entry that an approved act made; null where it made none.</summary>
internal sealed record DoneAct(long? EntrySeq);

/// <summary>Every act that takes two people. The one place that turns an approval into an act: nothing is reached without one.</summary>
public sealed class ApprovedActs
{
    private readonly FrozenDictionary<ApprovalKind, ApprovedAct> _acts;

    internal ApprovedActs(params IEnumerable<ApprovedAct> acts) => _acts = acts.ToFrozenDictionary(act => act.Kind);

    /// <summary>The kinds of what can be approved.</summary>
    public IReadOnlyCollection<ApprovalKind> Kinds => _acts.Keys;

    internal ApprovedAct Of(ApprovalKind kind) => _acts[kind];

    /// <summary>Does what was approved. Its entries are named by the request.</summary>
    internal Task<Outcome<DoneAct>> DoAsync(LedgerSession session, ApprovalFact asked, CancellationToken cancel) =>
        Of(asked.Kind).DoAsync(session, string.Create(CultureInfo.InvariantCulture, $"approval/{asked.Id}"), asked, cancel);
}
