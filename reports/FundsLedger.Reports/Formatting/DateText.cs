using System.Globalization;

namespace FundsLedger.Reports.Formatting;

/// <summary>Dates for people, the same on pages and in documents: <c>23 Nov 2026</c>, <c>23 nov. 2026</c>. The month names are held here
/// because a machine's culture data changes between versions, and an issued statement must reprint byte for byte.</summary>
public static class DateText
{
    private static readonly string[] EnglishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly string[] FrenchMonths =
        ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

    /// <summary>The day: <c>1 Jan 2026</c>, <c>1er janv. 2026</c>.</summary>
    public static string Format(DateOnly date, string language)
    {
        var french = Languages.IsFrench(language);
        var day = french && date.Day == 1 ? "1er" : date.Day.ToString(CultureInfo.InvariantCulture);
        return $"{day} {MonthAndYear(date, language)}";
    }

    /// <summary>The month, for axes and headings: <c>Jan 2026</c>, <c>janv. 2026</c>.</summary>
    public static string MonthAndYear(DateOnly date, string language)
    {
        var months = Languages.IsFrench(language) ? FrenchMonths : EnglishMonths;
        return string.Create(CultureInfo.InvariantCulture, $"{months[date.Month - 1]} {date.Year:0000}");
    }

    /// <summary>The instant in UTC, to the minute: <c>23 Nov 2026, 14:05 UTC</c>, <c>23 nov. 2026, 14 h 05 UTC</c>.</summary>
    public static string FormatInstant(DateTimeOffset instant, string language)
    {
        var utc = instant.UtcDateTime;
        var day = Format(DateOnly.FromDateTime(utc), language);
        var format = Languages.IsFrench(language) ? "HH'\u00A0h\u00A0'mm" : "HH':'mm";
        return $"{day}, {utc.ToString(format, CultureInfo.InvariantCulture)}\u00A0UTC";
    }
}
