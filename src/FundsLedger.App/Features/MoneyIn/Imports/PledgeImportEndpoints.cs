using FundsLedger.App.Api;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Imports;

/// <summary>A file of pledges.</summary>
/// <param name="FileName">Its name, as refusals call it.</param>
/// <param name="Content">Comma-separated text in UTF-8 with a first line of column names, in base64.</param>
/// <param name="Fund">The fund of rows that name none; left out, they stay undesignated.</param>
/// <param name="Bank">Code of the account that took the payments in the file; left out, payments are not recorded.</param>
/// <param name="Round">True to round amounts with too many decimals instead of refusing them.</param>
/// <param name="DryRun">True to be told what would be recorded, and to record nothing.</param>
/// <param name="Above">What a payment is that is more than is open of its pledge: separate_gift, total or return; left out, a file that
/// holds one is refused.</param>
public sealed record ImportPledgesBody(string FileName, byte[] Content, string? Fund = null, string? Bank = null, bool Round = false,
    bool DryRun = false, string? Above = null) : IApiBody
{
    public static object Example { get; } =
        new ImportPledgesBody("synthetic.csv", "donor,date,currency,amount,fund\nIE,2026-11-20,EUR,1000.00,TFFV\n"u8.ToArray(),
        DryRun: true);
}

/// <summary>What an import recorded, or would record.</summary>
/// <param name="DryRun">Nothing was recorded.</param>
/// <param name="Pledges">Pledges announced.</param>
/// <param name="Receipts">Receipts recorded.</param>
/// <param name="Donors">Donors added.</param>
/// <param name="Repeated">Pledges and receipts that stood already.</param>
/// <param name="EndsAsked">Pledges that wait for another person to write them down.</param>
/// <param name="RoundedLines">Lines of the file that were rounded, from 1.</param>
public sealed record ApiImportedPledges(bool DryRun, int Pledges, int Receipts, int Donors, int Repeated, int EndsAsked,
    IReadOnlyList<int> RoundedLines);

/// <summary>Pledges from a file.</summary>
public static class PledgeImportEndpoints
{
    /// <summary>Most bytes of a body with a file: the 8 MB of the page are a third more in base64.</summary>
    private const long LargestImport = ReadingBudget.LargestPledgesInJson;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/pledges/imports", ImportAsync).WithName("import_pledges").WithTags("Pledges")
            .WithMetadata(new RequestSizeLimitAttribute(LargestImport)).Needs(Operation.AnnouncePledge);

    /// <summary>Import a file of pledges, or say what would be recorded</summary>
    /// <remarks>All or nothing. Columns: donor, date, currency, amount; optional key, rate, fund, description, source, expected_on. The
    /// file's content is its own key: the same file again changes nothing.</remarks>
    public static async Task<Results<Ok<ApiImportedPledges>, Created<ApiImportedPledges>, ProblemAnswer>> ImportAsync(
        ImportPledgesBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor,
        ImportPledges import, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (Path.GetFileName(body.FileName).Length is 0 or > 200)
            return new FieldIsMalformed("file_name", "a name of 1 to 200 characters").Answer();
        PaymentDifference? above = null;
        if (body.Above is { } chosen && (above = ClosedSet<PaymentDifference>.Find(chosen)) is null)
            return new FieldIsMalformed("above", $"one of: {string.Join(", ", ClosedSet<PaymentDifference>.Codes)}").Answer();
        var outcome = await import.RunAsync(
            new ImportPledges.Command(Path.GetFileName(body.FileName), body.Fund, body.Bank, body.Round, body.DryRun, above), body.Content,
            actor.Actor, cancel);
        if (outcome.IsRefused) return outcome.Refusal.Answer();
        var done = outcome.Value;
        var answer =
            new ApiImportedPledges(body.DryRun, done.Pledges, done.Receipts, done.Donors, done.Repeated, done.EndsAsked, done.RoundedLines);
        if (body.DryRun) return TypedResults.Ok(answer);
        if (done.IsRepeat) context.Response.Headers[ApiWrite.ReplayedHeader] = "true";
        return TypedResults.Created(ApiPaths.Root + "/pledges", answer);
    }
}
