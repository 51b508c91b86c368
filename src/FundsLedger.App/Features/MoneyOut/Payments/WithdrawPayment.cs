using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Takes a payment back before it is sent: its expense is not owed any more, and its commitment holds the money again.</summary>
public sealed class WithdrawPayment(LedgerWriter writer)
{
    /// <param name="Payment">Its code.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    public sealed record Command(string Payment, string Reason);

    public Task<Outcome<MovedPayment>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<MovedPayment>(actor, async session =>
    {
        if (await session.FindPaymentAsync(command.Payment, cancel) is not { } payment) return new PaymentIsUnknown(command.Payment);
        if (!ShortText.IsValid(command.Reason)) return new PaymentReasonIsMissing();
        if (payment.Event(PaymentEventKind.Withdrawn) is { } before && before.Reason == command.Reason)
            return new MovedPayment(payment.Code, payment.Stage, before.EntrySeq, IsRepeat: true);
        if (!PaymentRoad.May(payment.Trail, PaymentEventKind.Withdrawn)) return PayClaim.Elsewhere(payment);
        if (await session.FindRequestAsync(ApprovalKind.Pay, payment.Code, cancel) is { } asked
            && await session.TakeBackAsync(asked, command.Reason, cancel) is { } refusal) return refusal;
        var undone = await PayClaim.UndoAsync(session, payment, command.Reason, cancel);
        return undone.IsRefused ? undone.Refusal : new MovedPayment(payment.Code, PaymentStage.Withdrawn, undone.Value.EntrySeq,
            IsRepeat: false);
    }, cancel);
}

/// <summary>The payment, how far it has come, and the entry that moved it.</summary>
public sealed record MovedPayment(string Code, PaymentStage Stage, long? Entry, bool IsRepeat) : IAnswer;
