namespace FundsLedger.App.Tests.Bookkeeper;

/// <summary>An independent bookkeeper: knows what each act means in double entry, from the standards and the design of this ledger, and
/// nothing of the program. Amounts are whole minor units, values come from exact fractions, everything is kept in one list and summed when
/// asked.</summary>
internal sealed class PlainBooks
{
    /// <summary>One side of something that happened; debit positive.</summary>
    /// <param name="Item">The agreement or commitment it is about.</param>
    /// <param name="Why">Why money moved: it came, under an agreement or else; interest; it went back; or it was used.</param>
    private sealed record Side(string Fund, string Account, string Currency, DateOnly On, long Amount, long Eur, string Item,
        bool IsOpening, string Why);

    private string _why = "used";

    private readonly List<Side> _sides = [];

    /// <summary>An agreement with one or more instalments, wholly conditional or not at all.</summary>
    public sealed class Contract(string code, string fund, string donor, string currency, DateOnly signedOn, bool isConditional,
        long[] instalments)
    {
        public string Code => code;
        public string Fund => fund;
        public string Donor => donor;
        public string Currency => currency;
        public DateOnly SignedOn => signedOn;
        public bool IsConditional => isConditional;

        /// <summary>Open of each instalment, as typed so far.</summary>
        public long[] Open { get; } = [.. instalments];

        /// <summary>Paid of each instalment, as typed so far.</summary>
        public long[] Paid { get; } = new long[instalments.Length];

        /// <summary>Whose condition is met.</summary>
        public bool[] IsMet { get; } = new bool[instalments.Length];

        /// <summary>True of an instalment that depends on nothing, or no longer.</summary>
        public bool IsOwed(int instalment) => !isConditional || IsMet[instalment];

        /// <summary>What is owed without a condition.</summary>
        public long Owed => Open.Where((_, instalment) => IsOwed(instalment)).Sum();

        /// <summary>What of it is called unlikely to be paid, and the last day on which that changed.</summary>
        public long Doubted { get; set; }

        public DateOnly DoubtedOn { get; set; }
    }

    /// <summary>Money set aside.</summary>
    public sealed record SetAside(string Code, string Fund, DateOnly On)
    {
        public long Open { get; set; }
    }

    /// <summary>How many sides were booked.</summary>
    public int Count => _sides.Count;

    public List<Contract> Contracts { get; } = [];

    public List<SetAside> Aside { get; } = [];

    /// <summary>What waits to go back, by fund and donor.</summary>
    public Dictionary<(string Fund, string Donor), (long Cents, DateOnly Since)> Returns { get; } = [];

    public void Open(string fund, DateOnly on, string bank, string currency, long amount, long eur)
    {
        _why = "came";
        Book(fund, on, bank, currency, amount, eur, isOpening: true);
        Book(fund, on, "3020", "EUR", -eur, -eur, isOpening: true);
        _why = "used";
    }

    /// <summary>Binding from the signature: owed, and revenue or, while a condition is not met, deferred (IPSAS 23, 47).</summary>
    public void Sign(Contract contract, Fraction rate)
    {
        Contracts.Add(contract);
        var amount = contract.Open.Sum();
        var eur = (amount * rate).Rounded();
        Book(contract.Fund, contract.SignedOn, "1100", contract.Currency, amount, eur, contract.Code);
        Book(contract.Fund, contract.SignedOn, contract.IsConditional ? "2110" : "4010", contract.Currency, -amount, -eur, contract.Code);
    }

    /// <summary>Money for an instalment, in its currency: the claim goes at what the books carry for it, the difference is a gain or a
    /// loss; what waits for its condition is withheld at the value that arrived.</summary>
    public void Pay(Contract contract, int instalment, DateOnly on, string bank, long amount, Fraction rate)
    {
        Doubt(contract, on, Math.Min(contract.Doubted, contract.Owed - (contract.IsOwed(instalment) ? amount : 0)));
        var eur = (amount * rate).Rounded();
        _why = contract.Code;
        Book(contract.Fund, on, bank, contract.Currency, amount, eur);
        _why = "used";
        var share = Share(contract, "1100", amount);
        Book(contract.Fund, on, "1100", contract.Currency, -amount, -share, contract.Code);
        var deferred = 0L;
        if (contract.IsConditional && !contract.IsMet[instalment])
        {
            deferred = -Share(contract, "2110", amount);
            Book(contract.Fund, on, "2100", contract.Currency, -amount, -eur, contract.Code);
            Book(contract.Fund, on, "2110", contract.Currency, amount, deferred, contract.Code);
            Difference(contract.Fund, on, eur - deferred);
        }
        Difference(contract.Fund, on, share - eur);
        (contract.Open[instalment], contract.Paid[instalment]) = (contract.Open[instalment] - amount, contract.Paid[instalment] + amount);
    }

