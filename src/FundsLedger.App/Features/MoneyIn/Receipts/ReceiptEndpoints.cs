using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>Money that arrived.</summary>
/// <param name="Code">Its code.</param>
/// <param name="ReceivedOn">Value date.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Pledge">Code of the pledge it met; null for a gift not announced.</param>
/// <param name="Currency">In which it arrived.</param>
/// <param name="Amount">In that currency.</param>
/// <param name="Rate">EUR for one unit of it.</param>
/// <param name="RateDate">The day the rate is for.</param>
/// <param name="RateSource">Where it was read.</param>
/// <param name="Eur">The value in EUR.</param>
/// <param name="Reference">The bank's reference.</param>
/// <param name="Reversed">It was taken back.</param>
/// <param name="Entry">Number of the entry, for those who may read the journal.</param>
public sealed record ApiReceipt(string Code, DateOnly ReceivedOn, string Fund, string Donor, string? Pledge, string Currency, string Amount,
    string Rate, DateOnly RateDate, string RateSource, string Eur, string? Reference, bool Reversed, long? Entry)
{
    internal static ApiReceipt Of(ReceivedMoney receipt, bool showsEntry) =>
        new(receipt.Code, receipt.ReceivedOn, receipt.FundCode, receipt.Donor, receipt.Pledge, receipt.Amount.Currency.Code,
            receipt.Amount.ToDecimalString(), receipt.Rate.ToDecimalString(),
        receipt.RateDate, receipt.RateSource, receipt.Eur.Text(), receipt.Reference, receipt.IsReversed,
        showsEntry ? receipt.EntrySeq : null);
}

/// <summary>Money that arrived, to be recorded.</summary>
/// <param name="Fund">Code of the fund that received it.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Date">Value date.</param>
/// <param name="Amount">In the currency that arrived, as decimal text.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Bank">Code of the bank account; it must take that currency.</param>
/// <param name="Rate">EUR for one unit; needed where the currency is not EUR.</param>
/// <param name="RateAgain">The rate once more, where it is more than 3 % away from the table's.</param>
/// <param name="RateDate">The day the rate is for; the value date when left out.</param>
/// <param name="RateSource">Where the rate was read; needed with a rate.</param>
/// <param name="Pledge">Code of the pledge it meets, up to what is open; null for a gift not announced.</param>
/// <param name="Reference">The bank's reference.</param>
/// <param name="Agreement">Code of the agreement it is paid under; its pledge is met with it.</param>
/// <param name="Instalment">Number of the instalment; the first one open when left out.</param>
/// <param name="Difference">What a payment above or below the instalment is, needed where it differs: next_instalment, total, separate_gift
/// or return; stays_due, next_instalment or total. What a payment above its pledge is, needed where both are in one currency:
/// separate_gift, total or return. bank_charge, where a bank on the way kept what is missing.</param>
/// <param name="Advance">True for money that came before its agreement is signed: a liability until then. It names no claim.</param>
public sealed record RecordReceiptBody(string Fund, string Donor, DateOnly Date, string Amount, string Currency, string Bank,
    string? Rate = null, DateOnly? RateDate = null, string? RateSource = null, string? Pledge = null, string? Reference = null,
    string? Agreement = null, int? Instalment = null, string? Difference = null, string? RateAgain = null,
    bool Advance = false) : IApiBody
{
    public static object Example { get; } =
        new RecordReceiptBody("TFFV", "IE", new DateOnly(2026, 11, 20), "25000.00", "EUR", "1010", Reference: "Synthetic reference 1");
}

/// <summary>Receipts.</summary>
public static class ReceiptEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/receipts", ReceiptsAsync).WithName("list_receipts").WithTags("Receipts").Needs(Operation.ReadReceipts);
        api.MapPost("/receipts", RecordAsync).WithName("record_receipt").WithTags("Receipts").Needs(Operation.RecordReceipts);
    }

    /// <summary>Money that arrived, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiReceipt>>, ProblemAnswer>> ReceiptsAsync(string? donor, string? fund, string? pledge,
        string? cursor, string? limit, LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        var (who, where, which) = (ApiInput.Text("donor", donor), ApiInput.Text("fund", fund), ApiInput.Text("pledge", pledge));
        if (who.IsRefused) return who.Refusal.Answer();
        if (where.IsRefused) return where.Refusal.Answer();
        if (which.IsRefused) return which.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var receipts = await ReceiptList.ReadAsync(connection, catalog, who.Value, which.Value, where.Value, int.MaxValue,
            actor.Reach(Operation.ReadReceipts), cancel);
        var showsEntry = actor.May(Operation.ReadJournal);
        var part = cursors.Cut("receipts", receipts, receipt => Cursors.Downwards(receipt.ReceivedOn, receipt.EntrySeq),
            receipt => ApiReceipt.Of(receipt, showsEntry), cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>Record money that arrived</summary>
    /// <remarks>Where a pledge is named, what is open of it in this fund is met by the money. More than that is refused until the
    /// difference says what the rest is; less leaves the rest due.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> RecordAsync(RecordReceiptBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, RecordReceipt record,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, body.Currency);
        if (amount.IsRefused) return amount.Refusal.Answer();
        var rate = ApiInput.Rate(body.Rate, amount.Value.Currency);
        if (rate.IsRefused) return rate.Refusal.Answer();
        var quoted = amount.Value.Currency == Currency.Eur || rate.Value is not { } read ? null
            : new QuotedRate(read, body.RateDate ?? body.Date, body.RateSource ?? "");
        var again = ApiInput.Rate(body.RateAgain, amount.Value.Currency);
        if (again.IsRefused) return again.Refusal.Answer();
        var difference = ApiInput.Code<PaymentDifference>("difference", body.Difference);
        if (difference.IsRefused) return difference.Refusal.Answer();
        var outcome = await record.RunAsync(new RecordReceipt.Command(key.Value, body.Fund, body.Donor, body.Date, amount.Value,
            body.Bank, quoted, body.Pledge, body.Reference, body.Agreement, body.Instalment, difference.Value, RateAgain: again.Value)
            {
                IsAdvance = body.Advance,
            }, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, "/receipts", outcome.Value.Code, outcome.Value.Entry.Seq);
    }
}
