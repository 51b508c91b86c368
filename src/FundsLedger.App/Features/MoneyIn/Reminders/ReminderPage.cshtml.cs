using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Reports.Pdf;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Reminders;

/// <summary>The draft of a reminder, to be looked at; taking it as PDF keeps on record that it was drafted. Nothing is sent.</summary>
[Needs(Operation.DraftReminders, Subject = Subject.Donor, By = "donor")]
public sealed class ReminderPage(PageLanguage words, CurrentActor actor, LedgerReads reads, DraftReminder draft)
    : FormPage(words, actor, reads)
{
    public string Donor { get; private set; } = "";

    public string Language { get; private set; } = "";

    /// <summary>The draft as a fragment of a page; null when there is nothing to remind of.</summary>
    public string? Html { get; private set; }

    public Refusal? Refusal { get; private set; }

    public async Task OnGetAsync([FromRoute] string donor, [FromQuery(Name = "in")] string? language, CancellationToken cancel)
    {
        Begin();
        await ShowAsync(donor, language, cancel);
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string donor, [FromQuery(Name = "in")] string? language,
        CancellationToken cancel)
    {
        Accept();
        var outcome = await draft.RunAsync(new(donor, Reads.Today, Chosen(language)), Acting.Actor, cancel);
        if (!outcome.IsRefused)
            return File(PdfEngines.Default.ToBytes(outcome.Value.Letter.Document), "application/pdf",
                $"reminder-{donor}-{Links.Iso(Reads.Today)}.pdf".ToLowerInvariant());
        await ShowAsync(donor, language, cancel);
        return Page();
    }

    private async Task ShowAsync(string donor, string? language, CancellationToken cancel)
    {
        var made = await draft.PreviewAsync(new(donor, Reads.Today, Chosen(language)), cancel);
        (Donor, Refusal, Language) = (donor, made.Refusal, made.Value?.Language ?? Words.Code);
        if (!made.IsRefused) Html = await made.Value.FragmentAsync();
    }

    private static string? Chosen(string? language) => language is "en" or "fr" ? language : null;
}
