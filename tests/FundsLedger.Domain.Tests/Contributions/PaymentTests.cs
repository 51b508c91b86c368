using FundsLedger.Domain.Contributions;
using Xunit;

namespace FundsLedger.Domain.Tests.Contributions;

/// <summary>What a payment pays: of a pledge, of an instalment, in the donor's currency and in another.</summary>
public sealed class PaymentTests
{
    /// <summary>1: 100.00, free; 2: 100.00, waits for its condition; 3: 100.00, free; 4: paid.</summary>
    private static readonly Instalment[] Plan = [Part(1, 10_000), Part(2, 10_000, conditional: true), Part(3, 10_000), Part(4, 0)];

    [Theory]
    // paid, choice → refusal, or what stands beside the pledge of 100.00
    [InlineData(10_000, null, null, 0)]
    [InlineData(10_000, PaymentDifference.StaysDue, "receipt_difference_is_not_possible", 0)]
    [InlineData(9_999, null, null, 0)]
    [InlineData(9_999, PaymentDifference.StaysDue, null, 0)]
    [InlineData(9_999, PaymentDifference.Total, "receipt_lowers_pledge", 0)]
    [InlineData(9_999, PaymentDifference.NextInstalment, "receipt_difference_is_not_possible", 0)]
    [InlineData(9_999, PaymentDifference.SeparateGift, "receipt_difference_is_not_possible", 0)]
    [InlineData(9_999, PaymentDifference.Return, "receipt_difference_is_not_possible", 0)]
    [InlineData(10_001, null, "receipt_is_above_pledge", 0)]
    [InlineData(10_001, PaymentDifference.SeparateGift, null, 1)]
    [InlineData(10_001, PaymentDifference.Total, null, 1)]
    [InlineData(10_001, PaymentDifference.Return, null, 1)]
    [InlineData(10_001, PaymentDifference.NextInstalment, "receipt_difference_is_not_possible", 0)]
    [InlineData(10_001, PaymentDifference.StaysDue, "receipt_difference_is_not_possible", 0)]
    public void What_is_more_than_a_pledge_is_what_a_person_says(long paid, PaymentDifference? choice, string? refusal, long above)
    {
        var outcome = PledgePayment.Above("XA-P-2026-1", "TFFV", Money.Eur(paid), Money.Eur(10_000), choice);

        Assert.Equal(refusal, outcome.Refusal?.Code);
        if (refusal is null) Assert.Equal(Money.Eur(above), outcome.Value);
    }

    [Fact]
    public void A_gift_without_pledge_and_a_payment_in_another_currency_have_no_difference()
    {
        Assert.Equal(Money.Eur(0), PledgePayment.Above(null, "TFFV", Money.Eur(5), null, null).Value);
        Assert.Equal(Money.Eur(0), PledgePayment.Above("P", "TFFV", Money.Eur(5), Usd(1), null).Value);
        Assert.Equal("receipt_difference_is_not_possible", PledgePayment.Above(null, "TFFV", Money.Eur(5), null, PaymentDifference.Total)
            .Refusal?.Code);
        Assert.Equal("receipt_difference_is_not_possible", PledgePayment.Above("P", "TFFV", Money.Eur(5), Usd(1), PaymentDifference.Return)
            .Refusal?.Code);
    }

    [Fact]
    public void A_pledge_in_dollars_is_met_at_the_rate_of_the_value_date()
    {
        // Signed at 0.90; at 0.80, EUR 80,000 are the 100,000 dollars, and at 0.95 EUR 90,000 are 94,736.84 of them.
        Assert.Equal(Usd(10_000_000), PledgePayment.Met(Usd(10_000_000), Money.Eur(8_000_000), Money.Eur(0), 8_000_000, To("0.80")));
        Assert.Equal(Usd(9_473_684), PledgePayment.Met(Usd(10_000_000), Money.Eur(9_000_000), Money.Eur(0), 9_000_000, To("0.95")));
        Assert.Equal(Usd(10_000_000), PledgePayment.Met(Usd(10_000_000), Money.Eur(9_600_000), Money.Eur(0), 9_600_000, To("0.95")));
        Assert.Equal(Money.Eur(90), PledgePayment.Met(Money.Eur(100), Money.Eur(95), Money.Eur(5), 95, null));
    }

