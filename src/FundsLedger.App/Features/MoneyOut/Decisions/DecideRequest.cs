using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>Decides a request: one person proposes, another approves. What is granted is set aside at once; what the Presidency sets aside
/// on review is set free. Each decision is a version, and the earlier ones stay.</summary>
public sealed class DecideRequest(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Request">Code of the request.</param>
    /// <param name="Outcome">What is decided.</param>
    /// <param name="Amount">In EUR: all, a part, or nothing, as the decision says.</param>
    /// <param name="Date">Day of the decision; not ahead.</param>
    /// <param name="ExpiresOn">Last day on which what is granted can be used, inclusive; null where nothing is granted.</param>
    /// <param name="LegalReference">By which rule, in 1 to 200 characters.</param>
    /// <param name="Reason">Why, in 1 to 200 characters; never a name.</param>
    public sealed record Command(string Key, string Request, VisitOutcome Outcome, Money Amount, DateOnly Date, DateOnly? ExpiresOn,
        string LegalReference, string Reason);

    /// <summary>What two people decide.</summary>
    internal sealed record Input(string Request, string Outcome, string Date, string? Currency, string? Amount, string? Expires,
        string LegalReference, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.DecideRequest, request => $"/requests/{request}",
        async (session, key, asked, cancel) => await CarryOutAsync(session, key, asked.Read<Input>(), new Actor(asked.AskedById,
            asked.AskedBy), cancel))
    {
        ValueOf = (words, name, value) => name switch
        {
            "outcome" => words[$"visit_outcome.{value}"],
            "expires" => words.Date(BookDay.Read(value)),
            _ => null,
        },
    };

    /// <summary>Asks. What would be refused is refused at once: it is tried in a transaction that is rolled back.</summary>
    public async Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        if (RequestFacts.OutOfRange(command.Date, command.ExpiresOn) is { } outside) return outside;
        await using (var trial = await writer.BeginAsync(actor, cancel))
        {
            if (!await trial.HasAskedAsync(command.Key, cancel) && (await CarryOutAsync(trial, $"trial/{trial.RecordedAt}",
                InputOf(command), actor, cancel)).Refusal is { } refusal) return refusal;
        }
        return await writer.InOneTransactionAsync(actor, session => ProposeAsync(session, command, cancel), cancel);
    }

    /// <summary>Asks within the caller's transaction, without trying it.</summary>
    internal static Task<Outcome<AskedApproval>> ProposeAsync(LedgerSession session, Command command, CancellationToken cancel) =>
        session.AskAsync(command.Key, Act, command.Request, InputOf(command), command.Reason, cancel);

    private static Input InputOf(Command command) => new(command.Request, ClosedSet<VisitOutcome>.Code(command.Outcome),
        Links.Iso(command.Date), command.Amount.IsZero ? null : command.Amount.Currency.Code,
        command.Amount.IsZero ? null : command.Amount.ToDecimalString(), command.ExpiresOn is { } last ? Links.Iso(last) : null,
        command.LegalReference, command.Reason);

    private static async Task<Outcome<DoneAct>> CarryOutAsync(LedgerSession session, string key, Input input, Actor askedBy,
        CancellationToken cancel)
    {
        if (await session.FindRequestAsync(input.Request, cancel) is not { } request) return new RequestIsUnknown(input.Request);
        var (outcome, date, last) = (ClosedSet<VisitOutcome>.Of(input.Outcome), BookDay.Read(input.Date)!.Value,
            input.Expires is { } text ? BookDay.Read(text) : null);
        var amount = input.Amount is { } granted ? Money.Parse(granted, Currency.Of(input.Currency!)) : Money.Eur(0);
        if (session.Fault(request, date, input.LegalReference, input.Reason) is { } fault) return fault;
        var newest = await session.FindOutcomeAsync(request.Code, cancel);
        if (!VisitRoad.May(newest, outcome)) return new DecisionDoesNotFollow(request.Code, newest is { } known
            ? ClosedSet<VisitOutcome>.Code(known) : "not decided", input.Outcome);
        if (amount.Currency != Currency.Eur || !VisitRoad.Fits(outcome, request.Asked, amount))
            return new DecisionAmountIsWrong(input.Outcome, amount.ToString(), request.Asked.ToString());
        if (VisitRoad.Grants(outcome) != last is not null) return new DecisionNeedsExpiry(input.Outcome);
        var (indigent, visitors) = await session.FindingsOfAsync(request, cancel);
        if (VisitRoad.Lacking(outcome, indigent, visitors) is { Count: > 0 } lacking) return new DecisionNeedsFindings(request.Code,
            string.Join(", ", lacking.Select(person => person == 0 ? "the detainee" : $"visitor {Links.Number(person)}")));

        string? commitment = null;
        long? entry = null;
        if (VisitRoad.Grants(outcome))
        {
            var made = await MakeCommitment.ApplyAsync(session, new(key, request.Fund.Code, request.Code, amount, date, last), cancel);
            if (made.IsRefused) return made.Refusal;
            (commitment, entry) = (made.Value.Code, made.Value.Entry.Seq);
        }
        else if (outcome == VisitOutcome.Reversed && await session.OpenCommitmentOfAsync(request, cancel) is { } open)
        {
            var freed = await ReleaseCommitment.ApplyAsync(session, new(key, open, date, ReleaseReason.NoLongerNeeded), cancel);
            if (freed.IsRefused) return freed.Refusal;
            (commitment, entry) = (open, freed.Value.Entry.Seq);
        }
        await session.RegisterAsync(new RequestDecisionRow
        {
            Id = await session.NextIdAsync(Registers.RequestDecisions, cancel), Request = request.Code,
            Version = await session.NextVersionAsync(Registers.RequestDecisions, request.Code, null, cancel), Outcome = outcome,
            AmountEur = amount.Minor, DecidedOn = date, LegalReference = input.LegalReference, Reason = input.Reason,
            Commitment = commitment, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
            SecondActorId = askedBy.Id, SecondActorName = askedBy.Name,
        }, cancel);
        return new DoneAct(entry);
    }
}
