using FundsLedger.Domain.Funds;
using Xunit;

namespace FundsLedger.Domain.Tests.Funds;

public sealed class DisclosureTests
{
    [Theory]
    [InlineData(Reader.Inside, false, true)]
    [InlineData(Reader.Outside, false, true)]
    [InlineData(Reader.Letter, false, true)]
    [InlineData(Reader.Inside, true, true)]
    [InlineData(Reader.Outside, true, false)]
    [InlineData(Reader.Letter, true, false)]
    public void Figures_of_a_protected_fund_are_for_those_inside_alone(Reader reader, bool isProtected, bool shows) =>
        Assert.Equal(shows, Disclosure.For(reader, SampleFund(isProtected)).ShowsFigures);

    [Theory, InlineData(Reader.Inside), InlineData(Reader.Outside), InlineData(Reader.Letter)]
    public void A_protected_fund_is_marked_and_audited_and_keeps_words_payees_and_counts(Reader reader)
    {
        var said = Disclosure.For(reader, SampleFund(isProtected: true));

        Assert.True(said.IsMarked && said.IsAudited);
        Assert.False(said.TakesWords || said.KeepsPayees || said.CountsCommitments || said.TakesVisitRequests);
    }

    [Theory, InlineData(Reader.Inside), InlineData(Reader.Outside), InlineData(Reader.Letter)]
    public void An_open_fund_has_neither_mark_nor_limits(Reader reader)
    {
        var said = Disclosure.For(reader, SampleFund(isProtected: false));

        Assert.False(said.IsMarked || said.IsAudited);
        Assert.True(said.TakesWords && said.KeepsPayees && said.CountsCommitments && said.TakesVisitRequests);
    }

    [Fact]
    public void A_fund_that_was_protected_once_stays_hidden()
    {
        var fund = SampleFund(isProtected: true);
        var opened =
            fund with { Settings = [.. fund.Settings, fund.Settings[0] with { ValidFrom = new(2027, 1, 1), IsProtected = false }] };

        Assert.False(Disclosure.For(Reader.Outside, opened).ShowsFigures);
    }

    private static Fund SampleFund(bool isProtected) =>
        new(1, "SFR", "Fund", "Fonds", IsUmbrella: false, [new(new(2026, 1, 1), isProtected, 100, 0, 6)]);
}
