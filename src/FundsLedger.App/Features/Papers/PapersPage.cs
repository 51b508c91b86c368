using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Papers;

/// <summary>The papers of one thing: list, download, the form that attaches one, the form that erases one.</summary>
[RequestSizeLimit(LargestUpload), RequestFormLimits(MultipartBodyLengthLimit = LargestUpload)]
public abstract class PapersPage(PageLanguage words, CurrentActor actor, LedgerReads reads, PaperActs acts)
    : FormPage(words, actor, reads)
{
    // The largest that the setting allows, and what a form adds.
    private const int LargestUpload = (PaperSettings.Largest + 1) * 1024 * 1024;

    /// <summary>The kind of thing.</summary>
    protected abstract PaperSubject Subject { get; }

    /// <summary>Where its papers are.</summary>
    public PaperPlace Place => PaperPlaces.Of(Subject);

    /// <summary>The thing.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Its papers, erased ones too.</summary>
    public IReadOnlyList<AttachedPaper> Papers { get; private set; } = [];

    /// <summary>True for whoever may attach and erase.</summary>
    public bool MayWrite => Acting.May(Place.Write);

    /// <summary>True for whoever may know who did what.</summary>
    public bool ShowsActor => Acting.May(Operation.ReadJournal);

    /// <summary>Most megabytes of a file.</summary>
    public int MostMegabytes => acts.Settings.MostMegabytes;

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        return Page();
    }

    public async Task<IActionResult> OnGetFileAsync([FromRoute] string code, int number, CancellationToken cancel)
    {
        var outcome = await acts.Open.RunAsync(Subject, code, number, Acting.Actor, cancel);
        if (outcome.Refusal is PaperIsErased) return StatusCode(StatusCodes.Status410Gone);
        if (outcome.IsRefused) return NotFound();
        HttpContext.SetOwnPolicy(OwnPolicy.OfDownload);
        return File(outcome.Value.Content, PaperFile.MediaType(outcome.Value.Paper.Type), outcome.Value.Paper.Name);
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, IFormFile? file, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var kind = Form.Choice("kind", ClosedSet<PaperKind>.Codes);
        if (file is null) Form.Note("file", "form.missing");
        if (Form.IsFaulty) return Page();
        var content = new byte[file!.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(content, cancel);
        var outcome = await acts.Attach.RunAsync(new(Subject, code, ClosedSet<PaperKind>.Of(kind), file.FileName, content), Acting.Actor,
            cancel);
        return Finish(outcome, _ => new Status("status.paper_attached", code, null), _ => Place.PapersOf(code), _ => "file") ?? Page();
    }

    public async Task<IActionResult> OnPostEraseAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var number = Form.Whole("number", 1, AttachPaper.MostPapers);
        if (Form.IsFaulty) return Page();
        var outcome = await acts.Erase.RunAsync(new(Subject, code, number, Form["reason"]), Acting.Actor, cancel);
        return Finish(outcome, _ => new Status("status.paper_erased", code, null), _ => Place.PapersOf(code),
            refusal => refusal is PaperReasonIsMissing ? "reason" : "") ?? Page();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await PaperList.ReadAsync(Reads, connection, Subject, code, cancel) is not { } papers) return false;
        (Code, Papers) = (code, papers);
        return true;
    }
}

/// <summary>What can be done with papers.</summary>
public sealed record PaperActs(AttachPaper Attach, ErasePaper Erase, OpenPaper Open, PaperSettings Settings);
