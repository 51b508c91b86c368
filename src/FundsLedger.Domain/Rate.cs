using System.Globalization;

namespace FundsLedger.Domain;

/// <summary>An exchange rate as entered by an officer: units of <paramref name="Target"/> for one unit of <paramref name="Source"/>, in billionths (nine exact decimals, always positive).</summary>
public readonly record struct Rate(Currency Source, Currency Target, long Billionths)
{
    /// <summary>Billionths in one.</summary>
    public const long Scale = 1_000_000_000;

    /// <summary>Reads a positive decimal with at most nine decimals; null when it is not one.</summary>
    public static Rate? Read(string? text, Currency source, Currency target)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return null;
        if (value <= 0 || value > 1_000_000_000m) return null;
        var billionths = value * Scale;
        return billionths == decimal.Truncate(billionths) ? new Rate(source, target, (long)billionths) : null;
    }

    /// <summary>The rate with up to nine decimals and no trailing zeros beyond four.</summary>
    public string ToDecimalString() => ((decimal)Billionths / Scale).ToString("0.0000#####", CultureInfo.InvariantCulture);
}
