using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>The form that proposes a decision on a request, or a review of one.</summary>
[Needs(Operation.DecideRequests, Subject = Subject.Request)]
public sealed class DecisionPage(PageLanguage words, CurrentActor actor, LedgerReads reads, DecideRequest decide)
    : FormPage(words, actor, reads)
{
    public RequestStanding Asked { get; private set; } = null!;

    /// <summary>The decisions that may follow now.</summary>
    public IReadOnlyList<VisitOutcome> Outcomes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        if (VisitRoad.IsOpen(Asked.Outcome))
        {
            Propose("amount", Money.Eur(Asked.AskedEur).ToDecimalString());
            Propose("expires", Links.Iso(Asked.WindowTo));
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var outcome = ClosedSet<VisitOutcome>.Find(Form.Choice("outcome", ClosedSet<VisitOutcome>.Codes)) ?? VisitOutcome.Deferred;
        // What is typed for a grant is not meant where nothing is granted.
        var grants = VisitRoad.Grants(outcome);
        var command = new DecideRequest.Command(Key, code, outcome, grants ? Form.Amount("amount", Currency.Eur) : Money.Eur(0),
            Form.Date("date"), grants ? Form.Date("expires") : null, Form.Text("legal", 200), Form.Text("reason", 200));
        if (Form.IsFaulty) return Page();
        return Finish(await decide.AskAsync(command, Acting.Actor, cancel),
            asked => new Status("status.approval_asked", asked.Subject, null), _ => $"/requests/{code}", FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        DecisionDoesNotFollow or DecisionNeedsFindings => "outcome",
        DecisionAmountIsWrong or AvailableIsTooLow => "amount",
        CommitmentEndsBeforeItBegins or DecisionNeedsExpiry => "expires",
        DecisionIsBeforeRequest or DateIsAhead or PeriodIsClosed or DateIsOutOfRange => "date",
        DecisionTextIsMalformed => "reason",
        _ => "",
    };

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await RequestList.ReadAsync(connection, await Reads.CatalogAsync(connection, cancel), code: code, cancel: cancel)
            is not [var asked]) return false;
        (Asked, Outcomes) = (asked, [.. Enum.GetValues<VisitOutcome>().Where(next => VisitRoad.May(asked.Outcome, next))]);
        return true;
    }
}
