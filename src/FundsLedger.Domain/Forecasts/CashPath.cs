using System.Numerics;
using System.Runtime.CompilerServices;

namespace FundsLedger.Domain.Forecasts;

/// <summary>Which draws belong to a path.</summary>
/// <param name="Seed">Seed of the forecast.</param>
/// <param name="Path">Number of the path, for chance events.</param>
/// <param name="Parameters">Number of the draw of the unknown parameters; equal to the path unless many paths share one.</param>
public readonly record struct PathKey(ulong Seed, long Path, long Parameters)
{
    private readonly ulong events = RandomStream.KeyOf(Seed, Path);
    private readonly ulong unknowns = RandomStream.KeyOf(~Seed, Parameters);

    /// <summary>Draws of events.</summary>
    public RandomStream Stream(ulong purpose) => RandomStream.Of(events, purpose);

    /// <summary>Keys of the streams with these masks (<see cref="RandomStream.MaskOf"/>).</summary>
    internal void Keys(ReadOnlySpan<ulong> masks, Span<ulong> into) => RandomStream.KeysOf(events, masks, into);

    /// <summary>Draws of unknown parameters.</summary>
    public RandomStream ParameterStream(ulong purpose) => RandomStream.Of(unknowns, purpose);
}

/// <summary>A gift that a donor will give in a forecast year.</summary>
internal readonly record struct PlannedGift(int Donor, int Year);

/// <summary>Something that moves money on a path. Holds no state of a path, so that paths run side by side.</summary>
public interface ICashSource
{
    /// <summary>Puts this source's payments and receipts of one path on their days.</summary>
    void Draw(in PathKey key, CashPath path);
}

/// <summary>Payments and receipts of one path on their days, in cents. Day 1 is the day after the as-of date. Days without any are stepped
/// over, so that a path costs what happens on it and not the length of the horizon.</summary>
public sealed class CashPath
{
    private readonly int[] monthEnds;
    private readonly int lastDay;
    private readonly (double Paid, double Received)[] money; // by day
    private readonly ulong[] busy; // a bit a day
    private readonly double[] spanLowest;
    private readonly int[] spanOfDay; // of days with money
    private readonly List<(int Item, int Day, double Cents)> marked = [];
    private readonly List<(double[] Steps, bool IsDrawn)> currencySteps = [];
    private readonly double[] priceOfDays = new double[32];
    private readonly double[] priceOf32Days;
    private (double Eur, int Owner)[] urn = new (double, int)[64];
    private PlannedGift[] gifts = [];
    private ulong[] giftKeys = [];
    private ulong[] keyRoom = [];
    private double[] numberRoom = [];
    private int[] dayRoom = [];
    private int spans;
    private bool pricesAreDrawn;

    /// <summary>An empty path over this calendar.</summary>
    public CashPath(ForecastCalendar calendar)
    {
        Calendar = calendar;
        monthEnds = [.. calendar.MonthEnds];
        lastDay = calendar.Days;
        money = new (double, double)[lastDay + 1];
        busy = new ulong[lastDay / 64 + 1];
        priceOf32Days = new double[lastDay / 32 + 1];
        // Each busy day and each month's end closes at most two spans.
        spanLowest = new double[2 * (lastDay + calendar.Months) + 2];
        spanOfDay = new int[lastDay + 1];
    }

    /// <summary>The days of the forecast.</summary>
    public ForecastCalendar Calendar { get; }

    /// <summary>Money that arrives on a day; days in the past count as day 1, days beyond the horizon not at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Receive(int day, double cents)
    {
        if (day > lastDay) return;
        if (day < 1) day = 1;
        money[day].Received += cents;
        busy[day >> 6] |= 1UL << (day & 63);
    }

    /// <summary>Money that leaves on a day (negative: a release); days as in <see cref="Receive"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pay(int day, double cents)
    {
        if (day > lastDay) return;
        if (day < 1) day = 1;
        money[day].Paid += cents;
        busy[day >> 6] |= 1UL << (day & 63);
    }

    /// <summary>Money that arrives and whose own effect on depletion is to be measured.</summary>
    internal void ReceiveMarked(int item, int day, double cents)
    {
        Receive(day, cents);
        if (day <= lastDay) marked.Add((item, Math.Max(1, day), cents));
    }

