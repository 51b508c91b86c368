using FundsLedger.Reports.Formatting;

namespace FundsLedger.Reports.Charts;

/// <summary>Where an axis is marked: round amounts, first days of months.</summary>
internal static class ChartTicks
{
    /// <summary>Four to seven round amounts, in thousands, around the range.</summary>
    public static IReadOnlyList<(double Position, string Label)> Amounts(double lowest, double highest, string language)
    {
        var step = RoundStep((highest - lowest) / 5);
        var first = (long)Math.Floor(lowest / step);
        var last = (long)Math.Ceiling(highest / step);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(place => (first + place) * step)
            .Select(position => (position, Label(position, step, language)))];
    }

    /// <summary>First days of months, every so many months that the names do not touch.</summary>
    /// <param name="from">Where the axis begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="language">"en" or "fr".</param>
    /// <param name="most">How many names there is room for.</param>
    public static IEnumerable<(DateOnly Day, string Label)> Months(DateOnly from, DateOnly to, string language, int most)
    {
        var months = (to.Year - from.Year) * 12 + to.Month - from.Month + 1;
        int[] steps = [1, 2, 3, 6, 12, 24, 60, 120];
        var step = steps.FirstOrDefault(step => months / step <= most, 240);
        var start = new DateOnly(from.Year, step >= 12 ? 1 : from.Month - (from.Month - 1) % step, 1);
        var day = start < from ? start.AddMonths(step) : start;
        if (day > to)
        {
            yield return (from, DateText.Format(from, language));
            yield break;
        }
        for (; day <= to; day = day.AddMonths(step)) yield return (day, DateText.MonthAndYear(day, language));
    }

    private static double RoundStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var factor = (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 };
        return factor * power;
    }

    // Below a thousand euros the marks need decimals; the amounts are exact multiples of the step.
    private static string Label(double thousands, double step, string language)
    {
        if (step >= 1 && step == Math.Floor(step)) return MoneyText.Whole((long)Math.Round(thousands), language);
        return MoneyText.Number(Domain.Money.Eur((long)Math.Round(thousands * 100)), language);
    }
}
