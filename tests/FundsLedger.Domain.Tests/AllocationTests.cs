using System.Numerics;
using CsCheck;
using Xunit;

namespace FundsLedger.Domain.Tests;

public sealed class AllocationTests
{
    private static readonly Gen<long[]> Weights = Gen.OneOf(Gen.Long[0, 10], Gen.Long[0, 1_000_000_000_000], Gen.Long[0, long.MaxValue])
        .Array[1, 12].Where(weights => weights.Any(weight => weight > 0));

    [Fact]
    public void One_euro_in_three_is_34_33_33() =>
        Assert.Equal([Money.Eur(34), Money.Eur(33), Money.Eur(33)], Allocation.Equal(Money.Eur(100), 3));

    [Fact]
    public void One_euro_in_150_instalments_is_refused() => Assert.Null(Allocation.Equal(Money.Eur(100), 150));

    [Theory]
    [InlineData(100, 100, true)]
    [InlineData(100, 101, false)]
    [InlineData(1, 1, true)]
    [InlineData(0, 1, false)]
    [InlineData(-100, 2, false)]
    public void Equal_parts_are_refused_when_one_would_be_below_a_minor_unit(long minor, int parts, bool possible) =>
        Assert.Equal(possible, Allocation.Equal(Money.Eur(minor), parts) is not null);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Parts_are_at_least_one(int parts) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Allocation.Equal(Money.Eur(100), parts));

    [Fact]
    public void Equal_parts_sum_exactly_differ_by_one_minor_unit_at_most_and_larger_come_first() =>
        Gen.Select(Gen.Int[1, 400], Gen.Long[0, Money.LargestMinor - 400], MoneyTests.AnyCurrency).Sample((parts, above, currency) =>
        {
            var total = new Money(parts + above, currency);

            var split = Allocation.Equal(total, parts)!;

            Assert.Equal(parts, split.Count);
            Assert.Equal(total, split.Aggregate(Money.Zero(currency), (sum, part) => sum + part));
            Assert.True(split[^1].Minor >= 1);
            Assert.InRange(split[0].Minor - split[^1].Minor, 0, 1);
            Assert.Equal(split.OrderByDescending(part => part.Minor), split);
        });

    [Fact]
    public void Weighted_parts_sum_exactly_and_none_is_a_whole_unit_away_from_its_share() =>
        Gen.Select(Gen.Long[-Money.LargestMinor, Money.LargestMinor], Weights).Sample((minor, weights) =>
        {
            var split = Allocation.ByWeight(Money.Eur(minor), weights);

            var sum = weights.Aggregate(BigInteger.Zero, (total, weight) => total + weight);
            Assert.Equal(minor, split.Sum(part => part.Minor));
            Assert.Equal(weights.Length, split.Count);
            for (var place = 0; place < weights.Length; place++)
            {
                Assert.True(BigInteger.Abs((BigInteger)split[place].Minor * sum - (BigInteger)minor * weights[place]) < sum);
            }
        });

    [Fact]
    public void Weighted_parts_never_have_the_other_sign_and_no_weight_gets_nothing() =>
        Gen.Select(Gen.Long[-100, 100], Weights).Sample((minor, weights) =>
        {
            var split = Allocation.ByWeight(Money.Eur(minor), weights);

            Assert.All(split, part => Assert.True(part.IsZero || part.IsNegative == minor < 0));
            Assert.All(split.Zip(weights).Where(pair => pair.Second == 0), pair => Assert.True(pair.First.IsZero));
        });

    [Fact]
    public void Larger_weight_never_gets_less() =>
        Gen.Select(Gen.Long[0, 10_000], Weights).Sample((minor, weights) =>
        {
            var split = Allocation.ByWeight(Money.Eur(minor), weights).Zip(weights).OrderBy(pair => pair.Second).ToList();

            Assert.All(split.Zip(split.Skip(1)),
                pair => Assert.True(pair.First.Second == pair.Second.Second || pair.First.First <= pair.Second.First));
        });

    [Fact]
    public void Left_over_units_go_to_the_largest_remainders_and_ties_to_the_earlier_part()
    {
        Assert.Equal([17, 33, 50], Minors(Allocation.ByWeight(Money.Eur(100), [1, 2, 3])));
        Assert.Equal([1, 1, 0], Minors(Allocation.ByWeight(Money.Eur(2), [1, 1, 1])));
        Assert.Equal([-1, -1, 0], Minors(Allocation.ByWeight(Money.Eur(-2), [1, 1, 1])));
        Assert.Equal([0, 7, 0], Minors(Allocation.ByWeight(Money.Eur(7), [0, 5, 0])));
    }

    [Fact]
    public void Weights_that_say_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Allocation.ByWeight(Money.Eur(1), []));
        Assert.Throws<ArgumentException>(() => Allocation.ByWeight(Money.Eur(1), [0, 0]));
        Assert.Throws<ArgumentException>(() => Allocation.ByWeight(Money.Eur(1), [2, -1]));
    }

    private static IEnumerable<long> Minors(IEnumerable<Money> split) => split.Select(part => part.Minor);
}
