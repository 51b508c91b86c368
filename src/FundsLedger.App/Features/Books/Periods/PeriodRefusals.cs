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
public sealed record YearHasNothingToClose(string Fund, int Year) : PeriodRefusal("year_has_nothing_to_close", $"{Fund} has no revenue or expense to move in {Year}. Close its months instead.");

internal static class Iso
{
    public static string Of(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
