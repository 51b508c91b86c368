using System.Globalization;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Quarantine;

/// <summary>The ways out for a statement that was set aside: one person asks and says why, another decides.</summary>
public sealed class DecideStatement(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Statement">Number of the statement.</param>
    /// <param name="Decision">What is to become of it.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    /// <param name="Bank">The account it belongs to, where it is another one.</param>
    public sealed record Command(string Key, long Statement, StatementDecision Decision, string Reason, string? Bank = null);

    /// <summary>What two people decide: amounts with their currency, days of unexplained moves beside them.</summary>
    internal sealed record Input(
        long Statement, string? Bank, string? Opening, string? Closing, DateOnly? ClosedOn, int? Lines, int? Known, string? Unexplained,
        string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct[] Acts =
    [
        Act(ApprovalKind.AcceptStatement, StatementDecision.Accept),
        Act(ApprovalKind.RefuseStatement, StatementDecision.Refuse),
        Act(ApprovalKind.AssignStatement, StatementDecision.Assign),
    ];

    /// <summary>Asks for a decision. What could not be done is refused at once.</summary>
    public Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<AskedApproval>(actor, session => AskAsync(session, command, cancel), cancel);

    /// <summary>Asks within a transaction of the caller's, who abandons the transaction when refused.</summary>
    internal static async Task<Outcome<AskedApproval>> AskAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        if (!ShortText.IsValid(command.Reason)) return new BankReasonIsMalformed();
        var (act, subject) = (ActOf(command.Decision), command.Statement.ToString(CultureInfo.InvariantCulture));
        if (await session.AskedInputAsync<Input>(command.Key, act, cancel) is { } known)
            return (known.Statement, known.Reason, command.Bank ?? known.Bank) == (command.Statement, command.Reason, known.Bank)
                ? await session.AskAsync(command.Key, act, subject, known, command.Reason, cancel) : new KeyUsedForOtherInput(command.Key);
        var found = await FindAsync(session, command.Statement, command.Decision, cancel);
        if (found.IsRefused) return found.Refusal;
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        var open = await ApprovalList.ReadAsync(ask, withDecided: false, id: null, cancel);
        if (open.Find(asked => asked.Subject == subject && Acts.Any(one => one.Kind == asked.Kind)) is { Id: var waiting })
            return new BankStatementIsAsked(command.Statement, waiting);
        var input = await InputAsync(session, found.Value.Statement, command.Decision, command.Bank, command.Reason, cancel);
        return input.IsRefused ? input.Refusal
            : await session.AskAsync(command.Key, act, subject, input.Value.Input, command.Reason, cancel);
    }

    /// <summary>Does what was approved, if it still is what was seen.</summary>
    internal static async Task<Outcome<DoneAct>> DoAsync(
        LedgerSession session, StatementDecision decision, ApprovalStanding asked, CancellationToken cancel)
    {
        var seen = asked.Read<Input>();
        var found = await FindAsync(session, seen.Statement, decision, cancel);
        if (found.IsRefused) return found.Refusal;
        var statement = found.Value.Statement;
        var now = await InputAsync(
            session, statement, decision, decision == StatementDecision.Assign ? seen.Bank : null, seen.Reason, cancel);
        if (now.IsRefused) return now.Refusal;
        if (now.Value.Input != seen) return new BankStatementHasMoved(seen.Statement);
        long? bookedAs = null, entry = null;
        if (now.Value.Proposal is { } proposal)
        {
            var booked = await BookSetAside.RunAsync(session, statement, proposal, cancel);
            if (booked.IsRefused) return booked.Refusal;
            (bookedAs, entry) = (booked.Value.Statement, booked.Value.FirstEntry);
        }
        await session.RegisterAsync(new BankDecisionRow
        {
            Id = await session.NextIdAsync(Registers.BankDecisions, cancel), StatementId = statement.Id, Decision = decision,
            BankAccount = now.Value.Proposal?.Bank.Code, BookedAs = bookedAs, RequestId = asked.Id, Reason = seen.Reason,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name, SecondActorId = asked.AskedById, SecondActorName = asked.AskedBy,
            RecordedAt = session.Instant,
        }, cancel);
        return new DoneAct(entry);
    }

    private static ApprovedAct ActOf(StatementDecision decision) => Array.Find(Acts, act => act.Kind == KindOf(decision))!;

    internal static ApprovalKind KindOf(StatementDecision decision) => decision switch
    {
        StatementDecision.Accept => ApprovalKind.AcceptStatement,
        StatementDecision.Refuse => ApprovalKind.RefuseStatement,
        StatementDecision.Assign => ApprovalKind.AssignStatement,
        _ => throw new InvalidOperationException(),
    };

    private static async Task<Outcome<FoundStatement>> FindAsync(
        LedgerSession session, long id, StatementDecision decision, CancellationToken cancel)
    {
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        if (await SetAsideStatements.FindAsync(ask, id, cancel) is not { } statement) return new BankStatementIsUnknown(id);
        if (statement.BookedAs is { } booked) return new BankStatementIsBooked(id, booked);
        return statement.IsRefused && decision == StatementDecision.Refuse ? new BankStatementIsRefused(id) : new FoundStatement(statement);
    }

    private static async Task<Outcome<Asked>> InputAsync(
        LedgerSession session, SetAsideStatement statement, StatementDecision decision, string? bank, string reason,
        CancellationToken cancel)
    {
        if (decision == StatementDecision.Refuse)
            return new Asked(new Input(statement.Id, null, null, null, null, null, null, null, reason), null);
        if (decision == StatementDecision.Assign && bank is null) return new Accounts.BankAccountIsUnknown("");
        var proposed = await Proposals.OfAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel),
            await session.RefreshCatalogAsync(cancel), statement, decision == StatementDecision.Assign ? bank : null, cancel);
        if (proposed.IsRefused) return proposed.Refusal;
        var (proposal, acceptance) = (proposed.Value, proposed.Value.Acceptance);
        var unexplained = string.Join(", ", acceptance.Unexplained.Select(move =>
            string.Create(CultureInfo.InvariantCulture, $"{move.On:yyyy-MM-dd} {proposal.Amount(move.Minor)}")));
        return new Asked(new Input(statement.Id, proposal.Bank.Code, proposal.Amount(acceptance.Opening.Minor).ToString(),
            proposal.Amount(acceptance.Closing.Minor).ToString(), acceptance.Closing.On, acceptance.NewLines.Count, acceptance.KnownLines,
            unexplained.Length == 0 ? null : unexplained, reason), proposal);
    }

    private static ApprovedAct Act(ApprovalKind kind, StatementDecision decision) =>
        new(kind, statement => $"/bank/statements/{statement}", (session, _, asked, cancel) => DoAsync(session, decision, asked, cancel))
        {
            ValueOf = Said,
        };

    /// <summary>Amounts and days as the reader writes them.</summary>
    private static string? Said(PageLanguage words, string name, string value) => name switch
    {
        "opening" or "closing" => Amount(words, value),
        "closed_on" => Day(words, value),
        "unexplained" => string.Join(", ", value.Split(", ").Select(move => move.Split(' ', 2) is [var day, var amount]
            ? $"{Day(words, day)}{words["colon"]} {Amount(words, amount)}" : move)),
        _ => null,
    };

    private static string Amount(PageLanguage words, string text) =>
        text.Split(' ') is [var number, var code] && Currency.Find(code) is { } currency && Money.Read(number, currency).Value is { } amount
            ? words.Text(amount) : text;

    private static string Day(PageLanguage words, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? words.Date(day) : text;

    private sealed record FoundStatement(SetAsideStatement Statement);

    private sealed record Asked(Input Input, Proposal? Proposal);
}
