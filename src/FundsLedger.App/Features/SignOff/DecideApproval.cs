using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.SignOff;

/// <summary>Decides on what somebody else asked for. Approved, it is done at once and exactly as asked; refused, nothing is done. Either way once.</summary>
public sealed class DecideApproval(LedgerWriter writer, ApprovedActs acts)
{
    /// <param name="Id">Number of the request.</param>
    /// <param name="IsApproved">True to do it.</param>
    /// <param name="Reason">Why; needed for a no.</param>
    public sealed record Command(long Id, bool IsApproved, string Reason = "");

    public Task<Outcome<DecidedApproval>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, acts, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<DecidedApproval>> ApplyAsync(LedgerSession session, ApprovedActs acts, Command command,
        CancellationToken cancel = default)
    {
        if (await session.FindApprovalAsync(command.Id, cancel) is not { } asked) return new ApprovalIsUnknown(command.Id);
        if (await DecidedAsync(session, command.Id, cancel) is { } known)
            return known.ActorId == session.Actor.Id && known.IsApproved == command.IsApproved ? new DecidedApproval(asked.Id, asked.Subject, known.IsApproved, known.EntrySeq, IsRepeat: true) : new ApprovalIsDecided(command.Id, known.ActorName);
        if (!session.Actor.IsProven) return new SecondStepNeedsSignIn(session.Actor.Name);
        if (asked.IsAskedBy(session.Actor)) return new ApprovalTakesTwo(session.Actor.Name);
        if (!command.IsApproved && !ShortText.IsValid(command.Reason)) return new ApprovalReasonIsMissing();
        if (command.Reason.Length > 0 && !ShortText.IsValid(command.Reason)) return new ApprovalReasonIsMissing();

        long? entry = null;
        if (command.IsApproved)
        {
            var done = await acts.DoAsync(session, asked, cancel);
            if (done.IsRefused) return done.Refusal;
            entry = done.Value.EntrySeq;
        }
        await session.RegisterAsync(Registers.ApprovalsDecided, [asked.Id, command.IsApproved, command.Reason, entry, session.RecordedAt, session.Actor.Id, session.Actor.Name], cancel);
        return new DecidedApproval(asked.Id, asked.Subject, command.IsApproved, entry, IsRepeat: false);
    }

    private static async Task<(bool IsApproved, string ActorId, string ActorName, long? EntrySeq)?> DecidedAsync(LedgerSession session, long id, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT is_approved, actor_id, actor_name, entry_seq FROM approvals_decided WHERE id = @id", [("@id", id)], cancel);
        var found = await question.RowsAsync(row => (row.GetBoolean(0), row.GetString(1), row.GetString(2), row.NumberOrNull(3)), cancel);
        return found is [var known] ? known : null;
    }
}

/// <summary>What was decided; the entry it made, where it made one.</summary>
public sealed record DecidedApproval(long Id, string Subject, bool IsApproved, long? EntrySeq, bool IsRepeat) : IAnswer;
