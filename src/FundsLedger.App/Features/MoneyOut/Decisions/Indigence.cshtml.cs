using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>The form that proposes to reverse the finding that a detainee is indigent, with an order of contribution.</summary>
[Needs(Operation.DecideRequests, Subject = Subject.Request)]
public sealed class IndigencePage(PageLanguage words, CurrentActor actor, LedgerReads reads, ReverseIndigence reverse)
    : FormPage(words, actor, reads)
{
    public RequestStanding Asked { get; private set; } = null!;

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
        var command = new ReverseIndigence.Command(Key, code, Form.Amount("amount", Currency.Eur), Form.Date("date"),
            Form.Whole("instalments", 1, ContributionPlan.Most), Form.Date("first_due"), Form.Text("legal", 200),
            Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await reverse.AskAsync(command, Acting.Actor, cancel),
            asked => new Status("status.approval_asked", asked.Subject, null), _ => $"/requests/{code}", refusal => refusal switch
            {
                ContributionIsOutOfRange => "amount",
                ContributionPlanIsWrong => "instalments",
                DecisionIsBeforeRequest or DateIsAhead or PeriodIsClosed or DateIsOutOfRange => "date",
                DecisionTextIsMalformed => "reason",
                _ => "",
            }) ?? Page();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await RequestList.ReadAsync(connection, await Reads.CatalogAsync(connection, cancel), code: code, cancel: cancel)
            is not [var asked]) return false;
        Asked = asked;
        return true;
    }
}
