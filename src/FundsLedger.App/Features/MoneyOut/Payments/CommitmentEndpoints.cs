using FundsLedger.App.Api;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>A commitment and what has become of it.</summary>
/// <param name="Code">Its code; of a protected fund an opaque token.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Request">Code of the request it answers.</param>
/// <param name="CommittedOn">Day of the decision.</param>
/// <param name="ExpiresOn">Last day it is good for, inclusive.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Amount">Set aside.</param>
/// <param name="Open">Neither paid nor set free.</param>
/// <param name="Paid">Paid.</param>
/// <param name="Released">Set free without having been paid.</param>
public sealed record ApiCommitment(string Code, string Fund, string? Request, DateOnly CommittedOn, DateOnly? ExpiresOn, string Currency,
    string Amount, string Open, string Paid, string Released)
{
    internal static ApiCommitment Of(CommitmentStanding row) =>
        new(row.Code, row.FundCode, row.Request, row.CommittedOn, row.ExpiresOn, "EUR", row.AmountEur.Text(), row.OpenEur.Text(),
            row.PaidEur.Text(), row.ReleasedEur.Text());
}

/// <summary>A visit request.</summary>
/// <param name="Code">Its code.</param>
/// <param name="State">waiting, deferred, committed, approved, partly_approved or refused.</param>
/// <param name="Fund">Code of the fund asked.</param>
/// <param name="DetaineeCode">E.g. <c>D-01</c>.</param>
/// <param name="Visitors">People who would travel.</param>
/// <param name="Relations">Their relations to the detainee.</param>
/// <param name="From">First possible day.</param>
/// <param name="To">Last possible day, inclusive.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Asked">Amount asked.</param>
/// <param name="ReceivedOn">Day it came in: the order of the queue.</param>
public sealed record ApiRequest(string Code, string State, string Fund, string DetaineeCode, int Visitors, string Relations, DateOnly From,
    DateOnly To, string Currency, string Asked, DateOnly ReceivedOn)
{
    internal static ApiRequest Of(RequestStanding row) =>
        new(row.Code, row.State, row.FundCode, row.DetaineeCode, row.Visitors, row.Relations, row.WindowFrom, row.WindowTo, "EUR",
            row.AskedEur.Text(), row.ReceivedOn);
}

/// <summary>A request for a family visit: codes and counts, never a name.</summary>
/// <param name="Fund">Code of the fund asked.</param>
/// <param name="DetaineeCode">E.g. <c>D-01</c>.</param>
/// <param name="Visitors">People who would travel, 1 to 20.</param>
/// <param name="Relations">Their relations to the detainee.</param>
/// <param name="From">First possible day.</param>
/// <param name="To">Last possible day, inclusive.</param>
/// <param name="Asked">In EUR, as decimal text.</param>
/// <param name="ReceivedOn">Day it came in.</param>
/// <param name="Lines">What it is made of, by assumptions that are good on the day it came in; what is asked is their sum.</param>
public sealed record SubmitRequestBody(string Fund, string DetaineeCode, int Visitors, IReadOnlyList<Relation> Relations, DateOnly From,
    DateOnly To, string Asked, DateOnly ReceivedOn, IReadOnlyList<CostLine>? Lines = null) : IApiBody
{
    public static object Example { get; } =
        new SubmitRequestBody("TFFV", "D-01", 2, [Relation.Spouse, Relation.Child], new DateOnly(2027, 2, 1), new DateOnly(2027, 2, 28),
        "4200.00", new DateOnly(2026, 11, 20));
}

/// <summary>A commitment to be made.</summary>
/// <param name="Fund">Code of the fund that commits.</param>
/// <param name="Date">Day of the decision.</param>
/// <param name="Amount">In EUR, as decimal text.</param>
/// <param name="Request">Code of the decided request, if there is one.</param>
/// <param name="ExpiresOn">Last day it is good for, inclusive.</param>
/// <param name="Description">In words; not where the fund is protected.</param>
/// <param name="OpeningOn">The day on which a commitment in force is brought from older books; left out for one that is made now.</param>
public sealed record MakeCommitmentBody(string Fund, DateOnly Date, string Amount, string? Request = null, DateOnly? ExpiresOn = null,
    string? Description = null, DateOnly? OpeningOn = null) : IApiBody
{
    public static object Example { get; } =
        new MakeCommitmentBody("TFFV", new DateOnly(2026, 11, 23), "4200.00", ExpiresOn: new DateOnly(2027, 2, 28),
        Description: "Synthetic commitment");
}

/// <summary>Releases the unused balance of a commitment.</summary>
/// <param name="Date">Day it ended.</param>
/// <param name="Reason">Why: a closed list, because words could give a person away.</param>
public sealed record ReleaseCommitmentBody(DateOnly Date, ReleaseReason Reason) : IApiBody
{
    public static object Example { get; } = new ReleaseCommitmentBody(new DateOnly(2026, 11, 23), ReleaseReason.NoLongerNeeded);
}

