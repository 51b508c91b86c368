using System.Globalization;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>What a payment's difference from its instalment is; nothing is assumed.</summary>
public enum PaymentDifference
{
    /// <summary>Too much: it meets the following instalments. Too little: the rest is due with the next.</summary>
    NextInstalment,

    /// <summary>Too much: the total rises. Too little: the total falls, which another person has to approve.</summary>
    Total,

    /// <summary>Too much: a gift beside the agreement.</summary>
    SeparateGift,

    /// <summary>Too much: it goes back to the donor.</summary>
    Return,

    /// <summary>Too little: the rest stays due on its day.</summary>
    StaysDue,
}

/// <summary>Splits a payment over the instalments of its agreement, and says how each part is booked.</summary>
/// <param name="Parts">What meets each instalment, in the agreement's currency.</param>
/// <param name="Over">What meets none.</param>
/// <param name="Short">What the instalment named still lacks; zero where it lacks nothing.</param>
internal sealed record SplitPayment(IReadOnlyList<(InstalmentFact Instalment, Money Amount)> Parts, Money Over, Money Short)
{
    public Money Recognised => Sum(part => part.IsRecognised);

    public Money Conditional => Sum(part => !part.IsRecognised);

    private Money Sum(Func<InstalmentFact, bool> which) => Parts.Where(part => which(part.Instalment)).Aggregate(Money.Zero(Over.Currency), (sum, part) => sum + part.Amount);
}

/// <summary>A receipt under an agreement: it clears what is receivable instead of being revenue a second time.</summary>
internal static class AgreementReceipt
{
    /// <summary>The refusal of a payment under an agreement, or how it is split.</summary>
    public static async Task<Outcome<SplitPayment>> SplitAsync(LedgerSession session, RecordReceipt.Command command, Fund fund, AgreementFact agreement, long eurMinor, CancellationToken cancel)
    {
        if (agreement.Donor != command.Donor || agreement.FundId != fund.Id) return new ReceiptAgreementIsOther(agreement.Code);
        if (command.Date < agreement.SignedOn) return new AgreementDateIsTooEarly(agreement.Code, agreement.SignedOn);
        if (agreement.IsClosed) return new AgreementIsClosed(agreement.Code);
        var instalments = await session.InstalmentsAsync(agreement, cancel);
        var target = command.Instalment is { } number ? instalments.Find(one => one.Number == number) : instalments.Find(one => one.Open.Minor > 0);
        if (target is null) return command.Instalment is { } named && instalments.TrueForAll(one => one.Number != named) ? new InstalmentIsUnknown(agreement.Code, named) : new AgreementIsPaid(agreement.Code);
        if (target.Open.Minor <= 0) return new InstalmentHasNothingLeft(agreement.Code, target.Number);

        var worth = await WorthAsync(session, command, agreement, instalments, eurMinor, cancel);
        var none = Money.Zero(agreement.Currency);
        if (worth.IsZero) return new ReceiptAmountIsNotPositive(worth.ToString());
        if (worth == target.Open) return command.Difference is { } needless ? new DifferenceIsNotPossible(agreement.Code, ClosedSet<PaymentDifference>.Code(needless)) : new SplitPayment([(target, worth)], none, none);
        if (worth < target.Open)
        {
            if (command.Difference is not { } choice) return new ReceiptIsBelowInstalment(agreement.Code, target.Number, (target.Open - worth).ToString());
            var fits = choice is PaymentDifference.StaysDue or PaymentDifference.Total || (choice == PaymentDifference.NextInstalment && NextOf(instalments, target) is not null);
            return fits ? new SplitPayment(worth.IsZero ? [] : [(target, worth)], none, target.Open - worth) : new DifferenceIsNotPossible(agreement.Code, ClosedSet<PaymentDifference>.Code(choice));
        }
        if (command.Difference is not { } over) return new ReceiptIsAboveInstalment(agreement.Code, target.Number, (worth - target.Open).ToString());
        if (over == PaymentDifference.StaysDue) return new DifferenceIsNotPossible(agreement.Code, ClosedSet<PaymentDifference>.Code(over));
        if (over != PaymentDifference.NextInstalment) return new SplitPayment([(target, target.Open)], worth - target.Open, none);

        var parts = new List<(InstalmentFact, Money)> { (target, target.Open) };
        var rest = worth - target.Open;
        foreach (var next in instalments.Where(one => one.Number > target.Number && one.Open.Minor > 0).Concat(instalments.Where(one => one.Number < target.Number && one.Open.Minor > 0)))
        {
            if (rest.IsZero) break;
            var now = next.Open < rest ? next.Open : rest;
            parts.Add((next, now));
            rest -= now;
        }
        return rest.IsZero ? new SplitPayment(parts, none, none) : new DifferenceIsNotPossible(agreement.Code, ClosedSet<PaymentDifference>.Code(over));
    }

