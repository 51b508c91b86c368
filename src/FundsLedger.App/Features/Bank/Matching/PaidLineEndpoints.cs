using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>Says that a line is what the bank made of payments.</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="Payments">Codes of payments that were sent, whose sum is the line's; or the one that it gives back.</param>
public sealed record PaidLineBody(long Line, IReadOnlyList<string> Payments) : IApiBody
{
    public static object Example { get; } = new PaidLineBody(1, ["PAY-7K2M9QXA3B"]);
}

/// <summary>Lines that are payments.</summary>
public static class PaidLineEndpoints
{
    private const int MostPayments = 10_000;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bank/lines/payments", PayAsync).WithName("match_payment_line").WithTags("Bank").Needs(Operation.RecordBank);

    /// <summary>Say that a line is what the bank made of payments</summary>
    /// <remarks>Money that left is their execution, one by one or in one sum; money that came in gives one back. The decision is its own
    /// key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> PayAsync(PaidLineBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, MatchPayments match,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (body.Payments.Count is 0 or > MostPayments || body.Payments.Any(code => ApiInput.Text("payments",
            code) is not { Value: not null }))
            return new FieldIsMalformed("payments", $"a list of 1 to {MostPayments} codes").Answer();
        var outcome = await match.RunAsync(body.Line, body.Payments, "by program", actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/payments/{body.Payments[0]}",
            body.Payments[0], outcome.Value.Entries[0]);
    }
}
