using System.Globalization;
using System.Text;
using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bookkeeper;

/// <summary>A year of both funds, drawn from a seed and done twice: by the program's operations and by the bookkeeper.</summary>
internal sealed class RandomYear(TestBooks books, int seed)
{
    public static readonly string[] Funds = ["TFFV", "SFR"];
    public static readonly DateOnly First = new(2025, 7, 1);
    public static readonly DateOnly Last = new(2026, 6, 30);

    public static readonly DateOnly[] MonthEnds = [.. Enumerable.Range(0, 12).Select(month => First.AddMonths(month + 1).AddDays(-1))];

    private static readonly (string Currency, string Bank, int Rate)[] Foreign = [("USD", "1011", 9_000), ("GBP", "1012", 11_600), ("CHF",
        "1013", 10_400)];

    /// <summary>What can happen, as often as it is drawn.</summary>
    private static readonly (string Name, int Weight)[] Acts =
    [
        ("sign", 9), ("pay", 20), ("meet", 5), ("give up", 4), ("doubt", 5), ("gift", 10), ("too much", 4), ("give back", 4), ("commit", 9),
        ("spend", 14), ("owe", 5),
        ("release", 2), ("sell", 5), ("interest", 3), ("charge", 5), ("reverse", 4), ("recover", 3), ("between funds", 3), ("close", 1),
    ];

    private readonly Random _dice = new(seed);
    private readonly StringBuilder _story = new();
    private readonly Dictionary<(string Currency, DateOnly On), int> _rates = [];
    private readonly Dictionary<string, DateOnly> _closed = [];
    private readonly List<(string Key, string Fund, DateOnly On, long Cents)> _charges = [];
    private readonly List<(string Fund, string Item, long Cents, DateOnly On)> _recoverable = [];
    private int _number;

    public PlainBooks Plain { get; } = new();

    /// <summary>What happened so far, for whoever has to find out why two bookkeepers differ.</summary>
    public string Story => $"seed {seed} on {books.Kind}\n{_story}";

    public DateOnly AnyDay() => First.AddDays(_dice.Next(365));

    public DateOnly ClosedThrough(string fund) => _closed.GetValueOrDefault(fund);

    /// <summary>What has happened of all that can.</summary>
    public HashSet<string> Kinds { get; } = [];

    public async Task BeginAsync()
    {
        foreach (var (currency, _, rate) in Foreign)
            foreach (var end in MonthEnds.Prepend(First.AddDays(-1)))
            {
                var drawn = _rates[(currency, end)] = rate + _dice.Next(-80, 81);
                (await new EnterRate(books.Writer).RunAsync(new(end, RateOf(currency, drawn), "test"), TestBooks.Recorder)).OrThrow();
            }
        foreach (var fund in Funds)
        {
            await books.MustPostAsync(Entry($"2025-06-30 opening {fund}", "1010 50000000.00", "3020 -50000000.00"));
            Plain.Open(fund, new(2025, 6, 30), "1010", "EUR", 50_000_000_00, 50_000_000_00);
            foreach (var (currency, bank, _) in Foreign)
            {
                var eur = _dice.Next(80_000_000, 120_000_000);
                await books.MustPostAsync(Entry($"2025-06-30 opening {fund}", $"{bank} 1000000.00 {currency} @@ {Text(eur)}",
                    $"3020 {Text(-eur)}"));
                Plain.Open(fund, new(2025, 6, 30), bank, currency, 1_000_000_00, eur);
            }
        }
    }

    public async Task StepAsync()
    {
        var (act, before) = (Draw(_dice), Plain.Count);
        await DoAsync(act, Funds[_dice.Next(2)], AnyDay(), $"k{++_number}");
        if (Plain.Count > before) Kinds.Add(act);
    }

    /// <summary>What an amount owed under an agreement is worth on a month's end.</summary>
    public long WorthOf(string agreement, long amount, DateOnly end)
    {
        var contract = Plain.Contracts.Single(one => one.Code == agreement);
        return contract.Currency == "EUR" ? amount : ((Fraction)amount * new Fraction(_rates[(contract.Currency, end)], 10_000)).Rounded();
    }

    private static string Draw(Random dice)
    {
        var at = dice.Next(Acts.Sum(act => act.Weight));
        foreach (var (name, weight) in Acts)
            if ((at -= weight) < 0) return name;
        throw new InvalidOperationException();
    }

