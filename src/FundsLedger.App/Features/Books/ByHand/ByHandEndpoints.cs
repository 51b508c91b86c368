using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.ByHand;

/// <summary>Something recorded by hand. Which fields an act needs, its refusal says.</summary>
/// <param name="Act">What happened.</param>
/// <param name="Date">Value date.</param>
/// <param name="Amount">As decimal text; of programme support, what was charged under the agreement.</param>
/// <param name="Note">In words.</param>
/// <param name="Currency">Of the amount: EUR unless said otherwise.</param>
/// <param name="From">The account it leaves, as fund and code: TFFV/1010.</param>
/// <param name="To">The account it reaches, likewise.</param>
/// <param name="Received">Of an exchange, what arrived.</param>
/// <param name="ReceivedCurrency">Of that.</param>
/// <param name="Agreement">Of programme support, the agreement.</param>
/// <param name="PerCent">Of programme support, its share, with at most two decimals; left out where the agreement has one.</param>
/// <param name="RecoveryItem">Of a recovery or a decided transfer, what it is for: a code.</param>
/// <param name="Commitment">Of an accrual, the commitment that set the money aside.</param>
/// <param name="Reference">An outside reference.</param>
public sealed record ByHandBody(HandAct Act, DateOnly Date, string Amount, string Note, string? Currency = null, string? From = null,
    string? To = null, string? Received = null, string? ReceivedCurrency = null, string? Agreement = null, string? PerCent = null,
    string? RecoveryItem = null, string? Commitment = null, string? Reference = null) : IApiBody
{
    public static object Example { get; } = new ByHandBody(HandAct.Charge, new DateOnly(2026, 11, 23), "12.50", "Synthetic bank charge",
        From: "TFFV/1010");
}

/// <summary>What no other operation records.</summary>
public static class ByHandEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/by-hand", RecordAsync).WithName("record_by_hand").WithTags("Journal").Needs(Operation.RecordBank);

    /// <summary>Record a transfer, an exchange, an accrual, programme support, a recovery, interest or a charge</summary>
    /// <remarks>A transfer between funds needs the right in both.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> RecordAsync(ByHandBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads,
        RecordByHand record, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var read = Read(body, key.Value);
        if (read.IsRefused) return read.Refusal.Answer();
        var catalog = await reads.CatalogAsync(cancel);
        // A fund out of reach answers as one that does not exist.
        if (read.Value.Funds.FirstOrDefault(code => catalog.Fund(code) is not { } fund || !actor.May(Operation.RecordBank, fund))
            is { } strange) return new HandFundIsUnknown(strange).Answer();
        var outcome = await record.RunAsync(read.Value, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, "/journal",
            ClosedSet<HandAct>.Code(body.Act), outcome.Value.Entries[0]);
    }

    internal static Outcome<RecordByHand.Command> Read(ByHandBody body, string key)
    {
        var amount = ApiInput.Amount("amount", body.Amount, body.Currency ?? "EUR");
        if (amount.IsRefused) return amount.Refusal;
        Money? received = null;
        if (body.Received is { } came)
        {
            var arrived = ApiInput.Amount("received", came, body.ReceivedCurrency ?? "EUR");
            if (arrived.IsRefused) return arrived.Refusal;
            received = arrived.Value;
        }
        var hundredths = SupportShare.Read(body.PerCent);
        if (body.PerCent is not null && hundredths is not > 0)
            return new FieldIsMalformed("per_cent", "more than 0 and at most 100, with at most two decimals");
        if (body.From is not null && AccountInFund.Read(body.From) is null) return new FieldIsMalformed("from",
            "a fund and an account such as TFFV/1010");
        if (body.To is not null && AccountInFund.Read(body.To) is null) return new FieldIsMalformed("to",
            "a fund and an account such as TFFV/1010");
        return new RecordByHand.Command(key, body.Act, body.Date, amount.Value, body.Note, AccountInFund.Read(body.From),
            AccountInFund.Read(body.To), received, body.Agreement, hundredths, body.RecoveryItem,
            body.Commitment, body.Reference);
    }
}