    /// <summary>The later instalment that can take what an earlier one lacks: one that stands in the books alike.</summary>
    public static InstalmentFact? NextOf(List<InstalmentFact> instalments, InstalmentFact from) => instalments.Find(one => one.Number > from.Number && one.IsRecognised == from.IsRecognised);

    /// <summary>The entries after the first are named by their number; all are posted in one transaction.</summary>
    public static async Task<IReadOnlyList<EntryDraft>> DraftsAsync(LedgerSession session, RecordReceipt.Command command, AgreementFact agreement, SplitPayment split, long eurMinor, CancellationToken cancel)
    {
        var about = agreement.About;
        var (clears, conditional) = (split.Recognised, split.Conditional);
        var isDeferred = agreement.Treatment == ConditionalTreatment.Deferred;
        // Deferred conditional money stands in the receivable too; left out of the books until met, it is withheld as it comes.
        if (isDeferred) (clears, conditional) = (clears + conditional, Money.Zero(agreement.Currency));
        // What raises an instalment that waits for its condition waits with it.
        var raised = command.Difference == PaymentDifference.Total && split.Parts is [{ Instalment.IsRecognised: false }, ..] ? split.Over : Money.Zero(agreement.Currency);
        conditional += raised;
        var weights = (long[])[clears.Minor, conditional.Minor, split.Over.Minor - raised.Minor];
        if (weights.Sum() == 0) weights = [0, 0, 1];
        var (values, amounts) = (Allocation.ByWeight(Money.Eur(eurMinor), weights), Allocation.ByWeight(command.Amount, weights));
        var receivable = await session.CarriedAsync(agreement, Chart.Receivable, cancel);
        var carried = clears.IsZero ? 0 : receivable.EurOf(clears);
        var isOwnCurrency = command.Amount.Currency == agreement.Currency;
        var (overAccount, overAbout) = command.Difference switch
        {
            PaymentDifference.Return => (Chart.ToReturn, about), PaymentDifference.SeparateGift => (agreement.Income, new Dimensions(Donor: agreement.Donor)), _ => (agreement.Income, about),
        };
        var gain = isOwnCurrency ? carried - values[0].Minor : 0;
        var drafts = new List<EntryDraft>
        {
            Draft(EntryKind.Receipt, $"Receipt from {command.Donor} under agreement {agreement.Code}",
            [
                AgreementFacts.Line(ReceiptEntries.TakenFrom(command), command.Amount, eurMinor, about),
                .. Side(Chart.Receivable, amounts[0], isOwnCurrency ? carried : values[0].Minor, about), .. Side("2100", amounts[1], values[1].Minor, about), .. Side(overAccount, amounts[2], values[2].Minor, overAbout),
                .. AgreementFacts.Difference(command.Amount.Currency, gain, about),
            ]),
        };
        if (!isOwnCurrency)
        {
            LineDraft[] exchanged = [.. Exchanged(Chart.Receivable, amounts[0], values[0].Minor, clears, carried), .. Exchanged("2100", amounts[1], values[1].Minor, conditional, values[1].Minor)];
            if (exchanged.Length > 0)
                drafts.Add(Draft(EntryKind.Exchange, $"Receipt in {command.Amount.Currency} set against agreement {agreement.Code} in {agreement.Currency}", [.. exchanged, .. carried == values[0].Minor ? Array.Empty<LineDraft>() : AgreementFacts.Difference(Currency.Eur, carried - values[0].Minor, about)]));
        }
        if (isDeferred && !split.Conditional.IsZero)
        {
            var unpaid = await session.CarriedAsync(agreement, Chart.DeferredUnpaid, cancel);
            var eur = new OpenPledge(-unpaid.Amount, -unpaid.EurMinor).EurOf(split.Conditional);
            drafts.Add(Draft(EntryKind.Adjustment, $"Conditional money of agreement {agreement.Code} withheld until its condition is met", PledgeFacts.Lines(Chart.DeferredUnpaid, "2100", split.Conditional, eur, about)));
        }
        if (split.Parts.Count > 0)
        {
            var pledge = (await session.FindPledgeAsync(agreement.Pledge, cancel))!;
            var signed = (await session.OpenByStageAsync(session.Catalog.FundById(agreement.FundId), pledge, cancel)).FindAll(part => part.Account == "8013");
            var met = split.Parts.Aggregate(Money.Zero(agreement.Currency), (sum, part) => sum + part.Amount);
            drafts.Add(Draft(EntryKind.Fulfilment, $"Pledge {agreement.Pledge} met under agreement {agreement.Code}", PledgeFacts.Lines(signed.Take(met), _ => "8011", about)));
        }
        return [.. drafts.Select((draft, index) => draft with { Key = index == 0 ? command.Key : string.Create(CultureInfo.InvariantCulture, $"{command.Key}/{index + 1}") })];

        EntryDraft Draft(EntryKind kind, string description, LineDraft[] lines) => new() { Key = command.Key, Date = command.Date, Fund = command.Fund, Kind = kind, Description = description, Reference = command.Reference, Lines = lines };

        static LineDraft[] Side(string account, Money amount, long eur, Dimensions about) => amount.IsZero && eur == 0 ? [] : [AgreementFacts.Line(account, -amount, -eur, about)];

        LineDraft[] Exchanged(string account, Money came, long cameEur, Money owed, long owedEur) =>
            came.IsZero && owed.IsZero ? [] : [.. Side(account, -came, -cameEur, about), .. Side(account, owed, owedEur, about)];
    }

