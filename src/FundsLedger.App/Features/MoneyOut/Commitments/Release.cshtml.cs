using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

/// <summary>The form that releases the unused balance of a commitment.</summary>
[Needs(Operation.MakeCommitments, Subject = Subject.Commitment)]
public sealed class ReleasePage(PageLanguage words, CurrentActor actor, LedgerReads reads, ReleaseCommitment release)
    : FormPage(words, actor, reads)
{
    public CommitmentStanding Commitment { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var reason = ClosedSet<ReleaseReason>.Find(Form.Choice("reason", ClosedSet<ReleaseReason>.Codes));
        var date = Form.Date("date");
        var key = Key;
        if (Form.IsFaulty) return Page();
        var outcome = await release.RunAsync(new ReleaseCommitment.Command(key, code, date, reason!.Value), Acting.Actor, cancel);
        return Finish(outcome, released => new Status("status.released", released.Code, released.Entry.Seq), _ => $"/commitments/{code}",
            refusal => refusal is CommitmentDateIsTooEarly or PeriodIsClosed or DateIsOutOfRange ? "date" : "") ?? Page();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await CommitmentList.ReadAsync(connection, await Reads.CatalogAsync(connection, cancel), code: code,
            cancel: cancel) is not [var commitment]) return false;
        Commitment = commitment;
        return true;
    }
}
