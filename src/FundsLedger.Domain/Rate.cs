using System.Globalization;

namespace FundsLedger.Domain;

/// <summary>An exchange rate as entered by an officer: units of <paramref name="Target"/> for one unit of <paramref name="Source"/>, in
/// billionths (nine exact decimals, always positive).</summary>
public readonly record struct Rate(Currency Source, Currency Target, long Billionths)
{
    /// <summary>Billionths in one.</summary>
    public const long Scale = 1_000_000_000;

    /// <summary>Largest rate: a thousand million.</summary>
    public const long LargestBillionths = 1_000_000_000 * Scale;

    /// <summary>Reads a positive plain decimal with at most nine decimals; null when it is anything else. Nothing is rounded.</summary>
    public static Rate? Read(string? text, Currency source, Currency target)
    {
        if (text is null || text.Length is 0 or > 20) return null;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = point < 0 ? (text, "") : (text[..point], text[(point + 1)..]);
        if (whole.Length is 0 or > 10 || fraction.Length > 9 || (point >= 0 && fraction.Length == 0)) return null;
        var digits = whole + fraction.PadRight(9, '0');
        if (digits.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0) return null;
        var billionths = Int128.Parse(digits, CultureInfo.InvariantCulture);
        return billionths > 0 && billionths <= LargestBillionths ? new Rate(source, target, (long)billionths) : null;
    }

    /// <summary>The rate with up to nine decimals and no trailing zeros beyond four.</summary>
    public string ToDecimalString() => ((decimal)Billionths / Scale).ToString("0.0000#####", CultureInfo.InvariantCulture);
}
