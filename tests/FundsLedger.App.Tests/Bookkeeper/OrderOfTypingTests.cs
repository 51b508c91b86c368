using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bookkeeper;

/// <summary>What happened on its days is typed once in their order and once in another, as far as one thing does not need the other: every
/// account stands alike at every month's end. Gains and losses by rates are one sum, because what is realised and what is not depends on
/// what was known. Left out, because its expense is what the books carried when it was typed: a charge in a foreign currency by
/// hand.</summary>
public sealed class OrderOfTypingTests
{
    private static readonly (string Day, string Rate)[] Rates = [("2025-12-31", "0.90"), ("2026-01-31", "0.91"), ("2026-02-28", "0.88"),
        ("2026-03-31", "0.93"), ("2026-04-30", "0.87"), ("2026-05-31", "0.90")];

    private static readonly DateOnly First = new(2026, 1, 5);

    /// <summary>An act, its day, and what must have been typed before it.</summary>
    private sealed record Act(string Name, DateOnly On, Func<TestBooks, Task> Do, string? Needs = null);

    [Theory]
    [EveryDatabase(1), EveryDatabase(2), EveryDatabase(3), EveryDatabase(4)]
    public async Task The_order_of_typing_changes_no_balance_of_any_account(DatabaseKind on, int seed)
    {
        var dice = new Random(seed);
        var acts = Draw(dice);

        var inOrder = await LiveAsync(on, [.. acts.OrderBy(act => act.On)], null);
        var shuffled = await LiveAsync(on, Shuffle(acts, dice), dice);

        Assert.Equal(inOrder, shuffled);
    }

    private static List<Act> Draw(Random dice)
    {
        var acts = new List<Act>();
        foreach (var fund in (string[])["TFFV", "SFR"])
        {
            var expense = fund == "TFFV" ? "5010" : "5110";
            foreach (var currency in (string[])["EUR", "USD"])
            {
                var (signed, name) = (Day(0, 20), $"{fund} {currency}");
                var terms = new[] { new InstalmentTerm(signed.AddMonths(2), In(currency, "600.00")), new InstalmentTerm(signed.AddMonths(4),
                    In(currency, "400.00")) };
                acts.Add(new(name, signed, async books => (await new SignAgreement(books.Writer).RunAsync(new($"sign {name}", "XA", null,
                    fund, signed, In(currency, "1000.00"), currency == "EUR" ? null : To(currency, "0.90"), terms), TestBooks.Recorder))
                    .OrThrow()));
                foreach (var (part, amount) in new[] { (1, "600.00"), (2, "400.00") })
                {
                    var paid = Later(signed, 120);
                    acts.Add(new($"{name} paid {part}", paid, async books => (await new RecordReceipt(books.Writer).RunAsync(new(
                        $"pay {name} {part}", fund, "XA", paid, In(currency, amount), currency == "EUR" ? "1010" : "1011", Quoted(currency,
                        paid), Agreement: await AgreementAsync(books, $"sign {name}"), Instalment: part,
                        RateAgain: currency == "EUR" ? null : To(currency, "0.895")), TestBooks.Recorder))
                        .OrThrow(), name));
                }
                var (gift, cents) = (Day(0, 130), dice.Next(100, 90_000));
                acts.Add(new($"{name} gift", gift, async books => (await new RecordReceipt(books.Writer).RunAsync(new($"gift {name}", fund,
                    "XB", gift, new Money(cents, Currency.Of(currency)), currency == "EUR" ? "1010" : "1011", Quoted(currency, gift),
                    RateAgain: currency == "EUR" ? null : To(currency, "0.895")), TestBooks.Recorder)).OrThrow()));
            }
            var (sold, dollars) = (Day(0, 130), dice.Next(1, 40_000));
            Hand($"{fund} sold", sold, new("", HandAct.Exchange, sold, new Money(dollars, Currency.Of("USD")), "Sold", At(fund, "1011"), At(
                fund, "1010"), Money.Eur(dollars * 9 / 10 + 1)));
            foreach (var (act, from, to) in ((HandAct, string?, string?)[])[(HandAct.Interest, null, "1010"),
                (HandAct.Charge, "1010", null), (HandAct.OwnTransfer, "1010", "1050"),
                (HandAct.Accrual, null, expense)])
            {
                var day = Day(0, 130);
                Hand($"{fund} {act} {from}", day, new("", act, day, Money.Eur(dice.Next(1, 9_000)), "By hand", At(fund, from),
                    At(fund, to)));
            }
            var (set, code) = (Day(0, 60), $"{fund} commit");
            acts.Add(new(code, set, async books => (await new MakeCommitment(books.Writer).RunAsync(new(code, fund, null, Money.Eur(50_000),
                set, null, fund == "TFFV" ? "Visit" : null), TestBooks.Certifier)).OrThrow()));
            var (decided, came) = (Day(0, 60), Later(First.AddDays(60), 60));
            Hand($"{fund} recover", decided, new("", HandAct.RecoveryDecided, decided, Money.Eur(4_000), "To recover", At(fund, "4300"),
                Item: "R"));
            Hand($"{fund} recovered", came, new("", HandAct.RecoveryReceived, came, Money.Eur(4_000), "Came", To: At(fund, "1010"),
                Item: "R"), $"{fund} recover");
        }
        var moved = Day(0, 130);
        Hand("between", moved, new("", HandAct.FundTransfer, moved, Money.Eur(12_345), "Moved", At("TFFV", "1010"), At("SFR", "1010")));
        return acts;

        DateOnly Day(int from, int to) => First.AddDays(dice.Next(from, to));

        DateOnly Later(DateOnly on, int most) =>
            on.AddDays(dice.Next(0, Math.Max(1, Math.Min(most, First.AddDays(140).DayNumber - on.DayNumber))));

        void Hand(string name, DateOnly on, RecordByHand.Command command, string? needs = null) => acts.Add(new(name, on, async books =>
            (await new RecordByHand(books.Writer).RunAsync(command with { Key = name }, TestBooks.Recorder)).OrThrow(), needs));
    }

