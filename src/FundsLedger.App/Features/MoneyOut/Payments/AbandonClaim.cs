using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Says that what is owed on a claim, after its payment came back, will never be paid: one person asks, another approves. The
/// expense is undone in its year; of an earlier year it is a recovery.</summary>
public sealed class AbandonClaim(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Payment">Code of the newest payment of the claim.</param>
    /// <param name="Date">Day of the decision.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    public sealed record Command(string Key, string Payment, DateOnly Date, string Reason);

    /// <summary>What two people decide.</summary>
    internal sealed record Input(string Payment, string Date, string Currency, string Amount, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.AbandonClaim, payment => $"/payments/{payment}",
        async (session, _, asked, cancel) =>
        {
            var input = asked.Read<Input>();
            var done = await PostAsync(session, input.Payment, BookDay.Read(input.Date)!.Value, input.Reason, asked.AskedBy, cancel);
            return done.IsRefused ? done.Refusal : new DoneAct(done.Value.Seq);
        });

    /// <summary>Asks. What the ledger would refuse is refused at once: it is tried in a transaction that is rolled back.</summary>
    public async Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        if (!ShortText.IsValid(command.Reason)) return new PaymentReasonIsMissing();
        PaymentStanding? payment;
        await using (var trial = await writer.BeginAsync(actor, cancel))
        {
            payment = await trial.FindPaymentAsync(command.Payment, cancel);
            if (payment is null) return new PaymentIsUnknown(command.Payment);
            if (!await trial.HasAskedAsync(command.Key, cancel)
                && (await PostAsync(trial, command.Payment, command.Date, command.Reason, actor.Name, cancel)).Refusal is { } refusal)
                return refusal;
        }
        return await writer.InOneTransactionAsync(actor, session => session.AskAsync(command.Key, Act, command.Payment,
            new Input(command.Payment, Links.Iso(command.Date), "EUR", payment.Amount.ToDecimalString(), command.Reason), command.Reason,
            cancel), cancel);
    }

    private static async Task<Outcome<PostedEntry>> PostAsync(LedgerSession session, string code, DateOnly date, string reason,
        string askedBy, CancellationToken cancel)
    {
        if (await session.FindPaymentAsync(code, cancel) is not { } payment) return new PaymentIsUnknown(code);
        if (!payment.IsNewest || !PaymentRoad.May(payment.Trail, PaymentEventKind.Abandoned)) return PayClaim.Elsewhere(payment);
        var about = new Dimensions(Commitment: payment.Row.Commitment, Payment: payment.Row.Claim);
        var posted = await session.PostAsync(new EntryDraft
        {
            Key = PayClaim.StepKey(code, "abandoned"), Date = date, Fund = payment.FundCode, Kind = EntryKind.Adjustment,
            Description = Descriptions.ClaimAbandoned.Of(code, reason, askedBy), Reference = code,
            Lines = [new LineDraft(Chart.Payables, payment.Amount, null, about), .. date.Year == payment.Row.RenderedOn.Year
                ? payment.Lines.Select(line => new LineDraft(line.Account, -line.Amount, null, about))
                : [new LineDraft(Chart.Recoveries, -payment.Amount, null, about)]],
        }, EntryRights.Commits | EntryRights.Pays, cancel);
        if (posted.IsRefused) return posted.Refusal;
        await session.HappenedAsync(payment.Row, PaymentEventKind.Abandoned, date, reason, posted.Value.Seq, cancel);
        return posted;
    }
}
