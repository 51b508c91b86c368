using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Papers;

/// <summary>The papers of a thing, as a section of its page; nothing where it takes none, or for who may not read it.</summary>
public sealed class PapersAbout(LedgerReads reads, CurrentActor actor) : ViewComponent
{
    /// <param name="subject">The kind of thing.</param>
    /// <param name="code">The thing.</param>
    public async Task<IViewComponentResult> InvokeAsync(PaperSubject subject, string code)
    {
        var place = PaperPlaces.Of(subject);
        if (!actor.May(place.Read)) return Content("");
        await using var connection = await reads.OpenAsync(HttpContext.RequestAborted);
        return await PaperList.ReadAsync(reads, connection, subject, code, HttpContext.RequestAborted) is { } papers
            ? View("/Features/Papers/_PapersAbout.cshtml", new PapersHere(place, code, [.. papers.Where(paper => paper.Erased is null)]))
            : Content("");
    }
}

/// <summary>What the section shows.</summary>
public sealed record PapersHere(PaperPlace Place, string Code, IReadOnlyList<AttachedPaper> Papers);
