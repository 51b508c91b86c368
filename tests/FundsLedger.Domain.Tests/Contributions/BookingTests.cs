using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.Domain.Tests.Contributions;

/// <summary>The entries of contributions, read as a bookkeeper reads them: account, amount, what it carries in cents.</summary>
public sealed class BookingTests
{
    private static readonly DateOnly Day = new(2026, 2, 1);

    [Fact]
    public void A_gift_is_revenue_of_its_class_of_donor()
    {
        Assert.Equal("receipt: 4010 -10.00, 1010 10.00", Text(ReceiptBooking.ForPledge(Came("10.00"), Eur(0))));
        Assert.Equal("receipt: 4020 -10.00, 1010 10.00", Text(ReceiptBooking.ForPledge(Came("10.00") with { DonorType = DonorType.Person },
            Eur(0))));
    }

    [Theory]
    [InlineData(PaymentDifference.SeparateGift, "receipt: 4010 -9.00 P, 4010 -1.00, 1010 10.00 P")]
    [InlineData(PaymentDifference.Return, "receipt: 4010 -9.00 P, 2200 -1.00 P, 1010 10.00 P")]
    [InlineData(PaymentDifference.Total, "receipt: 4010 -10.00 P, 1010 10.00 P")]
    public void What_is_above_a_pledge_is_booked_as_was_said(PaymentDifference choice, string booked) =>
        Assert.Equal(booked, Text(ReceiptBooking.ForPledge(Came("10.00") with { Pledge = "P", Difference = choice }, Eur(100)),
            with: line => line.Dimensions!.Pledge));

    [Fact]
    public void A_pledge_is_met_from_its_firmest_part_and_by_nothing_where_the_payment_is_worth_nothing_of_it()
    {
        OpenPart[] open = [new(Chart.PledgesConfirmed, Usd(600), 540), new(Chart.PledgesAnnounced, Usd(400), 360)];
        var money = Came("9.00") with { Pledge = "P" };

        Assert.Equal("fulfilment: 8012 -6.00 USD @@ -5.40, 8010 -1.00 USD @@ -0.90, 8011 7.00 USD @@ 6.30",
            Text(ReceiptBooking.Fulfilment(money, open, Usd(700))!));
        Assert.Null(ReceiptBooking.Fulfilment(money, open, Usd(0)));
    }

    [Fact]
    public void Money_under_an_agreement_clears_the_receivable_and_the_exchange_difference_is_told()
    {
        // Signed at 0.90, received at 0.80: 10 dollars are carried at 9.00 and worth 8.00.
        var money = Came("10.00 USD @@ 8.00");
        var drafts = ReceiptBooking.UnderAgreement(money, Signed("USD"), Split(Usd(1000)), Carried(Usd(1000), 900));

        Assert.Equal(["receipt: 1011 10.00 USD @@ 8.00, 1100 -10.00 USD @@ -9.00, 5930 0.00 USD @@ 1.00",
            "fulfilment: 8013 -10.00 USD @@ -9.00, 8011 10.00 USD @@ 9.00"],
            drafts.Select(draft => Text(draft)));
        Assert.Equal(["k", "k/2"], drafts.Select(draft => draft.Key));
    }

    [Fact]
    public void A_payment_in_another_currency_is_exchanged_at_what_the_claim_is_carried_at()
    {
        var drafts = ReceiptBooking.UnderAgreement(Came("8.00"), Signed("USD"), Split(Usd(1000)), Carried(Usd(1000), 900));

        Assert.Equal(["receipt: 1010 8.00, 1100 -8.00", "exchange: 1100 8.00, 1100 -10.00 USD @@ -9.00, 5930 1.00",
            "fulfilment: 8013 -10.00 USD @@ -9.00, 8011 10.00 USD @@ 9.00"],
            drafts.Select(draft => Text(draft)));
    }

    [Fact]
    public void Conditional_money_is_withheld_at_the_value_that_arrived()
    {
        // 40,000 dollars conditional, signed at 0.90, received at 0.80: cash +32,000 and withheld 32,000, so that available stays where it
        // was.
        var waits = new Instalment(1, Day, true, false, Usd(4_000_000), Usd(0));
        var split = new PaymentSplit([new(waits, Usd(4_000_000))], Usd(0), Usd(0));
        var drafts = ReceiptBooking.UnderAgreement(Came("40000.00 USD @@ 32000.00"), Signed("USD"), split,
            Carried(Usd(4_000_000), 3_600_000));

        Assert.Equal("receipt: 1011 40000.00 USD @@ 32000.00, 1100 -40000.00 USD @@ -36000.00, 5930 0.00 USD @@ 4000.00", Text(drafts[0]));
        Assert.Equal("adjustment: 2100 -40000.00 USD @@ -32000.00, 2110 40000.00 USD @@ 36000.00, 4200 0.00 USD @@ -4000.00",
            Text(drafts[1]));
    }

