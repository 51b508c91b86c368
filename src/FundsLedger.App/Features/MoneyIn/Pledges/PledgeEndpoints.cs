using FundsLedger.App.Api;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>A pledge and what has become of it; amounts are in its own currency.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="AnnouncedOn">Day of the announcement.</param>
/// <param name="Stage">How far it has come, as its postings tell.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Amount">As announced: the legal amount.</param>
/// <param name="Paid">Met by money.</param>
/// <param name="Withdrawn">Withdrawn, lapsed or written down.</param>
/// <param name="Outside">Designated to purposes outside this ledger.</param>
/// <param name="Open">Neither paid nor withdrawn nor passed on.</param>
/// <param name="Undesignated">Open and in no fund yet.</param>
/// <param name="OpenEur">What is open, in EUR.</param>
/// <param name="ExpectedOn">The next day on which money is expected.</param>
/// <param name="Description">What was announced, in words.</param>
/// <param name="Source">Where it was announced.</param>
public sealed record ApiPledge(string Code, string Donor, DateOnly AnnouncedOn, PledgeStage Stage, string Currency, string Amount,
    string Paid, string Withdrawn, string Outside, string Open, string Undesignated, string OpenEur, DateOnly? ExpectedOn,
    string Description, string? Source)
{
    internal static ApiPledge Of(PledgeStanding pledge) =>
        new(pledge.Code, pledge.Donor, pledge.AnnouncedOn, pledge.Stage, pledge.Amount.Currency.Code, pledge.Amount.ToDecimalString(),
            pledge.Paid.ToDecimalString(), pledge.Withdrawn.ToDecimalString(),
        pledge.Outside.ToDecimalString(), pledge.Open.ToDecimalString(), pledge.Undesignated.ToDecimalString(), pledge.OpenEur.Text(),
            pledge.ExpectedOn, pledge.Description.ToString(), pledge.Source);
}

/// <summary>What of a pledge stands in one fund.</summary>
/// <param name="Fund">Code of the fund; null for what is not designated yet.</param>
/// <param name="Open">Neither paid nor withdrawn nor passed on.</param>
/// <param name="Paid">Met by money.</param>
/// <param name="Withdrawn">Withdrawn, lapsed or written down.</param>
/// <param name="ExpectedOn">Day on which the open part is expected.</param>
public sealed record ApiPledgeInFund(string? Fund, string Open, string Paid, string Withdrawn, DateOnly? ExpectedOn);

/// <summary>Something that happened to a pledge.</summary>
/// <param name="Date">Effective date.</param>
/// <param name="Kind">What happened; for a reversal, what was taken back.</param>
/// <param name="IsReversal">It takes something back.</param>
/// <param name="IsReversed">It was itself taken back.</param>
/// <param name="Fund">Code of the fund; null for what is not designated yet.</param>
/// <param name="Amount">In the pledge's currency.</param>
/// <param name="Description">In words.</param>
/// <param name="Purpose">The purpose outside this ledger, where it was designated to one.</param>
/// <param name="Entry">Number of the entry, for those who may read the journal.</param>
/// <param name="Actor">Who recorded it, for those who may read the journal.</param>
public sealed record ApiPledgeStep(DateOnly Date, EntryKind Kind, bool IsReversal, bool IsReversed, string? Fund, string Amount,
    string Description, string? Purpose, long? Entry, string? Actor);

/// <summary>One pledge: where it stands and how it came there.</summary>
/// <param name="Pledge">Where it stands.</param>
/// <param name="Funds">What of it stands in each fund.</param>
/// <param name="Steps">What happened, oldest first.</param>
/// <param name="Receipts">Money that met it.</param>
public sealed record ApiPledgeDetail(ApiPledge Pledge, IReadOnlyList<ApiPledgeInFund> Funds, IReadOnlyList<ApiPledgeStep> Steps,
    IReadOnlyList<ApiReceipt> Receipts);

/// <summary>A pledge to be announced.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Date">Day of the announcement.</param>
/// <param name="Amount">In the donor's currency, as decimal text.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Description">What was announced, in words.</param>
/// <param name="Rate">EUR for one unit; needed where the currency is not EUR.</param>
/// <param name="Source">Where it was announced.</param>
/// <param name="Fund">The fund it is for; null for one sum for several purposes, to be designated later.</param>
/// <param name="ExpectedOn">The day the money is expected, where the fund is known.</param>
/// <param name="RateAgain">The rate once more, where it is more than 3 % away from the table's.</param>
public sealed record AnnouncePledgeBody(string Donor, DateOnly Date, string Amount, string Currency, string Description,
    string? Rate = null, string? Source = null, string? Fund = null, DateOnly? ExpectedOn = null,
    string? RateAgain = null) : IApiBody
{
    public static object Example { get; } =
        new AnnouncePledgeBody("IE", new DateOnly(2023, 11, 14), "3000000.00", "EUR",
        "Voluntary contributions announced for several purposes");
}

