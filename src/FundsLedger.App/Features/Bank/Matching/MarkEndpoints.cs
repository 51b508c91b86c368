using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>What is said of a waiting line.</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="Mark">That it is not of the fund it came to, or that this is taken back.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record MarkLineBody(long Line, LineMark Mark, string Reason) : IApiBody
{
    public static object Example { get; } = new MarkLineBody(1, LineMark.NotOfThisFund, "Synthetic: the text names another purpose");
}

/// <summary>A waiting line that is not of the fund it came to.</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="BookedOn">Day of the bank.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Amount">What came.</param>
/// <param name="Party">Who paid, as the bank wrote it.</param>
/// <param name="Reason">Why; only for whoever wrote it and for people who record in several funds.</param>
/// <param name="MarkedBy">Who said so.</param>
/// <param name="MarkedAt">When.</param>
public sealed record ApiMarkedLine(long Line, DateOnly BookedOn, string Currency, string Amount, string Party, string? Reason,
    string MarkedBy, DateTimeOffset MarkedAt)
{
    internal static ApiMarkedLine Of(MarkedWaitingLine marked) => new(marked.Waiting.Id, marked.Waiting.Line.BookedOn,
        marked.Waiting.Line.Amount.Currency.Code, marked.Waiting.Line.Amount.ToDecimalString(), marked.Waiting.Line.PartyName,
        marked.Reason, marked.By, marked.At);
}

/// <summary>Lines that are not of the fund they came to.</summary>
public static class MarkEndpoints
{
    private const int MostLines = 10_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bank/accounts/{bank}/not-of-this-fund", ListAsync).WithName("list_marked_lines").WithTags("Bank")
            .Needs(Operation.ReadBank);
        api.MapPost("/bank/lines/marks", MarkAsync).WithName("mark_bank_line").WithTags("Bank").Needs(Operation.RecordBank);
    }

    /// <summary>Lines called not of the fund they came to, oldest first</summary>
    /// <remarks>The money is still there, in unidentified receipts. Somebody with the right in the other fund takes it there.</remarks>
    public static async Task<Results<Ok<ApiList<ApiMarkedLine>>, ProblemAnswer>> ListAsync(string bank, string? cursor, string? limit,
        LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if ((await BankAccounts.ReadAsync(connection, catalog, cancel)).FirstOrDefault(account => account.Code == bank) is not { } found)
            return ProblemAnswer.NotFound;
        var marked = await LineMarks.ReadAsync(connection, catalog, found, actor, MostLines, cancel: cancel);
        var part = cursors.Cut($"marked-{bank}", marked.OrderBy(Place, StringComparer.Ordinal), Place, ApiMarkedLine.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);

        static string Place(MarkedWaitingLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Waiting.Id:D19}");
    }

    /// <summary>Say that a waiting line is not of the fund it came to, or take that back</summary>
    /// <remarks>It leaves the list of suggestions. What is said is its own key: the same again changes nothing.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> MarkAsync(MarkLineBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, MarkLines mark,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await mark.RunAsync(new MarkLines.Command(body.Line, body.Mark, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, "/bank/accounts", body.Line.ToString(CultureInfo.InvariantCulture), null);
    }
}
