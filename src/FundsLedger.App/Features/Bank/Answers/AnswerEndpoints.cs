using FundsLedger.App.Api;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Payments;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Answers;

/// <summary>A bank's answer to a payment file.</summary>
/// <param name="FileName">Its name, as refusals repeat it.</param>
/// <param name="Content">The file, pain.002 in version 3 or 10, in base64.</param>
public sealed record PaymentAnswerBody(string FileName, byte[] Content) : IApiBody
{
    public static object Example { get; } = new PaymentAnswerBody("pain002.xml", "<Document/>"u8.ToArray());
}

/// <summary>What an answer says of one payment.</summary>
/// <param name="Payment">Its code.</param>
/// <param name="Status">What the bank says of it; null where the answer leaves it open.</param>
/// <param name="Reasons">The bank's codes, parted by commas; empty where it gives none.</param>
/// <param name="Verification">What the payee's bank said of name and account; null where the answer tells nothing.</param>
/// <param name="Stage">How far the payment has come now.</param>
public sealed record ApiAnsweredPayment(string Payment, PaymentStatus? Status, string Reasons, PayeeVerification? Verification,
    PaymentStage Stage);

/// <summary>A bank's answer that was taken.</summary>
/// <param name="Batch">Code of the batch that it answers.</param>
/// <param name="Payments">What it says of each payment.</param>
public sealed record ApiPaymentAnswer(string Batch, IReadOnlyList<ApiAnsweredPayment> Payments);

/// <summary>Answers to payment files.</summary>
public static class AnswerEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bank/payment-answers", TakeAsync).WithName("take_payment_answer").WithTags("Bank")
            .WithMetadata(new RequestSizeLimitAttribute(ReadingBudget.LargestPaymentAnswerInJson)).Needs(Operation.RecordBank);

    /// <summary>Take a bank's answer to a payment file</summary>
    /// <remarks>Whole or not at all. A rejected payment is owed again; an acceptance moves nothing, because cash moves when the bank's
    /// statement says so. The answer is its own key.</remarks>
    public static async Task<Results<Created<ApiPaymentAnswer>, ProblemAnswer>> TakeAsync(PaymentAnswerBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, TakePaymentAnswer take,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (Path.GetFileName(body.FileName).Length is 0 or > 200) return new FieldIsMalformed("file_name", "a name of 1 to 200 characters")
            .Answer();
        using var content = new MemoryStream(body.Content, writable: false);
        var outcome = await take.RunAsync(content, Path.GetFileName(body.FileName), actor.Actor, cancel);
        if (outcome.IsRefused) return outcome.Refusal.Answer();
        if (outcome.Value.IsRepeat) context.Response.Headers[ApiWrite.ReplayedHeader] = "true";
        return TypedResults.Created($"{ApiPaths.Root}/payments/batches/{outcome.Value.Batch}", new ApiPaymentAnswer(outcome.Value.Batch,
            [.. outcome.Value.Payments.Select(one => new ApiAnsweredPayment(one.Payment, one.Status, one.Reasons, one.Verification,
                one.Stage))]));
    }
}