    [Fact]
    public void Conditional_money_left_out_of_the_books_is_withheld_as_it_comes()
    {
        var waits = new Instalment(1, Day, true, false, Eur(900), Eur(0));
        var split = new PaymentSplit([new(waits, Eur(900))], Eur(100), Eur(0));
        var money = Came("10.00");
        var agreement = Signed("EUR", ConditionalTreatment.WhenMet);

        Assert.Equal("receipt: 1010 10.00, 2100 -10.00",
            Text(ReceiptBooking.UnderAgreement(money with { Difference = PaymentDifference.Total }, agreement, split,
            Carried(Eur(0), 0))[0]));
        Assert.Equal("receipt: 1010 10.00, 2100 -9.00, 2200 -1.00",
            Text(ReceiptBooking.UnderAgreement(money with { Difference = PaymentDifference.Return }, agreement, split,
            Carried(Eur(0), 0))[0]));
        Assert.Equal("receipt: 1010 10.00, 2100 -9.00, 4010 -1.00",
            Text(ReceiptBooking.UnderAgreement(money with { Difference = PaymentDifference.SeparateGift }, agreement, split,
            Carried(Eur(0), 0))[0]));
    }

    [Theory]
    [InlineData(ConditionalTreatment.Deferred, 0, "1100 10.00 USD @@ 9.00, 4010 -10.00 USD @@ -9.00")]
    [InlineData(ConditionalTreatment.Deferred, 400, "1100 10.00 USD @@ 9.00, 4010 -6.00 USD @@ -5.40, 2110 -4.00 USD @@ -3.60")]
    [InlineData(ConditionalTreatment.WhenMet, 400, "1100 6.00 USD @@ 5.40, 4010 -6.00 USD @@ -5.40")]
    [InlineData(ConditionalTreatment.Deferred, 1000, "1100 10.00 USD @@ 9.00, 2110 -10.00 USD @@ -9.00")]
    [InlineData(ConditionalTreatment.WhenMet, 1000, "")]
    public void On_signature_what_depends_on_nothing_is_revenue(ConditionalTreatment treatment, long conditional, string lines) =>
        Assert.Equal(lines, Text(Recognition.OnSignature(Signed("USD", treatment), Usd(conditional), 900)));

    [Theory]
    [InlineData(ConditionalTreatment.Deferred, 400, 600, "2100 6.00 USD @@ 4.80, 2110 4.00 USD @@ 3.60, 4010 -10.00 USD @@ -8.40")]
    [InlineData(ConditionalTreatment.WhenMet, 400, 600, "2100 6.00 USD @@ 4.80, 1100 4.00 USD @@ 3.80, 4010 -10.00 USD @@ -8.60")]
    [InlineData(ConditionalTreatment.WhenMet, 0, 600, "2100 6.00 USD @@ 4.80, 4010 -6.00 USD @@ -4.80")]
    public void A_condition_that_is_met_makes_revenue_of_what_was_deferred(ConditionalTreatment treatment, long open, long paid,
        string lines)
    {
        var instalment = new Instalment(1, Day, true, false, Usd(open), Usd(paid));
        var rate = Rate.Read("0.95", Currency.Of("USD"), Currency.Eur);

        Assert.Equal(lines, Text(Recognition.OnConditionMet(Signed("USD", treatment), instalment, new(Usd(600), 480), new(Usd(400), 360),
            rate)));
        Assert.Equal(treatment == ConditionalTreatment.WhenMet && open > 0, Recognition.NeedsRate(Signed("USD", treatment), instalment));
        Assert.False(Recognition.NeedsRate(Signed("EUR", treatment), instalment));
    }

    [Theory]
    [InlineData(true, ConditionalTreatment.Deferred, "1100 -5.00 USD @@ -4.60, 5940 5.00 USD @@ 4.60")]
    [InlineData(true, ConditionalTreatment.WhenMet, "1100 -5.00 USD @@ -4.60, 5940 5.00 USD @@ 4.60")]
    [InlineData(false, ConditionalTreatment.Deferred, "1100 -5.00 USD @@ -4.60, 2110 5.00 USD @@ 4.50, 5930 0.00 USD @@ 0.10")]
    [InlineData(false, ConditionalTreatment.WhenMet, "")]
    public void What_is_written_off_is_a_loss_only_where_it_was_revenue(bool recognised, ConditionalTreatment treatment, string lines)
    {
        var instalment = new Instalment(1, Day, !recognised, recognised, Usd(1000), Usd(0));

        Assert.Equal(lines, Text(Recognition.OnWriteOff(Signed("USD", treatment), instalment, Usd(500), new(Usd(1000), 920),
            new(Usd(1000), 900))));
    }

