using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.Domain.Tests.Ledger;

/// <summary>What each act by hand writes, read as a bookkeeper reads it: fund, kind, account, amount. Both legs, or none.</summary>
public sealed class HandEntriesTests
{
    [Theory]
    [InlineData(HandAct.OwnTransfer, "TFFV/1010", "TFFV/1050", "TFFV transfer 1050 10.00, 1010 -10.00")]
    [InlineData(HandAct.FundTransfer, "TFFV/1010", "SFR/1010",
        "TFFV transfer 3020 10.00, 1010 -10.00 | SFR transfer 1010 10.00, 3020 -10.00")]
    [InlineData(HandAct.FundTransferDecided, "TFFV/2400", "SFR/1400",
        "TFFV transfer 3020 10.00, 2400 -10.00 | SFR transfer 1400 10.00, 3020 -10.00")]
    [InlineData(HandAct.FundTransferMoved, "TFFV/1010", "SFR/1010",
        "TFFV transfer 2400 10.00, 1010 -10.00 | SFR transfer 1010 10.00, 1400 -10.00")]
    [InlineData(HandAct.Exchange, "TFFV/1011", "TFFV/1010", "TFFV exchange 1010 10.00, 1011 -10.00")]
    [InlineData(HandAct.Accrual, null, "TFFV/5010", "TFFV adjustment 5010 10.00, 2010 -10.00")]
    [InlineData(HandAct.ProgrammeSupport, null, "TFFV/5900", "TFFV adjustment 5900 10.00, 2010 -10.00")]
    [InlineData(HandAct.RecoveryDecided, "TFFV/4300", null, "TFFV recovery 1300 10.00, 4300 -10.00")]
    [InlineData(HandAct.RecoveryReceived, null, "TFFV/1010", "TFFV recovery 1010 10.00, 1300 -10.00")]
    [InlineData(HandAct.Interest, null, "SFR/1010", "SFR interest 1010 10.00, 4100 -10.00")]
    [InlineData(HandAct.Charge, "SFR/1010", null, "SFR charge 5910 10.00, 1010 -10.00")]
    public void An_act_writes_whole_entries(HandAct act, string? from, string? to, string written)
    {
        var drafts = HandEntries.Of(Moved(act, from, to));

        Assert.Equal(written, string.Join(" | ", drafts.Select(draft => $"{draft.Fund} {ClosedSet<EntryKind>.Code(draft.Kind)} "
            + string.Join(", ", draft.Lines.Select(line => $"{line.Account} {line.Amount.ToDecimalString()}")))));
        Assert.All(drafts, draft => Assert.Equal(0, draft.Lines.Sum(line => line.Amount.Minor)));
        Assert.Equal(drafts.Count, drafts.Select(draft => draft.Key).Distinct().Count());
    }

    [Fact]
    public void Every_act_stands_in_the_table() => Assert.Equal(Enum.GetValues<HandAct>().Length,
        typeof(HandEntriesTests).GetMethod(nameof(An_act_writes_whole_entries))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Length);

    [Fact]
    public void What_an_accrual_owes_its_commitment_sets_free()
    {
        var drafts = HandEntries.Of(Moved(HandAct.Accrual, null, "TFFV/5010") with { About = new(Commitment: "C-1") });

        Assert.Equal([("5010", 1_000L), ("2010", -1_000L), ("8021", 1_000L), ("8020", -1_000L)], drafts.SelectMany(draft =>
            draft.Lines.Select(line => (line.Account, line.Amount.Minor))));
        Assert.All(drafts.SelectMany(draft => draft.Lines), line => Assert.Equal("C-1", line.Dimensions?.Commitment));
    }

    [Theory]
    [InlineData(900, 1_000, "4200", -100)]
    [InlineData(1_100, 1_000, "5930", 100)]
    public void What_brings_more_than_it_was_carried_at_is_a_gain_and_less_a_loss(long givenEur, long takenEur, string account,
        long difference)
    {
        var draft = HandEntries.Of(Moved(HandAct.Exchange, "TFFV/1011", "TFFV/1010") with
        {
            Given = new Money(1_200, Currency.Of("USD")), GivenEur = givenEur, Taken = Money.Eur(takenEur), TakenEur = takenEur,
        }).Single();

        Assert.Equal((account, difference), (draft.Lines[^1].Account, draft.Lines[^1].Amount.Minor));
        Assert.Equal(0, draft.Lines.Sum(line => line.EurMinor ?? line.Amount.Minor));
    }

    private static HandMovement Moved(HandAct act, string? from, string? to) => new("k", act, new(2026, 3, 1), "By hand", null,
        AccountInFund.Read(from), AccountInFund.Read(to), Money.Eur(1_000), 1_000, Money.Eur(1_000), 1_000, Dimensions.None);
}
