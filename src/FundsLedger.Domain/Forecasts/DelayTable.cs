namespace FundsLedger.Domain.Forecasts;

/// <summary>Whole days late by the delay law, looked up instead of computed: the smallest number of days by which the law has used up what
/// was drawn, which is the drawn delay rounded up.</summary>
internal sealed class DelayTable
{
    private const int Guides = 4096;
    private readonly DelayLaw law;
    private readonly double[] shares;
    private readonly int[] guides;

    /// <param name="law">The law.</param>
    /// <param name="days">Longest delay that anybody asks about; longer ones are all given as one day more.</param>
    public DelayTable(DelayLaw law, int days)
    {
        this.law = law;
        // The share of late payments that have come after this many days.
        shares = [.. Enumerable.Range(0, days + 1).Select(law.ShareAfter)];
        guides = new int[Guides + 1];
        var day = 0;
        for (var guide = 0; guide <= Guides; guide++)
        {
            while (day <= days && shares[day] < guide / (double)Guides) day++;
            guides[guide] = day;
        }
    }

    /// <summary>Whole days late, of a payment that has been out this long.</summary>
    /// <param name="waiting">What waiting has said.</param>
    /// <param name="uniform">A number in (0, 1).</param>
    public int DaysLate(DelayLaw.Waiting waiting, double uniform)
    {
        if (law.Sigma <= 0) return waiting.DaysOverdue;
        if (waiting.DaysOverdue == 0)
        {
            if (uniform < law.InTime) return 0;
            uniform = (uniform - law.InTime) / (1 - law.InTime);
        }
        var share = Math.Min(waiting.ShareOver + (1 - waiting.ShareOver) * uniform, 1 - 1e-12);
        var known = shares;
        if (share > known[^1]) return known.Length;
        var day = guides[double.ConvertToIntegerNative<int>(share * Guides)];
        while (known[day] < share) unchecked { day++; }
        return day;
    }
}
