using System.Data.Common;
using FundsLedger.App.Api;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Rules;

/// <summary>How a fund pays.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="CoolingDays">Days between a change of who is paid, or where, and the first payment there.</param>
/// <param name="Tolerance">EUR by which a claim may exceed its commitment.</param>
/// <param name="Signatories">How many bank signatories send a batch.</param>
public sealed record ApiPaymentRules(string Fund, int CoolingDays, string Tolerance, int Signatories);

/// <summary>Other rules for how a fund pays.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="CoolingDays">0 to 60.</param>
/// <param name="Tolerance">0.00 to 1000.00 EUR.</param>
/// <param name="Signatories">1 or 2.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
/// <param name="DryRun">True to be told what the rules would have changed in the last year, and to ask for nothing.</param>
public sealed record ChangePaymentRulesBody(string Fund, int CoolingDays, string Tolerance, int Signatories, string Reason,
    bool DryRun = false) : IApiBody
{
    public static object Example { get; } = new ChangePaymentRulesBody("TFFV", 5, "0.00", 2, "Two people sign for the bank (synthetic)");
}

/// <summary>What other rules would have changed in the year that ends today.</summary>
/// <param name="From">First day of that year.</param>
/// <param name="Payments">How many payments were drafted in it.</param>
/// <param name="Batches">How many batches were sent in it.</param>
/// <param name="Later">Codes of payments that would have had to wait for their payee's cooling off.</param>
/// <param name="Refused">Codes of payments that would have been refused.</param>
/// <param name="SecondSignatures">Codes of batches that would have had another number of signatures.</param>
public sealed record ApiPaymentRulesTrial(DateOnly From, int Payments, int Batches, IReadOnlyList<string> Later,
    IReadOnlyList<string> Refused, IReadOnlyList<string> SecondSignatures);

/// <summary>How funds pay.</summary>
public static class RulesEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/payments/rules", RulesAsync).WithName("list_payment_rules").WithTags("Payments").Needs(Operation.ReadPayments);
        api.MapPost("/payments/rules", AskAsync).WithName("change_payment_rules").WithTags("Payments").Needs(Operation.CertifyPayments);
    }

    /// <summary>How each fund pays that pays by name</summary>
    public static async Task<Ok<ApiList<ApiPaymentRules>>> RulesAsync(LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return TypedResults.Ok(new ApiList<ApiPaymentRules>([.. (await PayRules.AllAsync(connection, await reads.CatalogAsync(connection,
            cancel), cancel)).Select(one => new ApiPaymentRules(one.Fund.Code, one.Rules.CoolingDays,
                Money.Eur(one.Rules.ToleranceEur).ToDecimalString(), one.Rules.Signatories))], null));
    }

    /// <summary>Ask that how a fund pays be changed</summary>
    /// <remarks>Another person approves. With dry_run nothing is asked, and the answer says what the rules would have changed in the year
    /// that ends today.</remarks>
    public static async Task<Results<Ok<ApiPaymentRulesTrial>, Created<ApiRecorded>, ProblemAnswer>> AskAsync(ChangePaymentRulesBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, ChangePayRules change,
        LedgerReads reads, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (Money.Read(body.Tolerance, Currency.Eur).Value is not { } tolerance) return new PayRulesAreOutOfRange().Answer();
        var rules = new PayRules(body.CoolingDays, tolerance.Minor, body.Signatories);
        if (body.DryRun)
        {
            await using var connection = await reads.OpenAsync(cancel);
            var catalog = await reads.CatalogAsync(connection, cancel);
            if (rules.Fault(catalog, body.Fund) is { } fault) return fault.Answer();
            var trial = await PayRulesTrial.OfAsync(connection, catalog, catalog.Fund(body.Fund)!, rules, reads.Today, cancel);
            return TypedResults.Ok(new ApiPaymentRulesTrial(trial.From, trial.Payments, trial.Batches, trial.Later, trial.Refused,
                trial.SecondSignatures));
        }
        var outcome = await change.AskAsync(new(key.Value, body.Fund, rules, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/approvals/{outcome.Value.Id}",
            $"{outcome.Value.Id}", null);
    }
}
