using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>One payment: exactly what is paid, what speaks for care, its road, and the step that is the reader's.</summary>
[Needs(Operation.ReadPayments, Subject = Subject.Payment)]
[Needs(Operation.SignRequests, "POST", Subject = Subject.Payment)]
public sealed class PaymentPage(PageLanguage words, CurrentActor actor, LedgerReads reads, SignPayment sign, WithdrawPayment withdraw,
    BankSays says, AbandonClaim abandon) : FormPage(words, actor, reads)
{
    private static readonly PaymentEventKind[] Outcomes = [PaymentEventKind.Executed, PaymentEventKind.Rejected, PaymentEventKind.Returned];

    public PaymentDetails Details { get; private set; } = null!;

    public PaymentStanding Payment => Details.Payment;

    /// <summary>The request that its officers sign.</summary>
    public ApprovalStanding Asked { get; private set; } = null!;

    /// <summary>Its road: signatures and what happened, in order.</summary>
    public IReadOnlyList<RoadStep> Road { get; private set; } = [];

    /// <summary>The step that is open; null where none is.</summary>
    public SigningStep? Step => Asked.Signing.IsOpen ? Asked.Signing.Open[0] : null;

    /// <summary>True when this person may take it: nobody signs twice.</summary>
    public bool MaySign => Step is { } step && Asked.Signing.State == SigningState.Waiting && Acting.May(PayClaim.Act.NeedOf(step))
        && !Asked.Signing.HasSigned(Acting.Actor);

    public bool MayWithdraw => PaymentRoad.May(Payment.Trail, PaymentEventKind.Withdrawn) && MayTakeBack;

    /// <summary>What the bank can have made of it.</summary>
    public IReadOnlyList<PaymentEventKind> MayHappen => Acting.May(Operation.RecordBank)
        ? [.. Outcomes.Where(kind => PaymentRoad.May(Payment.Trail, kind))] : [];

    public bool MayPayAgain => Payment.IsPayableAgain && Acting.May(Operation.DraftPayments);

    private bool MayTakeBack => Acting.May(Operation.DraftPayments) || Acting.May(Operation.CertifyPayments)
        || Acting.May(Operation.ApprovePayments);

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        Propose("booked", Links.Iso(Reads.Today));
        Propose("given_up_on", Links.Iso(Reads.Today));
        return Page();
    }

    public Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel) => SignAsync(code, isApproved: true, cancel);

    public Task<IActionResult> OnPostRefuseAsync([FromRoute] string code, CancellationToken cancel) => SignAsync(code, isApproved: false,
        cancel);

    public async Task<IActionResult> OnPostWithdrawAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel) || !MayTakeBack) return NotFound();
        Accept();
        var reason = Form.Text("why", 200);
        if (Form.IsFaulty) return Page();
        var outcome = await withdraw.RunAsync(new(code, reason), Acting.Actor, cancel);
        return Finish(outcome, done => new Status("status.payment_withdrawn", code, done.Entry), _ => $"/payments/{code}", _ => "why")
            ?? Page();
    }

    public async Task<IActionResult> OnPostBankAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel) || !Acting.May(Operation.RecordBank)) return NotFound();
        Accept();
        var kind = ClosedSet<PaymentEventKind>.Find(Form.Choice("outcome", Outcomes.Select(ClosedSet<PaymentEventKind>.Code)));
        var (date, reason) = (Form.Date("booked"), Form.OptionalText("bank_reason", 200));
        if (Form.IsFaulty) return Page();
        var outcome = await says.RunAsync(new(code, kind!.Value, date, reason), Acting.Actor, cancel);
        return Finish(outcome, done => new Status("status.payment_booked", code, done.Entry), _ => $"/payments/{code}", refusal =>
            refusal is PaymentReasonIsMissing ? "bank_reason" : "booked") ?? Page();
    }

    public async Task<IActionResult> OnPostAbandonAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel) || !Acting.May(Operation.DraftPayments)) return NotFound();
        Accept();
        var (date, reason) = (Form.Date("given_up_on"), Form.Text("given_up", 200));
        if (Form.IsFaulty) return Page();
        var outcome = await abandon.AskAsync(new(Key, code, date, reason), Acting.Actor, cancel);
        return Finish(outcome, _ => new Status("status.claim_abandon_asked", code, null), _ => $"/payments/{code}", _ => "given_up")
            ?? Page();
    }

    private async Task<IActionResult> SignAsync(string code, bool isApproved, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        if (Step is not { } step)
        {
            Form.Note(PayClaim.Elsewhere(Payment));
            return Page();
        }
        var outcome = await sign.RunAsync(new(code, step, isApproved, Form["reason"])
        {
            Seen = Form["seen"] is { Length: > 0 } seen ? new PayloadHash(seen) : null, RoleFor = Acting.RoleFor,
            FundsFor = Acting.FundsFor,
        }, Acting.Actor, cancel);
        return Finish(outcome, done => new Status(isApproved ? "status.payment_signed" : "status.payment_refused", code, done.EntrySeq),
            _ => $"/payments/{code}", _ => "reason") ?? Page();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        if (await PaymentDetails.ReadAsync(Reads, code, cancel) is not { } details) return false;
        Details = details;
        await using var connection = await Reads.OpenAsync(cancel);
        if (await ApprovalList.AboutAsync(connection, code, [ApprovalKind.Pay], cancel) is not [.., var asked]) return false;
        Asked = asked;
        var batch = Payment.Batch is { } named ? (await ApprovalList.AboutAsync(connection, named, [ApprovalKind.SendBatch], cancel))
            .LastOrDefault() : null;
        Road = RoadStep.Of(Payment, asked, batch);
        return true;
    }
}

/// <summary>A step of a payment's road.</summary>
/// <param name="Word">Key of what it is.</param>
/// <param name="By">Who took it.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="On">The day it is dated; null for a signature.</param>
/// <param name="Reason">What was said.</param>
/// <param name="EntrySeq">The entry it made.</param>
public sealed record RoadStep(string Word, string By, DateTimeOffset At, DateOnly? On, string Reason, long? EntrySeq)
{
    /// <summary>Signatures of its officers and of the bank signatories, and what happened, in order.</summary>
    public static IReadOnlyList<RoadStep> Of(PaymentStanding payment, ApprovalStanding asked, ApprovalStanding? batch) =>
    [
        .. asked.Signing.Taken.Select(step => Signed(step)),
        .. (batch?.Signing.Taken ?? []).Select((step, index) => index == 0 ? Signed(step) with { Word = "payment_road.batched" }
            : Signed(step)),
        .. payment.Events.Where(one => one.Kind is not PaymentEventKind.Withdrawn || asked.Signing.Taken.All(step =>
            step.Decision != SigningDecision.Withdrawn)).Select(one => new RoadStep(
                $"payment_event.{ClosedSet<PaymentEventKind>.Code(one.Kind)}", one.By, one.RecordedAt, one.On, one.Reason ?? "",
                one.EntrySeq)),
    ];

    private static RoadStep Signed(TakenStep step) => new(step.Decision == SigningDecision.Signed
        ? $"signing_step.{ClosedSet<SigningStep>.Code(step.Step)}" : $"signing_decision.{ClosedSet<SigningDecision>.Code(step.Decision)}",
        step.Person.Name, step.At, null, step.Reason, null);
}
