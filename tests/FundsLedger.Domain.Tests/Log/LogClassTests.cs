using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Log;

public sealed class LogClassTests
{
    private static readonly Dimensions Donor = new(Donor: "XA", Pledge: "XA-P-2026-1");
    private static readonly Dimensions Spending = new(Commitment: "K7");

    private static readonly HashSet<EntryKind> OfDonors =
    [
        EntryKind.Pledge, EntryKind.Confirmation, EntryKind.Designation, EntryKind.Withdrawal, EntryKind.Fulfilment, EntryKind.Agreement,
        EntryKind.Receipt, EntryKind.Return, EntryKind.WriteOff,
    ];

    public static TheoryData<EntryKind> Kinds => [.. Enum.GetValues<EntryKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whatever_an_open_fund_does_stands_in_the_open_log(EntryKind kind)
    {
        Assert.Equal(LogClass.Open, LogClasses.OfEntry(FundStanding.Open, kind, Lines(Donor, Dimensions.None)));
        Assert.Equal(LogClass.Open, LogClasses.OfEntry(FundStanding.Open, kind, Lines(Spending, Spending)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_a_donor_gives_to_a_protected_fund_is_a_contribution_and_all_else_is_protected(EntryKind kind)
    {
        var expected = OfDonors.Contains(kind) ? LogClass.Contributions : LogClass.Protected;

        Assert.Equal(expected, LogClasses.OfEntry(FundStanding.Protected, kind, Lines(Donor, Dimensions.None)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Money_without_a_donor_or_with_a_commitment_is_protected_whatever_its_kind(EntryKind kind)
    {
        Assert.Equal(LogClass.Protected, LogClasses.OfEntry(FundStanding.Protected, kind, Lines(Dimensions.None, Dimensions.None)));
        Assert.Equal(LogClass.Protected, LogClasses.OfEntry(FundStanding.Protected, kind, Lines(Donor, Spending)));
        Assert.Equal(LogClass.Protected,
            LogClasses.OfEntry(FundStanding.Protected, kind, Lines(Donor, new Dimensions(Donor: "XA", Payment: "PAY-7"))));
        Assert.Equal(LogClass.Protected,
            LogClasses.OfEntry(FundStanding.Protected, kind, Lines(Donor, new Dimensions(Donor: "XA", Request: "V-1"))));
        Assert.Equal(LogClass.Protected, LogClasses.OfEntry(FundStanding.None, kind, Lines(Donor, Donor)));
        Assert.Equal(LogClass.Protected, LogClasses.OfEntry(FundStanding.Protected, kind, []));
    }

    [Theory]
    [InlineData(EntryKind.Exchange)]
    [InlineData(EntryKind.Revaluation)]
    [InlineData(EntryKind.Adjustment)]
    public void A_correction_is_a_contribution_only_when_every_line_names_a_donor(EntryKind kind)
    {
        Assert.Equal(LogClass.Contributions, LogClasses.OfEntry(FundStanding.Protected, kind, Lines(Donor, Donor)));
        Assert.Equal(LogClass.Protected, LogClasses.OfEntry(FundStanding.Protected, kind, Lines(Donor, Dimensions.None)));
    }

    [Theory]
    [InlineData(RegisterMatter.Everybody, FundStanding.None, LogClass.Open)]
    [InlineData(RegisterMatter.Everybody, FundStanding.Open, LogClass.Open)]
    [InlineData(RegisterMatter.Everybody, FundStanding.Protected, LogClass.Open)]
    [InlineData(RegisterMatter.Contribution, FundStanding.None, LogClass.Open)]
    [InlineData(RegisterMatter.Contribution, FundStanding.Open, LogClass.Open)]
    [InlineData(RegisterMatter.Contribution, FundStanding.Protected, LogClass.Contributions)]
    [InlineData(RegisterMatter.Operation, FundStanding.None, LogClass.Protected)]
    [InlineData(RegisterMatter.Operation, FundStanding.Open, LogClass.Open)]
    [InlineData(RegisterMatter.Operation, FundStanding.Protected, LogClass.Protected)]
    [InlineData(RegisterMatter.Internal, FundStanding.None, LogClass.Protected)]
    [InlineData(RegisterMatter.Internal, FundStanding.Open, LogClass.Protected)]
    [InlineData(RegisterMatter.Internal, FundStanding.Protected, LogClass.Protected)]
    public void Class_of_a_register_row_follows_its_matter_and_its_fund(RegisterMatter matter, FundStanding fund, LogClass expected) =>
        Assert.Equal(expected, LogClasses.OfRow(matter, fund));

    [Fact]
    public void Nothing_is_ever_sealed_in_the_closed_log()
    {
        var rows = from matter in Enum.GetValues<RegisterMatter>() from fund in Enum.GetValues<FundStanding>()
            select LogClasses.OfRow(matter, fund);
        var entries = from kind in Enum.GetValues<EntryKind>() from fund in Enum.GetValues<FundStanding>()
            select LogClasses.OfEntry(fund, kind, Lines(Donor, Donor));

        Assert.DoesNotContain(LogClass.First, rows.Concat(entries));
    }

    [Fact]
    public void Only_the_protected_log_is_not_published() =>
        Assert.Equal([LogClass.First, LogClass.Open, LogClass.Contributions], Enum.GetValues<LogClass>().Where(log => log.IsPublished()));

    private static PlannedPosting[] Lines(params Dimensions[] about) => [.. about.Select((dimensions, index) =>
        new PlannedPosting(new Account(index + 1, 2, "1010", "Bank", "Banque", AccountKind.Asset, AccountRole.Cash, null), Money.Eur(index),
            index, dimensions))];
}
