using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Funds;

/// <summary>A fund you may read about.</summary>
/// <param name="Code">Its code.</param>
/// <param name="NameEn">Its name in English.</param>
/// <param name="NameFr">Its name in French.</param>
/// <param name="Protected">True where a figure could give a person away.</param>
public sealed record ApiFund(string Code, string NameEn, string NameFr, bool Protected);

/// <summary>How long the money lasts, by plain calculation and not by forecast.</summary>
/// <param name="DepletedOn">The first day with less than the smallest useful commitment; null when that is beyond ten years.</param>
/// <param name="Days">Days until then; null likewise.</param>
public sealed record ApiRunway(DateOnly? DepletedOn, int? Days)
{
    internal static ApiRunway? Of(Runway? runway) => runway is null ? null : new ApiRunway(runway.DepletedOn, runway.Days);
}

/// <summary>Money used, by cause; what came back is negative.</summary>
/// <param name="Expenses">Paid or payable, less what persons paid back.</param>
/// <param name="Advances">Change of advances, prepayments and sums to recover.</param>
/// <param name="Commitments">Change of open commitments.</param>
public sealed record ApiUse(string Expenses, string Advances, string Commitments)
{
    internal static ApiUse Of(MoneyUsed used) => new(used.Expenses.Text(), used.Advances.Text(), used.Commitments.Text());
}

/// <summary>What a fund has at a moment. available = cash − committed − withheld − reserve.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Name">Its name in English.</param>
/// <param name="AsOf">Last effective date, inclusive.</param>
/// <param name="KnownAt">Last knowledge instant, inclusive; null for now.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="Cash">In bank accounts and with the card processor.</param>
/// <param name="Committed">Open commitments.</param>
/// <param name="Withheld">In the bank but not the fund's to spend.</param>
/// <param name="Reserve">Set aside for support that goes on.</param>
/// <param name="Available">What can be committed; negative when something went wrong outside the ledger.</param>
/// <param name="Pledged">Open pledges: not money.</param>
/// <param name="Receivable">Signed and not yet received.</param>
/// <param name="Depleted">Less is available than the smallest useful commitment.</param>
/// <param name="Protected">True where a figure could give a person away.</param>
/// <param name="SmallestUsefulCommitment">With less than this the fund is depleted.</param>
/// <param name="UsedInAYear">Used in the 365 days up to the moment: the sum of the three causes.</param>
/// <param name="UsedByCause">The same by cause.</param>
/// <param name="RunwayNothingMore">How long the money lasts if nothing more arrives; null when none was used.</param>
/// <param name="RunwayAllPledges">How long it lasts if every pledge arrives on the day it is expected.</param>
public sealed record ApiFundStatus(string Fund, string Name, DateOnly AsOf, DateTimeOffset? KnownAt, string Currency, string Cash,
    string Committed, string Withheld, string Reserve, string Available, string Pledged, string Receivable,
    bool Depleted, bool Protected, string SmallestUsefulCommitment, string UsedInAYear, ApiUse UsedByCause, ApiRunway? RunwayNothingMore,
    ApiRunway? RunwayAllPledges)
{
    internal static ApiFundStatus Of(FundStatus status) =>
        new(status.Fund.Code, status.Fund.NameEn, status.Moment.AsOf, status.Moment.KnownAt, "EUR", status.CashEur.Text(),
            status.CommittedEur.Text(), status.WithheldEur.Text(), status.ReserveEur.Text(),
        status.AvailableEur.Text(), status.PledgedEur.Text(), status.ReceivableEur.Text(), status.IsDepleted,
        Disclosure.For(Reader.Inside, status.Fund).IsMarked, status.Settings.SmallestUsefulCommitment.Text(),
        status.UsedInAYear.Total.Text(), ApiUse.Of(status.UsedInAYear),
        ApiRunway.Of(status.IfNothingMoreArrives), ApiRunway.Of(status.IfAllPledgesArrive));
}

/// <summary>Funds and how they stand.</summary>
public static class FundEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/funds", FundsAsync).WithName("list_funds").WithTags("Funds").Needs(Operation.ReadFunds);
        api.MapGet("/funds/{code}", FundAsync).WithName("read_fund").WithTags("Funds").Needs(Operation.ReadFunds, Subject.Fund);
    }

    /// <summary>Funds you may read about</summary>
    public static async Task<Ok<ApiList<ApiFund>>> FundsAsync(LedgerReads reads, CurrentActor actor, CancellationToken cancel)
    {
        var reach = actor.Reach(Operation.ReadFunds);
        var funds = (await reads.CatalogAsync(cancel)).Funds.Where(fund => !fund.IsUmbrella && reach.Covers(fund));
        return TypedResults.Ok(
            new ApiList<ApiFund>(
                [.. funds.Select(fund => new ApiFund(fund.Code, fund.NameEn, fund.NameFr, Disclosure.For(Reader.Inside, fund).IsMarked))],
                null));
    }

    /// <summary>What a fund has</summary>
    /// <remarks>The figures of the fund's page, on both axes of time.</remarks>
    public static async Task<Results<Ok<ApiFundStatus>, ProblemAnswer>> FundAsync(string code, [FromQuery(Name = "as_of")] string? asOf,
        [FromQuery(Name = "known_at")] string? knownAt, LedgerReads reads, FundStatuses statuses, CancellationToken cancel)
    {
        var moment = ApiInput.Moment(asOf, knownAt, reads);
        if (moment.IsRefused) return moment.Refusal.Answer();
        var status = await statuses.OfAsync(code, moment.Value, cancel);
        if (status.IsRefused) return status.Refusal.Answer();
        return status.Value.Fund.IsUmbrella ? ProblemAnswer.NotFound : TypedResults.Ok(ApiFundStatus.Of(status.Value));
    }
}
