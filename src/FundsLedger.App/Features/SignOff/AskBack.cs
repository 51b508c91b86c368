using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.SignOff;

/// <summary>Sends a request back with a question, and answers it. What was asked for stays as it is: if it must be different, it is refused
/// and asked for anew.</summary>
public sealed class AskBack(LedgerWriter writer, ApprovedActs acts)
{
    /// <param name="Id">Number of the request.</param>
    /// <param name="Text">The question or the answer, in 1 to 200 characters.</param>
    public sealed record Command(long Id, string Text)
    {
        /// <inheritdoc cref="DecideApproval.Command.RoleFor"/>
        public Func<Operation, string?>? RoleFor { get; init; }

        /// <inheritdoc cref="DecideApproval.Command.FundsFor"/>
        public Func<Operation, FundsCovered>? FundsFor { get; init; }
    }

    /// <summary>Asks. Whoever may take the step that is open may ask about it, and may take it afterwards.</summary>
    public Task<Outcome<DecidedApproval>> QuestionAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, SigningDecision.Questioned, command, cancel), cancel);

    /// <summary>Answers, as the person who asked for it.</summary>
    public Task<Outcome<DecidedApproval>> AnswerAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, SigningDecision.Answered, command, cancel), cancel);

    private async Task<Outcome<DecidedApproval>> ApplyAsync(LedgerSession session, SigningDecision decision, Command command,
        CancellationToken cancel)
    {
        if (await session.FindApprovalAsync(command.Id, cancel) is not { } asked) return new ApprovalIsUnknown(command.Id);
        if (!asked.IsAsKept) return new ApprovalIsOther(asked.Id);
        var move = new SigningMove(session.Actor, decision, command.Text);
        var made = asked.Signing.Decide(move);
        if (made.IsRefused) return made.Refusal;
        if (!made.Value.IsRepeat)
        {
            // The answer is the asker's, whatever step the question was about.
            var role = decision == SigningDecision.Answered ? new SigningRole(asked.Signing.Asked.Role) : acts.RoleOf(asked,
                made.Value.Step, command.RoleFor);
            if (role.IsRefused) return role.Refusal;
            if (decision != SigningDecision.Answered
                && await DecideApproval.IsForOtherFundsAsync(session, acts, asked, made.Value.Step, command.FundsFor, cancel))
                return new ApprovalStepIsNotYours(asked.Id, ClosedSet<SigningStep>.Code(made.Value.Step));
            await session.TakeStepAsync(asked.Signing, made.Value, move with { By = role.Value.Of(session.Actor) }, null, cancel);
        }
        return new DecidedApproval(asked.Id, asked.Subject, false, made.Value.State, null, made.Value.IsRepeat);
    }
}