    /// <summary>Room for a few chances, reused from source to source: one allocated on the stack would keep the compiler from optimising
    /// its user by what it has seen.</summary>
    internal double[] Chances { get; } = new double[8];

    /// <summary>Room for the balls of a Pólya urn, reused from path to path.</summary>
    internal Span<(double Eur, int Owner)> Urn(int count)
    {
        if (urn.Length < count) urn = new (double, int)[count * 2];
        return urn.AsSpan(0, count);
    }

    /// <summary>Room for the gifts of a path's donors, reused from path to path: whose and in which year, and the keys of their
    /// draws.</summary>
    internal (PlannedGift[] Gifts, ulong[] Keys) Gifts(int most)
    {
        if (gifts.Length < most) (gifts, giftKeys) = (new PlannedGift[most], new ulong[most]);
        return (gifts, giftKeys);
    }

    /// <summary>The first numbers of many streams of a path: number n of stream s stands at n × streams + s. Good until the next
    /// draws.</summary>
    internal Span<double> Draws(in PathKey key, ReadOnlySpan<ulong> masks, int each)
    {
        var keys = Keys(masks.Length);
        key.Keys(masks, keys);
        return Draws(keys, 0, each);
    }

    /// <summary>Numbers from a place on, of streams with these keys; laid out as the streams of a path.</summary>
    internal Span<double> Draws(ReadOnlySpan<ulong> keys, int from, int each, int apart = 1)
    {
        var found = Numbers(keys.Length * each);
        for (var number = 0; number < each; number++)
            RandomStream.UniformsAt(from + number * apart, keys, found.Slice(number * keys.Length, keys.Length));
        return found;
    }

    /// <summary>The first numbers of one stream. Good until the next draws.</summary>
    internal Span<double> Draws(RandomStream stream, int count)
    {
        var found = Numbers(count);
        stream.Uniforms(found);
        return found;
    }

    /// <summary>Room for keys of streams; good until the next draws of many streams.</summary>
    internal Span<ulong> Keys(int count)
    {
        if (keyRoom.Length < count) keyRoom = new ulong[count];
        return keyRoom.AsSpan(0, count);
    }

    /// <summary>Room for days, reused from source to source.</summary>
    internal Span<int> Days(int count)
    {
        if (dayRoom.Length < count) dayRoom = new int[count * 2];
        return dayRoom.AsSpan(0, count);
    }

    private Span<double> Numbers(int count)
    {
        if (numberRoom.Length < count) numberRoom = new double[count * 2];
        return numberRoom.AsSpan(0, count);
    }

    /// <summary>Running sums of the standard normal steps of a currency, one a month; drawn once a path.</summary>
    internal double[] CurrencySteps(int place, RandomStream random)
    {
        while (currencySteps.Count <= place) currencySteps.Add((new double[Calendar.Months], false));
        var (steps, isDrawn) = currencySteps[place];
        if (isDrawn) return steps;
        var sum = 0.0;
        random.Uniforms(steps);
        for (var month = 0; month < steps.Length; month++) steps[month] = sum += NormalTable.At(steps[month]);
        currencySteps[place] = (steps, true);
        return steps;
    }

    /// <summary>Price level on a day ÷ today's, from powers of one day's factor: one multiplication instead of an exponential each
    /// time.</summary>
    internal double PriceOn(int day, in PathKey key, Prices prices)
    {
        if (!pricesAreDrawn)
        {
            pricesAreDrawn = true;
            Fill(priceOfDays, prices.OfADay(key));
            Fill(priceOf32Days, priceOfDays[31] * priceOfDays[1]);
        }
        return priceOf32Days[day >> 5] * priceOfDays[day & 31];

        static void Fill(double[] powers, double factor)
        {
            powers[0] = 1;
            for (var power = 1; power < powers.Length; power++) powers[power] = powers[power - 1] * factor;
        }
    }

