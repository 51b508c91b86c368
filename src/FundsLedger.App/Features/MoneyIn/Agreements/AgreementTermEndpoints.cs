using FundsLedger.App.Api;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Contributions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>A share of programme support.</summary>
/// <param name="PerCent">In per cent, with two decimals.</param>
/// <param name="From">First day on which it counts.</param>
/// <param name="Reference">What it was set by.</param>
public sealed record ApiSupportShare(string PerCent, DateOnly From, string? Reference);

/// <summary>A share of programme support to be set from a day on.</summary>
/// <param name="PerCent">From 0 to 100, with at most two decimals; 0 for none from that day on.</param>
/// <param name="From">First day on which it counts: later than every share set and everything charged so far.</param>
/// <param name="Reference">What it is set by.</param>
public sealed record SupportShareBody(string PerCent, DateOnly From, string? Reference = null) : IApiBody
{
    public static object Example { get; } = new SupportShareBody("7", new DateOnly(2026, 11, 23), "Synthetic amendment");
}

/// <summary>Asks that the allowance on what an agreement has open be set.</summary>
/// <param name="Date">Day of the entry.</param>
/// <param name="Amount">The whole allowance from then on, in the agreement's currency, as decimal text; 0 for none.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record AllowanceBody(DateOnly Date, string Amount, string Reason) : IApiBody
{
    public static object Example { get; } = new AllowanceBody(new DateOnly(2026, 11, 23), "100.00", "Unlikely to be paid (synthetic)");
}

/// <summary>What is set at an agreement after its signature.</summary>
public static class AgreementTermEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/agreements/{code}/support-shares", SetSupportAsync).WithName("set_support_share").WithTags("Agreements")
            .Needs(Operation.ManageAgreements, Subject.Agreement);
        api.MapPost("/agreements/{code}/allowances", SetAllowanceAsync).WithName("set_allowance").WithTags("Agreements")
            .Needs(Operation.ManageAgreements, Subject.Agreement);
    }

    /// <summary>Set the share of programme support from a day on</summary>
    /// <remarks>What was set for earlier days, and what was charged on them, stays. The share and its day are their own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> SetSupportAsync(string code, SupportShareBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SetSupportShare set,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (SupportShare.Read(body.PerCent) is not { } hundredths) return AgreementEndpoints.ShareIsMalformed("per_cent");
        var outcome = await set.RunAsync(new SetSupportShare.Command(code, hundredths, body.From, body.Reference), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/agreements/{code}", code, null);
    }

    /// <summary>Ask that the allowance on what an agreement has open be set</summary>
    /// <remarks>Up or down, in the agreement's currency; it changes when another person has approved. The answer names the
    /// request.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> SetAllowanceAsync(string code, AllowanceBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads,
        SetAllowance set, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, (await AgreementEndpoints.CurrencyAsync(reads, code, cancel)).Code);
        if (amount.IsRefused) return amount.Refusal.Answer();
        var outcome = await set.AskAsync(new SetAllowance.Command(key.Value, code, body.Date, amount.Value, body.Reason), actor.Actor,
            cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }
}
