using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Import;

/// <summary>What would become of each statement of an uploaded file, and the button that imports it.</summary>
[Needs(Operation.RecordBank)]
public sealed class PreviewPage(PageLanguage words, CurrentActor actor, LedgerReads reads, BankUploads uploads, BankImport import)
    : FormPage(words, actor, reads)
{
    [BindProperty(SupportsGet = true), FromRoute] public string Token { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string? Mapping { get; set; }

    /// <summary>The dry run; null when the file is gone or refused.</summary>
    public ImportReport? Report { get; private set; }

    /// <summary>True where the file is a table whose columns somebody can name.</summary>
    public bool CanBeMapped { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (file, mapping) = await FindAsync(cancel);
        if (file is null) return;
        var preview = await import.PreviewAsync(file, mapping, cancel);
        if (preview.IsRefused)
        {
            Form.Note(preview.Refusal);
            CanBeMapped = preview.Refusal is BankFileIsUnknown or BankColumnIsMissing or BankDateIsWrong or BankAmountIsWrong
                or BankSignIsUnknown or BankCurrencyIsUnknown or BankRowIsTooWide
                && TableGuess.Of(file) is not null;
        }
        else Report = preview.Value;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var (file, mapping) = await FindAsync(cancel);
        if (file is null) return Page();
        var outcome = await import.RunAsync(file, mapping, Acting.Actor, cancel);
        if (!outcome.IsRefused) uploads.Forget(Token);
        return Finish(outcome, report => new Status("status.bank_imported", Said(report), null), _ => "/bank") ?? Page();
    }

    private string Said(ImportReport report)
    {
        var accepted = report.Statements.Count(item => item.Verdict == StatementVerdict.Accepted);
        var setAside = report.Statements.Count(item => item.IsSetAside);
        return $"{report.File}: {Words.Count("statements_accepted", accepted)}, {Words.Count("statements_set_aside", setAside)}";
    }

    private async Task<(BankFile? File, CsvMapping? Mapping)> FindAsync(CancellationToken cancel)
    {
        var mapping = string.IsNullOrEmpty(Mapping) ? null : (await BankMappings.ReadAsync(Reads, cancel))
            .FirstOrDefault(saved => saved.Code == Mapping);
        if (uploads.Find(Token) is { } file) return (file, mapping);
        Form.Note(new BankUploadIsGone());
        return (null, null);
    }
}
