using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

/// <summary>Carries what a commitment still has open over to a new one with a later last day. An expiry binds: what goes on is decided
/// anew,
/// by an act that sets the one free and the other aside together, so that the money is nobody else's in between.</summary>
public sealed class ExtendCommitment(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Commitment">Code of the commitment.</param>
    /// <param name="Date">Day of the decision.</param>
    /// <param name="ExpiresOn">The new last day, inclusive; later than the old one.</param>
    /// <param name="Reason">Why, in 1 to 200 characters; null where the fund is protected.</param>
    public sealed record Command(string Key, string Commitment, DateOnly Date, DateOnly ExpiresOn, string? Reason = null);

    public Task<Outcome<ExtendedCommitment>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<ExtendedCommitment>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        var earlier = await session.EarlierAsync(command.Key, cancel);
        var commitment = await session.FindCommitmentAsync(command.Commitment, cancel);
        if (Refuse(command, commitment) is { } refusal) return earlier is null ? refusal : new KeyUsedForOtherInput(command.Key);
        var amount = earlier is null ? await session.OpenCommitmentAsync(commitment!, cancel) : -earlier.Amount;
        if (amount.Minor <= 0)
            return earlier is null ? new CommitmentHasNothingOpen(command.Commitment) : new KeyUsedForOtherInput(command.Key);

        var freed = await session.PostAsync(CommitmentFacts.Release(command.Key, command.Date, commitment!, amount,
            Descriptions.CommitmentCarriedOver.Of()), cancel);
        if (freed.IsRefused) return freed.Refusal;
        var made = await MakeCommitment.ApplyAsync(session, new MakeCommitment.Command(command.Key + "/2", commitment!.Fund.Code,
            commitment.Request, amount, command.Date, command.ExpiresOn)
        {
            Extends = commitment.Code,
            Called = commitment.TakesWords ? Descriptions.CommitmentExtended.Of(commitment.Code, command.Reason!)
                : Descriptions.Commitment.Of(),
        }, cancel);
        return made.IsRefused ? made.Refusal : new ExtendedCommitment(made.Value.Code, amount, freed.Value);
    }

    private static CommitmentRefusal? Refuse(Command command, CommitmentFact? commitment)
    {
        if (commitment is null) return new CommitmentIsUnknown(command.Commitment);
        if (commitment.TakesWords ? !ShortText.IsValid(command.Reason ?? "") : command.Reason is not null)
            return commitment.TakesWords ? new CommitmentReasonIsMalformed() : new CommitmentTextIsNotAllowed(commitment.Fund.Code);
        if (command.Date < commitment.CommittedOn) return new CommitmentDateIsTooEarly(commitment.Code, commitment.CommittedOn);
        return command.ExpiresOn < command.Date || commitment.ExpiresOn is not { } last || command.ExpiresOn <= last
            ? new CommitmentIsNotExtended(commitment.Code, commitment.ExpiresOn, command.ExpiresOn) : null;
    }
}

/// <summary>The new commitment's code, what it sets aside, and the entry that set the old one free.</summary>
public sealed record ExtendedCommitment(string Code, Money Amount, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
