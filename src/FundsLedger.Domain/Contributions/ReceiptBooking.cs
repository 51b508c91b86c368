using System.Globalization;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.Domain.Contributions;

/// <summary>Money that came, as far as its booking asks.</summary>
/// <param name="Key">Idempotency key.</param>
/// <param name="Fund">The fund that received it.</param>
/// <param name="Donor">Who gave it.</param>
/// <param name="DonorType">What kind of donor.</param>
/// <param name="Date">Value date.</param>
/// <param name="Amount">In the currency that arrived.</param>
/// <param name="EurMinor">Its value in cents.</param>
/// <param name="TakenFrom">The bank account, or unidentified receipts where it has waited.</param>
/// <param name="Pledge">The pledge it meets; null for none, and where it comes under an agreement.</param>
/// <param name="Reference">The bank's reference.</param>
/// <param name="Difference">What was said of a difference to what was due.</param>
public sealed record IncomingMoney(string Key, string Fund, string Donor, DonorType DonorType, DateOnly Date, Money Amount, long EurMinor,
    string TakenFrom,
    string? Pledge, string? Reference, PaymentDifference? Difference)
{
    /// <summary>The revenue account of its donor.</summary>
    public string Income => Chart.IncomeOf(DonorType);

    /// <summary>What a bank on the way kept of it; null where none did.</summary>
    public OpenAmount? Kept { get; init; }

    /// <summary>What the account is about by which it comes in, where that is something else than what it meets.</summary>
    public Dimensions? TakenAbout { get; init; }

    /// <summary>What its arrival is called, where that is not what money under its agreement is called.</summary>
    public Description? Called { get; init; }

    /// <summary>What the donor gave: what came, and what was kept of it.</summary>
    internal OpenAmount Given => Kept is { } kept ? new(Amount + kept.Amount, EurMinor + kept.EurMinor) : new(Amount, EurMinor);

    /// <summary>The line by which it comes in, and the charge where a bank kept some of it.</summary>
    internal LineDraft[] In(Dimensions about) =>
    [
        ContributionLines.Line(TakenFrom, Amount, EurMinor, TakenAbout ?? about),
        .. Kept is { } kept ? [ContributionLines.Line(Chart.BankCharges, kept.Amount, kept.EurMinor, about)] : Array.Empty<LineDraft>(),
    ];
}

/// <summary>What the books carry for an agreement before a payment.</summary>
/// <param name="Receivable">On 1100.</param>
/// <param name="DeferredUnpaid">On 2110, as what is deferred: above zero.</param>
/// <param name="Signed">What is open of its pledge under agreements.</param>
public sealed record CarriedClaim(OpenAmount Receivable, OpenAmount DeferredUnpaid, IReadOnlyList<OpenPart> Signed);

/// <summary>The entries of a receipt. The first is the arrival; all are written together.</summary>
public static class ReceiptBooking
{
    /// <summary>What the arrival of money for a pledge, or for none, is called. The choice stands in it, so that a repeat with another
    /// choice is told from the first.</summary>
    public static Description CalledForPledge(string donor, string? pledge, PaymentDifference? choice)
    {
        var rest = choice is { } chosen ? ClosedSet<PaymentDifference>.Code(chosen) : "";
        return pledge is null ? Descriptions.Receipt.Of(donor, rest) : Descriptions.ReceiptForPledge.Of(donor, pledge, rest);
    }

    /// <summary>What the arrival of money under an agreement is called.</summary>
    public static Description CalledUnderAgreement(string donor, string agreement) =>
        Descriptions.ReceiptUnderAgreement.Of(donor, agreement);

    /// <summary>Money for a pledge or for none: the arrival, with what is above the pledge as it was chosen.</summary>
    public static EntryDraft ForPledge(IncomingMoney money, Money above) =>
        Draft(money, EntryKind.Receipt, CalledForPledge(money.Donor, money.Pledge, money.Difference), ArrivalForPledge(money, above));

    /// <summary>Money for an agreement that is still to be signed: nothing binds the donor and nothing is the fund's yet, so it is a
    /// liability
    /// (IPSAS 23.105, 47) and withheld, until the signature settles it or it goes back.</summary>
    /// <param name="money">What came.</param>
    /// <param name="receipt">Code of the receipt: what is left of it is counted by that.</param>
    public static EntryDraft Advance(IncomingMoney money, string receipt) => Draft(money, EntryKind.Receipt,
        CalledAdvance(money.Donor), ContributionLines.Move(money.TakenFrom, Chart.Deferred, money.Amount, money.EurMinor,
            AboutAdvance(money.Donor, receipt)));

