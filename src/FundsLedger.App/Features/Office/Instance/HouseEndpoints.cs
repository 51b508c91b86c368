using FundsLedger.App.Api;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Office.Instance;

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
public sealed record EnterRateBody(DateOnly Date, string Currency, string Rate, string Source);

/// <summary>How far a fund's books are closed.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="ClosedThrough">Last closed day; null while none is.</param>
public sealed record ApiClosing(string Fund, DateOnly? ClosedThrough);

/// <summary>A closing or reopening as recorded.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Action">What was done.</param>
/// <param name="ClosedThrough">Last closed day from then on.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who.</param>
/// <param name="SecondActor">Who approved it, where it takes two.</param>
/// <param name="RecordedAt">When.</param>
public sealed record ApiPeriodEvent(string Fund, PeriodAction Action, DateOnly ClosedThrough, string Reason, string Actor, string? SecondActor, DateTimeOffset RecordedAt);

/// <summary>Closed periods.</summary>
/// <param name="Funds">How far each fund is closed.</param>
/// <param name="Events">What was done, the latest first.</param>
public sealed record ApiPeriods(IReadOnlyList<ApiClosing> Funds, IReadOnlyList<ApiPeriodEvent> Events);

/// <summary>One named check.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Looked">How many things were looked at; null for a reader who may not read the journal.</param>
/// <param name="Findings">What is not as it must be, the first ten.</param>
public sealed record ApiCheck(string Name, long? Looked, IReadOnlyList<ApiFinding> Findings);

/// <summary>Something that is not as it must be.</summary>
/// <param name="Subject">What.</param>
/// <param name="Rule">The rule it breaks.</param>
/// <param name="Repair">What to do.</param>
public sealed record ApiFinding(string Subject, string Rule, string Repair);

/// <summary>The last run of the checks since the server started.</summary>
/// <param name="RanAt">When; null before the first run.</param>
/// <param name="Good">True when nothing was found; null before the first run.</param>
/// <param name="Checks">The named checks.</param>
public sealed record ApiChecks(DateTimeOffset? RanAt, bool? Good, IReadOnlyList<ApiCheck> Checks);

/// <summary>Whose token this is, and what it may do.</summary>
/// <param name="Id">The person's id, as it stands on entries.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Roles">Roles in force at this moment.</param>
/// <param name="Donors">Codes of the donors the person speaks for.</param>
/// <param name="Scopes">What the token may do: read, or read and write.</param>
public sealed record ApiMe(string Id, string Name, IReadOnlyList<Role> Roles, IReadOnlyList<string> Donors, IReadOnlyList<string> Scopes);

/// <summary>What belongs to the house: rates, periods, checks, and who asks.</summary>
public static class HouseEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me", Me).WithName("read_me").WithTags("House").Needs(Operation.UseApi);
        api.MapGet("/rates", RatesAsync).WithName("list_rates").WithTags("House").Needs(Operation.ReadRates);
        api.MapPost("/rates", EnterRateAsync).WithName("enter_rate").WithTags("House").Needs(Operation.EnterRates);
        api.MapGet("/periods", PeriodsAsync).WithName("read_periods").WithTags("House").Needs(Operation.ReadPeriods);
        api.MapGet("/checks", Checks).WithName("read_checks").WithTags("House").Needs(Operation.ReadChecks);
    }

    /// <summary>Whose token this is, and what it may do</summary>
    public static Ok<ApiMe> Me(CurrentActor actor)
    {
        var (person, scopes) = (actor.Person!, actor.Session!.Scopes ?? []);
        return TypedResults.Ok(new ApiMe(person.Id, person.Name, [.. person.Roles.Order()], [.. person.Donors.Order(StringComparer.Ordinal)], [.. scopes.Order(StringComparer.Ordinal)]));
    }

    /// <summary>Rates entered, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiRate>>, ProblemAnswer>> RatesAsync(string? cursor, string? limit, LedgerReads reads, Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var part = cursors.Cut("rates", await RateList.ReadAsync(connection, int.MaxValue, cancel), rate => Cursors.Downwards(rate.Date, rate.Id),
            rate => new ApiRate(rate.Date, rate.Rate.Source.Code, rate.Rate.ToDecimalString(), rate.Source, rate.ActorName, rate.RecordedAt), cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>Enter an exchange rate</summary>
    /// <remarks>The content of a rate is its key: one that equals the newest of its currency and day is a repeat under any Idempotency-Key, and anything else stands beside it as a correction.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> EnterRateAsync(EnterRateBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, EnterRate enter, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (Currency.Find(body.Currency) is not { } currency) return new FieldIsMalformed("currency", "the code of a currency of ISO 4217, in capital letters").Answer();
        var rate = ApiInput.Rate(body.Rate, currency);
        if (rate.IsRefused) return rate.Refusal.Answer();
        var outcome = await enter.RunAsync(new EnterRate.Command(body.Date, rate.Value!.Value, body.Source), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, "/rates", $"{currency.Code} {Links.Iso(body.Date)}", null);
    }

    /// <summary>How far the books are closed, and what was done</summary>
    public static async Task<Ok<ApiPeriods>> PeriodsAsync(LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await LedgerReads.CatalogWithDaysAsync(connection, cancel);
        return TypedResults.Ok(new ApiPeriods([.. catalog.Funds.Select(fund => new ApiClosing(fund.Code, catalog.ClosedThrough(fund.Id)))],
            [.. (await PeriodList.ReadAsync(connection, catalog, cancel)).Select(line => new ApiPeriodEvent(line.FundCode, line.Action, line.ClosedThrough, line.Reason, line.ActorName, line.SecondActorName, line.RecordedAt))]));
    }

    /// <summary>The last run of the checks</summary>
    /// <remarks>Since the server started; running them takes a while and is done on the page or the command line.</remarks>
    public static Ok<ApiChecks> Checks(LastCheck last, CurrentActor actor) => TypedResults.Ok(new ApiChecks(last.Report?.At, last.Report?.IsGood,
        [.. (last.Report?.Results ?? []).Select(check => new ApiCheck(check.Name, actor.May(Operation.ReadJournal) ? check.Looked : null, [.. check.Findings.Select(finding => new ApiFinding(finding.Subject, finding.Rule, finding.Repair))]))]));
}