    /// <summary>Keeps what became of each instalment; a shortfall that lowers the total asks for another person.</summary>
    public static async Task<Refusal?> RegisterAsync(LedgerSession session, RecordReceipt.Command command, AgreementFact agreement, SplitPayment split, string receipt, long entrySeq, CancellationToken cancel)
    {
        foreach (var (instalment, amount) in split.Parts) await session.RegisterEventAsync(agreement.Code, instalment.Number, InstalmentEventKind.Paid, command.Date, -amount.Minor, ChoiceOf(command), entrySeq, cancel);
        if (command.Difference == PaymentDifference.Total && !split.Over.IsZero)
        {
            var number = split.Parts[0].Instalment.Number;
            await session.RegisterEventAsync(agreement.Code, number, InstalmentEventKind.Raised, command.Date, split.Over.Minor, receipt, entrySeq, cancel);
            await session.RegisterEventAsync(agreement.Code, number, InstalmentEventKind.Paid, command.Date, -split.Over.Minor, ChoiceOf(command), entrySeq, cancel);
        }
        if (split.Short.IsZero || command.Difference == PaymentDifference.StaysDue) return null;
        var instalments = await session.InstalmentsAsync(agreement, cancel);
        var target = command.Instalment is { } named ? instalments.First(one => one.Number == named) : split.Parts.Count > 0 ? instalments.First(one => one.Number == split.Parts[0].Instalment.Number) : instalments.First(one => one.Open.Minor > 0);
        if (command.Difference == PaymentDifference.Total)
            return (await WriteOff.AskAsync(session, new(command.Key + "/rest", agreement.Code, target.Number, command.Date, $"the total was lowered with receipt {receipt}", split.Short), cancel)).Refusal;
        await session.RegisterEventAsync(agreement.Code, target.Number, InstalmentEventKind.Moved, command.Date, -split.Short.Minor, receipt, entrySeq, cancel);
        await session.RegisterEventAsync(agreement.Code, NextOf(instalments, target)!.Number, InstalmentEventKind.Moved, command.Date, split.Short.Minor, receipt, entrySeq, cancel);
        return null;
    }

    /// <summary>What was chosen, kept so that a repeat with another choice is told from the first.</summary>
    public static string ChoiceOf(RecordReceipt.Command command) => ChoiceOf(command.Instalment, command.Difference);

    /// <summary>The same of a payment for one instalment (null: the next due).</summary>
    public static string ChoiceOf(int? instalment, PaymentDifference? difference) => string.Create(CultureInfo.InvariantCulture, $"{instalment?.ToString(CultureInfo.InvariantCulture) ?? "next due"}, {(difference is { } choice ? ClosedSet<PaymentDifference>.Code(choice) : "exact")}");

    /// <summary>The payment in the agreement's currency: the same amount; its value, where that is EUR; otherwise the part of what is carried that it is worth.</summary>
    private static async Task<Money> WorthAsync(LedgerSession session, RecordReceipt.Command command, AgreementFact agreement, List<InstalmentFact> instalments, long eurMinor, CancellationToken cancel)
    {
        if (command.Amount.Currency == agreement.Currency) return command.Amount;
        if (agreement.Currency == Currency.Eur) return Money.Eur(eurMinor);
        var pledge = (await session.FindPledgeAsync(agreement.Pledge, cancel))!;
        var signed = (await session.OpenByStageAsync(session.Catalog.FundById(agreement.FundId), pledge, cancel)).FindAll(part => part.Account == "8013");
        var open = Money.Zero(agreement.Currency) with { Minor = instalments.Sum(one => one.Open.Minor) };
        var owed = new OpenPledge(new Money(signed.Sum(part => part.Amount.Minor), agreement.Currency), signed.Sum(part => part.EurMinor));
        var worth = owed.MetBy(eurMinor);
        return worth < open ? worth : open;
    }
}
