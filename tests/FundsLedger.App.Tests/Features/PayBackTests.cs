using CsCheck;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>State A has EUR 500.00 and USD 100.00 waiting to go back since April, State B EUR 70.00.</summary>
public sealed class PayBackTests
{
    private static readonly PayBack.Command Whole = new("back", "XA", "TFFV", Day("2026-05-10"), Eur("500.00"), "1010", "as agreed");

    [Theory, EveryDatabase]
    public async Task What_is_set_aside_in_three_ways_is_paid_back_exactly_once(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        // A gift that came and goes back.
        var offer = (await new RecordOffer(books.Writer).RunAsync(
            new("offer", "XA", Day("2026-02-01"), Eur("500.00"), null, "For visits", null, "TFFV"), TestBooks.Recorder)).OrThrow().Code;
        var pledge = (await new DecideOffer(books.Writer).RunAsync(new(offer, true, Day("2026-02-02"), "fits"),
            TestBooks.Recorder)).OrThrow().Pledge!;
        var receipt = (await new RecordReceipt(books.Writer).RunAsync(
            new("gift", "TFFV", "XA", Day("2026-03-01"), Eur("500.00"), "1010", null, pledge), TestBooks.Recorder)).OrThrow().Code;
        await ApproveAsync(books,
            (await new DecideOffer(books.Writer).AskToReturnAsync("return", offer, receipt, Day("2026-04-01"), "given by mistake",
                TestBooks.Recorder)).OrThrow());
        // An agreement of which a payment was too high, and which leaves something unspent.
        var agreement = (await new SignAgreement(books.Writer).RunAsync(
            new("sign", "XA", null, "TFFV", Day("2026-01-10"), Eur("900.00"), null, [new(Day("2026-02-01"), Eur("900.00"))],
                ReturnsBalance: true), TestBooks.Recorder)).OrThrow();
        (await new RecordReceipt(books.Writer).RunAsync(
            new("paid", "TFFV", "XA", Day("2026-04-02"), Eur("930.00"), "1010", null, null, null, agreement.Code, null,
                PaymentDifference.Return), TestBooks.Recorder)).OrThrow();
        await ApproveAsync(books,
            (await new CloseAgreement(books.Writer).AskAsync(new("close", agreement.Code, Day("2026-04-30"), "ended"),
                TestBooks.Recorder)).OrThrow());

        var waiting = Assert.Single(await WaitingAsync(books));
        Assert.Equal(("XA", "TFFV", "1430.00", 143_000L, Day("2026-04-01")),
            (waiting.Donor, waiting.FundCode, waiting.Amount.ToDecimalString(), waiting.Eur, waiting.Since));
        Assert.Equal([(pledge, null, "500.00"), (agreement.Pledge, agreement.Code, "930.00")],
            waiting.Parts.Select(part => (part.Pledge, part.Agreement, part.Amount.ToDecimalString())));
        var available = await AvailableAsync(books);

        var asked = await books.MustRepeatAsync(() => AskAsync(books, Whole with { Amount = Eur("1430.00") }));
        Assert.Equal("-1430.00", await books.BalanceAsync("TFFV", "2200"));
        await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, asked, TestBooks.Recorder));
        await books.MustRepeatAsync(() => DecideAsync(books, asked, TestBooks.Approver));
        Assert.Equal(("0.00", "0.00", available),
            (await books.BalanceAsync("TFFV", "2200"), await books.BalanceAsync("TFFV", "1010"), await AvailableAsync(books)));
        Assert.Empty(await WaitingAsync(books));
        Assert.Equal(0,
            await books.NumberAsync(
                "SELECT COUNT(*) FROM (SELECT p.pledge FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = '2200' "
                    + "GROUP BY p.donor, p.pledge, p.agreement, p.currency HAVING SUM(p.amount_minor) <> 0) o"));
        await books.MustRefuseAsync("nothing_waits_to_go_back", () => AskAsync(books, Whole with { Key = "again", Amount = Eur("0.01") }));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Whoever_comes_second_finds_no_more_than_is_left(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (first, second, third) = ((await AskAsync(books, Whole)).OrThrow(),
            (await AskAsync(books, Whole with { Key = "second", Amount = Eur("200.00") })).OrThrow(),
            (await AskAsync(books, Whole with { Key = "third", Amount = Eur("400.00") })).OrThrow());
        await ApproveAsync(books, second);
        await books.MustRefuseAsync("less_waits_to_go_back", () => DecideAsync(books, first, TestBooks.Approver));
        await books.MustRefuseAsync("less_waits_to_go_back", () => DecideAsync(books, third, TestBooks.Approver));
        await ApproveAsync(books, (await AskAsync(books, Whole with { Key = "rest", Amount = Eur("300.00") })).OrThrow());
        await books.MustRefuseAsync("nothing_waits_to_go_back", () => DecideAsync(books, first, TestBooks.Approver));
        // The other donor's and the dollars wait as before.
        Assert.Equal([("XA", "100.00 USD"), ("XB", "70.00 EUR")],
            (await WaitingAsync(books)).Select(one => (one.Donor, one.Amount.ToString())));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_is_approved_is_what_was_seen_and_not_the_same_amount_of_something_else(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2026-04-05 return TFFV", "4010 20.00 donor:XA", "2200 -20.00 donor:XA pledge:XA-P-2"));
        var (seen, other) = ((await AskAsync(books, Whole with { Amount = Eur("60.00") })).OrThrow(),
            (await AskAsync(books, Whole with { Key = "other", Amount = Eur("460.00") })).OrThrow());
        await ApproveAsync(books, other);
        // Of the first pledge 40.00 are left: 60.00 would now take from the second too.
        await books.MustRefuseAsync("return_has_moved", () => DecideAsync(books, seen, TestBooks.Approver));
        await ApproveAsync(books, (await AskAsync(books, Whole with { Key = "anew", Amount = Eur("60.00") })).OrThrow());
        Assert.Equal(["XA", "XB"], (await WaitingAsync(books)).Select(one => one.Donor));
    }

    [Theory, EveryDatabase]
    public async Task The_same_key_asks_once_and_for_one_thing(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var asked = await books.MustRepeatAsync(() => AskAsync(books, Whole));
        foreach (var other in (PayBack.Command[])[Whole with { Amount = Eur("499.99") }, Whole with { Donor = "XB" },
            Whole with { Fund = "SFR" }, Whole with { Date = Day("2026-05-11") }, Whole with { Amount = In("USD", "500.00") },
            Whole with { Bank = "1050" }, Whole with { Reason = "other" }])
            await books.MustRefuseAsync("key_used_for_other_input", () => AskAsync(books, other));
        await ApproveAsync(books, asked);
        Assert.True((await AskAsync(books, Whole)).OrThrow().IsRepeat);
        Assert.Equal(1,
            await books.NumberAsync("SELECT COUNT(*) FROM entries e WHERE e.kind = 'return' AND e.idempotency_key LIKE 'approval/%'"));
    }

    [Theory, EveryDatabase]
    public async Task Refusals_come_in_order_and_leave_no_trace(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.ClosePeriodAsync("TFFV", "2026-02-28");
        foreach (var (code, broken) in ((string, PayBack.Command)[])[("return_donor_is_unknown", Whole with { Donor = "??", Fund = "??" }),
            ("fund_is_unknown", Whole with { Fund = "UMB", Amount = Eur("0.00") }),
            ("return_amount_is_not_positive", Whole with { Amount = Eur("-1.00"), Reason = "" }),
            ("return_text_is_malformed", Whole with { Reason = "", Bank = "??" }), ("return_bank_is_unknown", Whole with { Bank = "4010" }),
            ("return_bank_takes_other_currency", Whole with { Bank = "1011", Amount = Eur("999.00") }),
            ("return_bank_takes_other_currency", Whole with { Amount = In("USD", "100.00") }),
            ("nothing_waits_to_go_back", Whole with { Amount = In("GBP", "1.00"), Bank = "1012" }),
            ("nothing_waits_to_go_back", Whole with { Fund = "SFR" }),
            ("less_waits_to_go_back", Whole with { Amount = Eur("500.01"), Date = Day("2026-01-01") }),
            ("return_date_is_too_early", Whole with { Date = Day("2026-03-31") }),
            ("return_date_is_too_early", Whole with { Date = Day("2026-02-01") }), ("key_is_malformed", Whole with { Key = "" })])
            await books.MustRefuseAsync(code, () => AskAsync(books, broken));
        // What the ledger would refuse is refused to who asks.
        await books.ClosePeriodAsync("TFFV", "2026-05-31");
        await books.MustRefuseAsync("period_is_closed", () => AskAsync(books, Whole));
    }

    [Theory, EveryDatabase]
    public async Task What_was_paid_back_later_is_not_there_to_be_paid_back_earlier(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await ApproveAsync(books, (await AskAsync(books, Whole with { Date = Day("2026-05-20") })).OrThrow());
        await books.MustPostAsync(Entry("2026-06-01 return TFFV", "4010 20.00 donor:XA", "2200 -20.00 donor:XA pledge:XA-P-2"));
        await books.MustRefuseAsync("return_date_is_too_early", () => AskAsync(books, Whole with { Key = "early", Amount = Eur("20.00") }));
        await ApproveAsync(books,
            (await AskAsync(books, Whole with { Key = "late", Amount = Eur("20.00"), Date = Day("2026-06-01") })).OrThrow());
    }

    [Theory, EveryDatabase]
    public async Task Dollars_go_back_in_dollars_and_take_their_value_with_them_to_the_cent(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var third = Whole with { Amount = In("USD", "33.33"), Bank = "1011" };
        var available = await AvailableAsync(books);
        foreach (var (key, amount, eur) in ((string, string, long)[])[("a", "33.33", 3_029), ("b", "33.33", 3_030), ("c", "33.34", 3_030)])
        {
            var before = await books.NumberAsync(ToReturn("USD", "eur_minor"));
            await ApproveAsync(books, (await AskAsync(books, third with { Key = key, Amount = In("USD", amount) })).OrThrow());
            Assert.Equal((eur, available), (await books.NumberAsync(ToReturn("USD", "eur_minor")) - before, await AvailableAsync(books)));
        }
        Assert.Equal((0L, 0L),
            (await books.NumberAsync(ToReturn("USD", "amount_minor")), await books.NumberAsync(ToReturn("USD", "eur_minor"))));
        await MustBeGoodAsync(books);
    }

    [Fact]
    public void Whatever_parts_it_is_paid_in_no_cent_stays_behind_and_none_is_added()
    {
        var parts = Gen.Select(Gen.Int[1, 100_000], Gen.Int[0, 100_000]).Array[1, 4];
        Gen.Select(parts, Gen.Int[1, 60_000].Array[1, 12]).Sample((set, wishes) =>
        {
            var usd = Currency.Of("USD");
            var waiting = new WaitingReturn("XA", "State A", "TFFV", usd,
                [.. set.Select(
                    (part, index) => new ReturnPart($"P{index}", null, new Money(part.Item1, usd), part.Item2, Day("2026-01-01")))]);
            var whole = waiting.Eur;
            long paid = 0;
            foreach (var wish in wishes.Append(int.MaxValue))
            {
                if (waiting.Amount.IsZero) break;
                var amount = new Money(Math.Min(wish, waiting.Amount.Minor), usd);
                var taken = waiting.Take(amount);
                Assert.Equal(amount.Minor, taken.Sum(part => part.Amount.Minor));
                Assert.All(taken, part => Assert.InRange(part.Eur, 0, waiting.Parts.Single(one => one.Pledge == part.Pledge).Eur));
                paid += taken.Sum(part => part.Eur);
                waiting = waiting with
                    { Parts = [
                        .. waiting.Parts.Select(
                            part =>
                                taken.FirstOrDefault(one => one.Pledge == part.Pledge) is { } now
                                    ? part with { Amount = part.Amount - now.Amount, Eur = part.Eur - now.Eur } : part)
                                    .Where(part => !part.Amount.IsZero || part.Eur != 0)] };
            }
            Assert.Equal((whole, 0L), (paid, waiting.Eur));
        });
    }

    [Theory, EveryDatabase]
    public async Task It_is_taken_back_by_two_and_then_waits_again(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await ApproveAsync(books, (await AskAsync(books, Whole)).OrThrow());
        var (setAside, paid) = (await books.NumberAsync("SELECT MIN(e.seq) FROM entries e WHERE e.kind = 'return'"),
            await books.NumberAsync("SELECT MAX(seq) FROM entries"));
        // What was set aside has left: it cannot become revenue again before it has come back.
        Assert.Equal("reversal_takes_two", (await new ReverseEntry(books.Writer).RunAsync(new("undo", setAside, Day("2026-06-01"), "x"),
            TestBooks.Approver)).Refusal?.Code);
        Assert.Equal("return_is_overdrawn", (await new ReverseEntry(books.Writer).AskAsync(new("undo", setAside, Day("2026-06-01"), "x"),
            TestBooks.Approver)).Refusal?.Code);
        Assert.Equal("reversal_takes_two",
            (await new ReverseEntry(books.Writer).RunAsync(new("undo", paid, Day("2026-06-01"), "x"), TestBooks.Approver)).Refusal?.Code);
        await ApproveAsync(books,
            (await new ReverseEntry(books.Writer).AskAsync(new("undo", paid, Day("2026-06-01"), "the bank did not pay"),
                TestBooks.Recorder)).OrThrow());
        Assert.Equal("500.00 EUR", (await WaitingAsync(books))[0].Amount.ToString());
        await MustBeGoodAsync(books);
        await ApproveAsync(books, (await new ReverseEntry(books.Writer).AskAsync(new("undo2", setAside, Day("2026-06-01"),
            "nothing goes back"), TestBooks.Recorder)).OrThrow());
        Assert.Equal("100.00 USD", (await WaitingAsync(books))[0].Amount.ToString());
    }

    [Theory, EveryDatabase]
    public async Task The_line_of_the_bank_is_this_entry_and_one_that_comes_back_takes_it_back(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.RegisterAsync("B", CamtText.Account, startsOn: "2026-04-30");
        var bank = await books.LedgerOfAsync("B");
        await books.MustPostAsync(Entry("2026-05-01 transfer TFFV", $"{bank} 500.00", "1010 -500.00"));
        await ApproveAsync(books, (await AskAsync(books, Whole with { Bank = bank })).OrThrow());
        var (moved, paid) =
            (await books.NumberAsync("SELECT MAX(seq) - 1 FROM entries"), await books.NumberAsync("SELECT MAX(seq) FROM entries"));
        await books.ImportAsync(
            CamtText.File("0.00", "2026-04-30", "0.00", "2026-05-31", "2026-05-02 500.00 Moved", "2026-05-12 -500.00 Back"));
        Assert.Equal(paid, await books.NumberAsync("SELECT MAX(seq) FROM entries"));
        await books.MustRefuseAsync("bank_entry_is_not_open",
            () => new MatchLines(books.Writer).LinkAsync([2], [999], "x", TestBooks.Recorder));
        foreach (var (line, entry) in ((long, long)[])[(1, moved),
            (2, paid)]) (await new MatchLines(books.Writer).LinkAsync([line], [entry], "it is this", TestBooks.Recorder)).OrThrow();
        await MustBeGoodAsync(books);

        await books.ImportAsync(
            CamtText.File("0.00", "2026-05-31", "500.00", "2026-06-30", "2026-06-03 500.00 Account_closed reversal:yes"));
        (await new MatchLines(books.Writer).ReturnAsync(3, paid, "came back", TestBooks.Recorder)).OrThrow();
        Assert.Equal(("500.00 EUR", "500.00"), ((await WaitingAsync(books))[0].Amount.ToString(), await books.BalanceAsync("TFFV", bank)));
        await MustBeGoodAsync(books);
    }

    private static string ToReturn(string currency, string what) =>
        $"SELECT COALESCE(SUM(p.{what}), 0) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = '2200' AND p.currency "
            + $"= '{currency}'";

    private static Task<long> AvailableAsync(TestBooks books) =>
        books.NumberAsync(
            "SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.role IN ('cash', 'withheld')");

    private static async Task<List<WaitingReturn>> WaitingAsync(TestBooks books)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        return await ReturnList.ReadAsync(connection, await reads.CatalogAsync(connection));
    }

    private static Task<Outcome<AskedApproval>> AskAsync(TestBooks books, PayBack.Command command) =>
        new PayBack(books.Writer).AskAsync(command, TestBooks.Recorder);

    private static Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, AskedApproval asked, Domain.Ledger.Actor by) =>
        new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), by);

    private static async Task ApproveAsync(TestBooks books, AskedApproval asked) =>
        (await DecideAsync(books, asked, TestBooks.Approver)).OrThrow();

    private static async Task MustBeGoodAsync(TestBooks books) =>
        Assert.Empty(
            (await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).Results.SelectMany(result => result.Findings));

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        await books.MustPostAsync(
            Entry("2026-03-01 receipt TFFV", "1010 600.00 donor:XA", "4010 -600.00 donor:XA"),
            Entry("2026-03-01 receipt TFFV", "1011 100.00 USD @@ 90.89 donor:XA", "4010 -100.00 USD @@ -90.89 donor:XA"),
            Entry("2026-04-01 return TFFV", "4010 500.00 donor:XA", "2200 -500.00 donor:XA pledge:XA-P-1"),
            Entry("2026-04-01 return TFFV", "4010 100.00 USD @@ 90.89 donor:XA", "2200 -100.00 USD @@ -90.89 donor:XA"),
            Entry("2026-04-01 return TFFV", "4010 70.00 donor:XB", "2200 -70.00 donor:XB"));
        return books;
    }
}
