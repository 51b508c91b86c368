namespace FundsLedger.Domain.Forecasts;

/// <summary>Which draws belong to a path.</summary>
/// <param name="Seed">Seed of the forecast.</param>
/// <param name="Path">Number of the path, for chance events.</param>
/// <param name="Parameters">Number of the draw of the unknown parameters; equal to the path unless many paths share one.</param>
public readonly record struct PathKey(ulong Seed, long Path, long Parameters)
{
    /// <summary>Draws of events.</summary>
    public RandomStream Stream(ulong purpose) => RandomStream.Of(Seed, Path, purpose);

    /// <summary>Draws of unknown parameters.</summary>
    public RandomStream ParameterStream(ulong purpose) => RandomStream.Of(~Seed, Parameters, purpose);
}

/// <summary>Something that moves money on a path. Holds no state of a path, so that paths run side by side.</summary>
public interface ICashSource
{
    /// <summary>Puts this source's payments and receipts of one path on their days.</summary>
    void Draw(in PathKey key, CashPath path);
}

/// <summary>Payments and receipts of one path on their days, in cents. Day 1 is the day after the as-of date.</summary>
public sealed class CashPath
{
    private readonly double[] received;
    private readonly double[] paid;
    private readonly double[] lowest;
    private readonly List<(int Item, int Day, double Cents)> marked = [];
    private readonly List<(double[] Steps, bool IsDrawn)> currencySteps = [];
    private (double Eur, int Owner)[] urn = new (double, int)[64];

    /// <summary>An empty path over this calendar.</summary>
    public CashPath(ForecastCalendar calendar)
    {
        Calendar = calendar;
        received = new double[calendar.Days + 1];
        paid = new double[calendar.Days + 1];
        lowest = new double[calendar.Days + 2];
    }

    /// <summary>The days of the forecast.</summary>
    public ForecastCalendar Calendar { get; }

    /// <summary>Money that arrives on a day; days in the past count as day 1, days beyond the horizon not at all.</summary>
    public void Receive(int day, double cents)
    {
        if (day < received.Length) received[Math.Max(1, day)] += cents;
    }

    /// <summary>Money that leaves on a day (negative: a release); days as in <see cref="Receive"/>.</summary>
    public void Pay(int day, double cents)
    {
        if (day < paid.Length) paid[Math.Max(1, day)] += cents;
    }

    /// <summary>Money that arrives and whose own effect on depletion is to be measured.</summary>
    internal void ReceiveMarked(int item, int day, double cents)
    {
        Receive(day, cents);
        if (day < received.Length) marked.Add((item, Math.Max(1, day), cents));
    }

    /// <summary>Room for the balls of a Pólya urn, reused from path to path.</summary>
    internal Span<(double Eur, int Owner)> Urn(int count)
    {
        if (urn.Length < count) urn = new (double, int)[count * 2];
        return urn.AsSpan(0, count);
    }

    /// <summary>Running sums of the standard normal steps of a currency, one a month; drawn once a path.</summary>
    internal double[] CurrencySteps(int place, RandomStream random)
    {
        while (currencySteps.Count <= place) currencySteps.Add((new double[Calendar.Months], false));
        var (steps, isDrawn) = currencySteps[place];
        if (isDrawn) return steps;
        var sum = 0.0;
        for (var month = 0; month < steps.Length; month++) steps[month] = sum += random.Normal();
        currencySteps[place] = (steps, true);
        return steps;
    }

    internal void Clear()
    {
        Array.Clear(received);
        Array.Clear(paid);
        marked.Clear();
        for (var place = 0; place < currencySteps.Count; place++) currencySteps[place] = (currencySteps[place].Steps, false);
    }

    /// <summary>Walks the days in order, payments before receipts, and writes what happened.</summary>
    /// <param name="balance">Cents on day 0.</param>
    /// <param name="floor">Cents below which the fund is depleted.</param>
    /// <param name="evenPerDay">Cents spent evenly every day.</param>
    /// <param name="into">Where the path's results go.</param>
    /// <param name="path">Its number.</param>
    internal void Walk(double balance, double floor, double evenPerDay, SimulatedPaths into, int path)
    {
        var depleted = balance < floor ? 0 : int.MaxValue;
        var row = path * Calendar.Months;
        var arrived = 0.0;
        for (var month = 0; month < Calendar.Months; month++)
        {
            var least = month == 0 ? balance : double.PositiveInfinity;
            for (var day = Calendar.MonthEnds[month] + 1; day <= Calendar.MonthEnds[month + 1]; day++)
            {
                balance -= paid[day] + evenPerDay;
                lowest[day] = balance;
                if (balance < least) least = balance;
                if (balance < floor && depleted == int.MaxValue) depleted = day;
                balance += received[day];
                arrived += received[day];
            }
            into.Lowest[row + month] = least;
            into.AtMonthEnd[row + month] = balance;
            if (month < 12) into.ReceivedInAYear[path] = arrived;
        }
        into.DepletedOn[path] = depleted;
    }

    /// <summary>Adds up what each marked receipt brings within the first <paramref name="months"/> months, and counts it where the fund would be depleted by then without it and is not with it.</summary>
    internal void Weigh(double floor, int months, int depletedOn, double[] brought, int[] saved)
    {
        if (marked.Count == 0) return;
        var end = Calendar.MonthEnds[months];
        foreach (var (item, day, cents) in marked)
            if (day <= end) brought[item] += cents;
        if (depletedOn <= end) return;
        lowest[end + 1] = double.PositiveInfinity;
        for (var day = end; day > 0; day--) lowest[day] = Math.Min(lowest[day], lowest[day + 1]);
        foreach (var (item, day, cents) in marked)
            if (day <= end && lowest[day + 1] - cents < floor) saved[item]++;
    }
}
