using FundsLedger.App.Api;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Ageing;

/// <summary>What of one donor, fund and currency is open, by days past the due day.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Name">Its name.</param>
/// <param name="Fund">Code of the book; that of pledges not yet designated is none of the funds.</param>
/// <param name="Currency">Of the amounts: the donor's.</param>
/// <param name="Current">Not due yet, or due on no day that anybody named.</param>
/// <param name="Days30">1 to 30 days overdue.</param>
/// <param name="Days90">31 to 90 days overdue.</param>
/// <param name="Days180">91 to 180 days overdue.</param>
/// <param name="Days365">181 to 365 days overdue.</param>
/// <param name="OverAYear">More than 365 days overdue.</param>
/// <param name="WaitsForCondition">Not due, whatever its day: its condition is not met.</param>
/// <param name="Open">All of it.</param>
/// <param name="OpenEur">The same as the books carry it, in EUR.</param>
/// <param name="Nature">Owed, signed and not yet in the books, or promised only.</param>
/// <param name="RecordedEur">The same as it was promised, in EUR.</param>
/// <param name="NonCurrentEur">Of what the books carry, what is owed and due more than twelve months later.</param>
/// <param name="AllowanceEur">What of it is called unlikely to be paid; null for readers outside the Registry.</param>
public sealed record ApiAgeingLine(string Donor, string Name, string Fund, string Currency, string Current, string Days30, string Days90,
    string Days180,
    string Days365, string OverAYear, string WaitsForCondition, string Open, string OpenEur, OpenNature Nature, string RecordedEur,
    string NonCurrentEur, string? AllowanceEur)
{
    internal static ApiAgeingLine Of(AgeingLine line, bool seesAllowances) =>
        new(line.Donor, line.DonorName, line.FundCode, line.Currency.Code, Part(line, AgeBucket.Current), Part(line, AgeBucket.Days30),
            Part(line, AgeBucket.Days90), Part(line, AgeBucket.Days180), Part(line, AgeBucket.Days365),
        Part(line, AgeBucket.OverAYear), Part(line, AgeBucket.WaitsForCondition), line.Open.ToDecimalString(), line.OpenEur.Text(),
        line.Nature, line.RecordedEur.Text(), line.NonCurrentEur.Text(), seesAllowances ? line.AllowanceEur.Text() : null);

    private static string Part(AgeingLine line, AgeBucket bucket) => line.ByBucket[(int)bucket].ToDecimalString();
}

/// <summary>Something open: an instalment, or a pledge under no agreement.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Fund">Code of the book.</param>
/// <param name="Pledge">Code of the pledge; null for what came into the books without one.</param>
/// <param name="Agreement">Code of the agreement it is owed under.</param>
/// <param name="Instalment">The instalment, from 1.</param>
/// <param name="DueOn">Day it is due or expected.</param>
/// <param name="DaysOverdue">0 when not overdue.</param>
/// <param name="Bucket">How long overdue, as in the totals.</param>
/// <param name="Currency">The donor's.</param>
/// <param name="Open">In that currency.</param>
/// <param name="OpenEur">As the books carry it, in EUR.</param>
/// <param name="Nature">Owed, signed and not yet in the books, or promised only.</param>
/// <param name="RecordedEur">As it was promised, in EUR.</param>
/// <param name="IsNonCurrent">True of what is owed and due more than twelve months later.</param>
public sealed record ApiOpenItem(string Donor, string Fund, string? Pledge, string? Agreement, int? Instalment, DateOnly? DueOn,
    int DaysOverdue, AgeBucket Bucket, string Currency, string Open, string OpenEur, OpenNature Nature, string RecordedEur,
    bool IsNonCurrent)
{
    internal static ApiOpenItem Of(OpenItem item) =>
        new(item.Donor, item.FundCode, item.Pledge.Length == 0 ? null : item.Pledge, item.Agreement, item.Instalment, item.DueOn, item.Days,
            item.Bucket, item.Open.Currency.Code, item.Open.ToDecimalString(), item.OpenEur.Text(), item.Nature, item.RecordedEur.Text(),
            item.IsNonCurrent);
}

/// <summary>What donors promised or owe and have not paid.</summary>
/// <param name="AsOf">Last effective date, inclusive.</param>
/// <param name="Lines">Totals by donor, fund and currency.</param>
/// <param name="Items">One by one, the longest overdue first.</param>
/// <param name="OpenEur">The sum of all, in EUR.</param>
/// <param name="ReceivableEur">Of that, what is owed: the balance of account 1100.</param>
/// <param name="NonCurrentEur">Of what is owed, what is due more than twelve months later.</param>
/// <param name="NetReceivableEur">What is owed, less what is called unlikely to be paid; null for readers outside the Registry.</param>
public sealed record ApiAgeing(DateOnly AsOf, IReadOnlyList<ApiAgeingLine> Lines, IReadOnlyList<ApiOpenItem> Items, string OpenEur,
    string ReceivableEur, string NonCurrentEur, string? NetReceivableEur);