    /// <summary>Walks the days in order, payments before receipts, writes what happened, and leaves the path empty but for the marks and
    /// what weighing them needs.</summary>
    /// <param name="balance">Cents on day 0.</param>
    /// <param name="floor">Cents below which the fund is depleted.</param>
    /// <param name="evenPerDay">Cents spent evenly every day.</param>
    /// <param name="into">Where the path's results go.</param>
    /// <param name="path">Its number.</param>
    /// <param name="weighTo">Last month that <see cref="Weigh(double, MarkedEffects?, int)"/> will ask about; 0 for none.</param>
    internal void Walk(double balance, double floor, double evenPerDay, SimulatedPaths into, int path, int weighTo)
    {
        var depleted = balance < floor ? 0 : int.MaxValue;
        var (arrived, today, word, bits) = (0.0, 0, 0, busy[0]);
        var row = path;
        var isStill = evenPerDay == 0;
        var lastSpan = marked.Count == 0 ? 0 : monthEnds[weighTo];
        spans = 0;
        for (var month = 0; month < monthEnds.Length - 1; month++)
        {
            var end = monthEnds[month + 1];
            // Without even spending, days without money only repeat the balance the month starts with.
            var least = month == 0 || isStill ? balance : double.PositiveInfinity;
            while (true)
            {
                while (bits == 0 && word < busy.Length - 1) bits = busy[++word];
                var next = bits == 0 ? int.MaxValue : (word << 6) + BitOperations.TrailingZeroCount(bits);
                var quiet = isStill ? 0 : Math.Min(next - 1, end) - today;
                if (quiet > 0)
                {
                    var (first, last) = (balance - evenPerDay, balance - evenPerDay * quiet);
                    var low = first < last ? first : last;
                    if (low < least) least = low;
                    if (low < floor && depleted == int.MaxValue) depleted = today + FirstBelow(balance, floor, evenPerDay, quiet);
                    today += quiet;
                    balance = last;
                    if (today <= lastSpan) spanLowest[spans++] = low;
                }
                if (next > end) break;
                ref var moved = ref money[next];
                balance -= moved.Paid + evenPerDay;
                // Never NaN; one step without a branch.
                least = double.MinNative(balance, least);
                if (balance < floor && depleted == int.MaxValue) depleted = next;
                if (next <= lastSpan)
                {
                    spanOfDay[next] = spans;
                    spanLowest[spans++] = balance;
                }
                balance += moved.Received;
                arrived += moved.Received;
                moved = default;
                today = next;
                bits &= bits - 1;
            }
            into.Lowest[row] = least;
            into.AtMonthEnd[row] = balance;
            row += into.Count;
            if (month < 12) into.ReceivedInAYear[path] = arrived;
        }
        into.DepletedOn[path] = depleted;
        Array.Clear(busy);
        pricesAreDrawn = false;
        for (var place = 0; place < currencySteps.Count; place++) currencySteps[place] = (currencySteps[place].Steps, false);
    }

    /// <summary>Adds up what each marked receipt brings within the months asked about, and counts it where the fund would be depleted by
    /// then without it and is not with it; nothing when nobody asks. Takes the marks off.</summary>
    internal void Weigh(double floor, MarkedEffects? effects, int depletedOn)
    {
        if (effects is not null && marked.Count > 0) Weigh(floor, monthEnds[effects.Months], depletedOn, effects.Brought, effects.Saved);
        marked.Clear();
    }

    private void Weigh(double floor, int end, int depletedOn, double[] brought, int[] saved)
    {
        foreach (var (item, day, cents) in marked)
            if (day <= end) brought[item] += cents;
        if (depletedOn > end)
        {
            var count = spans;
            for (var span = count - 2; span >= 0; span--) spanLowest[span] = Math.Min(spanLowest[span], spanLowest[span + 1]);
            foreach (var (item, day, cents) in marked)
            {
                if (day > end) continue;
                var after = spanOfDay[day] + 1; // its day always ends a span
                if (after < count && spanLowest[after] - cents < floor) saved[item]++;
            }
        }
    }

    /// <summary>The first day, counted from 1, on which a balance that falls evenly is below the floor.</summary>
    private static int FirstBelow(double balance, double floor, double evenPerDay, int most)
    {
        var day = evenPerDay > 0 ? (int)Math.Clamp(Math.Floor((balance - floor) / evenPerDay) + 1, 1, most) : 1;
        // The division is rounded; the balance itself decides.
        while (day > 1 && balance - evenPerDay * (day - 1) < floor) day--;
        while (day < most && balance - evenPerDay * day >= floor) day++;
        return day;
    }
}
