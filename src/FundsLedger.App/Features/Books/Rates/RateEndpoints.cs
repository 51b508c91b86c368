using FundsLedger.App.Api;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Rates;

/// <summary>A rate as entered.</summary>
/// <param name="Date">The day it is for.</param>
/// <param name="Currency">Of the one unit.</param>
/// <param name="Rate">EUR for one unit.</param>
/// <param name="Source">Where the officer read it.</param>
/// <param name="Actor">Who entered it.</param>
/// <param name="RecordedAt">When.</param>
public sealed record ApiRate(DateOnly Date, string Currency, string Rate, string Source, string Actor, DateTimeOffset RecordedAt);

/// <summary>A rate to be entered.</summary>
/// <param name="Date">The day it is for.</param>
/// <param name="Currency">ISO 4217, not EUR.</param>
/// <param name="Rate">EUR for one unit, with at most nine decimals.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="RateAgain">The rate once more, where it is more than 3 % away from the newest. One more than 10 % away is then asked for,
/// and
/// another person approves.</param>
public sealed record EnterRateBody(DateOnly Date, string Currency, string Rate, string Source, string? RateAgain = null) : IApiBody
{
    public static object Example { get; } = new EnterRateBody(new DateOnly(2026, 11, 23), "GBP", "1.1523", "Synthetic source");
}

/// <summary>Exchange rates.</summary>
public static class RateEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/rates", RatesAsync).WithName("list_rates").WithTags("House").Needs(Operation.ReadRates);
        api.MapPost("/rates", EnterRateAsync).WithName("enter_rate").WithTags("House").Needs(Operation.EnterRates);
    }

    /// <summary>Rates entered, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiRate>>, ProblemAnswer>> RatesAsync(string? cursor, string? limit, LedgerReads reads,
        Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var part =
            cursors.Cut("rates", await RateList.ReadAsync(connection, int.MaxValue, cancel), rate => Cursors.Downwards(rate.Date, rate.Id),
            rate =>
                new ApiRate(rate.Date, rate.Rate.Source.Code, rate.Rate.ToDecimalString(), rate.Source, rate.ActorName, rate.RecordedAt),
                cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>Enter an exchange rate</summary>
    /// <remarks>The content of a rate is its key: one that equals the newest of its currency and day is a repeat under any Idempotency-Key,
    /// and anything else stands beside it as a correction.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> EnterRateAsync(EnterRateBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, EnterRate enter,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (Currency.Find(body.Currency) is not { } currency)
            return new FieldIsMalformed("currency", "the code of a currency of ISO 4217, in capital letters").Answer();
        var rate = ApiInput.Rate(body.Rate, currency);
        if (rate.IsRefused) return rate.Refusal.Answer();
        var again = ApiInput.Rate(body.RateAgain, currency);
        if (again.IsRefused) return again.Refusal.Answer();
        var outcome = await enter.RunAsync(new EnterRate.Command(body.Date, rate.Value!.Value, body.Source) { Again = again.Value },
            actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : outcome.Value.Asked is { } asked ? context.Asked(asked)
            : context.Recorded(outcome.Value, "/rates", $"{currency.Code} {Links.Iso(body.Date)}", null);
    }
}
