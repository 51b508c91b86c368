namespace FundsLedger.Domain.Payments;

/// <summary>What happened to a payment. The codes are stored and never change; of each kind there is at most one for a payment.</summary>
public enum PaymentEventKind
{
    /// <summary>Due, funded and within purpose: the expense is owed.</summary>
    Certified,

    /// <summary>Taken back before it was sent, or refused by an officer.</summary>
    Withdrawn,

    /// <summary>Sent to the bank.</summary>
    Sent,

    /// <summary>The bank has paid it.</summary>
    Executed,

    /// <summary>The bank has not taken it.</summary>
    Rejected,

    /// <summary>The bank has paid it, and the money came back.</summary>
    Returned,

    /// <summary>Two people have said that what is owed will never be paid.</summary>
    Abandoned,
}

/// <summary>How far a payment has come.</summary>
public enum PaymentStage
{
    /// <summary>It waits for the certifying officer.</summary>
    Drafted,

    /// <summary>It waits for the approving officer.</summary>
    Certified,

    /// <summary>It waits to be sent.</summary>
    Approved,

    /// <summary>It stands in a batch that waits for the bank signatory.</summary>
    Batched,

    /// <summary>It waits for the bank.</summary>
    Sent,

    /// <summary>Paid.</summary>
    Executed,

    /// <summary>The bank has not taken it: the claim is owed and can be paid anew.</summary>
    Rejected,

    /// <summary>The bank gave it back: the claim is owed and can be paid anew.</summary>
    Returned,

    /// <summary>Taken back or refused.</summary>
    Withdrawn,

    /// <summary>What was owed will never be paid.</summary>
    Abandoned,
}

/// <summary>One payment of a claim, as its rows tell.</summary>
/// <param name="Attempt">The how manieth payment of the claim, from 1.</param>
/// <param name="Events">What happened to it.</param>
/// <param name="IsApproved">True when every officer before the bank signatory has signed.</param>
/// <param name="IsBatched">True while it stands in a batch that nobody has sent or refused.</param>
public sealed record PaymentTrail(int Attempt, IReadOnlySet<PaymentEventKind> Events, bool IsApproved, bool IsBatched);

/// <summary>What a claim holds, in cents, credit positive.</summary>
/// <param name="Owed">On payables.</param>
/// <param name="Sent">On payments sent.</param>
public readonly record struct ClaimBalance(long Owed, long Sent);

/// <summary>The one place that says how far a payment has come, what may follow, and what the accounts then hold. Pure.</summary>
public static class PaymentRoad
{
    /// <summary>What ends a payment: nothing waits for anybody then.</summary>
    public static IReadOnlyList<PaymentEventKind> Ends { get; } = [PaymentEventKind.Withdrawn, PaymentEventKind.Executed,
        PaymentEventKind.Rejected, PaymentEventKind.Returned, PaymentEventKind.Abandoned];

    /// <summary>How far it has come.</summary>
    public static PaymentStage StageOf(PaymentTrail trail)
    {
        var events = trail.Events;
        if (events.Contains(PaymentEventKind.Abandoned)) return PaymentStage.Abandoned;
        if (events.Contains(PaymentEventKind.Returned)) return PaymentStage.Returned;
        if (events.Contains(PaymentEventKind.Rejected)) return PaymentStage.Rejected;
        if (events.Contains(PaymentEventKind.Executed)) return PaymentStage.Executed;
        if (events.Contains(PaymentEventKind.Sent)) return PaymentStage.Sent;
        if (events.Contains(PaymentEventKind.Withdrawn)) return PaymentStage.Withdrawn;
        if (trail.IsBatched) return PaymentStage.Batched;
        if (trail.IsApproved) return PaymentStage.Approved;
        return events.Contains(PaymentEventKind.Certified) ? PaymentStage.Certified : PaymentStage.Drafted;
    }

    /// <summary>True where something may happen to it next.</summary>
    public static bool May(PaymentTrail trail, PaymentEventKind next) => (next, StageOf(trail)) switch
    {
        (PaymentEventKind.Certified, PaymentStage.Drafted) => true,
        (PaymentEventKind.Withdrawn, PaymentStage.Drafted or PaymentStage.Certified or PaymentStage.Approved) => true,
        (PaymentEventKind.Sent, PaymentStage.Batched) => true,
        (PaymentEventKind.Executed or PaymentEventKind.Rejected, PaymentStage.Sent) => true,
        (PaymentEventKind.Returned, PaymentStage.Executed) => true,
        (PaymentEventKind.Abandoned, _) => TakesAnother(trail),
        _ => false,
    };

    /// <summary>True while the payment may still leave the bank, or has: then the claim takes no other one.</summary>
    public static bool IsLive(PaymentStage stage) =>
        stage is not (PaymentStage.Rejected or PaymentStage.Returned or PaymentStage.Withdrawn or PaymentStage.Abandoned);

    /// <summary>True where the claim can be paid by another payment after this one, the newest of it: it is owed, and this one is over. A
    /// claim whose first payment was taken back is owed no more.</summary>
    public static bool TakesAnother(PaymentTrail newest) => StageOf(newest) switch
    {
        PaymentStage.Rejected or PaymentStage.Returned => true,
        PaymentStage.Withdrawn => newest.Attempt > 1,
        _ => false,
    };

    /// <summary>What a claim of an amount holds when this is its newest payment.</summary>
    /// <param name="newest">The newest payment of the claim.</param>
    /// <param name="cents">The amount of the claim.</param>
    public static ClaimBalance BalanceOf(PaymentTrail newest, long cents) => StageOf(newest) switch
    {
        PaymentStage.Sent => new(0, cents),
        PaymentStage.Executed or PaymentStage.Abandoned => new(0, 0),
        PaymentStage.Drafted or PaymentStage.Withdrawn => newest.Attempt > 1 ? new(cents, 0) : new(0, 0),
        _ => new(cents, 0),
    };
}