    private Task DoAsync(string act, string fund, DateOnly on, string key) => act switch
    {
        "sign" => SignAsync(fund, on, key),
        "pay" or "meet" or "give up" => UnderAgreementAsync(act, fund, on, key),
        "doubt" => DoubtAsync(fund, on, key),
        "gift" => GiftAsync(fund, on, key),
        "too much" => TooMuchAsync(fund, After(fund, on), key),
        "give back" => GiveBackAsync(fund, on, key),
        "commit" => CommitAsync(fund, on, key),
        "spend" or "owe" or "release" => UnderCommitmentAsync(act, fund, on, key),
        "sell" => SellAsync(fund, on, key),
        "interest" => HandAsync(fund, new(key, HandAct.Interest, on, Eur(Cents()), "Interest", To: At(fund, "1010")), moved
            => Plain.Between(fund, on, "1010", "4100", "EUR", moved, moved)),
        "charge" => ChargeAsync(fund, on, key),
        "reverse" => ReverseAsync(on, key),
        "recover" => RecoverAsync(fund, on, key),
        "between funds" => BetweenFundsAsync(fund, on, key),
        "close" => CloseAsync(fund),
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };

    private async Task SignAsync(string fund, DateOnly on, string key)
    {
        var (currency, rate) = _dice.Next(2) == 0 ? ("EUR", 10_000) : _dice.GetItems(Foreign, 1)[0] is var foreign ? (foreign.Currency,
            RateOn(foreign.Currency, on)) : default;
        var isConditional = _dice.Next(3) == 0;
        // Whole hundreds at rates of four decimals: every share is whole in cents, so that what differs is a rule and never a rounding.
        var instalments = Enumerable.Range(0, _dice.Next(1, 4)).Select(_ => Hundreds()).ToArray();
        var terms = instalments.Select((amount, index) => new InstalmentTerm(on.AddMonths(index + 1), In(currency, amount), isConditional
            ? "a report" : null)).ToList();
        var donor = _dice.Next(2) == 0 ? "XA" : "XB";
        var outcome = await new SignAgreement(books.Writer).RunAsync(new(key, donor, null, fund, on, In(currency, instalments.Sum()),
            currency == "EUR" ? null : RateOf(currency, rate), terms, ReturnsBalance: true), TestBooks.Recorder);
        if (Happened(outcome, fund, on,
            $"{key} sign {fund} {on} {currency} {string.Join('+', instalments)} at {rate} conditional {isConditional}"))
            Plain.Sign(new(outcome.Value!.Code, fund, donor, currency, on, isConditional, instalments), new Fraction(rate, 10_000));
    }

    private async Task UnderAgreementAsync(string act, string fund, DateOnly day, string key)
    {
        var places = Plain.Contracts.Where(one => one.Fund == fund)
            .SelectMany(one => Enumerable.Range(0, one.Open.Length), (one, place) => (one, place))
            .Where(
                at => act == "meet" ? at.one.IsConditional && !at.one.IsMet[at.place] && at.one.Open[at.place] + at.one.Paid[at.place] > 0
                : at.one.Open[at.place] > 0).ToList();
        if (places.Count == 0) return;
        var (contract, instalment) = places[_dice.Next(places.Count)];
        var on = Latest(day, contract.SignedOn);
        var amount = contract.Open[instalment] is > 20_000 and var much && _dice.Next(3) == 0 ? much / 20_000 * 10_000
            : contract.Open[instalment];
        var said = $"{key} {act} {contract.Code}/{instalment + 1} {on} {amount}";
        if (act == "meet")
        {
            var met = await new MeetCondition(books.Writer).RunAsync(new(key, contract.Code, instalment + 1, on, "report"),
                TestBooks.Recorder);
            if (Happened(met, fund, on, said)) Plain.Meet(contract, instalment, on);
        }
        else if (act == "give up")
        {
            on = After(fund, on);
            var asked = (await new WriteOff(books.Writer).AskAsync(new(key, contract.Code, instalment + 1, on, "lost",
                In(contract.Currency, amount)), TestBooks.Recorder)).OrThrow();
            var decided = await new DecideApproval(books.Writer, FundsLedger.App.Host.Acts.All).RunAsync(new(asked.Id, true),
                TestBooks.Approver);
            if (Happened(decided, fund, on, said)) Plain.GiveUp(contract, instalment, on, amount);
        }
        else
        {
            var (bank, rate) = contract.Currency == "EUR" ? ("1010", 10_000) : (BankOf(contract.Currency), RateOn(contract.Currency,
                on) + _dice.Next(-90, 91));
            var quoted = contract.Currency == "EUR" ? null : new QuotedRate(RateOf(contract.Currency, rate), on, "test");
            var paid = await new RecordReceipt(books.Writer).RunAsync(new(key, fund, contract.Donor, on, In(contract.Currency, amount),
                bank, quoted, null, null, contract.Code, instalment + 1,
                amount == contract.Open[instalment] ? null : PaymentDifference.StaysDue), TestBooks.Recorder);
            if (Happened(paid, fund, on, $"{said} at {rate}")) Plain.Pay(contract, instalment, on, bank, amount, new Fraction(rate,
                10_000));
        }
    }

