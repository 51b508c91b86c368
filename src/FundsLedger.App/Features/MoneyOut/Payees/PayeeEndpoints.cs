using FundsLedger.Domain.Banking;
using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Payments;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>A structured address: complete, or left out.</summary>
/// <param name="Street">Without the number.</param>
/// <param name="Building">The number.</param>
/// <param name="Postcode">As the country writes it.</param>
/// <param name="Town">The town.</param>
/// <param name="Country">Two capital letters (ISO 3166).</param>
public sealed record AddressBody(string Street, string Building, string Postcode, string Town, string Country);

/// <summary>A payee in its newest version. Details are null where they were erased.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Version">From 1.</param>
/// <param name="Fund">Code of the fund that may pay it.</param>
/// <param name="Erased">True where nobody can be paid there any more.</param>
/// <param name="DisplayName">As officers call it.</param>
/// <param name="Holder">As the bank knows the holder of the account.</param>
/// <param name="Form">How the account is written.</param>
/// <param name="Account">The account.</param>
/// <param name="Bic">The bank.</param>
/// <param name="Address">Its address.</param>
/// <param name="Verification">What the bank said of name and account.</param>
/// <param name="VerifiedOn">When.</param>
/// <param name="BankName">The name the bank gave with a close match.</param>
/// <param name="PayableFrom">First day on which it can be paid.</param>
public sealed record ApiPayee(string Code, int Version, string Fund, bool Erased, string? DisplayName, string? Holder, AccountForm? Form,
    string? Account, string? Bic, AddressBody? Address, PayeeVerification? Verification, DateOnly? VerifiedOn, string? BankName,
    DateOnly PayableFrom)
{
    internal static ApiPayee Of(PayeeVersion payee) => new(payee.Code, payee.Version, payee.FundCode, payee.IsErased,
        payee.Details?.DisplayName, payee.Details?.Holder, payee.Details?.Form, payee.Details?.Account, payee.Details?.Bic,
        payee.Details?.Address is { } at ? new AddressBody(at.Street, at.Building, at.Postcode, at.Town, at.Country) : null,
        payee.Verification, payee.VerifiedOn, payee.Details?.BankName, payee.PayableFrom);
}

/// <summary>A payee to be added.</summary>
/// <param name="Fund">Code of the fund that may pay it.</param>
/// <param name="DisplayName">As officers call it.</param>
/// <param name="Holder">As the bank knows the holder of the account.</param>
/// <param name="Account">An IBAN, or another number.</param>
/// <param name="Form">How the account is written.</param>
/// <param name="Bic">The bank; needed where there is no IBAN.</param>
/// <param name="Address">Complete, or left out.</param>
public sealed record AddPayeeBody(string Fund, string DisplayName, string Holder, string Account, AccountForm Form = AccountForm.Iban,
    string? Bic = null, AddressBody? Address = null) : IApiBody
{
    public static object Example { get; } = new AddPayeeBody("TFFV", "Hotel A (synthetic)", "Hotel A BV (synthetic)",
        "NL91ABNA0417164300", AccountForm.Iban, "ABNANL2A", new AddressBody("Example street", "1", "2500 AA", "The Hague", "NL"));

    internal PayeeDetails Details => PayeeEndpoints.DetailsOf(DisplayName, Holder, Form, Account, Bic, Address);
}

/// <summary>The new details of a payee, whole.</summary>
/// <param name="Version">The version that was read.</param>
/// <param name="DisplayName">As officers call it.</param>
/// <param name="Holder">As the bank knows the holder of the account.</param>
/// <param name="Account">An IBAN, or another number.</param>
/// <param name="Reason">Why, in 1 to 200 characters; no personal detail.</param>
/// <param name="Form">How the account is written.</param>
/// <param name="Bic">The bank; needed where there is no IBAN.</param>
/// <param name="Address">Complete, or left out.</param>
public sealed record ChangePayeeBody(int Version, string DisplayName, string Holder, string Account, string Reason,
    AccountForm Form = AccountForm.Iban, string? Bic = null, AddressBody? Address = null) : IApiBody
{
    public static object Example { get; } = new ChangePayeeBody(1, "Hotel A (synthetic)", "Hotel A BV (synthetic)",
        "DE89370400440532013000", "New account by letter (synthetic)");

    internal PayeeDetails Details => PayeeEndpoints.DetailsOf(DisplayName, Holder, Form, Account, Bic, Address);
}