    /// <summary>What the arrival of money before its agreement is called.</summary>
    public static Description CalledAdvance(string donor) => Descriptions.AdvanceReceived.Of(donor);

    /// <summary>What an advance is about.</summary>
    public static Dimensions AboutAdvance(string donor, string receipt) => new(Donor: donor, Payment: receipt);

    /// <summary>The part of the pledge that the money meets, off the balance sheet; null where it meets nothing.</summary>
    public static EntryDraft? Fulfilment(IncomingMoney money, IEnumerable<OpenPart> unsigned, Money met) => met.IsZero ? null
        : Draft(money, EntryKind.Fulfilment, Descriptions.PledgeMet.Of(money.Pledge!),
            ContributionLines.MoveParts(unsigned.Take(met), _ =>
                Chart.PledgesContra, new Dimensions(Donor: money.Donor, Pledge: money.Pledge))) with { Key = Next(money, 2) };

    /// <summary>Money under an agreement: it clears what is receivable instead of being revenue a second time.</summary>
    public static IReadOnlyList<EntryDraft> UnderAgreement(IncomingMoney money, Agreement agreement, PaymentSplit split,
        CarriedClaim carried)
    {
        var parts = Parts.Of(money, agreement, split, carried.Receivable);
        var drafts = new List<EntryDraft> { Draft(money, EntryKind.Receipt, money.Called ?? CalledUnderAgreement(money.Donor,
            agreement.Code), parts.Arrival()) };
        if (parts.Exchange() is { Length: > 0 } exchange)
            drafts.Add(Draft(money, EntryKind.Exchange, Descriptions.ReceiptExchanged.Of(money.Amount.Currency.Code, agreement.Code,
                agreement.Currency.Code), exchange));
        if (agreement.DefersConditional && !split.Conditional.IsZero)
            drafts.Add(Draft(money, EntryKind.Adjustment, Descriptions.ConditionalWithheld.Of(agreement.Code),
                Recognition.OnConditionalArrival(agreement, split.Conditional, carried.DeferredUnpaid,
                    parts.ArrivedEurOf(split.Conditional))));
        drafts.Add(Draft(money, EntryKind.Fulfilment, Descriptions.PledgeMetUnderAgreement.Of(agreement.Pledge, agreement.Code),
            ContributionLines.MoveParts(carried.Signed.Take(split.Met), _ => Chart.PledgesContra, agreement.About)));
        return [.. drafts.Select((draft, index) => index == 0 ? draft : draft with { Key = Next(money, index + 1) })];
    }

    private static LineDraft[] ArrivalForPledge(IncomingMoney money, Money above)
    {
        var about = new Dimensions(Donor: money.Donor, Pledge: money.Pledge);
        if (above.IsZero || money.Difference is not (PaymentDifference.SeparateGift or PaymentDifference.Return))
            return [ContributionLines.Line(money.Income, -money.Given.Amount, -money.Given.EurMinor, about), .. money.In(about)];
        var aboveEur = new OpenAmount(money.Amount, money.EurMinor).EurOf(above);
        var (account, beside) = money.Difference == PaymentDifference.Return ? (Chart.ToReturn, about)
            : (money.Income, new Dimensions(Donor: money.Donor));
        return
        [
            ContributionLines.Line(money.Income, above - money.Amount, aboveEur - money.EurMinor, about),
            ContributionLines.Line(account, -above, -aboveEur, beside),
            ContributionLines.Line(money.TakenFrom, money.Amount, money.EurMinor, about),
        ];
    }

    private static string Next(IncomingMoney money, int number) => string.Create(CultureInfo.InvariantCulture, $"{money.Key}/{number}");

    private static EntryDraft Draft(IncomingMoney money, EntryKind kind, Description called, LineDraft[] lines) =>
        new() { Key = money.Key, Date = money.Date, Fund = money.Fund, Kind = kind, Description = called, Reference = money.Reference,
            Lines = lines };

