using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>The form that records a donor's written confirmation.</summary>
[Needs(Operation.ManagePledges, Subject = Subject.Pledge)]
public sealed class ConfirmPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ConfirmPledge confirm)
    : FormPage(words, actor, reads)
{
    public string Code { get; private set; } = "";

    public void OnGet([FromRoute] string code)
    {
        Code = code;
        Begin();
        Propose("date", Links.Iso(Reads.Today));
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel)
    {
        Code = code;
        Accept();
        var command =
            new ConfirmPledge.Command(Key, code, Form.Date("date"), Form.Text("reference", 200), Form.OptionalText("source", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await confirm.RunAsync(command, Acting.Actor, cancel),
            done => new Status("status.pledge_confirmed", done.Code, done.Entry.Seq), done => $"/pledges/{done.Code}",
            refusal => refusal switch { PledgeTextIsMalformed => "reference", PledgeDateIsTooEarly or PeriodIsClosed or DateIsOutOfRange
                => "date", _ => "" }) ?? Page();
    }
}
