using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Records what the bank made of a payment that was sent: executed, rejected, or returned after it was executed. Cash moves here
/// and
/// nowhere else.</summary>
public sealed class BankSays(LedgerWriter writer)
{
    /// <param name="Payment">Its code.</param>
    /// <param name="Kind">Executed, rejected or returned.</param>
    /// <param name="Date">The bank's booking date.</param>
    /// <param name="Reason">The bank's reason; needed where it was not executed.</param>
    public sealed record Command(string Payment, PaymentEventKind Kind, DateOnly Date, string? Reason = null);

    /// <summary>Records it by hand. Where the account is read from statements, what moved the account stands there and is
    /// matched.</summary>
    public Task<Outcome<MovedPayment>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, isOfLine: false, cancel), cancel);

    /// <summary>Does it within the caller's transaction. A refusal comes before anything is written.</summary>
    internal static async Task<Outcome<MovedPayment>> ApplyAsync(LedgerSession session, Command command, bool isOfLine,
        CancellationToken cancel)
    {
        if (await session.FindPaymentAsync(command.Payment, cancel) is not { } payment) return new PaymentIsUnknown(command.Payment);
        if (command.Kind is not (PaymentEventKind.Executed or PaymentEventKind.Rejected or PaymentEventKind.Returned))
            return PayClaim.Elsewhere(payment);
        if (command.Kind == PaymentEventKind.Executed ? command.Reason is not null : !ShortText.IsValid(command.Reason ?? ""))
            return new PaymentReasonIsMissing();
        if (payment.Event(command.Kind) is { } before && (before.On, before.Reason) == (command.Date, command.Reason))
            return new MovedPayment(payment.Code, payment.Stage, before.EntrySeq, IsRepeat: true);
        if (!PaymentRoad.May(payment.Trail, command.Kind)) return PayClaim.Elsewhere(payment);
        if (command.Date < payment.Event(PaymentEventKind.Sent)!.On)
            return new PaymentIsBeforeService(payment.Event(PaymentEventKind.Sent)!.On, command.Date);
        if (!isOfLine && command.Kind != PaymentEventKind.Rejected && await IsOnStatementAsync(session, payment, command.Date, cancel))
            return new PaymentIsOnStatement(payment.Row.Bank);
        var (kind, said, debit, credit) = command.Kind switch
        {
            PaymentEventKind.Executed => (EntryKind.Disbursement, Descriptions.PaymentExecuted.Of(payment.Code), Chart.PaymentsSent,
                payment.Row.Bank),
            PaymentEventKind.Rejected => (EntryKind.SentBack, Descriptions.PaymentRejected.Of(payment.Code, command.Reason!),
                Chart.PaymentsSent, Chart.Payables),
            _ => (EntryKind.SentBack, Descriptions.PaymentGivenBack.Of(payment.Code, command.Reason!), payment.Row.Bank, Chart.Payables),
        };
        var posted = await session.PostAsync(PaymentEntries.Of(payment,
            PayClaim.StepKey(payment.Code, ClosedSet<PaymentEventKind>.Code(command.Kind)), command.Date, kind, said, debit, credit),
            EntryRights.Commits | EntryRights.Pays | EntryRights.FollowsBank, cancel);
        if (posted.IsRefused) return posted.Refusal;
        await session.HappenedAsync(payment.Row, command.Kind, command.Date, command.Reason, posted.Value.Seq, cancel);
        var trail = payment.Trail with { Events = payment.Trail.Events.Append(command.Kind).ToHashSet() };
        return new MovedPayment(payment.Code, PaymentRoad.StageOf(trail), posted.Value.Seq, IsRepeat: false);
    }

    private static async Task<bool> IsOnStatementAsync(LedgerSession session, PaymentStanding payment, DateOnly on,
        CancellationToken cancel) => await (await session.QuestionAsync(
        "SELECT COUNT(*) FROM bank_accounts b WHERE b.account_id = @account AND b.starts_on < @day",
        [("@account", session.Catalog.Account(payment.Row.FundId, payment.Row.Bank)!.Id), ("@day", DateNumber.Of(on))], cancel))
        .NumberAsync(cancel) > 0;
}
