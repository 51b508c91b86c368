using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Journal;

/// <summary>One entry with its postings and its proof, and the form that reverses it.</summary>
public sealed class EntryPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ReverseEntry reverse) : FormPage(words, actor, reads)
{
    public StoredEntry Stored { get; private set; } = null!;

    /// <summary>The entry that reversed this one, if one did.</summary>
    public long? ReversedBySeq { get; private set; }

    /// <summary>True while the entry may still be dated on its own day.</summary>
    public bool IsOriginalDateOpen { get; private set; }

    public DateOnly Today => Reads.Today;

    /// <summary>A reversal is reversed by posting the content anew, a closing by reopening.</summary>
    public bool MayBeReversed => ReversedBySeq is null && Stored.Entry.Kind is not (EntryKind.Reversal or EntryKind.Closing) && Acting.MayWrite;

    public async Task<IActionResult> OnGetAsync(long seq, CancellationToken cancel)
    {
        if (!await LoadAsync(seq, cancel)) return NotFound();
        Begin();
        Propose("dated", "today");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long seq, CancellationToken cancel)
    {
        if (!await LoadAsync(seq, cancel)) return NotFound();
        if (!Accept()) return Page();
        var date = Form.Choice("dated", ["today", "original"]) == "original" ? Stored.Entry.EffectiveDate : Reads.Today;
        var asked = new ReversalAsked(Key, seq, date, Form.Text("reason"));
        if (Form.IsFaulty) return Page();
        var outcome = await reverse.RunAsync(asked, Acting.Actor, cancel);
        return Finish(outcome, posted => new Status("status.reversed", Words.Whole(seq), posted.Seq), posted => $"/journal/{posted.Seq}", refusal => refusal is PeriodIsClosed ? "dated" : refusal is TextHasControlCharacters ? "reason" : "") ?? Page();
    }

    private async Task<bool> LoadAsync(long seq, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        await foreach (var stored in JournalReader.ReadAsync(connection, catalog, JournalOrder.BySequence, seq: seq, cancel: cancel)) Stored = stored;
        if (Stored is null) return false;
        ReversedBySeq = await connection.Command(null, "SELECT seq FROM entries WHERE reverses_seq = @seq", ("@seq", seq)).NumberAsync(cancel) is var by and > 0 ? by : null;
        IsOriginalDateOpen = catalog.ClosedThrough(catalog.Fund(Stored.Entry.FundCode)!.Id) is not { } closed || Stored.Entry.EffectiveDate > closed;
        return true;
    }
}
