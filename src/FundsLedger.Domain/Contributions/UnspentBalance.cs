namespace FundsLedger.Domain.Contributions;

/// <summary>What moved a fund's cash on one day, in cents.</summary>
/// <param name="Date">The day.</param>
/// <param name="AgreementIn">Received under the agreement; negative for a receipt taken back.</param>
/// <param name="OtherIn">Received otherwise; negative likewise.</param>
/// <param name="Interest">Interest, whose share follows the balances since the last interest.</param>
/// <param name="Used">Everything else that left the bank, positive: payments, charges, exchange losses.</param>
public readonly record struct FundDay(DateOnly Date, long AgreementIn, long OtherIn, long Interest, long Used);

/// <summary>What of an agreement's money was not used, in cents. Money in a fund is pooled: every day's use is taken from the contributions
/// in proportion to what is left of each, and interest follows the balances weighted by the days they lay there.</summary>
/// <param name="Received">Received under the agreement.</param>
/// <param name="Interest">Its share of interest.</param>
/// <param name="Used">Its share of what was used, and of what the fund owed or had set aside at the end.</param>
public sealed record UnspentBalance(long Received, long Interest, long Used)
{
    /// <summary>Received + interest − used; never negative for days in order.</summary>
    public long Unspent => Received + Interest - Used;

    /// <summary>Attributes the days' movements; each share is exact, so that shares of all contributions sum to the whole.</summary>
    /// <param name="days">In order of date; a day once.</param>
    /// <param name="through">Last day, inclusive: it weighs the balances up to here.</param>
    /// <param name="obligations">Cents that the fund owed or had committed on that day and not paid: used before anything is surplus
    /// (unliquidated obligations, UN Financial Regulations). Shared like use of that day.</param>
    public static UnspentBalance Of(IEnumerable<FundDay> days, DateOnly through, long obligations = 0)
    {
        var pool = new Pool();
        foreach (var day in days.Where(day => day.Date <= through)) pool.Add(day);
        pool.Use(obligations);
        return new UnspentBalance(pool.Received, pool.Interest, pool.Used);
    }

    /// <summary>The money as it lies: the agreement's own beside the rest, and how long each has lain since the last interest.</summary>
    private sealed class Pool
    {
        private long _whole;
        private long _ownDays;
        private long _otherDays;
        private DateOnly? _last;

        public long Received { get; private set; }

        public long Interest { get; private set; }

        public long Used { get; private set; }

        private long Own => Math.Max(0, Received + Interest - Used);

        private long Others => Math.Max(0, _whole - (Received + Interest - Used));

        public void Add(FundDay day)
        {
            var since = _last is { } before ? day.Date.DayNumber - before.DayNumber : 0;
            _ownDays = checked(_ownDays + Own * since);
            _otherDays = checked(_otherDays + Others * since);
            _last = day.Date;
            if (day.Interest != 0) Earn(day);
            Received += day.AgreementIn;
            _whole += day.AgreementIn + day.OtherIn;
            Use(day.Used);
        }

        public void Use(long amount)
        {
            Used += Share(amount, Own, Others);
            _whole -= amount;
        }

        private void Earn(FundDay day)
        {
            // Where nothing has lain a day yet, what is there today decides.
            if (_ownDays == 0 && _otherDays == 0)
            {
                _ownDays = Math.Max(0, Received + Interest - Used + day.AgreementIn);
                _otherDays = Math.Max(0, _whole - (Received + Interest - Used) + day.OtherIn);
            }
            Interest += Share(day.Interest, _ownDays, _otherDays);
            _whole += day.Interest;
            (_ownDays, _otherDays) = (0, 0);
        }

        private static long Share(long amount, long own, long others) => amount == 0 || own <= 0 ? 0
            : Math.Min(Allocation.InTwo(Money.Eur(amount), own, others).First.Minor, amount > 0 ? long.MaxValue : 0);
    }
}
