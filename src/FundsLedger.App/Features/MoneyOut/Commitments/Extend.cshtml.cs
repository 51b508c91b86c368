using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

/// <summary>The form that carries a commitment over to a later last day.</summary>
[Needs(Operation.MakeCommitments, Subject = Subject.Commitment)]
public sealed class ExtendPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ExtendCommitment extend)
    : FormPage(words, actor, reads)
{
    public CommitmentStanding Commitment { get; private set; } = null!;

    /// <summary>False where no word may stand that could give a person away.</summary>
    public bool TakesWords { get; private set; }

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
        var command = new ExtendCommitment.Command(Key, code, Form.Date("date"), Form.Date("expires"),
            TakesWords ? Form.Text("reason", 200) : null);
        if (Form.IsFaulty) return Page();
        return Finish(await extend.RunAsync(command, Acting.Actor, cancel),
            extended => new Status("status.commitment_extended", extended.Code, extended.Entry.Seq),
            extended => $"/commitments/{extended.Code}", FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        CommitmentIsNotExtended => "expires",
        CommitmentReasonIsMalformed => "reason",
        CommitmentDateIsTooEarly or PeriodIsClosed or DateIsOutOfRange => "date",
        _ => "",
    };

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        if (await CommitmentList.ReadAsync(connection, catalog, code: code, cancel: cancel) is not [var commitment]) return false;
        (Commitment, TakesWords) = (commitment, Disclosure.For(Reader.Inside, catalog.Fund(commitment.FundCode)!).TakesWords);
        return true;
    }
}
