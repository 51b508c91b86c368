using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.SignOff;

/// <summary>One request: exactly what will be done, and the form that says yes or no.</summary>
[Needs(Operation.ReadApprovals)]
[Needs(Operation.SignRequests, "POST")]
public sealed class DecidePage(PageLanguage words, CurrentActor actor, LedgerReads reads, DecideApproval decide, AskBack ask,
    ApprovedActs acts, LedgerWriter writer)
    : FormPage(words, actor, reads)
{
    public ApprovalStanding Asked { get; private set; } = null!;

    /// <summary>What is done when it is approved.</summary>
    internal ApprovedAct Act { get; private set; } = null!;

    /// <summary>What the reader should see besides the fields of the request.</summary>
    public IReadOnlyList<ActDetail> Details { get; private set; } = [];

    /// <summary>Where the form keeps the hash of what was shown.</summary>
    public const string SeenField = "seen";

    /// <summary>True when this person may take the step that is open: nobody signs twice.</summary>
    public bool MayDecide => Asked.Signing.IsOpen && Asked.Signing.Open.Any(step => Acting.May(Act.NeedOf(step)))
        && !Asked.Signing.HasSigned(Acting.Actor);

    /// <summary>True when this person has a question to answer.</summary>
    public bool MayAnswer => Asked.Signing.State == SigningState.Questioned && Acting.May(Operation.SignRequests)
        && Asked.Signing.Asked.IsBy(Acting.Actor);

    /// <summary>The steps this person may know of.</summary>
    public IReadOnlyList<TakenStep> Steps => [.. Asked.Signing.SeenBy(Acting.Actor)];

    /// <summary>What it books, or has booked.</summary>
    public ActPreview Books { get; private set; } = new([]);

    public async Task<IActionResult> OnGetAsync([FromRoute] long id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Begin();
        return Page();
    }

    public Task<IActionResult> OnPostAsync([FromRoute] long id, CancellationToken cancel) => DecideAsync(id, isApproved: true, cancel);

    public Task<IActionResult> OnPostRefuseAsync([FromRoute] long id, CancellationToken cancel) => DecideAsync(id, isApproved: false,
        cancel);

    public Task<IActionResult> OnPostQuestionAsync([FromRoute] long id, CancellationToken cancel) =>
        AskBackAsync(id, "status.questioned", (command, actor) => ask.QuestionAsync(command, actor, cancel), cancel);

    public Task<IActionResult> OnPostAnswerAsync([FromRoute] long id, CancellationToken cancel) =>
        AskBackAsync(id, "status.answered", (command, actor) => ask.AnswerAsync(command, actor, cancel), cancel);

    private async Task<IActionResult> AskBackAsync(long id, string said, Func<AskBack.Command, Actor, Task<Outcome<DecidedApproval>>> act,
        CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Accept();
        var outcome = await act(new(id, Form["reason"]) { RoleFor = Acting.RoleFor, FundsFor = Acting.FundsFor }, Acting.Actor);
        return Finish(outcome, done => new Status(said, done.Subject, null), _ => $"/approvals/{id.ToString(CultureInfo.InvariantCulture)}",
            FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal is ApprovalReasonIsMissing ? "reason" : "";

    private static string Said(DecidedApproval decided) => decided.State switch
    {
        SigningState.Done => "status.approved",
        SigningState.Refused => "status.refused",
        SigningState.Conflicted => "status.conflicted",
        _ => "status.signed",
    };

    private async Task<IActionResult> DecideAsync(long id, bool isApproved, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Accept();
        var outcome = await decide.RunAsync(
            new(id, isApproved, Form["reason"]) { Seen = Form[SeenField] is { Length: > 0 } seen ? new PayloadHash(seen) : null,
            RoleFor = Acting.RoleFor, FundsFor = Acting.FundsFor }, Acting.Actor, cancel);
        return Finish(outcome, decided => new Status(Said(decided), decided.Subject, decided.EntrySeq), _ => "/approvals",
            FieldOf) ?? Page();
    }

    private async Task<bool> LoadAsync(long id, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        if (await ApprovalList.ReadAsync(connection, id: id, cancel: cancel) is not [var asked]) return false;
        (Asked, Act) = (asked, acts.Of(asked.Kind));
        Details = await Act.DetailsAsync(Reads, asked, cancel);
        Books = asked.Signing.IsOpen ? await ActPreview.OfOpenAsync(writer, acts, asked, Acting.Actor, cancel)
            : await ActPreview.OfDoneAsync(connection, await Reads.CatalogAsync(connection, cancel), asked, cancel);
        return true;
    }
}