    private static List<Act> Shuffle(List<Act> acts, Random dice)
    {
        var (rest, typed) = (acts.OrderBy(_ => dice.Next()).ToList(), new List<Act>());
        while (rest.Count > 0)
        {
            var next = rest.First(act => act.Needs is null || typed.Exists(one => one.Name == act.Needs));
            typed.Add(next);
            rest.Remove(next);
        }
        return typed;
    }

    /// <summary>Types the acts; with dice, months are valued in between too.</summary>
    private static async Task<string> LiveAsync(DatabaseKind on, List<Act> typed, Random? dice)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        foreach (var (day, rate) in Rates) await books.HasRateAsync(day, To("USD", rate));
        foreach (var fund in (string[])["TFFV", "SFR"])
            await books.MustPostAsync(Entry($"2026-01-01 opening {fund}", "1010 5000.00", "1011 5000.00 USD @@ 4500.00", "3020 -9500.00"));
        foreach (var act in typed)
        {
            await act.Do(books);
            if (dice is not null && dice.Next(4) == 0) await ValueAsync(books, 1 + dice.Next(5));
        }
        foreach (var month in Enumerable.Range(1, 5)) await ValueAsync(books, month);
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, string.Join('\n', report.Results.SelectMany(result => result.Findings)));
        var standing = new List<string>();
        foreach (var (day, _) in Rates)
            foreach (var fund in (string[])["TFFV", "SFR"])
            {
                var balance = (await new TrialBalances(new LedgerReads(books.Database, books.Clock)).OfAsync(fund, new Moment(Day(day))))
                    .OrThrow();
                var accounts = balance.Rows.GroupBy(row => row.Account.Code is Chart.ExchangeGains or Chart.ExchangeLosses ? "exchange"
                    : row.Account.Code).Select(account => (account.Key, Eur: account.Sum(row => row.BalanceEur))).Where(account =>
                    account.Eur != 0).OrderBy(account => account.Key, StringComparer.Ordinal);
                standing.Add($"{day} {fund} {string.Join(' ', accounts.Select(account => $"{account.Key}={account.Eur}"))}");
            }
        return string.Join('\n', standing);
    }

    private static async Task ValueAsync(TestBooks books, int month)
    {
        foreach (var fund in (string[])["TFFV", "SFR"]) (await new RevalueBalances(books.Writer).RunAsync(new(fund, 2026, month),
            TestBooks.Recorder)).OrThrow();
    }

    private static async Task<string> AgreementAsync(TestBooks books, string key)
    {
        await using var connection = await books.Database.OpenAsync();
        return (await connection.Command(null, "SELECT g.code FROM agreements g JOIN entries e ON e.seq = g.entry_seq WHERE "
            + "e.idempotency_key = @key", ("@key", key)).RowsAsync(row => row.GetString(0))).Single();
    }

    private static QuotedRate? Quoted(string currency, DateOnly on) => currency == "EUR" ? null : new(To(currency, "0.895"), on, "test");

    private static AccountInFund? At(string fund, string? code) => code is null ? null : new(fund, code);
}
