using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Which payments wait for somebody: by what their stage needs, and never for who has signed them.</summary>
public static class WaitingPayments
{
    /// <summary>Those that wait for this person, the longest waiting first.</summary>
    public static IReadOnlyList<PaymentStanding> For(CurrentActor actor, IEnumerable<PaymentStanding> open) =>
        [.. open.Where(payment => NeedOf(payment) is { } need && actor.May(need) && !HasSigned(payment, actor.Actor))
            .OrderBy(payment => payment.Since)];

    /// <summary>The right that the next step needs; null where none waits for an officer.</summary>
    public static Operation? NeedOf(PaymentStanding payment) => payment.Stage switch
    {
        PaymentStage.Drafted => Operation.CertifyPayments,
        PaymentStage.Certified => Operation.ApprovePayments,
        PaymentStage.Approved => Operation.DraftPayments,
        PaymentStage.Rejected or PaymentStage.Returned => payment.IsPayableAgain ? Operation.DraftPayments : null,
        _ => null,
    };

    // Who drafted it and who certified it: whoever approved it has nothing more to do with it here.
    private static bool HasSigned(PaymentStanding payment, Actor person) => NeedOf(payment) != Operation.DraftPayments
        && (payment.Row.ActorId == person.Id || payment.Event(PaymentEventKind.Certified)?.By == person.Name);
}
