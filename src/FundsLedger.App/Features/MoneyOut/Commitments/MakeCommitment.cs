using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

/// <summary>Commits money for a decided request or relocation; from now on it is not available for anything else.</summary>
public sealed class MakeCommitment(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Fund">The fund that commits.</param>
    /// <param name="Request">The decided request, if there is one.</param>
    /// <param name="Amount">In EUR.</param>
    /// <param name="Date">Day of the decision.</param>
    /// <param name="ExpiresOn">Last day it is good for, inclusive; null when it has none.</param>
    /// <param name="Description">In words; null where the fund is protected.</param>
    public sealed record Command(string Key, string Fund, string? Request, Money Amount, DateOnly Date, DateOnly? ExpiresOn = null,
        string? Description = null)
    {
        /// <summary>The day on which a commitment in force is brought from older books, with what is still open of it; null for one that is
        /// made now.</summary>
        public DateOnly? OpeningOn { get; init; }

        /// <summary>The commitment that it carries over.</summary>
        internal string? Extends { get; init; }

        /// <summary>What its entry is called, where another act says so.</summary>
        internal Domain.Ledger.Description? Called { get; init; }
    }

    public Task<Outcome<MadeCommitment>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction. A refusal comes before anything is written, so the caller may go on.</summary>
    public static async Task<Outcome<MadeCommitment>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        var earlier = await session.EarlierAsync(command.Key, cancel);
        var fund = session.Catalog.Fund(command.Fund);
        var requestFund = command.Request is { } named ? await session.FindRequestFundAsync(named, cancel) : null;
        if (Refuse(command, fund, requestFund) is { } refusal) return earlier is null ? refusal : new KeyUsedForOtherInput(command.Key);
        if (earlier is null && command.Request is { } decided
            && await session.FindOutcomeAsync(decided, cancel) == VisitOutcome.Refused) return new RequestIsRefused(decided);
        if (earlier is null && command.Request is { } request
            && (await session.BalanceAboutAsync(fund!.Id, AccountRole.Commitments, "request", request, cancel)).Eur is var open and > 0)
            return new RequestHasOpenCommitment(request, Money.Eur(open).ToString());

        var isCounted = Disclosure.For(Reader.Inside, fund!).CountsCommitments;
        var code = earlier?.Commitment
            ?? (isCounted ? await session.NextCodeAsync(Registers.Commitments, "C", command.Date.Year, cancel)
            : NewToken(session, fund!.Code));
        var dimensions = new Dimensions(Request: command.Request, Commitment: code);
        var posted = await session.PostAsync(new EntryDraft
        {
            Key = command.Key,
            Date = command.OpeningOn ?? command.Date,
            Fund = command.Fund,
            Kind = command.OpeningOn is null ? EntryKind.Commitment : EntryKind.Opening,
            Description = command.Called ?? command.Description ?? (command.Request is { } forRequest
                ? Descriptions.CommitmentForRequest.Of(forRequest)
                : Descriptions.Commitment.Of()),
            Lines =
                [new(Chart.Commitments, command.Amount, null, dimensions),
                    new(Chart.CommitmentsContra, -command.Amount, null, dimensions with { Commitment = command.Extends ?? code })],
        }, EntryRights.Commits, cancel);
        if (posted.IsRefused) return posted.Refusal;

        var row = new CommitmentRow
        {
            Code = code, FundId = fund!.Id, Request = command.Request, AmountEur = command.Amount.Minor, CommittedOn = command.Date,
            ExpiresOn = command.ExpiresOn, EntrySeq = posted.Value.Seq,
        };
        return await session.RegisterOnceAsync(posted.Value, row, cancel) ? new MadeCommitment(code, posted.Value)
            : new KeyUsedForOtherInput(command.Key);
    }

    private static Refusal? Refuse(Command command, Fund? fund, int? requestFund)
    {
        if (fund is null) return new FundIsUnknown(command.Fund);
        if (command.Amount.Currency != Currency.Eur || command.Amount.Minor <= 0)
            return new CommitmentAmountIsWrong(command.Amount.ToString());
        if (!Disclosure.For(Reader.Inside, fund).TakesWords && command.Description is not null)
            return new CommitmentTextIsNotAllowed(fund.Code);
        if (command.OpeningOn is { } opening && opening < command.Date)
            return new CommitmentOpensBeforeItWasMade(opening, command.Date);
        if (command.ExpiresOn is { } last && last < command.Date) return new CommitmentEndsBeforeItBegins(command.Date, last);
        return command.Request is not null && requestFund != fund.Id ? new CommitmentRequestIsUnknown(command.Request, fund.Code) : null;
    }

    // Fifty random bits in letters that cannot be misread: it tells neither the case, nor the order, nor how many there are.
    private static string NewToken(LedgerSession session, string fund) =>
        "K" + session.Chance.Code(ChanceUse.CommitmentCode, LogClass.Protected, fund, 10);
}

/// <summary>The commitment's code and entry.</summary>
public sealed record MadeCommitment(string Code, PostedEntry Entry) : IAnswer
{
    public bool IsRepeat => Entry.IsRepeat;
}
