using FundsLedger.App.Api;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>How long the money lasts.</summary>
public static class ForecastEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/forecasts/{fund}", ForecastAsync).WithName("read_forecast").WithTags("Funds")
            .Needs(Operation.ReadForecasts, Subject.Fund, "fund");

    /// <summary>How likely a fund is depleted, when, and what to raise</summary>
    /// <remarks>As <c>fundsledger forecast --format json</c> prints it. With too few gifts there is no probability at all, only runways.
    /// Pledges are valued only for readers who may see all pledges. The model assumes that nobody reacts.</remarks>
    public static async Task<Results<Ok<ForecastFigures>, ProblemAnswer>> ForecastAsync(string fund,
        [FromQuery(Name = "as_of")] string? asOf, [FromQuery(Name = "known_at")] string? knownAt, LedgerReads reads, FundStatuses statuses,
        CurrentActor actor, CancellationToken cancel)
    {
        var moment = ApiInput.Moment(asOf, knownAt, reads);
        if (moment.IsRefused) return moment.Refusal.Answer();
        var found = await new FundForecasts(reads, statuses).OfAsync(new ForecastAsked(fund, moment.Value), cancel);
        return found.IsRefused ? found.Refusal.Answer() : TypedResults.Ok(ForecastFigures.Of(found.Value, actor.SeesAllDonors));
    }
}
