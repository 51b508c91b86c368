using FundsLedger.App.Api;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Returns;

/// <summary>A part of a contribution to be returned.</summary>
/// <param name="Pledge">Code of the pledge it had met.</param>
/// <param name="Agreement">Code of the agreement it had come under.</param>
/// <param name="Amount">In the currency in which it waits.</param>
/// <param name="Eur">Its value as it was set aside.</param>
/// <param name="Since">Day on which the first of it was set aside.</param>
public sealed record ApiReturnPart(string? Pledge, string? Agreement, string Amount, string Eur, DateOnly Since);

/// <summary>What is to be returned to one donor from one fund in one currency.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Amount">All that waits.</param>
/// <param name="Eur">Its value as it was set aside.</param>
/// <param name="Since">Day on which the first of it was set aside.</param>
/// <param name="Parts">What it came for, the longest waiting first.</param>
public sealed record ApiReturn(string Donor, string Fund, string Currency, string Amount, string Eur, DateOnly Since,
    IReadOnlyList<ApiReturnPart> Parts)
{
    internal static ApiReturn Of(WaitingReturn waiting) =>
        new(waiting.Donor, waiting.FundCode, waiting.Currency.Code, waiting.Amount.ToDecimalString(), waiting.Eur.Text(), waiting.Since,
        [.. waiting.Parts.Select(
            part => new ApiReturnPart(part.Pledge, part.Agreement, part.Amount.ToDecimalString(), part.Eur.Text(), part.Since))]);
}

/// <summary>Asks that money be paid back to a donor.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Fund">Code of the fund it is returned from.</param>
/// <param name="Date">Day on which it leaves the bank.</param>
/// <param name="Amount">No more than waits, as decimal text.</param>
/// <param name="Currency">The currency in which it waits.</param>
/// <param name="Bank">Code of the bank account it leaves, in that currency.</param>
/// <param name="Reason">Why now, in 1 to 200 characters.</param>
public sealed record PayBackBody(string Donor, string Fund, DateOnly Date, string Amount, string Currency, string Bank, string Reason)
    : IApiBody
{
    public static object Example { get; } =
        new PayBackBody("IE", "TFFV", new DateOnly(2026, 11, 23), "1000.00", "EUR", "1010", "Given by mistake (synthetic)");
}

/// <summary>What is left of money that came before its agreement.</summary>
/// <param name="Receipt">Code of its receipt.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Fund">Code of the fund that holds it.</param>
/// <param name="ReceivedOn">Value date.</param>
/// <param name="Currency">In which it came.</param>
/// <param name="Amount">What is left.</param>
/// <param name="Eur">The same as the books carry it, in EUR.</param>
public sealed record ApiAdvance(string Receipt, string Donor, string Fund, DateOnly ReceivedOn, string Currency, string Amount, string Eur)
{
    internal static ApiAdvance Of(OpenAdvance advance, LedgerCatalog catalog) => new(advance.Receipt, advance.Donor,
        catalog.FundById(advance.FundId).Code, advance.ReceivedOn, advance.Carried.Amount.Currency.Code,
        advance.Carried.Amount.ToDecimalString(), advance.Carried.EurMinor.Text());
}

/// <summary>Asks that an advance go back to its donor.</summary>
/// <param name="Receipt">Code of its receipt.</param>
/// <param name="Date">Day on which it is set aside to go back; not before it came.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
/// <param name="Amount">As decimal text; left out for all that is left.</param>
/// <param name="Currency">Of the amount: EUR unless said otherwise.</param>
public sealed record ReturnAdvanceBody(string Receipt, DateOnly Date, string Reason, string? Amount = null, string? Currency = null)
    : IApiBody
{
    public static object Example { get; } = new ReturnAdvanceBody("IE-R-2026-1", new DateOnly(2026, 11, 23), "Not signed (synthetic)");
}

/// <summary>Contributions to be returned.</summary>
public static class ReturnEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/returns", ReturnsAsync).WithName("list_returns").WithTags("Returns").Needs(Operation.ReadReturns);
        api.MapPost("/returns", PayBackAsync).WithName("pay_back").WithTags("Returns").Needs(Operation.PayBack);
        api.MapGet("/returns/advances", AdvancesAsync).WithName("list_advances").WithTags("Returns").Needs(Operation.ReadReturns);
        api.MapPost("/returns/advances", ReturnAdvanceAsync).WithName("return_advance").WithTags("Returns").Needs(Operation.PayBack);
    }

    /// <summary>What is to be returned to donors, by donor, fund and currency</summary>
    /// <remarks>What was refused, was unspent or came as too much: the balance of account 2200 about each donor. It is no part of what is
    /// available.</remarks>
    public static async Task<Results<Ok<ApiList<ApiReturn>>, ProblemAnswer>> ReturnsAsync(string? donor, string? fund, string? cursor,
        string? limit, LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        var (who, where) = (ApiInput.Text("donor", donor), ApiInput.Text("fund", fund));
        if (who.IsRefused) return who.Refusal.Answer();
        if (where.IsRefused) return where.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var waiting = await ReturnList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), who.Value, where.Value,
            reach: actor.Reach(Operation.ReadReturns), cancel: cancel);
        var part = cursors.Cut("returns", waiting.OrderBy(Place, StringComparer.Ordinal), Place, ApiReturn.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);

        static string Place(WaitingReturn one) => $"{one.Donor}.{one.FundCode}.{one.Currency.Code}";
    }

    /// <summary>What is left of money that came before its agreement, the longest waiting first</summary>
    public static async Task<Results<Ok<ApiList<ApiAdvance>>, ProblemAnswer>> AdvancesAsync(string? cursor, string? limit,
        LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var open = await AdvanceFacts.OpenAsync(connection, actor.Reach(Operation.ReadReturns), cancel);
        var part = cursors.Cut("advances", open, advance => $"{advance.ReceivedOn:yyyy-MM-dd} {advance.Receipt}",
            advance => ApiAdvance.Of(advance, catalog), cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>Ask that an advance go back to its donor, because nobody signs the agreement</summary>
    /// <remarks>When another person has approved, it is among what is to be returned and is paid back like that; the answer names the
    /// request.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ReturnAdvanceAsync(ReturnAdvanceBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, ReturnAdvance give,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var receipt = ApiInput.Text("receipt", body.Receipt);
        if (receipt.IsRefused) return receipt.Refusal.Answer();
        Money? amount = null;
        if (body.Amount is { } part)
        {
            var read = ApiInput.Amount("amount", part, body.Currency ?? "EUR");
            if (read.IsRefused) return read.Refusal.Answer();
            amount = read.Value;
        }
        var outcome = await give.AskAsync(new ReturnAdvance.Command(key.Value, body.Receipt, body.Date, body.Reason, amount), actor.Actor,
            cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }

    /// <summary>Ask that money be paid back to a donor</summary>
    /// <remarks>It leaves the bank when another person has approved exactly this; the answer names the request. In a protected fund an
    /// unspent balance tells the donor how much the fund holds: settle it between the certifying officer and that donor alone.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> PayBackAsync(PayBackBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, PayBack payBack,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, body.Currency);
        if (amount.IsRefused) return amount.Refusal.Answer();
        var outcome = await payBack.AskAsync(
            new PayBack.Command(key.Value, body.Donor, body.Fund, body.Date, amount.Value, body.Bank, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }
}
