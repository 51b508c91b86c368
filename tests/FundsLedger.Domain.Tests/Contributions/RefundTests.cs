using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.Domain.Tests.Contributions;

/// <summary>What goes back lowers the revenue of its year, and is a refund of its own where an earlier year gave it.</summary>
public sealed class RefundTests
{
    [Theory]
    // returned, its cents, revenue of this year | from revenue, its cents | refund of earlier years, its cents
    [InlineData(12_000_00, 12_000_00, 0, 0, 0, 12_000_00, 12_000_00)]
    [InlineData(12_000_00, 12_000_00, 12_000_00, 12_000_00, 12_000_00, 0, 0)]
    [InlineData(12_000_00, 12_000_00, 99_000_00, 12_000_00, 12_000_00, 0, 0)]
    [InlineData(12_000_00, 12_000_00, 5_000_00, 5_000_00, 5_000_00, 7_000_00, 7_000_00)]
    [InlineData(12_000_00, 12_000_00, -5_000_00, 0, 0, 12_000_00, 12_000_00)]
    [InlineData(100, 90, 33, 33, 30, 67, 60)]
    [InlineData(3, 2, 1, 1, 1, 2, 1)]
    [InlineData(1, 1, 1, 1, 1, 0, 0)]
    public void What_an_earlier_year_gave_is_no_negative_revenue(long returned, long eur, long ofThisYear, long revenue, long revenueEur,
        long refund, long refundEur)
    {
        var usd = Currency.Of("USD");
        var about = new Dimensions(Donor: "XA", Agreement: "XA-A-1");
        var lines = Refund.Lines("4020", new OpenAmount(new Money(returned, usd), eur), new Money(ofThisYear, usd), about);

        var found = lines.ToDictionary(line => line.Account, line => (line.Amount.Minor, line.EurMinor ?? 0));
        Assert.Equal((-returned, -eur), found["2200"]);
        Assert.Equal((revenue, revenueEur), found.GetValueOrDefault("4020"));
        Assert.Equal((refund, refundEur), found.GetValueOrDefault("5950"));
        Assert.Equal((0, 0), (lines.Sum(line => line.Amount.Minor), lines.Sum(line => line.EurMinor)));
        Assert.All(lines, line => Assert.Equal(about, line.Dimensions));
    }
}
