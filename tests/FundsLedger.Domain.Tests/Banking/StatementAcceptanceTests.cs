using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Log;
using Xunit;

namespace FundsLedger.Domain.Tests.Banking;

/// <summary>What booking a statement set aside would do; the account ends with 100.00 on 31 January.</summary>
public sealed class StatementAcceptanceTests
{
    private static readonly AccountEnd End = new(Currency.Eur, Day(31), 10_000);

    [Theory]
    // opening, closing (day:amount), lines (day:amount), booked already, then what is booked and what is left unexplained.
    [InlineData("32:110", "59:130", "40:20", "", "1 known 0 closes 59:130", "32:10")]
    [InlineData("31:100", "59:125", "40:20", "", "1 known 0 closes 59:125", "59:5")]
    [InlineData("31:110", "59:125", "40:20", "", "1 known 0 closes 59:125", "32:10 59:-5")]
    [InlineData("1:0", "59:130", "10:100 40:30", "10:100", "1 known 1 closes 59:130", "")]
    [InlineData("1:0", "59:130", "10:60 20:30 40:30", "10:60", "2 known 1 closes 59:130", "59:-30")]
    [InlineData("1:0", "31:100", "10:100", "10:100", "0 known 1 closes 31:100", "")]
    // A statement of a time that is over leaves the account where it is; two of one content are told apart by their count.
    [InlineData("1:0", "20:70", "5:50 6:20", "", "2 known 0 closes 31:100", "20:-70")]
    [InlineData("1:0", "31:100", "10:50 10:50 10:50", "10:50 10:50", "1 known 2 closes 31:100", "31:-50")]
    // A balance that it does not say is what the lines make.
    [InlineData("", "", "40:20 41:-5", "", "2 known 0 closes 41:115", "")]
    [InlineData("", "59:130", "40:20", "", "1 known 0 closes 59:130", "59:10")]
    [InlineData("40:110", "", "41:1", "", "1 known 0 closes 41:111", "40:10")]
    // A second statement of the day on which the account ends.
    [InlineData("31:110", "31:120", "31:10", "", "1 known 0 closes 31:120", "31:10")]
    public void Whatever_it_books_the_account_ends_where_it_says(
        string opening, string closing, string lines, string booked, string expected, string unexplained)
    {
        var found = StatementAcceptance.Of(Head(opening, closing), Lines(lines), Lines(booked).CountBy(line =>
            line.Content).ToDictionary(), End)!;
        Assert.Equal(expected, string.Create(null,
            $"{found.NewLines.Count} known {found.KnownLines} closes {Number(found.Closing.On)}:{found.Closing.Minor / 100}"));
        Assert.Equal(unexplained, string.Join(' ', found.Unexplained.Select(move => $"{Number(move.On)}:{move.Minor / 100}")));
        Assert.Equal((End.ClosedOn, End.ClosingMinor), found.Opening);
        var all = Lines(lines);
        Assert.Equal(found.Closing.Minor - found.Opening.Minor, found.NewLines.Sum(place =>
            all[place].Minor) + found.Unexplained.Sum(move => move.Minor));
    }

    [Fact]
    public void What_no_ledger_can_hold_is_not_proposed() =>
        Assert.Null(StatementAcceptance.Of(
            new StatementHead("A", Currency.Eur, "", StatementNumber.None, null, null, 1),
            [new SetAsideLine(Day(40), long.MaxValue, default), new SetAsideLine(Day(41), long.MaxValue, default)],
                new Dictionary<ContentHash, int>(), End));

    private static StatementHead Head(string opening, string closing) =>
        new("A", Currency.Eur, "", StatementNumber.None, Balance(opening), Balance(closing), 1);

    private static StatementBalance? Balance(string text) =>
        text.Length == 0 ? null : new StatementBalance(Money.Eur(long.Parse(text.Split(':')[1], null) * 100),
            Day(int.Parse(text.Split(':')[0], null)));

    private static List<SetAsideLine> Lines(string text)
    {
        var bytes = new CanonicalWriter();
        return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var (day, minor) = (Day(int.Parse(line.Split(':')[0], null)), long.Parse(line.Split(':')[1], null) * 100);
            var read = new BankLine { BookedOn = day, ValuedOn = day, Amount = Money.Eur(minor), Kind = BankLineKind.Payment };
            return new SetAsideLine(day, minor, read.Content(bytes, ""));
        })];
    }

    /// <summary>Days are counted from the last of 2025.</summary>
    private static DateOnly Day(int number) => new DateOnly(2025, 12, 31).AddDays(number);

    private static int Number(DateOnly day) => day.DayNumber - new DateOnly(2025, 12, 31).DayNumber;
}