    /// <summary>What of a claim is unlikely to be paid is set up or down by two people.</summary>
    private async Task DoubtAsync(string fund, DateOnly day, string key)
    {
        var claims = Plain.Contracts.Where(one => one.Fund == fund && one.Owed > 0).ToList();
        if (claims.Count == 0) return;
        var contract = claims[_dice.Next(claims.Count)];
        var (on, amount) = (After(fund, Latest(day, contract.SignedOn)), _dice.NextInt64(contract.Owed / 10_000 + 1) * 10_000);
        if (amount == contract.Doubted) return;
        var asked = (await new SetAllowance(books.Writer).AskAsync(new(key, contract.Code, on, In(contract.Currency, amount), "in doubt"),
            TestBooks.Recorder)).OrThrow();
        var decided = await new DecideApproval(books.Writer, FundsLedger.App.Host.Acts.All).RunAsync(new(asked.Id, true),
            TestBooks.Approver);
        if (Happened(decided, fund, on, $"{key} doubt {contract.Code} {on} {amount}")) Plain.Doubt(contract, on, amount);
    }

    /// <summary>Everything that is open under one agreement of a fund is paid on the last day; null where the fund has none.</summary>
    public async Task<PlainBooks.Contract?> PayAllAsync(string fund)
    {
        var contract = Plain.Contracts.Where(one => one.Fund == fund).MaxBy(one => one.Paid.Sum());
        if (contract is null) return null;
        foreach (var (place, open) in contract.Open.ToArray().Index().Where(one => one.Item > 0))
        {
            var (bank, rate) = contract.Currency == "EUR" ? ("1010", 10_000) : (BankOf(contract.Currency), RateOn(contract.Currency, Last));
            (await new RecordReceipt(books.Writer).RunAsync(new($"last {contract.Code}/{place}", fund, contract.Donor, Last,
                In(contract.Currency, open), bank, contract.Currency == "EUR" ? null : new QuotedRate(RateOf(contract.Currency, rate), Last,
                    "test"), null, null, contract.Code, place + 1), TestBooks.Recorder)).OrThrow();
            Plain.Pay(contract, place, Last, bank, open, new Fraction(rate, 10_000));
        }
        return contract;
    }

    /// <summary>The rate of a currency on a month's end.</summary>
    public Fraction RateAt(string currency, DateOnly end) => new(_rates[(currency, end)], 10_000);

    private async Task GiftAsync(string fund, DateOnly on, string key)
    {
        var (currency, bank, _) = _dice.Next(2) == 0 ? ("EUR", "1010", 0) : _dice.GetItems(Foreign, 1)[0];
        var (rate, amount) = (currency == "EUR" ? 10_000 : RateOn(currency, on) + _dice.Next(-90, 91), Cents());
        var quoted = currency == "EUR" ? null : new QuotedRate(RateOf(currency, rate), on, "test");
        var outcome = await new RecordReceipt(books.Writer).RunAsync(new(key, fund, "XA", on, In(currency, amount), bank, quoted),
            TestBooks.Recorder);
        if (Happened(outcome, fund, on, $"{key} gift {fund} {on} {currency} {amount} at {rate}")) Plain.Receive(fund, on, bank, currency,
            amount, new Fraction(rate, 10_000));
    }

    private async Task TooMuchAsync(string fund, DateOnly on, string key)
    {
        var (pledged, more, donor) = (Hundreds(), Cents(), _dice.Next(2) == 0 ? "XA" : "XB");
        var pledge = (await new AnnouncePledge(books.Writer).RunAsync(new(key + "p", donor, on, Eur(pledged), null, "Pledge", null, fund),
            TestBooks.Recorder)).OrThrow().Code;
        var outcome = await new RecordReceipt(books.Writer).RunAsync(new(key, fund, donor, on, Eur(pledged + more), "1010", null, pledge,
            null, null, null, PaymentDifference.Return), TestBooks.Recorder);
        if (Happened(outcome, fund, on, $"{key} too much {fund} {on} {pledged}+{more} of {donor}")) Plain.ReceiveTooMuch(fund, donor, on,
            pledged, more);
    }

