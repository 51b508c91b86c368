using System.Globalization;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Books.Periods;

// What closing and reopening are refused for, in order of precedence.

public abstract record PeriodRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record MonthIsNotOver(DateOnly LastDay) : PeriodRefusal("month_is_not_over", $"{Iso.Of(LastDay)} has not passed: a period is closed after its last day. Wait until then.");
public sealed record PeriodIsClosedAlready(string Fund, DateOnly ClosedThrough) : PeriodRefusal("period_is_closed_already", $"The books of {Fund} are closed through {Iso.Of(ClosedThrough)} already. Nothing is left to do.");
public sealed record PeriodIsOpen(string Fund, DateOnly From) : PeriodRefusal("period_is_open", $"The books of {Fund} are open from {Iso.Of(From)} already. Nothing is left to do.");
public sealed record ReasonIsMissing() : PeriodRefusal("reason_is_missing", "A reopening says why. Add the reason (1 to 500 characters, no control characters).");
public sealed record NoReopeningWasAsked(string Fund) : PeriodRefusal("no_reopening_was_asked", $"Nobody has asked to reopen {Fund}. One person asks, another approves.");
public sealed record ReopeningTakesTwo(string Name) : PeriodRefusal("reopening_takes_two", $"{Name} asked for this reopening and cannot approve it too. Have another person approve.");
public sealed record MonthsAfterAreClosed(string Fund, int Year, DateOnly ClosedThrough) : PeriodRefusal("months_after_are_closed",
    $"{Fund} is closed through {Iso.Of(ClosedThrough)}, and {Year} was never closed as a year. Have two people reopen from January {Year + 1}, close the year, and close the months again.");
public sealed record YearBeforeIsOpen(string Fund, int Year) : PeriodRefusal("year_before_is_open",
    $"{Fund} still has revenue or expense of {Year} or before that was not moved. Close {Year} first: years are closed one by one.");
public sealed record YearIsNotValued(string Fund, int Year) : PeriodRefusal("year_is_not_valued",
    $"Foreign balances of {Fund} do not stand at their value on 31 December {Year}. Enter the rate of that day and revalue December first.");
public sealed record ClosingTakesExplanation(string Fund, int Year, string Open) : PeriodRefusal("closing_takes_explanation",
    $"Before {Year} of {Fund} closes, these are open: {Open}. Settle them, or say in words why the year closes all the same.");
public sealed record YearHasNothingToClose(string Fund, int Year) : PeriodRefusal("year_has_nothing_to_close", $"{Fund} has no revenue or expense to move in {Year}. Close its months instead.");

internal static class Iso
{
    public static string Of(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