    [Theory]
    [InlineData("10.00 EUR", 1000, "10.00 EUR", null, "10.00 EUR")]
    [InlineData("10.00 USD", 900, "8.00 EUR", null, "9.00 EUR")]
    [InlineData("9.00 EUR", 900, "10.00 USD", "0.90", "10.00 USD")]
    [InlineData("9.01 EUR", 901, "10.00 USD", "0.90", "10.01 USD")]
    // 3.33 dollars are worth 3.00 euros, which by themselves would be 3.33 or 3.34: what is due decides.
    [InlineData("3.01 EUR", 301, "3.34 USD", "0.90", "3.34 USD")]
    [InlineData("1000 JPY", 620, "7.00 USD", "0.90", "6.89 USD")]
    public void A_payment_is_worth_what_its_day_says(string paid, long eur, string due, string? rate, string worth) =>
        Assert.Equal(worth, PaymentWorth.In(Of(paid), eur, Of(due), rate is null ? null : To(rate)).ToString());

    [Theory]
    [InlineData(10_000, null, null, "1:100.00", "0.00", "0.00")]
    [InlineData(10_000, PaymentDifference.Total, "difference_is_not_possible", "", "", "")]
    [InlineData(0, null, "receipt_amount_is_not_positive", "", "", "")]
    [InlineData(9_900, null, "receipt_is_below_instalment", "", "", "")]
    [InlineData(9_900, PaymentDifference.StaysDue, null, "1:99.00", "0.00", "1.00")]
    [InlineData(9_900, PaymentDifference.Total, null, "1:99.00", "0.00", "1.00")]
    [InlineData(9_900, PaymentDifference.NextInstalment, null, "1:99.00", "0.00", "1.00")]
    [InlineData(9_900, PaymentDifference.SeparateGift, "difference_is_not_possible", "", "", "")]
    [InlineData(9_900, PaymentDifference.Return, "difference_is_not_possible", "", "", "")]
    [InlineData(10_100, null, "receipt_is_above_instalment", "", "", "")]
    [InlineData(10_100, PaymentDifference.StaysDue, "difference_is_not_possible", "", "", "")]
    [InlineData(10_100, PaymentDifference.NextInstalment, null, "1:100.00 2:1.00", "0.00", "0.00")]
    [InlineData(30_000, PaymentDifference.NextInstalment, null, "1:100.00 2:100.00 3:100.00", "0.00", "0.00")]
    [InlineData(30_001, PaymentDifference.NextInstalment, "difference_is_not_possible", "", "", "")]
    [InlineData(10_100, PaymentDifference.Total, null, "1:100.00", "1.00", "0.00")]
    [InlineData(10_100, PaymentDifference.SeparateGift, null, "1:100.00", "1.00", "0.00")]
    [InlineData(10_100, PaymentDifference.Return, null, "1:100.00", "1.00", "0.00")]
    public void A_payment_is_split_as_was_said(long worth, PaymentDifference? choice, string? refusal, string shares, string over,
        string lacks)
    {
        var split = PaymentSplit.Of("XA-A-2026-1", Plan, Plan[0], Money.Eur(worth), choice);

        Assert.Equal(refusal, split.Refusal?.Code);
        if (refusal is not null) return;
        Assert.Equal(shares, string.Join(' ', split.Value!.Shares.Select(share =>
            $"{share.Instalment.Number}:{share.Amount.ToDecimalString()}")));
        Assert.Equal((over, lacks), (split.Value.Over.ToDecimalString(), split.Value.Short.ToDecimalString()));
    }

