using FundsLedger.Domain.Contributions;
using Xunit;

namespace FundsLedger.Domain.Tests.Contributions;

/// <summary>How far a pledge has come, in a table: one row a case, in the order in which the rule looks.</summary>
public sealed class PledgeStageTests
{
    [Theory]
    // open, paid, ended, signed, confirmed, outside, last end → stage
    [InlineData(100, 0, 0, 0, 0, 0, null, PledgeStage.Announced)]
    [InlineData(100, 0, 0, 0, 99, 0, null, PledgeStage.Announced)]
    [InlineData(100, 0, 0, 0, 100, 0, null, PledgeStage.ConfirmedInWriting)]
    [InlineData(100, 0, 50, 0, 100, 0, PledgeEnd.Withdrawn, PledgeStage.ConfirmedInWriting)]
    [InlineData(100, 0, 0, 100, 0, 0, null, PledgeStage.AgreementSigned)]
    [InlineData(100, 0, 0, 1, 99, 0, null, PledgeStage.AgreementSigned)]
    [InlineData(100, 0, 0, 1, 0, 50, null, PledgeStage.AgreementSigned)]
    [InlineData(99, 1, 0, 99, 0, 0, null, PledgeStage.PartPaid)]
    [InlineData(99, 1, 0, 0, 99, 0, null, PledgeStage.PartPaid)]
    [InlineData(0, 100, 0, 0, 0, 0, null, PledgeStage.Paid)]
    [InlineData(0, 1, 99, 0, 0, 0, PledgeEnd.WrittenDown, PledgeStage.Paid)]
    [InlineData(0, 1, 0, 0, 0, 99, null, PledgeStage.Paid)]
    [InlineData(0, 0, 100, 0, 0, 0, PledgeEnd.Withdrawn, PledgeStage.Withdrawn)]
    [InlineData(0, 0, 100, 0, 0, 0, PledgeEnd.Lapsed, PledgeStage.Lapsed)]
    [InlineData(0, 0, 100, 0, 0, 0, PledgeEnd.WrittenDown, PledgeStage.WrittenDown)]
    [InlineData(0, 0, 50, 0, 0, 50, PledgeEnd.Lapsed, PledgeStage.Lapsed)]
    [InlineData(0, 0, 0, 0, 0, 100, null, PledgeStage.Outside)]
    [InlineData(0, 0, 0, 0, 0, 0, null, PledgeStage.Withdrawn)]
    public void A_pledge_stands_where_its_figures_say(int open, int paid, int ended, int signed, int confirmed, int outside, PledgeEnd? end,
        PledgeStage stage)
    {
        var figures = new PledgeFigures
        {
            Open = Money.Eur(open), Paid = Money.Eur(paid), Ended = Money.Eur(ended), Signed = Money.Eur(signed),
                Confirmed = Money.Eur(confirmed),
            Outside = Money.Eur(outside), LastEnd = end,
        };

        Assert.Equal(stage, figures.Stage);
    }
}
