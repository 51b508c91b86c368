using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>A receipt beside what is open of its pledge under no agreement. What comes as more is whatever a person says it is; what comes as less leaves the rest due.</summary>
internal static class PledgeReceipt
{
    /// <summary>What is more than is open, or the refusal of a difference that nobody explained or that cannot be.</summary>
    /// <param name="command">The receipt.</param>
    /// <param name="open">Open of its pledge under no agreement, in the pledge's currency; null for a gift without pledge. In another currency nothing is more or less: what the exchange made of it is no choice of anybody's.</param>
    public static Outcome<Money> Over(RecordReceipt.Command command, Money? open)
    {
        var (amount, choice) = (command.Amount, command.Difference);
        var none = Money.Zero(amount.Currency);
        if (open is not { } promised || promised.Currency != amount.Currency || amount == promised) return choice is { } needless ? NotPossible(needless) : none;
        if (amount < promised)
        {
            if (choice is not { } said) return none;
            return said switch
            {
                PaymentDifference.StaysDue => none,
                PaymentDifference.Total => new ReceiptLowersPledge(command.Pledge!, (promised - amount).ToString()),
                PaymentDifference.NextInstalment or PaymentDifference.SeparateGift or PaymentDifference.Return => NotPossible(said),
            };
        }
        if (choice is not { } rest) return new ReceiptIsAbovePledge(command.Pledge!, command.Fund, promised.ToString(), (amount - promised).ToString());
        return rest switch
        {
            PaymentDifference.SeparateGift or PaymentDifference.Total or PaymentDifference.Return => amount - promised,
            PaymentDifference.NextInstalment or PaymentDifference.StaysDue => NotPossible(rest),
        };

        static ReceiptDifferenceIsNotPossible NotPossible(PaymentDifference choice) => new(ClosedSet<PaymentDifference>.Code(choice));
    }

    /// <summary>What was more when this was written: it stands beside the pledge, or waits to go back. Nothing where all of it came under the pledge.</summary>
    public static Money OverOf(EarlierEntry arrival, RecordReceipt.Command command) => arrival.Lines
        .Where(line => command.Pledge is not null && line.Amount.Currency == command.Amount.Currency && (line.Account == Chart.ToReturn || line.Dimensions?.Pledge is null))
        .Aggregate(Money.Zero(command.Amount.Currency), (sum, line) => sum - line.Amount);

    /// <summary>The lines of the arrival: what the pledge was promised, what is more, and the money.</summary>
    public static LineDraft[] Lines(RecordReceipt.Command command, string income, Money over, long eurMinor)
    {
        var about = new Dimensions(Donor: command.Donor, Pledge: command.Pledge);
        if (over.IsZero || command.Difference is not (PaymentDifference.SeparateGift or PaymentDifference.Return)) return PledgeFacts.Lines(ReceiptEntries.TakenFrom(command), income, command.Amount, eurMinor, about);
        var overEur = new OpenPledge(command.Amount, eurMinor).EurOf(over);
        var (account, beside) = command.Difference == PaymentDifference.Return ? (Chart.ToReturn, about) : (income, new Dimensions(Donor: command.Donor));
        return
        [
            AgreementFacts.Line(income, over - command.Amount, overEur - eurMinor, about), AgreementFacts.Line(account, -over, -overEur, beside),
            AgreementFacts.Line(ReceiptEntries.TakenFrom(command), command.Amount, eurMinor, about),
        ];
    }
}
