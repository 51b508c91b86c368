using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Imports;

/// <summary>The form that imports a file of pledges, all or nothing; first only showing what would be recorded, where that is asked
/// for.</summary>
[Needs(Operation.AnnouncePledge)]
[RequestSizeLimit(LargestUpload), RequestFormLimits(MultipartBodyLengthLimit = LargestUpload)]
public sealed class ImportPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ImportPledges import)
    : FormPage(words, actor, reads)
{
    private const int LargestUpload = ReadingBudget.LargestPledgesSent;

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    /// <summary>What the file would record; null unless it was only tried.</summary>
    public ImportedPledges? Trial { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Propose("round", "no");
        Propose("trial", "yes");
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var fund = Form["fund"].Length == 0 ? null : Form.Choice("fund", Funds.Select(one => one.Code));
        var (rounds, isTrial) = (Form.Choice("round", ["yes", "no"]) == "yes", Form.Choice("trial", ["yes", "no"]) == "yes");
        if (file is null || file.Length == 0) Form.Note("file", "form.missing");
        if (Form.IsFaulty) return Page();
        var bytes = new byte[file!.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(bytes, cancel);
        var outcome = await import.RunAsync(new(Path.GetFileName(file.FileName), fund, null, rounds, isTrial), bytes, Acting.Actor, cancel);
        if (!outcome.IsRefused && isTrial)
        {
            Trial = outcome.Value;
            // Seen, it is recorded next.
            Form["trial"] = "no";
            return Page();
        }
        return Finish(outcome, done => new Status("status.pledges_imported", Words.Whole(done.Pledges), null), _ => "/pledges",
            _ => "file") ?? Page();
    }

    private async Task LoadAsync(CancellationToken cancel) =>
        Funds = [.. (await Reads.CatalogAsync(cancel)).Funds.Where(fund => !fund.IsUmbrella)];
}