    /// <summary>A payment by what it does: clears what is receivable, is withheld until a condition is met, or is beyond both.</summary>
    private sealed record Parts(IncomingMoney Money, Agreement Agreement, Part Clears, Part Withheld, Part Over, long CarriedEur)
    {
        private bool IsOwnCurrency => Money.Amount.Currency == Agreement.Currency;

        public static Parts Of(IncomingMoney money, Agreement agreement, PaymentSplit split, OpenAmount receivable)
        {
            var none = FundsLedger.Domain.Money.Zero(agreement.Currency);
            // Deferred conditional money stands in the receivable too; left out of the books until met, it is withheld as it comes.
            var clears = agreement.DefersConditional ? split.Met : split.Recognised;
            // What raises an instalment that waits for its condition waits with it.
            var raised = money.Difference == PaymentDifference.Total && !split.Target.IsRecognised ? split.Over : none;
            var withheld = (agreement.DefersConditional ? none : split.Conditional) + raised;
            var over = split.Over - raised;
            var values = Allocation.ByWeight(FundsLedger.Domain.Money.Eur(money.Given.EurMinor), [clears.Minor, withheld.Minor,
                over.Minor]);
            var amounts = Allocation.ByWeight(money.Given.Amount, [clears.Minor, withheld.Minor, over.Minor]);
            if (values is not [var clearsEur, var withheldEur, var overEur]
                || amounts is not [var clearsCame, var withheldCame, var overCame])
                throw new InvalidOperationException("Three weights make three parts.");
            return new Parts(money, agreement, new(clears, clearsCame, clearsEur.Minor), new(withheld, withheldCame, withheldEur.Minor),
                new(over, overCame, overEur.Minor),
                clears.IsZero ? 0 : receivable.EurOf(clears));
        }

        /// <summary>What arrived for a part of what clears the receivable, in cents.</summary>
        public long ArrivedEurOf(Money conditional) => new OpenAmount(Clears.Owed, Clears.Eur).EurOf(conditional);

        public LineDraft[] Arrival()
        {
            var about = Agreement.About;
            var clearsEur = IsOwnCurrency ? CarriedEur : Clears.Eur;
            var (account, overAbout) = Money.Difference switch
            {
                PaymentDifference.Return => (Chart.ToReturn, about),
                PaymentDifference.SeparateGift => (Agreement.Income, new Dimensions(Donor: Agreement.Donor)),
                _ => (Agreement.Income, about),
            };
            return
            [
                .. Money.In(about),
                .. Credit(Chart.Receivable, Clears.Came, clearsEur, about),
                .. Credit(Chart.Deferred, Withheld.Came, Withheld.Eur, about),
                .. Credit(account, Over.Came, Over.Eur, overAbout),
                .. ContributionLines.ExchangeDifference(Money.Amount.Currency, clearsEur - Clears.Eur, about),
            ];
        }

        /// <summary>From the currency that came to the one that is owed; nothing where they are the same.</summary>
        public LineDraft[] Exchange()
        {
            if (IsOwnCurrency) return [];
            var about = Agreement.About;
            LineDraft[] exchanged =
            [
                .. Exchanged(Chart.Receivable, Clears.Came, Clears.Eur, Clears.Owed, CarriedEur, about),
                .. Exchanged(Chart.Deferred, Withheld.Came, Withheld.Eur, Withheld.Owed, Withheld.Eur, about),
            ];
            return exchanged.Length == 0 ? [] : [.. exchanged,
                .. ContributionLines.ExchangeDifference(Currency.Eur, CarriedEur - Clears.Eur, about)];
        }

        private static LineDraft[] Exchanged(string account, Money came, long cameEur, Money owed, long owedEur, Dimensions about) =>
            came.IsZero && owed.IsZero ? [] : [.. Credit(account, -came, -cameEur, about), .. Credit(account, owed, owedEur, about)];

        private static LineDraft[] Credit(string account, Money amount, long eur, Dimensions about) =>
            amount.IsZero && eur == 0 ? [] : [ContributionLines.Line(account, -amount, -eur, about)];
    }

    /// <summary>A part of a payment.</summary>
    /// <param name="Owed">In the agreement's currency.</param>
    /// <param name="Came">In the currency that arrived.</param>
    /// <param name="Eur">In cents, as it arrived.</param>
    private readonly record struct Part(Money Owed, Money Came, long Eur);
}
