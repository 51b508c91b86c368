using System.Globalization;

namespace FundsLedger.Domain.Contributions;

/// <summary>The share of programme support in what is charged under an agreement, in hundredths of a per cent: 700 is 7 %.</summary>
public static class SupportShare
{
    /// <summary>All of it: 100 %.</summary>
    public const int Whole = 10_000;

    /// <summary>True of a share that an agreement can have: from nothing to all of it, inclusive.</summary>
    public static bool IsPossible(int hundredths) => hundredths is >= 0 and <= Whole;

    /// <summary>The share of what was charged, to the nearest cent, half a cent upwards.</summary>
    /// <param name="charged">In EUR, more than nothing.</param>
    /// <param name="hundredths">Hundredths of a per cent.</param>
    public static Money Of(Money charged, int hundredths) =>
        Money.Eur((long)(((Int128)charged.Minor * hundredths + Whole / 2) / Whole));

    /// <summary>A share as people and programs write it: 7, 7.25; null for anything that is none, or has more than two decimals.</summary>
    public static int? Read(string? text) =>
        text is not null && Money.Read(text, Currency.Eur).Value is { Minor: >= 0 and <= Whole } read ? (int)read.Minor : null;

    /// <summary>In per cent with two decimals: <c>7.00</c>.</summary>
    public static string Text(int hundredths) =>
        string.Create(CultureInfo.InvariantCulture, $"{hundredths / 100}.{hundredths % 100:00}");
}