    /// <summary>The condition is met: what was deferred is revenue, whether it has arrived or not.</summary>
    public void Meet(Contract contract, int instalment, DateOnly on)
    {
        contract.IsMet[instalment] = true;
        foreach (var (account, amount) in new[] { ("2100", contract.Paid[instalment]), ("2110", contract.Open[instalment]) })
        {
            if (amount == 0) continue;
            var eur = -Share(contract, account, amount);
            Book(contract.Fund, on, account, contract.Currency, amount, eur, contract.Code);
            Book(contract.Fund, on, "4010", contract.Currency, -amount, -eur, contract.Code);
        }
    }

    /// <summary>Given up by two people: what was revenue is a loss, what was deferred is deferred no longer.</summary>
    public void GiveUp(Contract contract, int instalment, DateOnly on, long amount)
    {
        // The loss that was seen coming is no loss again.
        if (contract.IsOwed(instalment)) Doubt(contract, on, Math.Min(Math.Max(0, contract.Doubted - amount), contract.Owed - amount));
        var eur = Share(contract, "1100", amount);
        Book(contract.Fund, on, "1100", contract.Currency, -amount, -eur, contract.Code);
        if (!contract.IsConditional || contract.IsMet[instalment]) Book(contract.Fund, on, "5940", contract.Currency, amount, eur,
            contract.Code);
        else
        {
            var deferred = -Share(contract, "2110", amount);
            Book(contract.Fund, on, "2110", contract.Currency, amount, deferred, contract.Code);
            Difference(contract.Fund, on, eur - deferred);
        }
        contract.Open[instalment] -= amount;
    }

    /// <summary>What of a claim is unlikely to be paid (IPSAS 41): an expense beside the claim, at the claim's value; on no day less than
    /// nothing.</summary>
    public void Doubt(Contract contract, DateOnly on, long amount)
    {
        if (amount == contract.Doubted) return;
        on = contract.DoubtedOn > on ? contract.DoubtedOn : on;
        var more = amount - contract.Doubted;
        var (eur, whole) = more < 0 ? (-Held("1190"), contract.Doubted) : (Held("1100") + Held("2110"), contract.Owed);
        var part = Part(eur, Math.Abs(more), whole) * Math.Sign(more);
        Book(contract.Fund, on, "5945", contract.Currency, more, part, contract.Code);
        Book(contract.Fund, on, "1190", contract.Currency, -more, -part, contract.Code);
        (contract.Doubted, contract.DoubtedOn) = (amount, on);

        long Held(string account) => _sides.Where(side => side.Item == contract.Code && side.Account == account).Sum(side => side.Eur);
    }

    /// <summary>A gift nobody announced.</summary>
    public void Receive(string fund, DateOnly on, string bank, string currency, long amount, Fraction rate)
    {
        _why = "came";
        Between(fund, on, bank, "4010", currency, amount, (amount * rate).Rounded());
        _why = "used";
    }

    /// <summary>More came than was pledged, and the rest is to go back.</summary>
    public void ReceiveTooMuch(string fund, string donor, DateOnly on, long pledged, long more)
    {
        _why = "came";
        Between(fund, on, "1010", "4010", "EUR", pledged, pledged);
        Between(fund, on, "1010", "2200", "EUR", more, more);
        _why = "used";
        var waits = Returns.GetValueOrDefault((fund, donor));
        Returns[(fund, donor)] = (waits.Cents + more, waits.Since > on ? waits.Since : on);
    }

    public void GiveBack(string fund, string donor, DateOnly on, long cents)
    {
        _why = "back";
        Between(fund, on, "2200", "1010", "EUR", cents, cents);
        _why = "used";
        Returns[(fund, donor)] = Returns[(fund, donor)] with { Cents = Returns[(fund, donor)].Cents - cents };
    }

    public void Commit(SetAside aside, long cents)
    {
        Aside.Add(aside);
        aside.Open = cents;
        Free(aside, aside.On, -cents);
    }