/// <summary>Carries what a commitment still has open over to a new one with a later last day.</summary>
/// <param name="Date">Day of the decision.</param>
/// <param name="ExpiresOn">The new last day, inclusive.</param>
/// <param name="Reason">Why, in 1 to 200 characters; not where the fund is protected.</param>
public sealed record ExtendCommitmentBody(DateOnly Date, DateOnly ExpiresOn, string? Reason = null) : IApiBody
{
    public static object Example { get; } = new ExtendCommitmentBody(new DateOnly(2026, 11, 23), new DateOnly(2027, 5, 31),
        "The visa came late (synthetic)");
}

/// <summary>What a part of a payment was for.</summary>
/// <param name="Account">Code of an expense account of the fund.</param>
/// <param name="Amount">In EUR, as decimal text.</param>
public sealed record PaymentLineBody(string Account, string Amount)
{
    private const int MostLines = 100;

    internal static Outcome<IReadOnlyList<PaymentLine>> Read(IReadOnlyList<PaymentLineBody> body)
    {
        if (body.Count > MostLines || body.Any(line => line is null))
            return new FieldIsMalformed("lines", $"a list of at most {MostLines} lines");
        var lines = new List<PaymentLine>();
        foreach (var line in body)
        {
            var amount = ApiInput.Amount("amount", line.Amount, "EUR");
            if (amount.IsRefused) return amount.Refusal;
            lines.Add(new PaymentLine(line.Account, amount.Value));
        }
        return lines;
    }
}

/// <summary>Asks that a commitment of a protected fund be settled: nobody is named, and there are no words.</summary>
/// <param name="Date">Value date.</param>
/// <param name="Lines">What it was for.</param>
/// <param name="Bank">Code of the bank account in EUR it leaves.</param>
/// <param name="Final">True to set free what the commitment still holds after it.</param>
public sealed record SettleCommitmentBody(DateOnly Date, IReadOnlyList<PaymentLineBody> Lines, string Bank, bool Final = false) : IApiBody
{
    public static object Example { get; } =
        new SettleCommitmentBody(new DateOnly(2026, 11, 23), [new PaymentLineBody("5110", "1800.00")], "1010");
}

