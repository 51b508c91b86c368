using FundsLedger.Domain.Contributions;
using Xunit;

namespace FundsLedger.Domain.Tests.Contributions;

/// <summary>Plans of instalments: equal ones, and why a plan is none.</summary>
public sealed class InstalmentPlanTests
{
    private static readonly DateOnly Signed = new(2026, 1, 5);

    [Fact]
    public void Equal_instalments_sum_exactly_and_keep_the_last_day_of_the_month()
    {
        var plan = InstalmentPlan.Equal(Money.Eur(10_000), 3, new(2026, 1, 31), 1)!;

        Assert.Equal([new(new(2026, 1, 31), Money.Eur(3_334)), new(new(2026, 2, 28), Money.Eur(3_333)),
            new(new(2026, 3, 31), Money.Eur(3_333))], plan);
        Assert.Null(InstalmentPlan.Equal(Money.Eur(100), 150, Signed, 1));
    }

    [Theory]
    [InlineData(null, "60.00 2026-01-05|40.00 2026-01-05")]
    [InlineData("instalments_are_too_many_or_none", "")]
    [InlineData("instalment_currency_is_other", "60.00 2026-01-05|40.00 2026-01-05 USD")]
    [InlineData("instalment_currency_is_other", "0.00 2026-01-04 USD")]
    [InlineData("instalment_is_below_one_minor_unit", "100.00 2026-01-05|0.00 2026-01-04")]
    [InlineData("instalment_is_below_one_minor_unit", "-1.00 2026-01-05|101.00 2026-01-05")]
    [InlineData("instalment_is_due_before_signature", "60.00 2026-01-05|40.00 2026-01-04")]
    [InlineData("instalments_are_out_of_order", "60.00 2026-01-06|40.00 2026-01-05")]
    [InlineData("instalments_do_not_add_up", "60.00 2026-01-05|39.99 2026-01-06")]
    [InlineData("instalments_do_not_add_up", "60.00 2026-01-05|40.01 2026-01-06")]
    public void A_plan_that_is_none_is_refused(string? code, string plan)
    {
        var terms = plan.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(term => term.Split(' '))
            .Select(words => new InstalmentTerm(
            DateOnly.ParseExact(words[1], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            Money.Parse(words[0], words.Length > 2 ? Currency.Of(words[2]) : Currency.Eur))).ToList();

        Assert.Equal(code, InstalmentPlan.Refuse(terms, Money.Eur(10_000), Signed)?.Code);
    }

    [Theory]
    [InlineData(360, null)]
    [InlineData(361, "instalments_are_too_many_or_none")]
    public void Three_hundred_and_sixty_instalments_are_the_most(int count, string? code) =>
        Assert.Equal(code, InstalmentPlan.Refuse([.. Enumerable.Repeat(new InstalmentTerm(Signed, Money.Eur(1)), count)], Money.Eur(count),
            Signed)?.Code);

    [Fact]
    public void A_sum_beyond_every_amount_does_not_overflow() => Assert.Equal("instalments_do_not_add_up",
        InstalmentPlan.Refuse([.. Enumerable.Repeat(new InstalmentTerm(Signed, Money.Eur(long.MaxValue)), 3)], Money.Eur(1), Signed)?.Code);
}
