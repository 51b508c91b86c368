using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Contributions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>A version of the policy by which agreements signed in a fiscal year are recognised.</summary>
/// <param name="FiscalYear">The calendar year.</param>
/// <param name="Standard">Such as IPSAS 47.</param>
/// <param name="Treatment">What conditional instalments are on signature.</param>
/// <param name="InForce">True for the newest version of its year.</param>
/// <param name="Actor">Who set it.</param>
/// <param name="RecordedAt">When.</param>
public sealed record ApiPolicy(int FiscalYear, string Standard, ConditionalTreatment Treatment, bool InForce, string Actor,
    DateTimeOffset RecordedAt);

/// <summary>A policy to be set.</summary>
/// <param name="FiscalYear">The calendar year, 1998 to 2199.</param>
/// <param name="Standard">Such as IPSAS 47, in 1 to 200 characters.</param>
/// <param name="Treatment">What conditional instalments are on signature: deferred, or left out until their condition is met.</param>
public sealed record SetPolicyBody(int FiscalYear, string Standard, ConditionalTreatment Treatment) : IApiBody
{
    public static object Example { get; } = new SetPolicyBody(2026, "IPSAS 47", ConditionalTreatment.Deferred);
}

/// <summary>How agreements are recognised.</summary>
public static class PolicyEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/recognition-policies", PoliciesAsync).WithName("list_recognition_policies").WithTags("Agreements")
            .Needs(Operation.ReadSettings);
        api.MapPost("/recognition-policies", SetAsync).WithName("set_recognition_policy").WithTags("Agreements")
            .Needs(Operation.ChangeSettings);
    }

    /// <summary>Recognition policies, newest year and newest version first</summary>
    /// <remarks>A year without one is treated as deferred.</remarks>
    public static async Task<Ok<ApiList<ApiPolicy>>> PoliciesAsync(LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return TypedResults.Ok(
            new ApiList<ApiPolicy>(
                [.. (await RecognitionPolicies.ReadAsync(connection, cancel)).Select(
                    policy =>
                        new ApiPolicy(policy.FiscalYear, policy.Standard, policy.Treatment, policy.IsInForce, policy.ActorName,
                            policy.RecordedAt))], null));
    }

    /// <summary>Set the recognition policy of a fiscal year</summary>
    /// <remarks>What was signed before keeps the policy it was recorded under. Its content is its key: what equals the newest version of
    /// the year is a repeat.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> SetAsync(SetPolicyBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SetRecognitionPolicy set,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome =
            await set.RunAsync(new SetRecognitionPolicy.Command(body.FiscalYear, body.Standard, body.Treatment), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, "/recognition-policies", body.FiscalYear.ToString(CultureInfo.InvariantCulture), null);
    }
}