/// <summary>What a part of a pledge is for: a fund of this ledger, or a purpose outside it.</summary>
/// <param name="Date">Day of the donor's word.</param>
/// <param name="Amount">In the pledge's currency, as decimal text; never above what is undesignated.</param>
/// <param name="Currency">The pledge's.</param>
/// <param name="Description">In words.</param>
/// <param name="Fund">Code of the fund; null where a purpose is given.</param>
/// <param name="Purpose">A purpose outside this ledger; null where a fund is given.</param>
/// <param name="ExpectedOn">The day the fund's money is expected.</param>
/// <param name="Source">Where it was said.</param>
public sealed record DesignatePledgeBody(DateOnly Date, string Amount, string Currency, string Description, string? Fund = null,
    string? Purpose = null, DateOnly? ExpectedOn = null, string? Source = null) : IApiBody
{
    public static object Example { get; } =
        new DesignatePledgeBody(new DateOnly(2024, 6, 3), "500000.00", "EUR", "Designated to the Special Fund for Relocations", "SFR");
}

/// <summary>A donor's written confirmation of a pledge.</summary>
/// <param name="Date">Date of the letter or note verbale.</param>
/// <param name="Reference">Its reference, in 1 to 200 characters.</param>
/// <param name="Source">Where it is kept.</param>
public sealed record ConfirmPledgeBody(DateOnly Date, string Reference, string? Source = null) : IApiBody
{
    public static object Example { get; } = new ConfirmPledgeBody(new DateOnly(2026, 11, 23), "Synthetic note verbale 1");
}

/// <summary>Asks that what is open of a pledge in one fund, or a part of it, end without money.</summary>
/// <param name="Date">Day it ended.</param>
/// <param name="End">Withdrawn by the donor, lapsed, or written down.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
/// <param name="Fund">Code of the fund; null for what is not designated.</param>
/// <param name="Amount">The part, in the pledge's currency; null for all that is open.</param>
public sealed record EndPledgeBody(DateOnly Date, PledgeEnd End, string Reason, string? Fund = null, string? Amount = null) : IApiBody
{
    public static object Example { get; } =
        new EndPledgeBody(new DateOnly(2026, 11, 23), PledgeEnd.WrittenDown, "No longer expected (synthetic)");
}

