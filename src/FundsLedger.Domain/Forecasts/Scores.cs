namespace FundsLedger.Domain.Forecasts;

/// <summary>How good a forecast was; smaller is better.</summary>
public static class Scores
{
    /// <summary>Squared distance of a chance from what happened (Brier 1950).</summary>
    public static double Brier(double chance, bool happened) => (chance - (happened ? 1 : 0)) * (chance - (happened ? 1 : 0));

    /// <summary>Continuous ranked probability score of a sample, taken as the whole distribution: mean|x − y| − ½ mean|x − x′|.</summary>
    public static double Crps(IReadOnlyList<double> sample, double seen) =>
        Distance(sample, seen) - Spread(sample) / sample.Count / sample.Count;

    /// <summary>The same without the bias of a finite sample (Ferro 2014): pairs are counted over M (M − 1). Needs two values.</summary>
    public static double CrpsFair(IReadOnlyList<double> sample, double seen) =>
        Distance(sample, seen) - Spread(sample) / sample.Count / (sample.Count - 1);

    private static double Distance(IReadOnlyList<double> sample, double seen) => sample.Sum(value => Math.Abs(value - seen)) / sample.Count;

    /// <summary>Half the sum of |x − x′| over all ordered pairs.</summary>
    private static double Spread(IReadOnlyList<double> sample)
    {
        var sorted = sample.Order().ToArray();
        var sum = 0.0;
        for (var place = 0; place < sorted.Length; place++) sum += (2.0 * place - sorted.Length + 1) * sorted[place];
        return sum;
    }
}