    [Fact]
    public void What_an_instalment_lacks_goes_to_a_later_one_that_stands_in_the_books_alike()
    {
        Assert.Equal(3, PaymentSplit.NextOf(Plan, Plan[0])?.Number);
        Assert.Null(PaymentSplit.NextOf(Plan, Plan[1]));
        Assert.Equal("difference_is_not_possible", PaymentSplit.Of("A", Plan, Plan[1], Money.Eur(1), PaymentDifference.NextInstalment)
            .Refusal?.Code);
    }

    [Fact]
    public void Payments_of_a_later_instalment_go_on_to_later_ones_before_earlier_ones()
    {
        var split = PaymentSplit.Of("A", Plan, Plan[1], Money.Eur(25_000), PaymentDifference.NextInstalment).Value!;

        Assert.Equal([(2, 10_000L), (3, 10_000L), (1, 5_000L)],
            split.Shares.Select(share => (share.Instalment.Number, share.Amount.Minor)));
        Assert.Equal((Money.Eur(15_000), Money.Eur(10_000), Money.Eur(25_000)), (split.Recognised, split.Conditional, split.Met));
    }

    [Theory]
    [InlineData(null, 1, null)]
    [InlineData(3, 3, null)]
    [InlineData(4, 0, "instalment_has_nothing_left")]
    [InlineData(5, 0, "instalment_is_unknown")]
    public void A_payment_is_for_the_instalment_named_or_the_first_with_anything_open(int? named, int target, string? refusal)
    {
        var found = PaymentSplit.TargetOf("A", Plan, named);

        Assert.Equal(refusal, found.Refusal?.Code);
        if (refusal is null) Assert.Equal(target, found.Value!.Number);
    }

    [Fact]
    public void An_agreement_with_nothing_open_takes_no_payment() =>
        Assert.Equal("agreement_is_paid", PaymentSplit.TargetOf("A", [Part(1, 0)], null).Refusal?.Code);

    [Theory]
    [InlineData(9_900, PaymentDifference.StaysDue, "1 paid -99.00 as said", "0.00")]
    [InlineData(9_900, PaymentDifference.Total, "1 paid -99.00 as said", "1.00")]
    [InlineData(9_900, PaymentDifference.NextInstalment, "1 paid -99.00 as said, 1 moved -1.00 R, 3 moved 1.00 R", "0.00")]
    [InlineData(10_100, PaymentDifference.Total, "1 paid -100.00 as said, 1 raised 1.00 R, 1 paid -1.00 as said", "0.00")]
    [InlineData(10_100, PaymentDifference.Return, "1 paid -100.00 as said", "0.00")]
    [InlineData(10_100, PaymentDifference.NextInstalment, "1 paid -100.00 as said, 2 paid -1.00 as said", "0.00")]
    public void Each_instalment_keeps_what_became_of_it(long worth, PaymentDifference choice, string changes, string writtenOff)
    {
        var split = PaymentSplit.Of("A", Plan, Plan[0], Money.Eur(worth), choice).Value!;

        Assert.Equal(changes, string.Join(", ", split.Changes(Plan, choice, "as said", "R").Select(Text)));
        Assert.Equal(writtenOff, split.ToWriteOff(choice).ToDecimalString());
    }

    private static string Text(InstalmentChange change) =>
        $"{change.Number} {ClosedSet<InstalmentEventKind>.Code(change.Kind)} {change.Amount.ToDecimalString()} {change.Evidence}";

    private static Instalment Part(int number, long open, bool conditional = false) =>
        new(number, new(2026, number, 28), conditional, !conditional, Money.Eur(open), Money.Eur(10_000 - open));

    private static Money Usd(long minor) => new(minor, Currency.Of("USD"));

    private static Rate To(string rate) => Rate.Read(rate, Currency.Of("USD"), Currency.Eur)!.Value;

    private static Money Of(string text) => text.Split(' ') is [var amount, var currency] ? Money.Parse(amount, Currency.Of(currency))
        : default;
}
