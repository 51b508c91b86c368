using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

/// <summary>Why a commitment ends unpaid: a closed list, because words could give a person away.</summary>
public enum ReleaseReason { Expired, NoLongerNeeded }

/// <summary>Releases the unused balance of a commitment; it is available again at once.</summary>
public sealed class ReleaseCommitment(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Commitment">Its code.</param>
    /// <param name="Date">Day it ended.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Command(string Key, string Commitment, DateOnly Date, ReleaseReason Reason);

    public Task<Outcome<ReleasedCommitment>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction. A refusal comes before anything is written, so the caller may go on.</summary>
    public static async Task<Outcome<ReleasedCommitment>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        var earlier = await session.EarlierAsync(command.Key, cancel);
        var commitment = await session.FindCommitmentAsync(command.Commitment, cancel);
        if (Refuse(command, commitment) is { } refusal) return earlier is null ? refusal : new KeyUsedForOtherInput(command.Key);
        var amount = earlier is null ? await session.OpenCommitmentAsync(commitment!, cancel) : -earlier.Amount;
        if (amount.Minor <= 0)
            return earlier is null ? new CommitmentHasNothingOpen(command.Commitment) : new KeyUsedForOtherInput(command.Key);

        var text = command.Reason switch { ReleaseReason.Expired =>
            Descriptions.CommitmentExpired, ReleaseReason.NoLongerNeeded => Descriptions.CommitmentNotNeeded };
        var posted = await session.PostAsync(CommitmentFacts.Release(command.Key, command.Date, commitment!, amount, text.Of()), cancel);
        return posted.IsRefused ? posted.Refusal : new ReleasedCommitment(command.Commitment, amount, posted.Value);
    }

    private static CommitmentRefusal? Refuse(Command command, CommitmentFact? commitment)
    {
        if (commitment is null) return new CommitmentIsUnknown(command.Commitment);
        return command.Date < commitment.CommittedOn ? new CommitmentDateIsTooEarly(commitment.Code, commitment.CommittedOn) : null;
    }
}

/// <summary>What was released, and the entry that says so.</summary>
public sealed record ReleasedCommitment(string Code, Money Amount, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
