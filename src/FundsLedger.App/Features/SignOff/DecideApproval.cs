using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.SignOff;

/// <summary>Takes the next step of what somebody else asked for. With the last yes it is done at once and exactly as asked; with a no,
/// nothing is done. Either way once.</summary>
public sealed class DecideApproval(LedgerWriter writer, ApprovedActs acts)
{
    /// <param name="Id">Number of the request.</param>
    /// <param name="IsApproved">True for a yes.</param>
    /// <param name="Reason">Why; needed for a no.</param>
    public sealed record Command(long Id, bool IsApproved, string Reason = "")
    {
        /// <summary>The step; null for the one that is open.</summary>
        public SigningStep? Step { get; init; }

        /// <summary>Hash of what was shown; null where the caller takes the request as it stands.</summary>
        public PayloadHash? Seen { get; init; }

        /// <summary>The person's role for a right, null where none gives it; no function where whoever runs the program answers for
        /// it.</summary>
        public Func<Operation, string?>? RoleFor { get; init; }

        /// <summary>The funds for which the person has a right; no function where whoever runs the program answers for it.</summary>
        public Func<Operation, FundsCovered>? FundsFor { get; init; }
    }

    public Task<Outcome<DecidedApproval>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, acts, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<DecidedApproval>> ApplyAsync(LedgerSession session, ApprovedActs acts, Command command,
        CancellationToken cancel = default)
    {
        if (await session.FindApprovalAsync(command.Id, cancel) is not { } asked) return new ApprovalIsUnknown(command.Id);
        if (!asked.IsAsKept) return new ApprovalIsOther(asked.Id);
        if (!session.Actor.IsProven) return new SecondStepNeedsSignIn(session.Actor.Name);
        var move = new SigningMove(session.Actor, command.IsApproved ? SigningDecision.Signed : SigningDecision.Refused, command.Reason,
            command.Step ?? OwnStep(asked, acts, command.RoleFor), command.Seen);
        var made = asked.Signing.Decide(move);
        if (made.IsRefused) return made.Refusal;
        if (made.Value.IsRepeat) return new DecidedApproval(asked.Id, asked.Subject, command.IsApproved, made.Value.State, asked.EntrySeq,
            IsRepeat: true);
        var role = acts.RoleOf(asked, made.Value.Step, command.RoleFor);
        if (role.IsRefused) return role.Refusal;
        if (await IsForOtherFundsAsync(session, acts, asked, made.Value.Step, command.FundsFor, cancel))
            return new ApprovalStepIsNotYours(asked.Id, ClosedSet<SigningStep>.Code(made.Value.Step));

        long? entry = null;
        if (command.IsApproved)
        {
            var done = await acts.TakeAsync(session, asked, made.Value.Step, made.Value.State == SigningState.Done, cancel);
            if (done.IsRefused) return done.Refusal;
            entry = done.Value.EntrySeq;
        }
        else if (made.Value.State == SigningState.Refused && acts.Of(asked.Kind).OnRefusedAsync is { } undo
            && await undo(session, asked, command.Reason, cancel) is { } refusal) return refusal;
        await session.TakeStepAsync(asked.Signing, made.Value, move with { By = role.Value.Of(session.Actor) }, entry, cancel);
        return new DecidedApproval(asked.Id, asked.Subject, command.IsApproved, made.Value.State, entry, IsRepeat: false);
    }

    /// <summary>True where the person has the right that a step needs, but not for the fund that the request is about.</summary>
    internal static async Task<bool> IsForOtherFundsAsync(LedgerSession session, ApprovedActs acts, ApprovalStanding asked,
        SigningStep step, Func<Operation, FundsCovered>? fundsFor, CancellationToken cancel) =>
        fundsFor?.Invoke(acts.Of(asked.Kind).NeedOf(step)) is { } funds && await session.HidesRequestAsync(
            ClosedSet<ApprovalKind>.Code(asked.Kind), asked.Subject, asked.Input, funds, cancel);

    // Of several steps side by side whoever decides takes the one that is theirs, in whatever order they come.
    private static SigningStep? OwnStep(ApprovalStanding asked, ApprovedActs acts, Func<Operation, string?>? roleFor)
    {
        if (roleFor is null || asked.Signing.Open.Count < 2) return null;
        foreach (var step in asked.Signing.Open)
            if (roleFor(acts.Of(asked.Kind).NeedOf(step)) is not null) return step;
        return null;
    }
}

/// <summary>What was said, how far the request has come with it, and the entry it made, where it made one.</summary>
public sealed record DecidedApproval(long Id, string Subject, bool IsApproved, SigningState State, long? EntrySeq, bool IsRepeat) : IAnswer;