    private async Task GiveBackAsync(string fund, DateOnly day, string key)
    {
        var waiting = Plain.Returns.Where(one => one.Key.Fund == fund && one.Value.Cents > 0).ToList();
        if (waiting.Count == 0) return;
        var ((_, donor), (cents, since)) = waiting[_dice.Next(waiting.Count)];
        var (on, part) = (After(fund, Latest(day, since)), _dice.Next(2) == 0 ? cents : Math.Max(1, cents / 3));
        var asked = (await new PayBack(books.Writer).AskAsync(new(key, donor, fund, on, Eur(part), "1010", "too much"),
            TestBooks.Recorder)).OrThrow();
        var decided = await new DecideApproval(books.Writer, FundsLedger.App.Host.Acts.All).RunAsync(new(asked.Id, true),
            TestBooks.Approver);
        if (Happened(decided, fund, on, $"{key} give back {fund} {on} {part} to {donor}")) Plain.GiveBack(fund, donor, on, part);
    }

    private async Task CommitAsync(string fund, DateOnly on, string key)
    {
        var cents = Cents();
        var outcome = await new MakeCommitment(books.Writer).RunAsync(new(key, fund, null, Eur(cents), on, null, fund == "TFFV" ? "Visit"
            : null), TestBooks.Recorder);
        if (Happened(outcome, fund, on, $"{key} commit {fund} {on} {cents}")) Plain.Commit(new(outcome.Value!.Code, fund, on), cents);
    }

    private async Task UnderCommitmentAsync(string act, string fund, DateOnly day, string key)
    {
        var open = Plain.Aside.Where(one => one.Fund == fund && one.Open > 0).ToList();
        if (open.Count == 0) return;
        var aside = open[_dice.Next(open.Count)];
        var (on, expense) = (Latest(day, aside.On), fund == "TFFV" ? "5010" : "5110");
        var (cents, isLast) = (_dice.Next(2) == 0 ? aside.Open : 1 + _dice.NextInt64(aside.Open), _dice.Next(3) == 0);
        var said = $"{key} {act} {aside.Code} {on:yyyy-MM-dd} {cents} last {isLast}";
        if (act == "spend")
        {
            IReadOnlyList<PaymentLine> lines = [new(expense, Eur(cents))];
            var happened = fund == "TFFV"
                ? Happened(await PayRoad.PayAsync(books.Writer, key, aside.Code, on, lines, isLast), fund, on, said)
                : Happened(await PayRoad.SettleAsync(books.Writer, key, aside.Code, on, lines, isLast), fund, on, said);
            if (happened) Plain.Spend(aside, on, expense, cents, isLast);
        }
        else if (act == "owe") await HandAsync(fund, new(key, HandAct.Accrual, on, Eur(cents), "Rendered", To: At(fund, expense),
            Commitment: aside.Code), moved => Plain.Owe(aside, on, expense, moved));
        else
        {
            var freed = await new ReleaseCommitment(books.Writer).RunAsync(new(key, aside.Code, on, ReleaseReason.NoLongerNeeded),
                TestBooks.Recorder);
            if (Happened(freed, fund, on, said)) Plain.Release(aside, on);
        }
    }

    private Task SellAsync(string fund, DateOnly on, string key)
    {
        var (currency, bank, _) = _dice.GetItems(Foreign, 1)[0];
        var given = Math.Min(Cents(), Plain.Holds(fund, bank, currency, on));
        var got = Math.Max(1, given * (RateOn(currency, on) + _dice.Next(-100, 101)) / 10_000);
        return HandAsync(fund, new(key, HandAct.Exchange, on, In(currency, given), "Sold", At(fund, bank), At(fund, "1010"), Eur(got)), _
            => Plain.Sell(fund, on, bank, currency, given, got));
    }

    private Task ChargeAsync(string fund, DateOnly on, string key) => HandAsync(fund, new(key, HandAct.Charge, on, Eur(_dice.Next(1,
        9_000)), "Charge", At(fund, "1010")), moved =>
    {
        Plain.Between(fund, on, "5910", "1010", "EUR", moved, moved);
        _charges.Add((key, fund, on, moved));
    });

