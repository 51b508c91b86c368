using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>The form that records what was found of a person of a request.</summary>
[Needs(Operation.DecideRequests, Subject = Subject.Request)]
public sealed class FindingsPage(PageLanguage words, CurrentActor actor, LedgerReads reads, RecordFinding record)
    : FormPage(words, actor, reads)
{
    private const string Yes = "yes";
    private const string No = "no";

    public RequestStanding Asked { get; private set; } = null!;

    /// <summary>Number and name of everybody of the request.</summary>
    public IEnumerable<(string Value, string Text)> Persons => Enumerable.Range(0, Asked.Visitors + 1).Select(visitor => (
        visitor.ToString(CultureInfo.InvariantCulture), visitor == 0 ? Words["finding.detainee_test"]
            : Words["finding.visitor_test", visitor]));

    /// <summary>Yes and no.</summary>
    public IEnumerable<(string Value, string Text)> Answers => [(Yes, Words["finding.holds_yes"]), (No, Words["finding.holds_no"])];

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
        var command = new RecordFinding.Command(code, Form.Whole("person", 0, Asked.Visitors), Form.Choice("holds", [Yes, No]) == Yes,
            Form.Date("date"), Form.Text("legal", 200), Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await record.RunAsync(command, Acting.Actor, cancel), found => new Status("status.finding_recorded", found.Request,
            null), _ => $"/requests/{code}", refusal => refusal switch
            {
                DecisionIsBeforeRequest or DateIsAhead => "date",
                DecisionTextIsMalformed => "reason",
                VisitorIsUnknown or FindingIsReversedByTwo => "person",
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
