using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>Every strong suggestion that no other disputes, as a dry run, and the button that accepts what was shown.</summary>
[Needs(Operation.ReadBank), Needs(Operation.RecordBank, "POST")]
public sealed class StrongPage(PageLanguage words, CurrentActor actor, LedgerReads reads, AcceptStrong accept)
    : FormPage(words, actor, reads)
{
    [BindProperty(SupportsGet = true), FromRoute] public string Code { get; set; } = "";

    /// <summary>What would be accepted.</summary>
    public IReadOnlyList<SuggestedLine> Lines { get; private set; } = [];

    /// <summary>More follow once these are accepted.</summary>
    public bool HasMore { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Accept();
        // What was shown is what is accepted, line by line.
        if (Suggestions.Told(Lines) != Form["told"])
        {
            Form.Note(new BankSuggestionsChanged());
            return Page();
        }
        var done = await accept.RunAsync(Lines, Acting.Actor, cancel);
        if (done.Refused is [var (line, refusal), ..])
        {
            await LoadAsync(cancel);
            Form.Note(new BankSomeRefused(done.Accepted.Count, line, refusal.Sentence));
            return Page();
        }
        new Status("status.bank_strong", Words.Count("lines_identified", done.Accepted.Count), null).Leave(TempData);
        return LocalRedirect(HasMore ? $"/bank/{Code}/strong" : $"/bank/{Code}");
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if ((await Suggestions.ReadAsync(Reads, Code, cancel: cancel))?.Sure() is not { } sure) return false;
        (Lines, HasMore) = ([.. sure.Take(AcceptStrong.MostAtOnce)], sure.Count > AcceptStrong.MostAtOnce);
        return true;
    }
}
