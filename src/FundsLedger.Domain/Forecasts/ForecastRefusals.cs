using System.Globalization;

namespace FundsLedger.Domain.Forecasts;

/// <summary>The horizon is outside what the model is for.</summary>
public sealed record HorizonIsOutOfRange(int Months)
    : Refusal("horizon_out_of_range",
        string.Create(CultureInfo.InvariantCulture, $"A forecast looks 1 to {ForecastSettings.MostMonths} months ahead, not {Months}."));

/// <summary>Too few paths to say anything, or too many to hold.</summary>
public sealed record PathsAreOutOfRange(int Paths)
    : Refusal("paths_out_of_range",
        string.Create(CultureInfo.InvariantCulture, $"A forecast draws 100 to {ForecastSettings.MostPaths} paths, not {Paths}."));

/// <summary>Confidence is not a chance strictly between 0 and 1.</summary>
public sealed record ConfidenceIsOutOfRange(double Confidence)
    : Refusal("confidence_out_of_range",
        string.Create(CultureInfo.InvariantCulture, $"Confidence lies between 0 and 1 (for example 0.9), not {Confidence}."));

/// <summary>The as-of date is outside the calendar the engine can compute in.</summary>
public sealed record AsOfIsOutOfRange(DateOnly AsOf)
    : Refusal("as_of_out_of_range",
        string.Create(CultureInfo.InvariantCulture,
            $"{AsOf:yyyy-MM-dd} is not a date a forecast can start on: take one from 1900 to 2200."));

/// <summary>An amount is zero, negative or absurd where it must be plain money.</summary>
public sealed record AmountIsOutOfRange(string What, long Cents)
    : Refusal("amount_out_of_range",
        string.Create(CultureInfo.InvariantCulture, $"{What} of {Cents} cents: amounts are above 0 and below 10^14 cents."));

/// <summary>A past event lies after the as-of date.</summary>
public sealed record EventIsInTheFuture(string What, DateOnly On)
    : Refusal("event_in_the_future",
        string.Create(CultureInfo.InvariantCulture,
            $"{What} on {On:yyyy-MM-dd} lies after the as-of date: a forecast may know only the past."));

/// <summary>A past event lies so far back that its date must be a slip.</summary>
public sealed record EventIsTooOld(string What, DateOnly On)
    : Refusal("event_too_old",
        string.Create(CultureInfo.InvariantCulture, $"{What} on {On:yyyy-MM-dd}: nothing before 1900 is taken as history."));

/// <summary>A count, an exposure or a chance is negative or not a number.</summary>
public sealed record NumberIsOutOfRange(string What, double Number)
    : Refusal("number_out_of_range",
        string.Create(CultureInfo.InvariantCulture, $"{What} is {Number}: it must be a plain number from zero up."));

/// <summary>Two open pledges or commitments have one id.</summary>
public sealed record IdIsNotUnique(string Id)
    : Refusal("id_not_unique", $"'{Id}' stands twice among the open pledges or commitments: each counts once.");

/// <summary>Too much is asked to be computed at once.</summary>
public sealed record BooksAreTooLarge(string What, int Count)
    : Refusal("books_too_large",
        string.Create(CultureInfo.InvariantCulture, $"{Count} {What}: the engine takes at most {ForecastInputs.MostItems}."));

/// <summary>Looks at everything that goes into a forecast, before a number is drawn.</summary>
public static class ForecastInputs
{
    /// <summary>Most gifts, pledges, commitments or costs.</summary>
    public const int MostItems = 100_000;

    private const long TooMuch = 100_000_000_000_000;

    /// <summary>The first thing wrong, or null. Order: settings, dates, sizes, amounts, numbers, ids, what-ifs.</summary>
    public static Refusal? Fault(ForecastBooks books, ForecastSettings settings) =>
        settings.HorizonMonths is < 1 or > ForecastSettings.MostMonths ? new HorizonIsOutOfRange(settings.HorizonMonths)
        : settings.Paths is < 100 or > ForecastSettings.MostPaths ? new PathsAreOutOfRange(settings.Paths)
        : !(settings.Confidence is > 0 and < 1) ? new ConfidenceIsOutOfRange(settings.Confidence)
        : settings.MonthsToRaiseMoney is < 0 or > ForecastSettings.MostMonths
        ? new NumberIsOutOfRange("the months to raise money", settings.MonthsToRaiseMoney)
        : books.AsOf.Year is < 1900 or > 2200 ? new AsOfIsOutOfRange(books.AsOf)
        : books.GiftsKnownFrom > books.AsOf ? new EventIsInTheFuture("the first known day", books.GiftsKnownFrom.Value)
        : (Refusal?)SizeFault(books) ?? (Refusal?)DateFault(books) ?? (Refusal?)AgeFault(books) ?? (Refusal?)AmountFault(books)
        ?? (Refusal?)NumberFault(books) ?? (Refusal?)IdFault(books) ?? settings.WhatIf.Fault(books);

