using CsCheck;
using FundsLedger.Domain.Contributions;
using Xunit;

namespace FundsLedger.Domain.Tests.Contributions;

/// <summary>What of a contribution was not used, when money is pooled.</summary>
public sealed class UnspentBalanceTests
{
    private static readonly DateOnly Start = new(2026, 1, 1);

    [Fact]
    public void Use_is_shared_in_proportion_to_what_is_left_of_each()
    {
        // 600 of ours and 300 of others; 90 are used: 60 of them ours.
        var unspent = UnspentBalance.Of([Day(0, own: 60_000), Day(1, others: 30_000), Day(10, used: 9_000)], Start.AddDays(30));

        Assert.Equal(new UnspentBalance(60_000, 0, 6_000), unspent);
        Assert.Equal(54_000, unspent.Unspent);
    }

    [Fact]
    public void Interest_follows_the_balances_weighted_by_the_days_they_lay_there()
    {
        // 100 of others for 30 days, 100 of ours for 10 of them: a quarter of the interest.
        var unspent = UnspentBalance.Of([Day(0, others: 10_000), Day(20, own: 10_000), Day(30, interest: 400)], Start.AddDays(30));

        Assert.Equal(100, unspent.Interest);
    }

    [Fact]
    public void Nothing_after_the_last_day_counts() =>
        Assert.Equal(10_000, UnspentBalance.Of([Day(0, own: 10_000), Day(31, used: 5_000)], Start.AddDays(30)).Unspent);

    [Fact]
    public void The_whole_of_a_fund_with_one_contribution_is_its_own() =>
        Assert.Equal(new UnspentBalance(10_000, 55, 4_000),
            UnspentBalance.Of([Day(0, own: 10_000), Day(5, used: 4_000), Day(9, interest: 55)], Start.AddDays(30)));

    [Fact]
    public void No_cent_is_lost_or_made_between_ours_and_the_others() =>
        Gen.Select(Gen.Int[0, 50_000], Gen.Int[0, 50_000], Gen.Int[0, 900], Gen.Int[0, 30_000], (own, others, interest, used) =>
            (own, others, interest, used)).Array[1, 30].Sample(moves =>
        {
            // Nobody uses more than there is.
            var days = new List<FundDay>();
            long whole = 0;
            foreach (var (index, (own, others, earned, wanted)) in moves.Index())
            {
                // No money, no interest.
                var interest = whole + own + others == 0 ? 0 : earned;
                whole += own + others + interest;
                var used = Math.Min(wanted, whole);
                whole -= used;
                days.Add(new FundDay(Start.AddDays(3 * index), own, others, interest, used));
            }
            var ours = UnspentBalance.Of(days, Start.AddDays(100));
            var theirs = UnspentBalance.Of(days.Select(day => day with { AgreementIn = day.OtherIn, OtherIn = day.AgreementIn }),
                Start.AddDays(100));

            Assert.InRange(ours.Unspent, 0, ours.Received + ours.Interest);
            // Ties of half a cent go to the side that is asked about: at most a cent a day each for interest and use.
            Assert.InRange(whole - ours.Unspent - theirs.Unspent, -2 * days.Count, 2 * days.Count);
            Assert.Equal(days.Sum(day => day.AgreementIn), ours.Received);
        });

    [Fact]
    public void What_is_owed_or_committed_at_the_end_is_used_before_anything_is_surplus()
    {
        // 600 of ours and 300 of others; 90 owed and 180 committed are 270, of which 180 come off ours.
        var unspent = UnspentBalance.Of([Day(0, own: 60_000), Day(1, others: 30_000)], Start.AddDays(30), obligations: 27_000);

        Assert.Equal(new UnspentBalance(60_000, 0, 18_000), unspent);
        Assert.Equal(42_000, unspent.Unspent);
    }

    [Fact]
    public void More_obligations_than_money_leave_nothing_and_no_debt() =>
        Assert.Equal(0, UnspentBalance.Of([Day(0, own: 60_000), Day(1, others: 30_000)], Start.AddDays(30), obligations: 90_000).Unspent);

    private static FundDay Day(int after, long own = 0, long others = 0, long interest = 0, long used = 0) =>
        new(Start.AddDays(after), own, others, interest, used);
}
