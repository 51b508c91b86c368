using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Papers;

/// <summary>A paper that is attached to something.</summary>
/// <param name="Number">Within what it belongs to.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Type">What the file is, by its bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="FileName">Name of the file; null once it is erased.</param>
/// <param name="AttachedAt">When.</param>
/// <param name="AttachedBy">By whom, for those who may read the journal.</param>
/// <param name="ErasedAt">When it was erased; null where it is there.</param>
/// <param name="ErasedBy">By whom, for those who may read the journal.</param>
/// <param name="Reason">Why it was erased, for those who may read the journal.</param>
public sealed record ApiPaper(int Number, PaperKind Kind, PaperType Type, int Size, string? FileName, DateTimeOffset AttachedAt,
    string? AttachedBy, DateTimeOffset? ErasedAt, string? ErasedBy, string? Reason)
{
    internal static ApiPaper Of(AttachedPaper paper, bool showsActor) => new(paper.Number, paper.Kind, paper.Type, paper.Size, paper.Name,
        paper.At, showsActor ? paper.By : null, paper.Erased?.At, showsActor ? paper.Erased?.By : null,
        showsActor ? paper.Erased?.Reason : null);
}

/// <summary>A paper to be attached.</summary>
/// <param name="FileName">Its name, as kept and shown.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Content">The file, a PDF, PNG, JPEG or DOCX, in base64.</param>
public sealed record AttachPaperBody(string FileName, PaperKind Kind, byte[] Content) : IApiBody
{
    public static object Example { get; } =
        new AttachPaperBody("synthetic-letter.pdf", PaperKind.Letter, "%PDF-1.4\n%synthetic\n%%EOF\n"u8.ToArray());
}

/// <summary>The erasure of a paper.</summary>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record ErasePaperBody(string Reason) : IApiBody
{
    public static object Example { get; } = new ErasePaperBody("It names a person (synthetic)");
}

/// <summary>Papers of whatever takes them: the same four operations below each.</summary>
public static class PaperEndpoints
{
    // A file of the largest size is a third more in base64.
    private const long LargestBody = (PaperSettings.Largest * 4L / 3 + 1) * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        foreach (var place in PaperPlaces.All)
        {
            var (all, name) = ($"/{place.Path}/{{code}}/papers", ClosedSet<PaperSubject>.Code(place.Subject));
            api.MapGet(all, PapersAsync).WithName($"list_{name}_papers").WithTags("Papers").WithMetadata(place)
                .Needs(place.Read, place.Gate);
            api.MapPost(all, AttachAsync).WithName($"attach_{name}_paper").WithTags("Papers").WithMetadata(place)
                .WithMetadata(new RequestSizeLimitAttribute(LargestBody)).Needs(place.Write, place.Gate);
            api.MapGet(all + "/{number}", FileAsync).WithName($"read_{name}_paper").WithTags("Papers").WithMetadata(place)
                .Needs(place.Read, place.Gate);
            api.MapPost(all + "/{number}/erasures", EraseAsync).WithName($"erase_{name}_paper").WithTags("Papers").WithMetadata(place)
                .Needs(place.Write, place.Gate);
        }
    }

    /// <summary>Papers attached to it, in the order in which they were</summary>
    /// <remarks>With erased ones, of which only the facts are left.</remarks>
    public static async Task<Results<Ok<ApiList<ApiPaper>>, ProblemAnswer>> PapersAsync(string code, HttpContext context,
        LedgerReads reads, CurrentActor actor, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        if (await PaperList.ReadAsync(reads, connection, Here(context).Subject, code, cancel) is not { } papers)
            return ProblemAnswer.NotFound;
        var showsActor = actor.May(Operation.ReadJournal);
        return TypedResults.Ok(new ApiList<ApiPaper>([.. papers.Select(paper => ApiPaper.Of(paper, showsActor))], null));
    }

    /// <summary>Attach a paper</summary>
    /// <remarks>A PDF, PNG, JPEG or DOCX without macros, told by its bytes. Its content is its key: the same file again is a
    /// repeat.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AttachAsync(string code, AttachPaperBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, PaperActs acts,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var place = Here(context);
        var outcome = await acts.Attach.RunAsync(new(place.Subject, code, body.Kind, body.FileName, body.Content), actor.Actor, cancel);
        return outcome.Refusal is PaperSubjectIsUnknown ? ProblemAnswer.NotFound : outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, place.PapersOf(code), Links.Number(outcome.Value.Number), null);
    }

    /// <summary>The file of a paper</summary>
    /// <remarks>As it was attached; each download is audited.</remarks>
    public static async Task<Results<FileContentHttpResult, ProblemAnswer>> FileAsync(string code, int number, HttpContext context,
        CurrentActor actor, PaperActs acts, CancellationToken cancel)
    {
        var outcome = await acts.Open.RunAsync(Here(context).Subject, code, number, actor.Actor, cancel);
        if (outcome.Refusal is PaperIsErased erased) return erased.Answer();
        if (outcome.IsRefused) return ProblemAnswer.NotFound;
        context.SetOwnPolicy(OwnPolicy.OfDownload);
        return TypedResults.File(outcome.Value.Content, PaperFile.MediaType(outcome.Value.Paper.Type), outcome.Value.Paper.Name);
    }

    /// <summary>Erase the file of a paper for ever</summary>
    /// <remarks>That it was there, and who erased it and why, stays. One that was erased before is a repeat.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> EraseAsync(string code, int number, ErasePaperBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, PaperActs acts,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var place = Here(context);
        var outcome = await acts.Erase.RunAsync(new(place.Subject, code, number, body.Reason), actor.Actor, cancel);
        return outcome.Refusal is PaperSubjectIsUnknown or PaperIsUnknown ? ProblemAnswer.NotFound
            : outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, place.PapersOf(code), Links.Number(outcome.Value.Number), null);
    }

    private static PaperPlace Here(HttpContext context) => context.GetEndpoint()!.Metadata.GetRequiredMetadata<PaperPlace>();
}
