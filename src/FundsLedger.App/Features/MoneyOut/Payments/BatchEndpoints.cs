using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.Domain.SignOff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Batches of payments and their signatories.</summary>
public static class BatchEndpoints
{
    private const int MostPayments = 10_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/payments/batches", BatchesAsync).WithName("list_batches").WithTags("Payments").Needs(Operation.ReadPayments);
        api.MapGet("/payments/batches/{code}", BatchAsync).WithName("read_batch").WithTags("Payments").Needs(Operation.ReadPayments,
            Subject.Batch);
        api.MapGet("/payments/batches/{code}/file", FileAsync).WithName("read_payment_file").WithTags("Payments")
            .Needs(Operation.TransmitPayments, Subject.Batch);
        api.MapPost("/payments/batches", MakeAsync).WithName("make_batch").WithTags("Payments").Needs(Operation.DraftPayments);
        api.MapPost("/payments/batches/{code}/transmission", TransmitAsync).WithName("transmit_batch").WithTags("Payments")
            .Needs(Operation.TransmitPayments, Subject.Batch);
    }

    /// <summary>Batches, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiBatch>>, ProblemAnswer>> BatchesAsync(string? cursor, string? limit, LedgerReads reads,
        Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var rows = await BatchList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), cancel: cancel);
        var part = cursors.Cut("batches", rows, row => $"{long.MaxValue - Microseconds.Of(row.RecordedAt):D19} {row.Code}", ApiBatch.Of,
            cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>One batch</summary>
    public static async Task<Results<Ok<ApiBatch>, ProblemAnswer>> BatchAsync(string code, LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await BatchList.ReadAsync(connection, catalog, code, cancel: cancel) is not [var batch]) return ProblemAnswer.NotFound;
        var payments = await PaymentList.ReadAsync(connection, catalog, new PaymentFilter { Batch = code }, cancel);
        return TypedResults.Ok(ApiBatch.Of(batch) with { Codes = [.. payments.Select(payment => payment.Code)] });
    }

    /// <summary>The file of a batch for its bank</summary>
    /// <remarks>ISO 20022 pain.001, in the version and form that the bank wants. Only of a batch that its signatories have sent; the same
    /// bytes each time.</remarks>
    public static async Task<Results<FileContentHttpResult, ProblemAnswer>> FileAsync(string code, BatchFile file,
        CancellationToken cancel)
    {
        var made = await file.MakeAsync(code, cancel);
        return made.IsRefused ? made.Refusal.Answer() : TypedResults.File(made.Value.Bytes, "application/xml", made.Value.Name);
    }

    /// <summary>Put approved payments of one account together</summary>
    /// <remarks>Nothing is sent by it. One bank signatory, or two, send exactly this.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> MakeAsync(MakeBatchBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SendBatch send,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (body.Payments.Count > MostPayments || body.Payments.Any(code => ApiInput.Text("payments", code) is not { Value: not null }))
            return new FieldIsMalformed("payments", $"a list of at most {MostPayments} codes").Answer();
        var outcome = await send.RunAsync(new(key.Value, body.Payments, body.PayOn), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/payments/batches/{outcome.Value.Code}",
            outcome.Value.Code, null);
    }

    /// <summary>Send a batch to the bank, or refuse it</summary>
    /// <remarks>With the last signature its payments count as sent. Not by who drafted, certified or approved one of them.</remarks>
    public static Task<Results<Created<ApiRecorded>, ProblemAnswer>> TransmitAsync(string code, SignPaymentBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SignPayment sign,
        CancellationToken cancel) => PaymentEndpoints.SignAsync(code, SigningStep.Transmit, body, idempotencyKey, context, actor, sign,
            cancel);
}