/// <summary>Requests, commitments and payments.</summary>
public static class CommitmentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/requests", RequestsAsync).WithName("list_requests").WithTags("Commitments").Needs(Operation.ReadCommitments);
        api.MapPost("/requests", SubmitAsync).WithName("submit_request").WithTags("Commitments").Needs(Operation.SubmitRequests);
        api.MapGet("/commitments", CommitmentsAsync).WithName("list_commitments").WithTags("Commitments").Needs(Operation.ReadCommitments);
        api.MapGet("/commitments/{code}", CommitmentAsync).WithName("read_commitment").WithTags("Commitments")
            .Needs(Operation.ReadCommitments, Subject.Commitment);
        api.MapPost("/commitments", MakeAsync).WithName("make_commitment").WithTags("Commitments").Needs(Operation.MakeCommitments);
        api.MapPost("/commitments/{code}/releases", ReleaseAsync).WithName("release_commitment").WithTags("Commitments")
            .Needs(Operation.MakeCommitments, Subject.Commitment);
        api.MapPost("/commitments/{code}/extensions", ExtendAsync).WithName("extend_commitment").WithTags("Commitments")
            .Needs(Operation.MakeCommitments, Subject.Commitment);
        api.MapPost("/commitments/{code}/settlements", SettleAsync).WithName("settle_commitment").WithTags("Commitments")
            .Needs(Operation.SettleRelocations, Subject.Commitment);
    }

    /// <summary>Requests, first come first</summary>
    /// <remarks>Only those that wait, unless show is all. In which order they are served the queue says.</remarks>
    public static async Task<Results<Ok<ApiList<ApiRequest>>, ProblemAnswer>> RequestsAsync(string? fund, string? show, string? cursor,
        string? limit, LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        var where = ApiInput.Text("fund", fund);
        if (where.IsRefused) return where.Refusal.Answer();
        if (show is not (null or "waiting" or "all")) return new ParameterIsMalformed("show", "waiting or all").Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var requests = await RequestList.ReadAsync(connection, catalog, where.Value, reach: actor.Reach(Operation.ReadCommitments),
            cancel: cancel);
        var shown = requests.Where(request => show == "all" || request.Waits).OrderBy(Place, StringComparer.Ordinal);
        var part = cursors.Cut("requests", shown, Place, ApiRequest.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);

        static string Place(RequestStanding request) => $"{Links.Iso(request.ReceivedOn)}.{request.Code}";
    }

    /// <summary>Register a request for a family visit</summary>
    /// <remarks>Codes and counts, never a name.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> SubmitAsync(SubmitRequestBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SubmitVisitRequest submit,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (body.Lines?.Any(line => line is null) == true) return new FieldIsMalformed("lines", "a list of lines").Answer();
        var asked = ApiInput.Amount("asked", body.Asked, "EUR");
        if (asked.IsRefused) return asked.Refusal.Answer();
        var outcome = await submit.RunAsync(
            new SubmitVisitRequest.Command(key.Value, body.Fund, body.DetaineeCode, body.Visitors, body.Relations, body.From, body.To,
                asked.Value, body.ReceivedOn) { Lines = body.Lines ?? [] }, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/requests/{outcome.Value.Code}",
            outcome.Value.Code, null);
    }

    /// <summary>Commitments, newest first</summary>
    /// <remarks>Only those with something open, unless show is all; as they stood on a day and as known at an instant, where
    /// asked.</remarks>
    public static async Task<Results<Ok<ApiList<ApiCommitment>>, ProblemAnswer>> CommitmentsAsync(string? fund, string? show,
        [FromQuery(Name = "as_of")] string? asOf, [FromQuery(Name = "known_at")] string? knownAt, string? cursor, string? limit,
        LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        var where = ApiInput.Text("fund", fund);
        if (where.IsRefused) return where.Refusal.Answer();
        var moment = ApiInput.Moment(asOf, knownAt, reads);
        if (moment.IsRefused) return moment.Refusal.Answer();
        if (show is not (null or "open" or "all")) return new ParameterIsMalformed("show", "open or all").Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var rows = await CommitmentList.ReadAsync(connection, catalog, where.Value, onlyOpen: show != "all",
            reach: actor.Reach(Operation.ReadCommitments),
            moment: asOf is null && knownAt is null ? null : moment.Value, cancel: cancel);
        var part =
            cursors.Cut("commitments", rows, row => Cursors.Downwards(row.CommittedOn, row.EntrySeq), ApiCommitment.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>One commitment</summary>
    public static async Task<Results<Ok<ApiCommitment>, ProblemAnswer>> CommitmentAsync(string code, LedgerReads reads, CurrentActor actor,
        CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        return await CommitmentList.ReadAsync(connection, catalog, code: code, reach: actor.Reach(Operation.ReadCommitments),
            cancel: cancel) is [var row] ? TypedResults.Ok(ApiCommitment.Of(row)) : ProblemAnswer.NotFound;
    }

    /// <summary>Make a commitment</summary>
    /// <remarks>Reduces what is available at once; refused where more would be committed than is available.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> MakeAsync(MakeCommitmentBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, LedgerReads reads, CurrentActor actor,
        MakeCommitment make, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, "EUR");
        if (amount.IsRefused) return amount.Refusal.Answer();
        // A fund out of reach answers as one that does not exist.
        if ((await reads.CatalogAsync(cancel)).Fund(body.Fund) is not { } fund || !actor.May(Operation.MakeCommitments, fund))
            return new FundIsUnknown(body.Fund).Answer();
        var outcome = await make.RunAsync(
            new MakeCommitment.Command(key.Value, body.Fund, body.Request, amount.Value, body.Date, body.ExpiresOn, body.Description)
            {
                OpeningOn = body.OpeningOn,
            }, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/commitments/{outcome.Value.Code}", outcome.Value.Code, outcome.Value.Entry.Seq);
    }

    /// <summary>Release the unused balance of a commitment</summary>
    /// <remarks>It is available again at once.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ReleaseAsync(string code, ReleaseCommitmentBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, ReleaseCommitment release,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await release.RunAsync(new ReleaseCommitment.Command(key.Value, code, body.Date, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/commitments/{outcome.Value.Code}", outcome.Value.Code, outcome.Value.Entry.Seq);
    }

    /// <summary>Carry a commitment over to a later last day</summary>
    /// <remarks>What it still has open is set free and set aside again under a new code, in one act. An expired commitment pays
    /// nothing.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ExtendAsync(string code, ExtendCommitmentBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, ExtendCommitment extend,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await extend.RunAsync(new ExtendCommitment.Command(key.Value, code, body.Date, body.ExpiresOn, body.Reason),
            actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/commitments/{outcome.Value.Code}", outcome.Value.Code, outcome.Value.Entry.Seq);
    }

    /// <summary>Ask that a commitment of a protected fund be settled</summary>
    /// <remarks>It leaves the bank when another person has approved exactly this; the answer names the request. A fund that pays by name
    /// is refused: draft a payment.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> SettleAsync(string code, SettleCommitmentBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SettleRelocation settle,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var lines = PaymentLineBody.Read(body.Lines);
        if (lines.IsRefused) return lines.Refusal.Answer();
        var outcome = await settle.AskAsync(new(key.Value, code, body.Date, lines.Value, body.Bank, body.Final), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/commitments/{code}", code, null);
    }
}