    private async Task ReverseAsync(DateOnly day, string key)
    {
        if (_charges.Count == 0) return;
        var charge = _charges[_dice.Next(_charges.Count)];
        var on = Latest(day, charge.On);
        var outcome = await books.PostAsync(Reversal($"{on:yyyy-MM-dd}", charge.Fund, charge.Key) with { Key = key });
        if (outcome.IsRefused && ClosedThrough(charge.Fund) < on) outcome.OrThrow();
        if (outcome.IsRefused) return;
        _story.Append(CultureInfo.InvariantCulture, $"{key} reverse {charge.Key} {on}\n");
        Plain.Between(charge.Fund, on, "1010", "5910", "EUR", charge.Cents, charge.Cents);
        _charges.Remove(charge);
    }

    private async Task RecoverAsync(string fund, DateOnly day, string key)
    {
        if (_recoverable.FindIndex(one => one.Fund == fund) is >= 0 and var place && _dice.Next(2) == 0)
        {
            var (_, item, owed, since) = _recoverable[place];
            var on = Latest(day, since);
            await HandAsync(fund, new(key, HandAct.RecoveryReceived, on, Eur(owed), "Came back", To: At(fund, "1010"), Item: item), moved =>
            {
                Plain.Between(fund, on, "1010", "1300", "EUR", moved, moved);
                _recoverable.RemoveAt(place);
            });
            return;
        }
        var (from, cents) = (_dice.Next(2) == 0 ? "4300" : fund == "TFFV" ? "5010" : "5110", (long)_dice.Next(1, 90_000));
        await HandAsync(fund, new(key, HandAct.RecoveryDecided, day, Eur(cents), "To recover", At(fund, from), Item: key), moved =>
        {
            Plain.Between(fund, day, "1300", from, "EUR", moved, moved);
            _recoverable.Add((fund, key, moved, day));
        });
    }

    private async Task BetweenFundsAsync(string fund, DateOnly day, string key)
    {
        var other = fund == "TFFV" ? "SFR" : "TFFV";
        var on = After(other, day);
        await HandAsync(fund, new(key, HandAct.FundTransfer, on, Eur(Cents()), "Moved", At(fund, "1010"), At(other, "1010")), moved =>
        {
            Plain.Between(fund, on, "3020", "1010", "EUR", moved, moved);
            Plain.Between(other, on, "1010", "3020", "EUR", moved, moved);
        });
    }

    /// <summary>The first quarter is closed once in a while: what is typed for it afterwards is refused, and both bookkeepers leave
    /// it.</summary>
    private async Task CloseAsync(string fund)
    {
        if (!_closed.TryAdd(fund, new DateOnly(2025, 9, 30))) return;
        await books.ClosePeriodAsync(fund, "2025-09-30");
        _story.Append(CultureInfo.InvariantCulture, $"close {fund}\n");
    }

    private async Task HandAsync(string fund, RecordByHand.Command command, Action<long> book)
    {
        var outcome = await new RecordByHand(books.Writer).RunAsync(command, TestBooks.Recorder);
        if (Happened(outcome, fund, command.Date,
            $"{command.Key} {command.Act} {fund} {command.Date} {command.Amount}")) book(command.Amount.Minor);
    }

    /// <summary>True when it was recorded. Refused it is exactly where its day is closed.</summary>
    private bool Happened<T>(Outcome<T> outcome, string fund, DateOnly on, string said)
    {
        var isClosed = on <= ClosedThrough(fund);
        _story.Append(CultureInfo.InvariantCulture, $"{said}{(isClosed ? " closed" : "")}\n");
        Assert.True((isClosed ? "period_is_closed" : null) == outcome.Refusal?.Code, $"{Story}{outcome.Refusal}");
        return !isClosed;
    }

    private int RateOn(string currency, DateOnly on) => _rates.Where(rate => rate.Key.Currency == currency && rate.Key.On <= on).MaxBy(rate
        => rate.Key.On).Value;

    private static string BankOf(string currency) => Foreign.Single(one => one.Currency == currency).Bank;

    private DateOnly After(string fund, DateOnly on) => Latest(on, ClosedThrough(fund).AddDays(1));

    private static DateOnly Latest(DateOnly one, DateOnly other) => one > other ? one : other;

    private long Cents() => _dice.Next(1, 500_000);

    private long Hundreds() => _dice.Next(1, 60) * 10_000L;

    private static AccountInFund At(string fund, string code) => new(fund, code);

    private static Money Eur(long cents) => Money.Eur(cents);

    private static Money In(string currency, long minor) => new(minor, Currency.Of(currency));

    private static Rate RateOf(string currency, int tenThousandths) => new(Currency.Of(currency), Currency.Eur,
        tenThousandths * (Rate.Scale / 10_000));

    private static string Text(long cents) => Money.Eur(cents).ToDecimalString();
}
