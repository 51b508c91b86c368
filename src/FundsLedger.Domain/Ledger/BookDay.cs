using System.Globalization;

namespace FundsLedger.Domain.Ledger;

/// <summary>Days as addresses, parameters and forms name them.</summary>
public static class BookDay
{
    private const string Iso = "yyyy-MM-dd";

    /// <summary>The day a text names as year-month-day; null for what is no day, and for one outside the days for which books run: nothing
    /// that reckons with days is ever asked about the year 1 or 9999.</summary>
    public static DateOnly? Read(string? text) => Read(text, Iso);

    /// <summary>The same in one of several notations.</summary>
    public static DateOnly? Read(string? text, params string[] notations) =>
        DateOnly.TryParseExact(text, notations, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day >= LedgerRules.FirstDate && day <= LedgerRules.LastDate ? day : null;
}
