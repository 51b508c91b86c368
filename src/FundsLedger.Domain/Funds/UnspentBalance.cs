namespace FundsLedger.Domain.Funds;

/// <summary>What moved a fund's cash on one day, in cents.</summary>
/// <param name="Date">The day.</param>
/// <param name="AgreementIn">Received under the agreement; negative for a receipt taken back.</param>
/// <param name="OtherIn">Received otherwise; negative likewise.</param>
/// <param name="Interest">Interest, whose share follows the balances since the last interest.</param>
/// <param name="Used">Everything else that left the bank, positive: payments, charges, exchange losses.</param>
public readonly record struct FundDay(DateOnly Date, long AgreementIn, long OtherIn, long Interest, long Used);

/// <summary>What of an agreement's money was not used, in cents. Money in a fund is pooled: every day's use is taken from the contributions in proportion to what is left of each, and interest follows the balances weighted by the days they lay there.</summary>
/// <param name="Received">Received under the agreement.</param>
/// <param name="Interest">Its share of interest.</param>
/// <param name="Used">Its share of what was used.</param>
public sealed record UnspentBalance(long Received, long Interest, long Used)
{
    /// <summary>Received + interest − used; never negative for days in order.</summary>
    public long Unspent => Received + Interest - Used;

    /// <summary>Attributes the days' movements; each share is exact, so that shares of all contributions sum to the whole.</summary>
    /// <param name="days">In order of date; a day once.</param>
    /// <param name="through">Last day, inclusive: it weighs the balances up to here.</param>
    public static UnspentBalance Of(IEnumerable<FundDay> days, DateOnly through)
    {
        long received = 0, interest = 0, used = 0, whole = 0;
        long weight = 0, others = 0;
        DateOnly? last = null;
        foreach (var day in days.Where(day => day.Date <= through))
        {
            var own = received + interest - used;
            var since = last is { } before ? day.Date.DayNumber - before.DayNumber : 0;
            weight = checked(weight + Math.Max(0, own) * since);
            others = checked(others + Math.Max(0, whole - own) * since);
            last = day.Date;
            if (day.Interest != 0)
            {
                // Where nothing has lain a day yet, what is there today decides.
                if (weight == 0 && others == 0) (weight, others) = (Math.Max(0, own + day.AgreementIn), Math.Max(0, whole - own + day.OtherIn));
                var share = Share(day.Interest, weight, others);
                interest += share;
                whole += day.Interest;
                (weight, others) = (0, 0);
            }
            received += day.AgreementIn;
            whole += day.AgreementIn + day.OtherIn;
            own = received + interest - used;
            used += Share(day.Used, Math.Max(0, own), Math.Max(0, whole - own));
            whole -= day.Used;
        }
        return new UnspentBalance(received, interest, used);
    }

    private static long Share(long amount, long own, long others) =>
        amount == 0 || own <= 0 ? 0 : Math.Min(Allocation.ByWeight(Money.Eur(amount), [own, others])[0].Minor, amount > 0 ? long.MaxValue : 0);
}