    [Theory]
    [InlineData("0.95", "1100 0.00 USD @@ 0.50, 4200 0.00 USD @@ -0.50")]
    [InlineData("0.85", "1100 0.00 USD @@ -0.50, 5930 0.00 USD @@ 0.50")]
    [InlineData("0.90", "")]
    public void A_revaluation_moves_EUR_and_no_foreign_amount(string rate, string lines) =>
        Assert.Equal(lines, Text(Revaluation.Lines(Chart.Receivable, new(Usd(1000), 900), Rate.Read(rate, Currency.Of("USD"),
            Currency.Eur)!.Value,
            new Dimensions(Donor: "XA"))));

    [Fact]
    public void What_is_owed_gains_where_what_is_held_loses_and_a_value_without_an_amount_goes()
    {
        var rate = Rate.Read("0.95", Currency.Of("USD"), Currency.Eur)!.Value;

        Assert.Equal("2200 0.00 USD @@ -0.50, 5930 0.00 USD @@ 0.50", Text(Revaluation.Lines(Chart.ToReturn, new(Usd(-1000), -900), rate,
            Dimensions.None)));
        Assert.Equal("2010 0.00 USD @@ 0.07, 4200 0.00 USD @@ -0.07", Text(Revaluation.Lines(Chart.Payables, new(Usd(0), -7), null,
            Dimensions.None)));
        Assert.Equal(0, Revaluation.Lines(Chart.Receivable, new(Usd(1000), 900), rate, Dimensions.None)
            .Concat(Revaluation.Lines(Chart.DeferredUnpaid, new(Usd(-1000), -900), rate, Dimensions.None))
            .Where(line => line.Account is Chart.ExchangeGains or Chart.ExchangeLosses).Sum(line => line.EurMinor));
    }

    [Fact]
    public void A_loss_of_EUR_among_EUR_is_an_amount() =>
        Assert.Equal("5930 1.00", Text(ContributionLines.ExchangeDifference(Currency.Eur, 100, Dimensions.None)));

    private static IncomingMoney Came(string text)
    {
        var words = text.Split(' ');
        var amount = Money.Parse(words[0], words.Length > 1 ? Currency.Of(words[1]) : Currency.Eur);
        var eur = words.Length > 1 ? Money.Parse(words[3], Currency.Eur).Minor : amount.Minor;
        return new IncomingMoney("k", "TFFV", "XA", DonorType.State, Day, amount, eur, words.Length > 1 ? "1011" : "1010", null, null,
            null);
    }

    private static Agreement Signed(string currency, ConditionalTreatment treatment = ConditionalTreatment.Deferred) =>
        new("XA-A-2026-1", "XA", DonorType.State, "XA-P-2026-1", 1, new(2026, 1, 5), new Money(1000, Currency.Of(currency)), treatment,
            true, false);

    private static PaymentSplit Split(Money amount) => new([new(new Instalment(1, Day, false, true, amount, Money.Zero(amount.Currency)),
        amount)],
        Money.Zero(amount.Currency), Money.Zero(amount.Currency));

    private static CarriedClaim Carried(Money amount, long eur) =>
        new(new(amount, eur), new(amount, eur), [new(Chart.PledgesSigned, amount, eur)]);

    private static string Text(EntryDraft draft, Func<LineDraft, string?>? with = null) =>
        $"{ClosedSet<EntryKind>.Code(draft.Kind)}: {Text(draft.Lines, with)}";

    private static string Text(IEnumerable<LineDraft> lines, Func<LineDraft, string?>? with = null) =>
        string.Join(", ", lines.Select(line => string.Join(' ',
        ((string?[])[line.Account, line.Amount.ToDecimalString(), line.EurMinor is { } eur
            ? $"{line.Amount.Currency.Code} @@ {Money.Eur(eur).ToDecimalString()}" : null, with?.Invoke(line)])
            .Where(word => word is not null))));

    private static Money Usd(long minor) => new(minor, Currency.Of("USD"));

    private static Money Eur(long minor) => Money.Eur(minor);
}
