using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Rates;

// The closed list, in order of precedence.

/// <summary>A refusal about exchange rates.</summary>
public abstract record RateRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record RateFileIsUnreadable(string Path, string Why) : RateRefusal("rate_file_is_unreadable", $"'{Path}' cannot be read: {Why}. Nothing was entered.");
public sealed record RateLineIsRefused(int Line, string Why) : RateRefusal("rate_line_is_refused", $"file line {Line}: {Why}. Nothing of the file was entered.");
public sealed record RateIsMalformed(string Why) : RateRefusal("rate_is_malformed", $"The rate cannot be read: {Why}. Correct it.");
public sealed record RateIsNotToEur(string Target) : RateRefusal("rate_is_not_to_eur", $"Rates say how many EUR one unit is worth; this one is to {Target}. Enter the rate to EUR.");
public sealed record RateOfEurIsFixed() : RateRefusal("rate_of_eur_is_fixed", "One EUR is always one EUR. No rate is needed.");
public sealed record RateIsOutOfRange() : RateRefusal("rate_is_out_of_range", "A rate is above zero and at most a thousand million. Correct it.");
public sealed record RateDateIsOutOfRange(DateOnly Date) : RateRefusal("rate_date_is_out_of_range", $"The books run from {LedgerRules.FirstDate:yyyy-MM-dd} to {LedgerRules.LastDate:yyyy-MM-dd}; {Date:yyyy-MM-dd} is outside. Correct the date.");
public sealed record RateIsTooOld(string Currency, DateOnly RatedOn, DateOnly On) : RateRefusal("rate_is_too_old",
    $"A rate of {Currency} for {RatedOn:yyyy-MM-dd} says nothing of {On:yyyy-MM-dd}: it is older than {RateFacts.MostDays} days. Take a newer one.");
public sealed record RateTakesTwo(string Currency, string Typed, string Known) : RateRefusal("rate_takes_two",
    $"{Typed} for one {Currency} is more than {RateBand.TakesTwoBeyond} % away from {Known}. Correct it; if it is right, another person enters the rate of the day in the table first.");
public sealed record RateIsFarFromTable(string Currency, string Typed, string Known, DateOnly On) : RateRefusal("rate_is_far_from_table",
    $"{Typed} for one {Currency} is more than {RateBand.AsksBeyond} % away from {Known}, the table's rate of {On:yyyy-MM-dd}. Correct it, or type it a second time as 'rate again'.");
public sealed record RateOfMonthEndIsMissing(string Currency, DateOnly On) : RateRefusal("rate_of_month_end_is_missing",
    $"No rate of {Currency} was entered for {On:yyyy-MM-dd} or the {RateFacts.MostDays} days before. Enter one, then value the month.");
public sealed record RateSourceIsMalformed() : RateRefusal("rate_source_is_malformed", "A rate names its source in 1 to 200 characters without control characters. Add or correct it.");
