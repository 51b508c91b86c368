using FundsLedger.Domain.Contributions;
using Xunit;

namespace FundsLedger.Domain.Tests.Contributions;

/// <summary>How long something is overdue: every edge of every bucket.</summary>
public sealed class AgeingTests
{
    private static readonly DateOnly Due = new(2026, 1, 31);

    [Theory]
    [InlineData(-1, AgeBucket.Current)]
    [InlineData(0, AgeBucket.Current)]
    [InlineData(1, AgeBucket.Days30)]
    [InlineData(30, AgeBucket.Days30)]
    [InlineData(31, AgeBucket.Days90)]
    [InlineData(90, AgeBucket.Days90)]
    [InlineData(91, AgeBucket.Days180)]
    [InlineData(180, AgeBucket.Days180)]
    [InlineData(181, AgeBucket.Days365)]
    [InlineData(365, AgeBucket.Days365)]
    [InlineData(366, AgeBucket.OverAYear)]
    public void A_bucket_ends_on_its_last_day(int days, AgeBucket bucket) => Assert.Equal(bucket, AgeingRules.BucketOf(days));

    [Theory]
    [InlineData(-30, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(400, 400)]
    public void Days_count_from_the_day_after_the_due_day(int after, int days) =>
        Assert.Equal(days, AgeingRules.DaysOverdue(Due, Due.AddDays(after)));

    [Fact]
    public void What_is_due_on_no_day_is_never_overdue() => Assert.Equal(0, AgeingRules.DaysOverdue(null, DateOnly.MaxValue));

    [Fact]
    public void What_waits_for_its_condition_is_not_due_and_stands_apart()
    {
        Assert.Equal(0, AgeingRules.DaysOverdue(Due, Due.AddDays(184), waitsForCondition: true));
        Assert.All([0, 1, 184, 400], days => Assert.Equal(AgeBucket.WaitsForCondition,
            AgeingRules.BucketOf(days, waitsForCondition: true)));
    }

    [Fact]
    public void Shares_sum_to_what_the_books_carry()
    {
        var shares = AgeingRules.SharesOf(10_000, [Usd(1), Usd(1), Usd(1)]);

        Assert.Equal([new OpenAmount(Usd(1), 3334), new OpenAmount(Usd(1), 3333), new OpenAmount(Usd(1), 3333)], shares);
        Assert.Empty(AgeingRules.SharesOf(10_000, []));
    }

    private static Money Usd(long minor) => new(minor, Currency.Of("USD"));
}
