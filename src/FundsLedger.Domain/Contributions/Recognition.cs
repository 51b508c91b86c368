using FundsLedger.Domain.Ledger;

namespace FundsLedger.Domain.Contributions;

/// <summary>When a contribution is receivable, revenue, deferred or lost (IPSAS 23 to 2025, IPSAS 47 from 2026). All lines are debit
/// positive.</summary>
public static class Recognition
{
    /// <summary>On signature: receivable against revenue, and against what is deferred; nothing where everything waits for its
    /// condition.</summary>
    /// <param name="agreement">What was signed.</param>
    /// <param name="conditional">What of it depends on a condition.</param>
    /// <param name="eurMinor">Cents of all of it at the rate of the signature.</param>
    /// <param name="isOpening">True of an agreement in force that is brought from older books: what depends on nothing was revenue there,
    /// and stands against the accumulated balance here.</param>
    public static LineDraft[] OnSignature(Agreement agreement, Money conditional, long eurMinor, bool isOpening = false)
    {
        var free = agreement.Amount - conditional;
        var (freeEur, conditionalEur) = Allocation.InTwo(Money.Eur(eurMinor), free.Minor, conditional.Minor);
        var deferred = agreement.DefersConditional ? new OpenAmount(conditional, conditionalEur.Minor)
            : new OpenAmount(Money.Zero(agreement.Currency), 0);
        var receivable = new OpenAmount(free + deferred.Amount, freeEur.Minor + deferred.EurMinor);
        if (receivable.Amount.IsZero) return [];
        return
        [
            ContributionLines.Line(Chart.Receivable, receivable.Amount, receivable.EurMinor, agreement.About),
            .. isOpening && !free.IsZero ? [new LineDraft(Chart.RestrictedBalance, -freeEur, null, agreement.About)]
                : Credit(agreement, agreement.Income, new OpenAmount(free, freeEur.Minor)),
            .. Credit(agreement, Chart.DeferredUnpaid, deferred),
        ];
    }

    /// <summary>True where the rate of the day is needed to recognise an instalment whose condition is met: it was left out of the
    /// books.</summary>
    public static bool NeedsRate(Agreement agreement, Instalment instalment) =>
        !agreement.DefersConditional && agreement.Currency != Currency.Eur && !instalment.Open.IsZero;

    /// <summary>A condition is met: what has arrived was withheld in 2100; what has not is deferred in 2110, or becomes receivable only
    /// now. All of it is revenue.</summary>
    /// <param name="agreement">The agreement.</param>
    /// <param name="instalment">The instalment.</param>
    /// <param name="withheld">Carried on 2100, above zero.</param>
    /// <param name="deferredUnpaid">Carried on 2110, above zero.</param>
    /// <param name="rate">To EUR, where <see cref="NeedsRate"/>.</param>
    public static LineDraft[] OnConditionMet(Agreement agreement, Instalment instalment, OpenAmount withheld, OpenAmount deferredUnpaid,
        Rate? rate)
    {
        var lines = new List<LineDraft>();
        var (amount, eur) = (Money.Zero(agreement.Currency), 0L);
        if (!instalment.Paid.IsZero) Add(Chart.Deferred, instalment.Paid, withheld.EurOf(instalment.Paid));
        if (!instalment.Open.IsZero && agreement.DefersConditional) Add(Chart.DeferredUnpaid, instalment.Open,
            deferredUnpaid.EurOf(instalment.Open));
        if (!instalment.Open.IsZero && !agreement.DefersConditional) Add(Chart.Receivable, instalment.Open, rate is { } of
            ? instalment.Open.At(of).Minor : instalment.Open.Minor);
        return [.. lines, ContributionLines.Line(agreement.Income, -amount, -eur, agreement.About)];

        void Add(string account, Money part, long partEur)
        {
            lines.Add(ContributionLines.Line(account, part, partEur, agreement.About));
            (amount, eur) = (amount + part, eur + partEur);
        }
    }

    /// <summary>Conditional money arrives: what was deferred unpaid is withheld from now on, at the value that arrived. Its difference to
    /// the carried value is set against the same difference of the receivable: the fund had no claim to gain or lose by.</summary>
    /// <param name="agreement">The agreement.</param>
    /// <param name="arrived">In its currency.</param>
    /// <param name="deferredUnpaid">Carried on 2110, above zero.</param>
    /// <param name="arrivedEur">Cents that arrived for it.</param>
    public static LineDraft[] OnConditionalArrival(Agreement agreement, Money arrived, OpenAmount deferredUnpaid, long arrivedEur)
    {
        var deferredEur = deferredUnpaid.EurOf(arrived);
        return
        [
            ContributionLines.Line(Chart.Deferred, -arrived, -arrivedEur, agreement.About),
            ContributionLines.Line(Chart.DeferredUnpaid, arrived, deferredEur, agreement.About),
            .. ContributionLines.ExchangeDifference(agreement.Currency, arrivedEur - deferredEur, agreement.About),
        ];
    }

    /// <summary>An instalment, or a part of it, is written off: what was revenue becomes a loss, what was deferred is released; nothing
    /// where it was never in the books.</summary>
    /// <param name="agreement">The agreement.</param>
    /// <param name="instalment">The instalment.</param>
    /// <param name="amount">What is written off.</param>
    /// <param name="receivable">Carried on 1100.</param>
    /// <param name="deferredUnpaid">Carried on 2110, above zero.</param>
    public static LineDraft[] OnWriteOff(Agreement agreement, Instalment instalment, Money amount, OpenAmount receivable,
        OpenAmount deferredUnpaid)
    {
        if (!instalment.IsRecognised && !agreement.DefersConditional) return [];
        var carried = receivable.EurOf(amount);
        if (instalment.IsRecognised) return ContributionLines.Move(Chart.WrittenOff, Chart.Receivable, amount, carried, agreement.About);
        // The receivable and the deferral were valued on different days once the one was revalued: the difference is a gain or a loss.
        var deferred = deferredUnpaid.EurOf(amount);
        return
        [
            ContributionLines.Line(Chart.Receivable, -amount, -carried, agreement.About),
            ContributionLines.Line(Chart.DeferredUnpaid, amount, deferred, agreement.About),
            .. ContributionLines.ExchangeDifference(agreement.Currency, carried - deferred, agreement.About),
        ];
    }

    private static LineDraft[] Credit(Agreement agreement, string account, OpenAmount open) =>
        open.Amount.IsZero ? [] : [ContributionLines.Line(account, -open.Amount, -open.EurMinor, agreement.About)];
}
