namespace FundsLedger.Domain;

/// <summary>Splits an amount into parts that sum to it exactly (largest remainder; ties to the earlier part).</summary>
public static class Allocation
{
    /// <summary>Equal parts, none of them smaller than one minor unit.</summary>
    /// <returns>The parts in order, or null when a part would be smaller than one minor unit.</returns>
    /// <example>1.00 EUR in 3 → 0.34, 0.33, 0.33; in 150 → null ("smaller than one cent per instalment").</example>
    public static IReadOnlyList<Money>? Equal(Money total, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        if (total.Minor < parts) return null;
        return ByWeight(total, Enumerable.Repeat(1L, parts).ToArray());
    }

    /// <summary>Two parts in proportion to their weights.</summary>
    /// <inheritdoc cref="ByWeight"/>
    public static (Money First, Money Second) InTwo(Money total, long first, long second) =>
        ByWeight(total, [first, second]) is [var one, var other] ? (one, other)
            : throw new InvalidOperationException("Two weights make two parts.");

    /// <summary>Parts in proportion to the weights; no part is negative for a positive total.</summary>
    /// <exception cref="ArgumentException">A weight is negative, or all are zero.</exception>
    public static IReadOnlyList<Money> ByWeight(Money total, IReadOnlyList<long> weights)
    {
        Int128 sum = 0;
        foreach (var weight in weights)
        {
            if (weight < 0) throw new ArgumentException("A weight is never negative.", nameof(weights));
            sum += weight;
        }
        if (sum == 0) throw new ArgumentException("At least one weight is above zero.", nameof(weights));

        var sign = total.Minor < 0 ? -1 : 1;
        var whole = Int128.Abs(total.Minor);
        var parts = new Int128[weights.Count];
        var remainders = new Int128[weights.Count];
        var left = whole;
        for (var part = 0; part < parts.Length; part++)
        {
            (parts[part], remainders[part]) = Int128.DivRem(whole * weights[part], sum);
            left -= parts[part];
        }
        foreach (var part in Enumerable.Range(0, parts.Length).OrderByDescending(part => remainders[part])
            .Take((int)left)) parts[part] += 1;
        return [.. parts.Select(part => new Money((long)(part * sign), total.Currency))];
    }
}