    /// <summary>A payment uses what was set aside; the last one sets the rest free.</summary>
    public void Spend(SetAside aside, DateOnly on, string expense, long cents, bool isLast)
    {
        Between(aside.Fund, on, expense, "1010", "EUR", cents, cents);
        Free(aside, on, cents);
        aside.Open -= cents;
        if (isLast) Release(aside, on);
    }

    /// <summary>A service rendered and not yet paid uses it too.</summary>
    public void Owe(SetAside aside, DateOnly on, string expense, long cents)
    {
        Between(aside.Fund, on, expense, "2010", "EUR", cents, cents);
        Free(aside, on, cents);
        aside.Open -= cents;
    }

    public void Release(SetAside aside, DateOnly on)
    {
        Free(aside, on, aside.Open);
        aside.Open = 0;
    }

    /// <summary>From one account to another, nothing gained or lost.</summary>
    public void Between(string fund, DateOnly on, string debit, string credit, string currency, long amount, long eur)
    {
        var before = _why;
        if (credit == "4100") _why = "interest";
        Book(fund, on, debit, currency, amount, eur);
        Book(fund, on, credit, currency, -amount, -eur);
        _why = before;
    }

    /// <summary>Foreign money leaves at the average the books carry on that day.</summary>
    public void Sell(string fund, DateOnly on, string bank, string currency, long given, long gotCents)
    {
        var held = _sides.Where(side => side.Fund == fund && side.Account == bank && side.Currency == currency && side.On <= on).ToList();
        var eur = Part(held.Sum(side => side.Eur), given, held.Sum(side => side.Amount));
        Book(fund, on, "1010", "EUR", gotCents, gotCents);
        Book(fund, on, bank, currency, -given, -eur);
        Difference(fund, on, eur - gotCents);
    }

    /// <summary>What an account holds of a currency on a day, as typed so far.</summary>
    public long Holds(string fund, string account, string currency, DateOnly on) =>
        _sides.Where(side => side.Fund == fund && side.Account == account && side.Currency == currency && side.On <= on).Sum(side
            => side.Amount);

    /// <summary>Every account on a day, in cents; accounts that stand at nothing are left out.</summary>
    public SortedDictionary<string, long> Balances(string fund, DateOnly on) => new(_sides.Where(side => side.Fund == fund && side.On <= on)
        .GroupBy(side => side.Account).Select(account => (account.Key, Eur: account.Sum(side => side.Eur))).Where(account
            => account.Eur != 0)
        .ToDictionary(account => account.Key, account => account.Eur), StringComparer.Ordinal);

    /// <summary>What is owed under each agreement on a day: its amount and what the books carry; nothing is left out.</summary>
    public SortedDictionary<string, (long Amount, long Eur)> Owed(string fund, DateOnly on) =>
        new(_sides.Where(side => side.Fund == fund && side.Account == "1100" && side.On <= on).GroupBy(side => side.Item)
            .Select(item => (item.Key, Sum: (Amount: item.Sum(side => side.Amount), Eur: item.Sum(side => side.Eur)))).Where(item
                => item.Sum != (0, 0))
            .ToDictionary(item => item.Key, item => item.Sum), StringComparer.Ordinal);

    /// <summary>Used in the 365 days up to a day: expenses but for losses of value, what persons gave back off it, advances, and the change
    /// of what is set aside; opening balances are no use.</summary>
    public long Used(string fund, DateOnly on) => _sides
        .Where(side => side.Fund == fund && side.On <= on && side.On > on.AddDays(-365) && !side.IsOpening)
        .Where(side => side.Account is "8020" or "4300" or "1200" or "1300" || (side.Account[0] == '5' && side.Account
            is not ("5930" or "5940" or "5945")))
        .Sum(side => side.Eur);

