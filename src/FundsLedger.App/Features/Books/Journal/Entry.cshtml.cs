using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>One entry with its postings and its proof, and the form that reverses it.</summary>
[Needs(Operation.ReadJournal, Subject = Subject.Entry, By = "seq"),
    Needs(Operation.ReverseEntries, "POST", Subject = Subject.Entry, By = "seq")]
public sealed class EntryPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ReverseEntry reverse)
    : FormPage(words, actor, reads)
{
    public EntryDetail Entry { get; private set; } = null!;

    public DateOnly Today => Reads.Today;

    /// <summary>A reversal is reversed by posting the content anew, a closing by reopening.</summary>
    public bool MayBeReversed => Entry.CanBeReversed && Acting.May(Operation.ReverseEntries);

    /// <summary>True when the person may ask another to reverse it.</summary>
    public bool MayAsk => Entry.CanBeReversed && Acting.May(Operation.AskReversals);

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
        var date = Form.Choice("dated", ["today", "original"]) == "original" ? Entry.Date : Reads.Today;
        var asked = new ReversalAsked(Key, await Reads.NumberInJournalAsync(seq, cancel), date, Form.Text("reason"));
        if (Form.IsFaulty) return Page();
        var outcome = await reverse.RunAsync(asked, Acting.Actor, cancel);
        return Finish(outcome, posted => new Status("status.reversed", Words.No(seq), posted.Seq),
            posted => Acting.SeesEveryFund ? $"/journal/{posted.Seq}" : "/journal",
            refusal => refusal is PeriodIsClosed ? "dated" : refusal is TextHasControlCharacters ? "reason" : "") ?? Page();
    }

    private async Task<bool> LoadAsync(long seq, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await EntryDetail.ReadAsync(connection, seq, cancel) is not { } entry) return false;
        Entry = entry;
        return true;
    }
}
