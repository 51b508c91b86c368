using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.Domain.Tests.Contributions;

/// <summary>What a bank on the way kept: the claim is met in full, up to a limit, and the fund bears a charge.</summary>
public sealed class KeptByBankTests
{
    private static readonly Instalment Free = new(1, new(2026, 5, 1), false, true, Money.Eur(10_000_00), Money.Eur(0));

    [Theory]
    // due, came, its cents | kept, its cents
    [InlineData("10000.00 EUR", "9985.00", 998_500, 15_00, 15_00)]
    [InlineData("10000.00 EUR", "9900.00", 990_000, 100_00, 100_00)]
    [InlineData("1000.00 EUR", "900.00", 90_000, 100_00, 100_00)]
    [InlineData("500.00 EUR", "450.00", 45_000, 50_00, 50_00)]
    [InlineData("10000.00 USD", "9985.00", 798_800, 15_00, 12_00)]
    [InlineData("0.10 EUR", "0.09", 9, 1, 1)]
    public void What_was_kept_is_the_rest_at_the_rate_of_what_came(string due, string came, long eur, long kept, long keptEur)
    {
        var owed = Of(due);

        Assert.Equal(new OpenAmount(owed with { Minor = kept }, keptEur), KeptByBank.Of(owed, new OpenAmount(Money.Parse(came,
            owed.Currency), eur)).Value);
    }

    [Theory]
    [InlineData("10000.00 EUR", "9899.99", 989_999)]
    [InlineData("500.00 EUR", "449.99", 44_999)]
    [InlineData("100.00 EUR", "0.01", 1)]
    [InlineData("10000.00 USD", "9800.00", 784_000)]
    [InlineData("0.09 EUR", "0.08", 8)]
    public void More_than_a_bank_keeps_is_no_charge(string due, string came, long eur)
    {
        var owed = Of(due);

        Assert.Equal("charge_is_too_high", KeptByBank.Of(owed, new OpenAmount(Money.Parse(came, owed.Currency), eur)).Refusal?.Code);
    }

    [Fact]
    public void An_instalment_from_which_a_bank_kept_some_is_met_in_full()
    {
        var split = PaymentSplit.Of("A", [Free], Free, Money.Eur(9_985_00), PaymentDifference.BankCharge,
            new OpenAmount(Money.Eur(9_985_00), 9_985_00)).Value!;

        Assert.Equal((Money.Eur(10_000_00), Money.Eur(0), new OpenAmount(Money.Eur(15_00), 15_00)), (split.Met, split.Short, split.Kept));
    }

    [Theory]
    // conditional, the currency that came, worth | refused
    [InlineData(true, "EUR", 9_985_00, "difference_is_not_possible")]
    [InlineData(false, "USD", 9_985_00, "difference_is_not_possible")]
    [InlineData(false, "EUR", 10_000_00, "difference_is_not_possible")]
    [InlineData(false, "EUR", 10_015_00, "difference_is_not_possible")]
    [InlineData(false, "EUR", 9_000_00, "charge_is_too_high")]
    public void A_bank_charge_fits_a_shortfall_of_what_is_due_in_its_own_currency(bool isConditional, string currency, long worth,
        string refusal)
    {
        var target = Free with { HasCondition = isConditional, IsRecognised = !isConditional };

        Assert.Equal(refusal, PaymentSplit.Of("A", [target], target, Money.Eur(worth), PaymentDifference.BankCharge,
            new OpenAmount(new Money(worth, Currency.Of(currency)), worth)).Refusal?.Code);
    }

    [Theory]
    [InlineData(9_985_00, null)]
    [InlineData(9_000_00, "charge_is_too_high")]
    public void What_a_bank_kept_of_a_pledge_is_a_charge_too(long paid, string? refusal)
    {
        var kept = PledgePayment.Kept(Money.Eur(10_000_00), new OpenAmount(Money.Eur(paid), paid), PaymentDifference.BankCharge);

        Assert.Equal(refusal, kept.Refusal?.Code);
        if (refusal is null) Assert.Equal(new OpenAmount(Money.Eur(15_00), 15_00), kept.Value);
        Assert.Null(PledgePayment.Kept(Money.Eur(10_000_00), new OpenAmount(Money.Eur(paid), paid), PaymentDifference.StaysDue).Value);
        Assert.Equal(Money.Eur(0), PledgePayment.Above("P", "TFFV", Money.Eur(paid), Money.Eur(10_000_00),
            PaymentDifference.BankCharge).Value);
        Assert.Equal("receipt_difference_is_not_possible", PledgePayment.Above("P", "TFFV", Money.Eur(10_000_01), Money.Eur(10_000_00),
            PaymentDifference.BankCharge).Refusal?.Code);
    }

    [Fact]
    public void The_donor_gave_all_of_it()
    {
        var money = new IncomingMoney("k", "TFFV", "XA", DonorType.State, new(2026, 2, 1), Money.Eur(9_985), 9_985, "1010", "P", null,
            PaymentDifference.BankCharge) { Kept = new OpenAmount(Money.Eur(15), 15) };
        Assert.Equal(["4010 -100.00 EUR", "1010 99.85 EUR", "5910 0.15 EUR"], Text(ReceiptBooking.ForPledge(money, Money.Eur(0))));

        var agreement = new Agreement("A", "XA", DonorType.State, "P", 1, new(2026, 1, 5), Money.Eur(10_000), ConditionalTreatment.Deferred,
            true, false);
        var target = Free with { Open = Money.Eur(10_000) };
        var split = new PaymentSplit([new(target, Money.Eur(10_000))], Money.Eur(0), Money.Eur(0)) { Kept = money.Kept };
        var carried = new OpenAmount(Money.Eur(10_000), 10_000);
        Assert.Equal(["1010 99.85 EUR", "5910 0.15 EUR", "1100 -100.00 EUR"], Text(ReceiptBooking.UnderAgreement(money, agreement, split,
            new CarriedClaim(carried, new OpenAmount(Money.Eur(0), 0), [new OpenPart(Chart.PledgesSigned, carried.Amount, 10_000)]))[0]));
    }

    private static IEnumerable<string> Text(EntryDraft draft) => draft.Lines.Select(line => $"{line.Account} {line.Amount}");

    private static Money Of(string text) => text.Split(' ') is [var amount, var currency] ? Money.Parse(amount, Currency.Of(currency))
        : throw new ArgumentException(text, nameof(text));
}
