using System.Globalization;
using FundsLedger.Domain.Banking;
using Xunit;

namespace FundsLedger.Domain.Tests.Banking;

/// <summary>Statements of one file in the order in which their balances continue each other; the account ends with 100 on day 0.</summary>
public sealed class StatementOrderTests
{
    [Theory]
    // account, day: opening to closing.
    [InlineData("A1:100>110 A2:110>120", "0 1")]
    [InlineData("A2:110>120 A1:100>110", "1 0")]
    [InlineData("A3:120>130 A2:110>120 A1:100>110", "2 1 0")]
    // Two pages of one day, the last first; a day without movements fits before and behind, and the earlier comes first.
    [InlineData("A1:110>130 A1:100>110", "1 0")]
    [InlineData("A2:100>100 A1:100>100", "1 0")]
    // What continues nothing keeps its place, as does all of a file that is in order.
    [InlineData("A2:500>510 A1:100>110", "0 1")]
    [InlineData("A3:110>120 A2:500>510 A1:100>110", "2 1 0")]
    [InlineData("A1:90>100 A1:100>110 A2:110>120", "0 1 2")]
    // Accounts are told apart, and one that nobody knows stays where it is.
    [InlineData("A2:110>120 B1:100>90 A1:100>110 B2:90>80", "2 1 0 3")]
    [InlineData("B2:90>80 A1:100>110 B1:100>90", "2 1 0")]
    [InlineData("?2:110>120 ?1:100>110", "0 1")]
    public void They_are_taken_as_their_balances_continue(string file, string expected) =>
        Assert.Equal(expected, string.Join(' ', StatementOrder.Of([.. file.Split(' ').Select(Statement)], EndOf)));

    [Fact]
    public void A_file_of_very_many_is_taken_as_it_stands()
    {
        var many = Enumerable.Range(1, StatementOrder.Most + 1).Reverse()
            .Select(day => Statement($"A{day}:{day + 99}>{day + 100}")).ToList();
        Assert.Equal(Enumerable.Range(0, many.Count), StatementOrder.Of(many, EndOf));
        Assert.Equal(Enumerable.Range(0, StatementOrder.Most).Reverse(), StatementOrder.Of(many[1..], EndOf));
    }

    private static (string, AccountEnd)? EndOf(StatementHead head) =>
        head.Account == "?" ? null : (head.Account, new AccountEnd(Currency.Eur, Day(0), 100));

    private static CountedStatement Statement(string text)
    {
        var parts = text[1..].Split(':', '>');
        var numbers = Array.ConvertAll(parts, part => int.Parse(part, CultureInfo.InvariantCulture));
        var (day, opening, closing) = (Day(numbers[0]), numbers[1], numbers[2]);
        var head = new StatementHead(text[..1], Currency.Eur, "", StatementNumber.None, new StatementBalance(Money.Eur(opening), day),
            new StatementBalance(Money.Eur(closing), day), 1);
        var tally = new StatementTally();
        tally.Add(new BankLine { BookedOn = day, ValuedOn = day, Amount = Money.Eur(closing - opening), Kind = BankLineKind.Payment }, head,
            detailsAgree: true);
        return tally.Finish(head);
    }

    private static DateOnly Day(int number) => new DateOnly(2026, 1, 31).AddDays(number);
}
