using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundsLedger.App.Features.Books.Periods;

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
public sealed record ApiPeriodEvent(string Fund, PeriodAction Action, DateOnly ClosedThrough, string Reason, string Actor,
    string? SecondActor, DateTimeOffset RecordedAt);

/// <summary>Closed periods.</summary>
/// <param name="Funds">How far each fund is closed.</param>
/// <param name="Events">What was done, the latest first.</param>
public sealed record ApiPeriods(IReadOnlyList<ApiClosing> Funds, IReadOnlyList<ApiPeriodEvent> Events);

/// <summary>An item that is looked at before a year closes.</summary>
/// <param name="Item">What.</param>
/// <param name="State">Done, to be explained, or in the way of the closing.</param>
/// <param name="Open">Codes and amounts that are open.</param>
public sealed record ApiClosingStep(ClosingItem Item, ClosingState State, string Open);

/// <summary>Closed periods.</summary>
public static class PeriodEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/periods", PeriodsAsync).WithName("read_periods").WithTags("House").Needs(Operation.ReadPeriods);
        api.MapGet("/periods/checklist", ChecklistAsync).WithName("read_closing_checklist").WithTags("House").Needs(Operation.ClosePeriods);
    }

    /// <summary>What is to be settled or explained before a year closes</summary>
    public static async Task<Results<Ok<ApiList<ApiClosingStep>>, ProblemAnswer>> ChecklistAsync(string? fund, string? year,
        ClosingChecklist checklist, CancellationToken cancel)
    {
        if (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            || asked is < 1999 or > 2199) return new FieldIsMalformed("year", "a year from 1999 to 2199").Answer();
        var list = await checklist.OfAsync(fund ?? "", asked, cancel);
        return list.IsRefused ? list.Refusal.Answer() : TypedResults.Ok(new ApiList<ApiClosingStep>([.. list.Value.Steps.Select(step =>
            new ApiClosingStep(step.Item, step.State, step.Detail()))], null));
    }

    /// <summary>How far the books are closed, and what was done</summary>
    public static async Task<Ok<ApiPeriods>> PeriodsAsync(LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await LedgerReads.CatalogWithDaysAsync(connection, cancel);
        return TypedResults.Ok(new ApiPeriods([.. catalog.Funds.Select(fund => new ApiClosing(fund.Code, catalog.ClosedThrough(fund.Id)))],
            [.. (await PeriodList.ReadAsync(connection, catalog, cancel)).Select(
                line =>
                    new ApiPeriodEvent(line.FundCode, line.Action, line.ClosedThrough, line.Reason, line.ActorName, line.SecondActorName,
                        line.RecordedAt))]));
    }
}
