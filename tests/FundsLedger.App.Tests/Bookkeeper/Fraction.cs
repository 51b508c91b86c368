using System.Numerics;

namespace FundsLedger.App.Tests.Bookkeeper;

/// <summary>A number without rounding.</summary>
internal readonly record struct Fraction
{
    public Fraction(BigInteger over, BigInteger under)
    {
        if (under.IsZero) throw new DivideByZeroException();
        var common = BigInteger.GreatestCommonDivisor(over, under) * under.Sign;
        (Over, Under) = (over / common, under / common);
    }

    public BigInteger Over { get; }

    public BigInteger Under { get; }

    public static implicit operator Fraction(long whole) => new(whole, 1);

    public static Fraction operator +(Fraction one, Fraction other) => new(one.Over * other.Under + other.Over * one.Under,
        one.Under * other.Under);

    public static Fraction operator -(Fraction one) => new(-one.Over, one.Under);

    public static Fraction operator -(Fraction one, Fraction other) => one + -other;

    public static Fraction operator *(Fraction one, Fraction other) => new(one.Over * other.Over, one.Under * other.Under);

    public static Fraction operator /(Fraction one, Fraction other) => new(one.Over * other.Under, one.Under * other.Over);

    /// <summary>The nearest whole number, half away from zero.</summary>
    public long Rounded()
    {
        var twice = 2 * BigInteger.Abs(Over) + Under;
        return (long)(twice / (2 * Under)) * (Over.Sign < 0 ? -1 : 1);
    }
}
