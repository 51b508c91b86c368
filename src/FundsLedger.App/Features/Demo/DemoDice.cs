namespace FundsLedger.App.Features.Demo;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same books on every platform and every version of .NET, which
/// System.Random does not promise.</summary>
internal sealed class DemoDice(int seed)
{
    private ulong _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL);

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both inclusive.</summary>
    public int Between(int least, int most) => least + (int)(Next() % (ulong)(most - least + 1));

    /// <summary>True in <paramref name="percent"/> of a hundred throws.</summary>
    public bool Chance(int percent) => Between(1, 100) <= percent;

    /// <summary>One of the choices.</summary>
    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[Between(0, choices.Length - 1)];

    private ulong Next()
    {
        unchecked
        {
            var mixed = _state += 0x9E3779B97F4A7C15UL;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }
}
