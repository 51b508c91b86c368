using FundsLedger.App.Api;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Quarantine;

/// <summary>Asks what is to become of a statement that was set aside.</summary>
/// <param name="Decision">Book it on its own account, never book it, or book it on another account.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
/// <param name="Bank">Code of the other account; with assign.</param>
public sealed record DecideStatementBody(StatementDecision Decision, string Reason, string? Bank = null) : IApiBody
{
    public static object Example { get; } = new DecideStatementBody(StatementDecision.Accept, "The statement before was lost (synthetic)");
}

/// <summary>A move that no line explains.</summary>
/// <param name="On">Day on which it would be booked.</param>
/// <param name="Amount">Positive when the bank has more.</param>
public sealed record ApiUnexplained(DateOnly On, string Amount);

/// <summary>What booking a statement that was set aside would do.</summary>
/// <param name="Bank">On which account.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Opening">Where the account ends now.</param>
/// <param name="Closing">Where it would end.</param>
/// <param name="ClosedOn">Day of that balance.</param>
/// <param name="Lines">How many lines would be booked.</param>
/// <param name="KnownLines">How many are booked already, and left out.</param>
/// <param name="Unexplained">What would become a line of its own.</param>
public sealed record ApiProposal(
    string Bank, string Currency, string Opening, string Closing, DateOnly ClosedOn, int Lines, int KnownLines,
    IReadOnlyList<ApiUnexplained> Unexplained);

/// <summary>Ways out for statements that were set aside.</summary>
public static class QuarantineEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bank/statements/{id}/proposal", ProposalAsync).WithName("propose_bank_statement").WithTags("Bank")
            .Needs(Operation.ReadBank);
        api.MapPost("/bank/statements/{id}/decisions", DecideAsync).WithName("decide_bank_statement").WithTags("Bank")
            .Needs(Operation.RecordBank);
    }

    /// <summary>What booking a statement set aside would do</summary>
    /// <remarks>On its own account, or on the one that bank names.</remarks>
    public static async Task<Results<Ok<ApiProposal>, ProblemAnswer>> ProposalAsync(
        long id, string? bank, LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        if (await SetAsideStatements.FindAsync(ask, id, cancel) is not { } statement) return ProblemAnswer.NotFound;
        if (statement.BookedAs is { } booked) return new BankStatementIsBooked(id, booked).Answer();
        var found = await Proposals.OfAsync(ask, await LedgerReads.CatalogWithDaysAsync(connection, cancel), statement, bank, cancel);
        if (found.IsRefused) return found.Refusal.Answer();
        var (proposal, acceptance) = (found.Value, found.Value.Acceptance);
        return TypedResults.Ok(new ApiProposal(proposal.Bank.Code, proposal.Bank.Currency.Code, Text(acceptance.Opening.Minor),
            Text(acceptance.Closing.Minor), acceptance.Closing.On, acceptance.NewLines.Count, acceptance.KnownLines,
            [.. acceptance.Unexplained.Select(move => new ApiUnexplained(move.On, Text(move.Minor)))]));

        string Text(long minor) => proposal.Amount(minor).ToDecimalString();
    }

    /// <summary>Ask what is to become of a statement set aside</summary>
    /// <remarks>It is done when another person has approved; the answer names the request. Accepted, it opens where the account ends; lines
    /// that are booked already are left out, and what no line explains becomes a line of its own. Assigned, it must continue the balance of
    /// the other account, and nothing goes between a protected fund and another.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> DecideAsync(
        long id, DecideStatementBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context,
        CurrentActor actor, DecideStatement decide, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if ((body.Decision == StatementDecision.Assign) != (body.Bank is not null))
            return new FieldIsMalformed("bank", "given with assign, and only then").Answer();
        var outcome = await decide.AskAsync(new(key.Value, id, body.Decision, body.Reason, body.Bank), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }
}
