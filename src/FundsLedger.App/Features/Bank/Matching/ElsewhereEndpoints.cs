using FundsLedger.App.Api;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>Money on a line of one fund that was given to another.</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="Fund">The fund whose it is.</param>
/// <param name="ToBank">That fund's bank account, in the line's currency.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Date">Day on which it moves; not before the line.</param>
/// <param name="Reason">Why.</param>
/// <param name="Pledge">The pledge it meets there.</param>
/// <param name="Agreement">The agreement it is owed under there.</param>
/// <param name="Instalment">Its instalment, together with it.</param>
/// <param name="Difference">What it means that it is more or less.</param>
public sealed record ElsewhereBody(long Line, string Fund, string ToBank, string Donor, DateOnly Date, string Reason, string? Pledge = null,
    string? Agreement = null, int? Instalment = null, string? Difference = null) : IApiBody
{
    public static object Example { get; } = new ElsewhereBody(1, "SFR", "1010", "IE", new DateOnly(2026, 11, 23),
        "Synthetic: given to relocations");
}

/// <summary>Lines of one fund that are another's.</summary>
public static class ElsewhereEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bank/lines/elsewhere", ResolveAsync).WithName("resolve_line_elsewhere").WithTags("Bank").Needs(Operation.RecordBank);

    /// <summary>Say that the money on a line belongs to another fund</summary>
    /// <remarks>For somebody with the right in both funds. The decision is its own key: the same again changes nothing.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ResolveAsync(ElsewhereBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads,
        ResolveElsewhere resolve, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (body.Agreement is null != body.Instalment is null) return new FieldIsMalformed("instalment",
            "given together with its agreement").Answer();
        // A fund out of reach answers as one that does not exist.
        if ((await reads.CatalogAsync(cancel)).Fund(body.Fund) is not { } fund || !actor.May(Operation.RecordBank,
            fund)) return new FundIsUnknown(body.Fund).Answer();
        var difference = ApiInput.Code<PaymentDifference>("difference", body.Difference);
        if (difference.IsRefused) return difference.Refusal.Answer();
        var outcome = await resolve.RunAsync(new(body.Line, body.Fund, body.ToBank, body.Donor, body.Date, body.Reason, body.Pledge,
            body.Agreement is null ? null : new InstalmentOf(body.Agreement, body.Instalment!.Value), difference.Value),
            actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, "/receipts", outcome.Value.Receipt, outcome.Value.EntrySeq);
    }
}
