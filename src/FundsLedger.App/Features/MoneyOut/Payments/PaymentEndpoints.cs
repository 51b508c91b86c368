using FundsLedger.App.Api;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Payments, from draft to bank.</summary>
public static class PaymentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/payments", PaymentsAsync).WithName("list_payments").WithTags("Payments").Needs(Operation.ReadPayments);
        api.MapGet("/payments/{code}", PaymentAsync).WithName("read_payment").WithTags("Payments").Needs(Operation.ReadPayments,
            Subject.Payment);
        api.MapPost("/payments", DraftAsync).WithName("draft_payment").WithTags("Payments").Needs(Operation.DraftPayments);
        api.MapPost("/payments/{code}/certification", CertifyAsync).WithName("certify_payment").WithTags("Payments")
            .Needs(Operation.CertifyPayments, Subject.Payment);
        api.MapPost("/payments/{code}/approval", ApproveAsync).WithName("approve_payment").WithTags("Payments")
            .Needs(Operation.ApprovePayments, Subject.Payment);
        api.MapPost("/payments/{code}/withdrawal", WithdrawAsync).WithName("withdraw_payment").WithTags("Payments")
            .Needs(Operation.DraftPayments, Subject.Payment);
        api.MapPost("/payments/{code}/outcome", OutcomeAsync).WithName("record_payment_outcome").WithTags("Payments")
            .Needs(Operation.RecordBank, Subject.Payment);
        api.MapPost("/payments/{code}/abandonment", AbandonAsync).WithName("abandon_claim").WithTags("Payments")
            .Needs(Operation.DraftPayments, Subject.Payment);
    }

    /// <summary>Payments, oldest first</summary>
    /// <remarks>Each with its stage, worked out from its signatures and entries. With state only those at that stage; with show=open only
    /// those that wait for somebody.</remarks>
    public static async Task<Results<Ok<ApiList<ApiPayment>>, ProblemAnswer>> PaymentsAsync(string? state, string? commitment,
        string? payee, string? show, string? cursor, string? limit, LedgerReads reads, Cursors cursors, CancellationToken cancel)
    {
        var (under, to, at) = (ApiInput.Text("commitment", commitment), ApiInput.Text("payee", payee),
            ApiInput.Member<PaymentStage>("state", state));
        if (under.IsRefused) return under.Refusal.Answer();
        if (to.IsRefused) return to.Refusal.Answer();
        if (at.IsRefused) return at.Refusal.Answer();
        if (show is not (null or "open" or "all")) return new ParameterIsMalformed("show", "open or all").Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var rows = await PaymentList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel),
            new PaymentFilter { Commitment = under.Value, Payee = to.Value, OnlyOpen = show == "open" }, cancel);
        var part = cursors.Cut("payments", rows.Where(row => at.Value is null || row.Stage == at.Value),
            row => $"{Microseconds.Print(row.Row.RecordedAt)} {row.Code}", ApiPayment.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>One payment</summary>
    /// <remarks>With what speaks for care, and the hash that its officers sign: give it with a signature, and what you sign is what you
    /// read.</remarks>
    public static async Task<Results<Ok<ApiPayment>, ProblemAnswer>> PaymentAsync(string code, LedgerReads reads, CancellationToken cancel)
    {
        if (await PaymentDetails.ReadAsync(reads, code, cancel) is not { } all) return ProblemAnswer.NotFound;
        await using var connection = await reads.OpenAsync(cancel);
        var asked = await ApprovalList.AboutAsync(connection, code, [ApprovalKind.Pay], cancel);
        return TypedResults.Ok(ApiPayment.Of(all.Payment) with
        {
            Text = all.Text, Remains = all.Remains.Text(), PaidSoFar = all.Risks.PaidSoFar.Text(),
            Risks = [.. all.Risks.Risks.Select(risk => new ApiPaymentRisk(risk.Risk, risk.About))],
            PayloadHash = asked is [.., var request] ? request.Signing.Hash.Hex : null,
        });
    }

    /// <summary>Draft a payment under a commitment</summary>
    /// <remarks>Nothing is owed and nothing leaves by it. Others certify, approve and send exactly this; whatever must be different is
    /// another draft.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> DraftAsync(DraftPaymentBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DraftPayment draft,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var lines = PaymentLineBody.Read(body.Lines);
        if (lines.IsRefused) return lines.Refusal.Answer();
        var outcome = await draft.RunAsync(new(key.Value, body.Commitment, body.Payee, lines.Value, body.RenderedOn, body.PayOn, body.Bank,
            body.Text ?? "", body.Final) { Claim = body.Claim, Source = PaymentSource.Api }, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, Path(outcome.Value.Code), outcome.Value.Code,
            null);
    }

    /// <summary>Certify a payment, or refuse it</summary>
    /// <remarks>Due, funded and within purpose: the expense is owed from now on, and its commitment settles. Not by who drafted
    /// it.</remarks>
    public static Task<Results<Created<ApiRecorded>, ProblemAnswer>> CertifyAsync(string code, SignPaymentBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SignPayment sign,
        CancellationToken cancel) => SignAsync(code, SigningStep.Certify, body, idempotencyKey, context, actor, sign, cancel);

    /// <summary>Approve a payment, or refuse it</summary>
    /// <remarks>It moves nothing; refused, it is not owed any more and its commitment holds the money again. Not by who drafted or
    /// certified it.</remarks>
    public static Task<Results<Created<ApiRecorded>, ProblemAnswer>> ApproveAsync(string code, SignPaymentBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SignPayment sign,
        CancellationToken cancel) => SignAsync(code, SigningStep.Approve, body, idempotencyKey, context, actor, sign, cancel);

    /// <summary>Take a payment back before it is sent</summary>
    /// <remarks>Its expense is not owed any more, and its commitment holds the money again. The withdrawal is its own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> WithdrawAsync(string code, WithdrawPaymentBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, WithdrawPayment withdraw,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await withdraw.RunAsync(new(code, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, Path(code), code, outcome.Value.Entry);
    }

    /// <summary>Record what the bank made of a payment</summary>
    /// <remarks>Executed, rejected, or returned after it was executed. Where the account is read from statements, what moved it stands
    /// there and is matched. The outcome is its own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> OutcomeAsync(string code, PaymentOutcomeBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, BankSays says,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await says.RunAsync(new(code, body.Outcome, body.Date, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, Path(code), code, outcome.Value.Entry);
    }

    /// <summary>Ask that what is owed on a claim be called never payable</summary>
    /// <remarks>After its payment came back; done when another person has approved it.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AbandonAsync(string code, AbandonClaimBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, AbandonClaim abandon,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await abandon.AskAsync(new(key.Value, code, body.Date, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, Path(code), code, null);
    }

    internal static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> SignAsync(string code, SigningStep step, SignPaymentBody body,
        string? idempotencyKey, HttpContext context, CurrentActor actor, SignPayment sign, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await sign.RunAsync(new(code, step, body.Approved, body.Reason)
        {
            Seen = body.PayloadHash is { } seen ? new PayloadHash(seen) : null, RoleFor = actor.RoleFor, FundsFor = actor.FundsFor,
        }, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, step == SigningStep.Transmit
            ? $"/payments/batches/{code}" : Path(code), code, outcome.Value.EntrySeq);
    }

    private static string Path(string code) => $"/payments/{code}";
}