    private static BooksAreTooLarge? SizeFault(ForecastBooks books) =>
        ((int Count, string What)[])[(books.Gifts.Count, "gifts"), (books.Pledges.Count, "pledges"),
            (books.Commitments.Count, "commitments"), (books.Support.Count, "streams of support"),
            (books.Cases.Sum(kind => kind.Costs.Count), "costs")]
        is var sizes && sizes.FirstOrDefault(size => size.Count > MostItems) is { What: { } what, Count: var count }
            ? new BooksAreTooLarge(what, count) : null;

    private static EventIsInTheFuture? DateFault(ForecastBooks books) =>
        books.Gifts.FirstOrDefault(gift => gift.On > books.AsOf) is { } late ? new EventIsInTheFuture($"a gift of {late.Donor}", late.On)
        : books.Cases.SelectMany(kind => kind.Costs).FirstOrDefault(cost => cost.On > books.AsOf) is { } cost
        ? new EventIsInTheFuture("a past cost", cost.On)
        : null;

    private static EventIsTooOld? AgeFault(ForecastBooks books) =>
        books.Gifts.FirstOrDefault(gift => gift.On.Year < 1900) is { } gift ? new EventIsTooOld($"a gift of {gift.Donor}", gift.On)
        : books.GiftsKnownFrom is { Year: < 1900 } from ? new EventIsTooOld("the first known day", from)
        : books.Cases.SelectMany(kind => kind.Costs).FirstOrDefault(cost => cost.On.Year < 1900) is { } cost
        ? new EventIsTooOld("a past cost", cost.On)
        : null;

    private static AmountIsOutOfRange? AmountFault(ForecastBooks books)
    {
        if (books.BalanceEur is <= -TooMuch or >= TooMuch) return new AmountIsOutOfRange("the balance", books.BalanceEur);
        if (books.FloorEur is < 0 or >= TooMuch) return new AmountIsOutOfRange("the floor", books.FloorEur);
        if (books.UsedPerYearEur is <= -TooMuch or >= TooMuch) return new AmountIsOutOfRange("the use of a year", books.UsedPerYearEur);
        if (books.PlannedSpendingPerYearEur is < 0 or >= TooMuch)
            return new AmountIsOutOfRange("planned spending", books.PlannedSpendingPerYearEur.Value);
        var amounts = books.Gifts.Select(gift => ("a gift", gift.Eur)).Concat(books.Pledges.Select(pledge => ("a pledge", pledge.Eur)))
            .Concat(books.Commitments.Select(commitment => ("a commitment", commitment.Eur)))
            .Concat(books.Cases.SelectMany(kind => kind.Costs).Select(cost => ("a past cost", cost.Eur)))
            .Concat(books.Cases.Where(kind => kind.PriorCostEur is not null).Select(kind => ("an assumed cost", kind.PriorCostEur!.Value)))
            .Concat(books.Support.Concat(books.Cases.Where(kind => kind.Support is not null).Select(kind => kind.Support!))
            .Select(stream => ("support", stream.EurPerMonth)));
        foreach (var (what, cents) in amounts)
            if (cents is <= 0 or >= TooMuch) return new AmountIsOutOfRange(what, cents);
        // At most 100,000 items below 10^14 each: the sums do not fit in 64 bits, so they are looked at in 128.
        foreach (var (what, total) in ((string, Int128)[])[("all pledges together", Sum(books.Pledges.Select(pledge => pledge.Eur))),
            ("all commitments together", Sum(books.Commitments.Select(commitment => commitment.Eur))),
            ("all gifts together", Sum(books.Gifts.Select(gift => gift.Eur)))])
            if (total >= TooMuch) return new AmountIsOutOfRange(what, (long)Int128.Min(total, long.MaxValue));
        return null;
    }

    private static Int128 Sum(IEnumerable<long> cents) => cents.Aggregate((Int128)0, (sum, each) => sum + each);

    private static NumberIsOutOfRange? NumberFault(ForecastBooks books)
    {
        var numbers = books.Cases.SelectMany(
            kind => ((string, double)[])[("past exposure", kind.PastExposure), ("coming exposure", kind.ExposurePerYear)])
            .Concat(books.CommitmentHistory.SettledToCommitted.Select(ratio => ("paid ÷ committed", ratio > 0 ? ratio : double.NaN)))
            .Append(("the count of cancelled commitments", books.CommitmentHistory.Cancelled))
            .Concat(books.CurrencyVolatility.Select(pair => ($"the volatility of {pair.Key}", pair.Value > 3 ? double.NaN : pair.Value)))
            .Concat(books.Support.Concat(books.Cases.Where(kind => kind.Support is not null).Select(kind => kind.Support!))
            .Select(stream => ("the chance that support ends", stream.EndsPerMonth > 1 ? double.NaN : stream.EndsPerMonth)));
        foreach (var (what, number) in numbers)
            if (!(number is >= 0 and < 1e6)) return new NumberIsOutOfRange(what, number);
        return null;
    }

    private static IdIsNotUnique? IdFault(ForecastBooks books) =>
        (books.Pledges.GroupBy(pledge => pledge.Id).FirstOrDefault(group => group.Count() > 1)?.Key
         ?? books.Commitments.GroupBy(commitment => commitment.Id).FirstOrDefault(group => group.Count() > 1)?.Key) is { } id
         ? new IdIsNotUnique(id) : null;
}
