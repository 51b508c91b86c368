namespace FundsLedger.Domain;

/// <summary>How far a rate is from a known one.</summary>
public enum RateDistance
{
    /// <summary>Within three per cent: banks and circulars differ by that much.</summary>
    Near,

    /// <summary>Beyond three per cent: the rate is asked for again.</summary>
    AskAgain,

    /// <summary>Beyond ten per cent: it needs a second person.</summary>
    TakesTwo,
}

/// <summary>Compares a rate as typed with one that is known. A slip of a digit is a factor of ten, and would be revenue.</summary>
public static class RateBand
{
    /// <summary>Per cent beyond which a rate is asked again.</summary>
    public const int AsksBeyond = 3;

    /// <summary>Per cent beyond which a rate takes a second person.</summary>
    public const int TakesTwoBeyond = 10;

    /// <summary>The distance, in per cent of the known rate; both ends of a band belong to it.</summary>
    /// <exception cref="ArgumentException">The rates are of different currencies.</exception>
    public static RateDistance Of(Rate typed, Rate known)
    {
        if ((typed.Source, typed.Target) != (known.Source,
            known.Target)) throw new ArgumentException("Only rates of one currency can be compared.", nameof(known));
        var away = Int128.Abs((Int128)typed.Billionths - known.Billionths) * 100;
        return away > (Int128)known.Billionths * TakesTwoBeyond ? RateDistance.TakesTwo
            : away > (Int128)known.Billionths * AsksBeyond ? RateDistance.AskAgain : RateDistance.Near;
    }
}