/// <summary>How a donor keeps what it promises, at the value the pledges were recorded with, in EUR.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Name">Its name.</param>
/// <param name="Pledges">Pledges that came into a fund of this ledger.</param>
/// <param name="Pledged">Promised to the funds of this ledger.</param>
/// <param name="Paid">Met by money.</param>
/// <param name="Ended">Withdrawn, lapsed or written down.</param>
/// <param name="MedianDaysLate">Days from the day expected to the last receipt, the median over pledges paid in full; null while none
/// is.</param>
public sealed record ApiKeptPledges(string Donor, string Name, int Pledges, string Pledged, string Paid, string Ended,
    double? MedianDaysLate)
{
    internal static ApiKeptPledges Of(KeptPledges kept) =>
        new(kept.Donor, kept.DonorName, kept.Pledges, kept.PledgedEur.Text(), kept.PaidEur.Text(), kept.EndedEur.Text(),
            kept.MedianDaysLate);
}

/// <summary>What follows a promise.</summary>
public static class AgeingEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/reports/ageing", AgeingAsync).WithName("report_ageing").WithTags("Follow-up").Needs(Operation.ReadAgeing);
        api.MapGet("/reports/pledges-kept", KeptAsync).WithName("report_pledges_kept").WithTags("Follow-up").Needs(Operation.ReadAgeing);
    }

    /// <summary>What is open, by days past the due day</summary>
    /// <remarks>The figures of the page, of its CSV and of <c>fundsledger report ageing</c>. Of a State, its own.</remarks>
    public static async Task<Results<Ok<ApiAgeing>, ProblemAnswer>> AgeingAsync(string? donor, string? fund,
        [FromQuery(Name = "as_of")] string? asOf, [FromQuery(Name = "known_at")] string? knownAt, LedgerReads reads, CurrentActor actor,
        CancellationToken cancel)
    {
        var (who, where, moment) = (ApiInput.Text("donor", donor), ApiInput.Text("fund", fund), ApiInput.Moment(asOf, knownAt, reads));
        if (who.IsRefused) return who.Refusal.Answer();
        if (where.IsRefused) return where.Refusal.Answer();
        if (moment.IsRefused) return moment.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var items = await AgeingList.ItemsAsync(connection, await reads.CatalogAsync(connection, cancel), moment.Value, who.Value,
            where.Value, actor.Reach(Operation.ReadAgeing), cancel);
        var seesAllowances = actor.May(Operation.ReadJournal);
        var lines = AgeingList.Lines(items, seesAllowances ? await AgeingList.AllowancesAsync(connection, moment.Value, cancel) : null);
        var owed = lines.Where(line => line.Nature == OpenNature.Receivable).ToList();
        return TypedResults.Ok(
            new ApiAgeing(moment.Value.AsOf, [.. lines.Select(line => ApiAgeingLine.Of(line, seesAllowances))],
                [.. items.Select(ApiOpenItem.Of)], lines.Sum(line => line.OpenEur).Text(), owed.Sum(line => line.OpenEur).Text(),
                owed.Sum(line => line.NonCurrentEur).Text(), seesAllowances ? owed.Sum(line => line.NetEur).Text() : null));
    }

    /// <summary>How donors keep their pledges</summary>
    /// <remarks>Share paid and median delay, each donor's of its own pledges and receipts only. Of a State, its own.</remarks>
    public static async Task<Results<Ok<ApiList<ApiKeptPledges>>, ProblemAnswer>> KeptAsync(string? donor,
        [FromQuery(Name = "as_of")] string? asOf, string? cursor, string? limit, LedgerReads reads, CurrentActor actor, Cursors cursors,
        CancellationToken cancel)
    {
        var (who, moment) = (ApiInput.Text("donor", donor), ApiInput.Moment(asOf, null, reads));
        if (who.IsRefused) return who.Refusal.Answer();
        if (moment.IsRefused) return moment.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var kept = await PledgeKeeping.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), moment.Value, who.Value,
            actor.Reach(Operation.ReadAgeing), cancel);
        var part = cursors.Cut("pledges-kept", kept, one => one.Donor, ApiKeptPledges.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }
}
