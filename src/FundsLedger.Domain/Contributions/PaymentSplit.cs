using System.Globalization;

namespace FundsLedger.Domain.Contributions;

/// <summary>What of a payment meets one instalment, in the agreement's currency.</summary>
public sealed record InstalmentShare(Instalment Instalment, Money Amount);

/// <summary>How a payment under an agreement is split over its instalments, in the agreement's currency.</summary>
/// <param name="Shares">What meets each instalment; first the one that is paid.</param>
/// <param name="Over">What meets none.</param>
/// <param name="Short">What the instalment that is paid still lacks.</param>
public sealed record PaymentSplit(IReadOnlyList<InstalmentShare> Shares, Money Over, Money Short)
{
    /// <summary>What a bank kept of the payment; null where none did.</summary>
    public OpenAmount? Kept { get; init; }

    /// <summary>The instalment that is paid.</summary>
    public Instalment Target => Shares[0].Instalment;

    /// <summary>What meets instalments that depend on nothing.</summary>
    public Money Recognised => Sum(instalment => instalment.IsRecognised);

    /// <summary>What meets instalments that wait for their condition.</summary>
    public Money Conditional => Sum(instalment => !instalment.IsRecognised);

    /// <summary>What meets any.</summary>
    public Money Met => Recognised + Conditional;

    /// <summary>The refusal of a payment, or how it is split.</summary>
    /// <param name="agreement">Code of the agreement.</param>
    /// <param name="instalments">In order.</param>
    /// <param name="target">What <see cref="TargetOf"/> found.</param>
    /// <param name="worth">The payment in the agreement's currency.</param>
    /// <param name="difference">What it means that it is more or less than is open; needed exactly where it is.</param>
    /// <param name="came">The payment as it arrived, with its cents; needed where a bank kept some of it.</param>
    public static Outcome<PaymentSplit> Of(string agreement, IReadOnlyList<Instalment> instalments, Instalment target, Money worth,
        PaymentDifference? difference, OpenAmount? came = null)
    {
        var none = Money.Zero(worth.Currency);
        if (worth.IsZero) return new ReceiptAmountIsNotPositive(worth.ToString());
        if (worth == target.Open) return difference is { } needless ? NotPossible(needless)
            : new PaymentSplit([new(target, worth)], none, none);
        if (worth < target.Open)
        {
            if (difference is not { } choice) return new ReceiptIsBelowInstalment(agreement, target.Number, (target.Open - worth)
                .ToString());
            if (choice == PaymentDifference.BankCharge)
            {
                // What waits for its condition is withheld at what arrived: the rest is no money, and nobody's charge.
                if (!target.IsRecognised || came is not { } arrived || arrived.Amount.Currency != worth.Currency)
                    return NotPossible(choice);
                var kept = KeptByBank.Of(target.Open, arrived);
                return kept.IsRefused ? kept.Refusal
                    : new PaymentSplit([new(target, target.Open)], none, none) { Kept = kept.Value };
            }
            var fits = choice is PaymentDifference.StaysDue or PaymentDifference.Total
                || (choice == PaymentDifference.NextInstalment && NextOf(instalments, target) is not null);
            return fits ? new PaymentSplit([new(target, worth)], none, target.Open - worth) : NotPossible(choice);
        }
        if (difference is not { } over) return new ReceiptIsAboveInstalment(agreement, target.Number, (worth - target.Open).ToString());
        if (over is PaymentDifference.StaysDue or PaymentDifference.BankCharge) return NotPossible(over);
        if (over != PaymentDifference.NextInstalment) return new PaymentSplit([new(target, target.Open)], worth - target.Open, none);
        return Onward(instalments, target, worth) is { } shares ? new PaymentSplit(shares, none, none) : NotPossible(over);

        DifferenceIsNotPossible NotPossible(PaymentDifference choice) => new(agreement, ClosedSet<PaymentDifference>.Code(choice));
    }

    /// <summary>The instalment that a payment is for: the one named, or the first with anything open.</summary>
    public static Outcome<Instalment> TargetOf(string agreement, IReadOnlyList<Instalment> instalments, int? named)
    {
        if (named is not { } number) return instalments.FirstOrDefault(one => one.Open.Minor > 0) is { } first ? first
            : new AgreementIsPaid(agreement);
        if (instalments.FirstOrDefault(one => one.Number == number) is not { } target) return new InstalmentIsUnknown(agreement, number);
        return target.Open.Minor > 0 ? target : new InstalmentHasNothingLeft(agreement, number);
    }

    /// <summary>The later instalment that can take what an earlier one lacks: one that stands in the books alike.</summary>
    public static Instalment? NextOf(IReadOnlyList<Instalment> instalments, Instalment from) =>
        instalments.FirstOrDefault(one => one.Number > from.Number && one.IsRecognised == from.IsRecognised);

    /// <summary>What becomes of each instalment.</summary>
    /// <param name="instalments">In order.</param>
    /// <param name="difference">What was chosen.</param>
    /// <param name="choice">The same as it is kept, so that a repeat with another choice is told from the first.</param>
    /// <param name="receipt">Code of the receipt.</param>
    public IEnumerable<InstalmentChange> Changes(IReadOnlyList<Instalment> instalments, PaymentDifference? difference, string choice,
        string receipt)
    {
        foreach (var share in Shares) yield return new(share.Instalment.Number, InstalmentEventKind.Paid, -share.Amount, choice);
        if (difference == PaymentDifference.Total && !Over.IsZero)
        {
            yield return new(Target.Number, InstalmentEventKind.Raised, Over, receipt);
            yield return new(Target.Number, InstalmentEventKind.Paid, -Over, choice);
        }
        if (difference == PaymentDifference.NextInstalment && !Short.IsZero)
        {
            yield return new(Target.Number, InstalmentEventKind.Moved, -Short, receipt);
            yield return new(NextOf(instalments, Target)!.Number, InstalmentEventKind.Moved, Short, receipt);
        }
    }

    /// <summary>What was chosen, as it is kept: the instalment named (null: the next due), and what the difference means.</summary>
    public static string ChoiceOf(int? instalment, PaymentDifference? difference)
    {
        var which = instalment is { } number ? number.ToString(CultureInfo.InvariantCulture) : "next due";
        return $"{which}, {(difference is { } choice ? ClosedSet<PaymentDifference>.Code(choice) : "exact")}";
    }

    /// <summary>What another person has to approve: the shortfall that lowers the total; nothing otherwise.</summary>
    public Money ToWriteOff(PaymentDifference? difference) => difference == PaymentDifference.Total ? Short : Money.Zero(Short.Currency);

    /// <summary>The payment over the instalments after the target, then those before it; null where it is more than all of them.</summary>
    private static List<InstalmentShare>? Onward(IReadOnlyList<Instalment> instalments, Instalment target, Money worth)
    {
        var shares = new List<InstalmentShare> { new(target, target.Open) };
        var rest = worth - target.Open;
        var others = instalments.Where(one => one.Number > target.Number).Concat(instalments.Where(one => one.Number < target.Number));
        foreach (var next in others.Where(one => one.Open.Minor > 0))
        {
            if (rest.IsZero) break;
            var now = next.Open < rest ? next.Open : rest;
            shares.Add(new(next, now));
            rest -= now;
        }
        return rest.IsZero ? shares : null;
    }

    private Money Sum(Func<Instalment, bool> which) =>
        Shares.Where(share => which(share.Instalment)).Aggregate(Money.Zero(Over.Currency), (sum, share) => sum + share.Amount);
}