/// <summary>What the bank said of name and account.</summary>
/// <param name="Result">What it said.</param>
/// <param name="Date">When.</param>
/// <param name="BankName">The holder's name, with a close match and only then.</param>
public sealed record VerifyPayeeBody(PayeeVerification Result, DateOnly Date, string? BankName = null) : IApiBody
{
    public static object Example { get; } = new VerifyPayeeBody(PayeeVerification.Match, new DateOnly(2026, 11, 20));
}

/// <summary>Erases who a payee was: it cannot be undone.</summary>
/// <param name="Payee">Its code once more.</param>
public sealed record ErasePayeeBody(string Payee) : IApiBody
{
    public static object Example { get; } = new ErasePayeeBody("V-7K2M9QXA");
}

/// <summary>Who is paid.</summary>
public static class PayeeEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/payees", PayeesAsync).WithName("list_payees").WithTags("Payees").Needs(Operation.ReadPayments);
        api.MapGet("/payees/{code}", PayeeAsync).WithName("read_payee").WithTags("Payees").Needs(Operation.ReadPayments, Subject.Payee);
        api.MapPost("/payees", AddAsync).WithName("add_payee").WithTags("Payees").Needs(Operation.ManagePayees);
        api.MapPost("/payees/{code}/changes", ChangeAsync).WithName("change_payee").WithTags("Payees").Needs(Operation.ManagePayees,
            Subject.Payee);
        api.MapPost("/payees/{code}/verifications", VerifyAsync).WithName("verify_payee").WithTags("Payees").Needs(Operation.ManagePayees,
            Subject.Payee);
        api.MapPost("/payees/{code}/erasure", EraseAsync).WithName("erase_payee").WithTags("Payees").Needs(Operation.ManagePayees,
            Subject.Payee);
    }

    /// <summary>Payees by code, each in its newest version</summary>
    public static async Task<Results<Ok<ApiList<ApiPayee>>, ProblemAnswer>> PayeesAsync(string? cursor, string? limit, LedgerReads reads,
        Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var payees = await PayeeBook.NewestAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)),
            await reads.CatalogAsync(connection, cancel), cancel);
        var part = cursors.Cut("payees", payees.OrderBy(payee => payee.Code, StringComparer.Ordinal), payee => payee.Code, ApiPayee.Of,
            cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>One payee in its newest version</summary>
    public static async Task<Results<Ok<ApiPayee>, ProblemAnswer>> PayeeAsync(string code, LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await PayeeBook.VersionsAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)),
            await reads.CatalogAsync(connection, cancel), code, cancel) is [var newest, ..] ? TypedResults.Ok(ApiPayee.Of(newest))
            : ProblemAnswer.NotFound;
    }

    /// <summary>Add a payee</summary>
    /// <remarks>Of a fund that pays by name. The same details a second time are the same payee.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AddAsync(AddPayeeBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, AddPayee add,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await add.RunAsync(new(key.Value, body.Fund, body.Details), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/payees/{outcome.Value.Code}",
            outcome.Value.Code, null);
    }

    /// <summary>Ask that who is paid, or where, be changed</summary>
    /// <remarks>Done when another person has approved exactly this; it can be paid when the fund's cooling-off days are over.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ChangeAsync(string code, ChangePayeeBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, ChangePayee change,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await change.AskAsync(new(key.Value, code, body.Version, body.Details, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/payees/{code}", code, null);
    }

    /// <summary>Record what the bank said of name and account</summary>
    /// <remarks>A version of its own that pays the same holder on the same account. The result is its own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> VerifyAsync(string code, VerifyPayeeBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, VerifyPayee verify,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await verify.RunAsync(new(code, body.Result, body.Date, body.BankName), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/payees/{code}", code, null);
    }

    /// <summary>Erase who a payee was</summary>
    /// <remarks>In every version, with what was written to it. Refused while a payment to it is not over.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> EraseAsync(string code, ErasePayeeBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, ErasePayee erase,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (body.Payee != code) return new FieldIsMalformed("payee", "the code in the address").Answer();
        var outcome = await erase.RunAsync(new(code), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/payees/{code}", code, null);
    }

    internal static PayeeDetails DetailsOf(string name, string holder, AccountForm form, string account, string? bic,
        AddressBody? address) =>
        new(name, holder, form, account, bic, address is { } at ? new PostalAddress(at.Street ?? "", at.Building ?? "", at.Postcode ?? "",
            at.Town ?? "", at.Country ?? "") : null);
}
