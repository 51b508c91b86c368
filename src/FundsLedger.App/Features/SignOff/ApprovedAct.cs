using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.SignOff;

/// <summary>
/// Something that is done when all have signed it who must. The feature that does it says so beside its operation; the host lists them
/// all, and nothing here knows one of them.
/// </summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="PathOf">The page of what a request is about, by its code.</param>
/// <param name="DoAsync">Does exactly what was asked, in the transaction of the decision, under the key given.</param>
public sealed record ApprovedAct(ApprovalKind Kind, Func<string, string> PathOf,
    Func<LedgerSession, string, ApprovalStanding, CancellationToken, Task<Outcome<DoneAct>>> DoAsync)
{
    /// <summary>The steps it needs.</summary>
    public SigningPlan Plan { get; init; } = SigningPlan.AskAndDecide;

    /// <summary>The right that a step after the first needs.</summary>
    public Func<SigningStep, Operation> NeedOf { get; init; } = _ => Operation.DecideApprovals;

    /// <summary>What a step does when it is signed, before the last one does the act; null where only the last one does anything.</summary>
    public Func<LedgerSession, ApprovalStanding, SigningStep, CancellationToken, Task<Refusal?>>? OnStepAsync { get; init; }

    /// <summary>What a no undoes of what steps before have done, with the reason given; null where they have done nothing.</summary>
    public Func<LedgerSession, ApprovalStanding, string, CancellationToken, Task<Refusal?>>? OnRefusedAsync { get; init; }

    /// <summary>What the reader should see besides the fields of the request.</summary>
    public Func<LedgerReads, ApprovalStanding, CancellationToken, Task<IReadOnlyList<ActDetail>>> DetailsAsync { get; init; } =
        (_, _, _) => Task.FromResult<IReadOnlyList<ActDetail>>([]);

    /// <summary>The sum it is about, where the list of requests shows one.</summary>
    public Func<DbConnection, ApprovalStanding, CancellationToken, ValueTask<Money?>> AmountAsync { get; init; } = (_, asked, _) =>
        new(asked.Amount);

    /// <summary>A field of the request in the reader's words; null: as it stands.</summary>
    public Func<PageLanguage, string, string, string?> ValueOf { get; init; } = (_, _, _) => null;

    /// <summary>An act that posts an entry.</summary>
    /// <typeparam name="T">What two people decide, as it is kept with the request.</typeparam>
    public static ApprovedAct Posting<T>(ApprovalKind kind, Func<string, string> pathOf,
        Func<LedgerSession, string, T, string, CancellationToken, Task<Outcome<PostedEntry>>> act) =>
        new(kind, pathOf, async (session, key, asked, cancel) =>
        {
            var posted = await act(session, key, asked.Read<T>(), asked.AskedBy, cancel);
            return posted.IsRefused ? posted.Refusal : new DoneAct(posted.Value.Seq);
        });
}

/// <summary>A line that says more of what is decided.</summary>
/// <param name="Word">Key of its name.</param>
/// <param name="Value">In the reader's language: text, or markup.</param>
/// <param name="Path">Where more is said; for those who may <paramref name="Needs"/>.</param>
/// <param name="Needs">The right that the path needs.</param>
public sealed record ActDetail(string Word, Func<PageLanguage, object> Value, string? Path = null, Operation Needs = Operation.ReadPublic);

/// <summary>The role as which somebody signs; null where the program was not told.</summary>
internal sealed record SigningRole(string? Code)
{
    /// <summary>The person in this role.</summary>
    public Actor Of(Actor actor) => Code is null ? actor : actor with { Role = Code };
}

/// <summary>The first entry that an approved act made; null where it made none.</summary>
public sealed record DoneAct(long? EntrySeq);

/// <summary>Every act that takes several people. The one place that turns an approval into an act: nothing is reached without
/// one.</summary>
public sealed class ApprovedActs
{
    private readonly FrozenDictionary<ApprovalKind, ApprovedAct> _acts;

    public ApprovedActs(params IEnumerable<ApprovedAct> acts) => _acts = acts.ToFrozenDictionary(act => act.Kind);

    /// <summary>The kinds of what can be approved.</summary>
    public IReadOnlyCollection<ApprovalKind> Kinds => _acts.Keys;

    internal ApprovedAct Of(ApprovalKind kind) => _acts[kind];

    /// <summary>As what somebody takes a step; refused where none of their roles may.</summary>
    internal Outcome<SigningRole> RoleOf(ApprovalStanding asked, SigningStep step, Func<Operation, string?>? roleFor)
    {
        if (roleFor is null) return new SigningRole(null);
        return roleFor(Of(asked.Kind).NeedOf(step)) is { } role ? new SigningRole(role) : new ApprovalStepIsNotYours(asked.Id,
            ClosedSet<SigningStep>.Code(step));
    }

    /// <summary>Does what a yes does: its step, and with the last one the act.</summary>
    internal async Task<Outcome<DoneAct>> TakeAsync(LedgerSession session, ApprovalStanding asked, SigningStep step, bool isLast,
        CancellationToken cancel)
    {
        if (Of(asked.Kind).OnStepAsync is { } take && await take(session, asked, step, cancel) is { } refusal) return refusal;
        return isLast ? await DoAsync(session, asked, cancel) : new DoneAct(null);
    }

    /// <summary>What the next yes would do; where steps do nothing by themselves, what all of them will have done.</summary>
    internal Task<Outcome<DoneAct>> TryAsync(LedgerSession session, ApprovalStanding asked, CancellationToken cancel) =>
        Of(asked.Kind).OnStepAsync is null ? DoAsync(session, asked, cancel)
            : TakeAsync(session, asked, asked.Signing.Open[0], asked.Signing.IsBeforeLast, cancel);

    /// <summary>Does what was approved. Its entries are named by the request.</summary>
    private Task<Outcome<DoneAct>> DoAsync(LedgerSession session, ApprovalStanding asked, CancellationToken cancel) =>
        Of(asked.Kind).DoAsync(session, string.Create(CultureInfo.InvariantCulture, $"approval/{asked.Id}"), asked, cancel);
}