    /// <summary>Every account on a day on which foreign balances are valued: what is owed or held at the rate of the day, item by item;
    /// everything else as it was booked. What was gained or lost by rates, realised or not, is what is left: it stands under
    /// <c>exchange</c>.</summary>
    public SortedDictionary<string, long> Valued(string fund, DateOnly on, Func<string, Fraction> rateOn)
    {
        var found = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var held in _sides.Where(side => side.Fund == fund && side.On <= on
            && side.Account is not ("4200" or "5930")).GroupBy(side =>
            (side.Account, side.Currency, Item: side.Account is "1100" or "1190" or "2110" ? side.Item : "")))
        {
            var isValued = held.Key.Currency != "EUR" && held.Key.Account is ("1011" or "1012" or "1013" or "1100"
                or "1190" or "2110");
            var eur = isValued ? (held.Sum(side => side.Amount) * rateOn(held.Key.Currency)).Rounded() : held.Sum(side => side.Eur);
            found[held.Key.Account] = found.GetValueOrDefault(held.Key.Account) + eur;
        }
        found["exchange"] = -found.Where(account => account.Key is not ("8020" or "8021")).Sum(account => account.Value);
        return new(found.Where(account => account.Value != 0).ToDictionary(), StringComparer.Ordinal);
    }

    /// <summary>What of an agreement's money was received, earned and used through a day, without a rounding: money is pooled, each day's
    /// use is taken in proportion to what is left of each, interest by balances and the days they lay; what is owed or set aside at the end
    /// is used. And how many roundings a program that keeps whole cents makes on the way.</summary>
    public (Fraction Received, Fraction Interest, Fraction Used, int Roundings) Unspent(Contract contract, DateOnly through)
    {
        Fraction received = 0, interest = 0, used = 0, whole = 0, ownDays = 0, otherDays = 0;
        var roundings = 0;
        DateOnly? last = null;
        Fraction Own() => NotBelow(received + interest - used);
        Fraction Others() => NotBelow(whole - (received + interest - used));
        foreach (var day in _sides.Where(side => side.Fund == contract.Fund && side.On <= through
            && side.Account is ("1010" or "1011" or "1012"
            or "1013" or "2200")).GroupBy(side => side.On).OrderBy(day => day.Key))
        {
            long Of(Func<string, bool> why) => day.Where(side => why(side.Why)).Sum(side => side.Eur);
            var (own, earned, spent) = (Of(why => why == contract.Code), Of(why => why == "interest"), -Of(why => why == "used"));
            var other = Of(why => why is not ("interest" or "used" or "back") && why != contract.Code);
            var since = last is { } before ? day.Key.DayNumber - before.DayNumber : 0;
            (ownDays, otherDays, last) = (ownDays + Own() * since, otherDays + Others() * since, day.Key);
            if (earned != 0)
            {
                if (ownDays.Over.IsZero && otherDays.Over.IsZero) (ownDays, otherDays) = (Own() + own, Others() + other);
                interest += ShareOf(earned, ownDays, otherDays);
                whole += earned;
                (ownDays, otherDays) = (0, 0);
                roundings++;
            }
            received += own;
            whole += own + other;
            if (spent != 0) roundings++;
            var taken = ShareOf(spent, Own(), Others());
            used += taken;
            whole -= spent;
        }
        var owed = _sides.Where(side => side.Fund == contract.Fund && side.On <= through).Sum(side => side.Account == "8020" ? side.Eur
            : side.Account == "2010" ? -side.Eur : 0);
        used += ShareOf(owed, Own(), Others());
        return (received, interest, used, roundings + 1);

        static Fraction NotBelow(Fraction value) => value.Over.Sign < 0 ? 0 : value;
        static Fraction ShareOf(long amount, Fraction own, Fraction others) => amount == 0 || own.Over.IsZero ? 0
            : (Fraction)amount * own / (own + others);
    }

    private void Free(SetAside aside, DateOnly on, long cents)
    {
        Book(aside.Fund, on, "8020", "EUR", -cents, -cents, aside.Code);
        Book(aside.Fund, on, "8021", "EUR", cents, cents, aside.Code);
    }

    /// <summary>A loss where positive.</summary>
    private void Difference(string fund, DateOnly on, long cents)
    {
        if (cents != 0) Book(fund, on, cents > 0 ? "5930" : "4200", "EUR", cents, cents);
    }

    /// <summary>What the books carry for a part of an agreement on an account, in proportion; debit positive.</summary>
    private long Share(Contract contract, string account, long amount)
    {
        var held = _sides.Where(side => side.Item == contract.Code && side.Account == account).ToList();
        return Part(held.Sum(side => side.Eur), amount, Math.Abs(held.Sum(side => side.Amount)));
    }

    private static long Part(long eur, long part, long whole) => whole == part ? eur : ((Fraction)eur * part / whole).Rounded();

    private void Book(string fund, DateOnly on, string account, string currency, long amount, long eur, string item = "",
        bool isOpening = false) =>
        _sides.Add(new Side(fund, account, currency, on, amount, eur, item, isOpening, _why));
}
