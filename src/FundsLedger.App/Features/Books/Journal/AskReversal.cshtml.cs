using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>The form that asks for an entry to be reversed; another person decides. For what raised a donor's promise or debt there is no
/// other way.</summary>
[Needs(Operation.AskReversals, Subject = Subject.Entry, By = "seq")]
public sealed class AskReversalPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ReverseEntry reverse)
    : FormPage(words, actor, reads)
{
    public EntryDetail Entry { get; private set; } = null!;

    public DateOnly Today => Reads.Today;

    public async Task<IActionResult> OnGetAsync([FromRoute] long seq, CancellationToken cancel)
    {
        if (!await LoadAsync(seq, cancel)) return NotFound();
        Begin();
        Propose("dated", "today");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] long seq, CancellationToken cancel)
    {
        if (!await LoadAsync(seq, cancel)) return NotFound();
        Accept();
        var asked = new ReversalAsked(Key, await Reads.NumberInJournalAsync(seq, cancel),
            Form.Choice("dated", ["today", "original"]) == "original" ? Entry.Date : Reads.Today, Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await reverse.AskAsync(asked, Acting.Actor, cancel), done => new Status("status.approval_asked", Words.No(seq), null),
            done => $"/approvals/{done.Id}",
            refusal => refusal switch { PeriodIsClosed => "dated", ReversalReasonIsMalformed => "reason", _ => "" }) ?? Page();
    }

    private async Task<bool> LoadAsync(long seq, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await EntryDetail.ReadAsync(connection, seq, cancel) is not { } entry) return false;
        Entry = entry;
        return true;
    }
}