/// <summary>Pledges.</summary>
public static class PledgeEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/pledges", PledgesAsync).WithName("list_pledges").WithTags("Pledges").Needs(Operation.ReadPledges);
        api.MapGet("/pledges/{code}", PledgeAsync).WithName("read_pledge").WithTags("Pledges").Needs(Operation.ReadPledges, Subject.Pledge);
        api.MapPost("/pledges", AnnounceAsync).WithName("announce_pledge").WithTags("Pledges").Needs(Operation.AnnouncePledge);
        api.MapPost("/pledges/{code}/designations", DesignateAsync).WithName("designate_pledge").WithTags("Pledges")
            .Needs(Operation.ManagePledges, Subject.Pledge);
        api.MapPost("/pledges/{code}/confirmations", ConfirmAsync).WithName("confirm_pledge").WithTags("Pledges")
            .Needs(Operation.ManagePledges, Subject.Pledge);
        api.MapPost("/pledges/{code}/withdrawals", EndAsync).WithName("end_pledge").WithTags("Pledges")
            .Needs(Operation.ManagePledges, Subject.Pledge);
    }

    /// <summary>Pledges and what has become of them, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiPledge>>, ProblemAnswer>> PledgesAsync(string? donor, string? stage, string? fund,
        string? cursor, string? limit, LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        var (who, where, how) = (ApiInput.Text("donor", donor), ApiInput.Text("fund", fund), ApiInput.Member<PledgeStage>("stage", stage));
        if (who.IsRefused) return who.Refusal.Answer();
        if (where.IsRefused) return where.Refusal.Answer();
        if (how.IsRefused) return how.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var pledges = await PledgeList.FilteredAsync(connection, catalog, who.Value, where.Value, how.Value,
            actor.Reach(Operation.ReadPledges), cancel);
        var part = cursors.Cut("pledges", pledges.OrderBy(Place, StringComparer.Ordinal), Place, ApiPledge.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);

        static string Place(PledgeStanding pledge) => $"{Cursors.Downwards(pledge.AnnouncedOn, 0)}.{pledge.Code}";
    }

    /// <summary>One pledge: where it stands and how it came there</summary>
    public static async Task<Results<Ok<ApiPledgeDetail>, ProblemAnswer>> PledgeAsync(string code, LedgerReads reads, CurrentActor actor,
        CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (await PledgeList.ReadAsync(connection, catalog, code, reach: actor.Reach(Operation.ReadPledges),
            cancel: cancel) is not [var pledge]) return ProblemAnswer.NotFound;
        var receipts =
            await ReceiptList.ReadAsync(connection, catalog, pledge: code, reach: actor.Reach(Operation.ReadReceipts), cancel: cancel);
        var showsEntries = actor.May(Operation.ReadJournal);
        return TypedResults.Ok(new ApiPledgeDetail(ApiPledge.Of(pledge),
            [.. pledge.Books.Select(
                book =>
                    new ApiPledgeInFund(book.IsUmbrella ? null : book.FundCode, book.Open.ToDecimalString(), book.Paid.ToDecimalString(),
                        book.Withdrawn.ToDecimalString(), book.ExpectedOn))],
            [.. (await PledgeTimeline.ReadAsync(connection, catalog, code, cancel))
                .Select(step => new ApiPledgeStep(step.Date, step.Kind, step.IsReversal, step.IsReversed, step.IsUmbrella ? null
                : step.FundCode, step.Amount.ToDecimalString(), step.Description.ToString(), step.Purpose,
                showsEntries ? step.Seq : null, showsEntries ? step.ActorName : null))],
            [.. receipts.Select(receipt => ApiReceipt.Of(receipt, showsEntries))]));
    }

    /// <summary>Announce a pledge</summary>
    /// <remarks>An announced intention to give. It is no asset and never raises what is available.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AnnounceAsync(AnnouncePledgeBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, AnnouncePledge announce,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, body.Currency);
        if (amount.IsRefused) return amount.Refusal.Answer();
        var rate = ApiInput.Rate(body.Rate, amount.Value.Currency);
        if (rate.IsRefused) return rate.Refusal.Answer();
        var again = ApiInput.Rate(body.RateAgain, amount.Value.Currency);
        if (again.IsRefused) return again.Refusal.Answer();
        var outcome = await announce.RunAsync(
            new AnnouncePledge.Command(key.Value, body.Donor, body.Date, amount.Value,
                amount.Value.Currency == Currency.Eur ? null : rate.Value, body.Description, body.Source, body.Fund, body.ExpectedOn)
                {
                    RateAgain = again.Value,
                }, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/pledges/{outcome.Value.Code}", outcome.Value.Code, outcome.Value.Entry.Seq);
    }

    /// <summary>Designate a part of a pledge</summary>
    /// <remarks>Records what the donor said a part of an undesignated pledge is for: exactly one of fund and purpose.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> DesignateAsync(string code, DesignatePledgeBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DesignatePledge designate,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, body.Currency);
        if (amount.IsRefused) return amount.Refusal.Answer();
        Designation? to = (body.Fund, body.Purpose) switch
        {
            ({ } fund, null) => new Designation.ToFund(fund, body.ExpectedOn),
            (null, { } purpose) when body.ExpectedOn is null => new Designation.Outside(purpose),
            _ => null,
        };
        if (to is null)
            return new FieldIsMalformed("fund", "given alone: a part is for a fund, perhaps with expected_on, or for a purpose").Answer();
        var outcome = await designate.RunAsync(
            new DesignatePledge.Command(key.Value, code, body.Date, amount.Value, to, body.Description, body.Source), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/pledges/{outcome.Value.Code}", outcome.Value.Code, outcome.Value.Entry.Seq);
    }

    /// <summary>Record that a pledge was confirmed in writing</summary>
    /// <remarks>What was only announced of it becomes firmer, in every fund.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ConfirmAsync(string code, ConfirmPledgeBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, ConfirmPledge confirm,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome =
            await confirm.RunAsync(new ConfirmPledge.Command(key.Value, code, body.Date, body.Reference, body.Source), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/pledges/{code}", code, outcome.Value.Entry.Seq);
    }

    /// <summary>Ask that what is open of a pledge in one fund end without money</summary>
    /// <remarks>The donor withdrew it, it lapsed, or nobody expects it any more. It ends when another person has approved; the answer names
    /// the request.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> EndAsync(string code, EndPledgeBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads,
        EndPledge end, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        Money? part = null;
        if (body.Amount is not null)
        {
            await using var connection = await reads.OpenAsync(cancel);
            var currency = (await connection.Command(null, "SELECT currency FROM pledges WHERE code = @code", ("@code", code))
                .RowsAsync(row => row.GetString(0), cancel))[0];
            var amount = ApiInput.Amount("amount", body.Amount, currency);
            if (amount.IsRefused) return amount.Refusal.Answer();
            part = amount.Value;
        }
        var outcome = await end.AskAsync(new EndPledge.Command(key.Value, code, body.Fund, body.End, body.Date, body.Reason, part),
            actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }
}
