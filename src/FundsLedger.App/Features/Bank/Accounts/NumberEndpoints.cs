using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>A further number of a bank account.</summary>
/// <param name="Number">As it is compared.</param>
/// <param name="From">First closing day of statements that come under it.</param>
/// <param name="Through">Last such day, inclusive; null while it holds.</param>
/// <param name="Reason">Why the account has it.</param>
/// <param name="GivenBy">Who gave it, or changed its time last.</param>
/// <param name="RecordedAt">Knowledge instant.</param>
public sealed record ApiBankNumber(
    string Number, DateOnly From, DateOnly? Through, string Reason, string GivenBy, DateTimeOffset RecordedAt);

/// <summary>Gives a bank account a further number.</summary>
/// <param name="Number">IBAN, or the number as the bank writes it.</param>
/// <param name="From">First closing day of statements that come under it.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
/// <param name="Through">Last such day, inclusive; left out while it holds.</param>
/// <param name="Withdrawn">True to take it away: it was given by mistake.</param>
public sealed record GiveBankNumberBody(
    string Number, DateOnly From, string Reason, DateOnly? Through = null, bool Withdrawn = false) : IApiBody
{
    public static object Example { get; } = new GiveBankNumberBody("10020030/1234567", new DateOnly(2026, 1, 1),
        "The number before the IBAN (synthetic)");
}

/// <summary>Further numbers of bank accounts.</summary>
public static class NumberEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bank/accounts/{bank}/numbers", ListAsync).WithName("list_bank_numbers").WithTags("Bank").Needs(Operation.ReadBank);
        api.MapPost("/bank/accounts/{bank}/numbers", GiveAsync).WithName("give_bank_number").WithTags("Bank").Needs(Operation.RecordBank);
    }

    /// <summary>Further numbers of a bank account</summary>
    public static async Task<Results<Ok<ApiList<ApiBankNumber>>,
        ProblemAnswer>> ListAsync(string bank, LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var banks = await BankAccounts.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), cancel);
        if (!banks.Exists(one => one.Code == bank)) return ProblemAnswer.NotFound;
        return TypedResults.Ok(new ApiList<ApiBankNumber>([.. (await BankNumbers.ReadAsync(connection, cancel))
            .Where(one => one.Bank == bank)
            .Select(one => new ApiBankNumber(one.Number, one.From, one.Through, one.Reason, one.ActorName, one.RecordedAt))], null));
    }

    /// <summary>Give a bank account a further number, change its time, or take it away</summary>
    /// <remarks>Statements under it are this account's, if they close within the time given. The content is its own key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> GiveAsync(
        string bank, GiveBankNumberBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context,
        CurrentActor actor, GiveBankNumber give, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await give.RunAsync(new(bank, body.Number, body.From, body.Through, body.Reason, body.Withdrawn), actor.Actor,
            cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/bank/accounts/{bank}/numbers", outcome.Value.Number, null);
    }
}
