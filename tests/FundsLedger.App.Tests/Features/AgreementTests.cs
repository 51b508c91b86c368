using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>State A signs for EUR 900.00 in three instalments, the last one against a report.</summary>
public sealed class AgreementTests
{
    private static readonly QuotedRate Dollar = new(To("USD", "0.80"), Day("2026-03-01"), "Circular");
    private static readonly SignAgreement.Command Three = new("sign", "XA", null, "TFFV", Day("2026-01-10"), Eur("900.00"), null,
        [new(Day("2026-02-01"), Eur("300.00")), new(Day("2026-05-01"), Eur("300.00")),
            new(Day("2026-08-01"), Eur("300.00"), "interim report accepted")], "Visits of children", "Report each June", 90, true,
            "NV 7/2026");
    private static readonly RecordReceipt.Command Exact =
        new("paid", "TFFV", "XA", Day("2026-02-03"), Eur("300.00"), "1010", null, null, "BANK 1", "XA-A-2026-1");

    [Theory, EveryDatabase]
    public async Task What_depends_on_nothing_is_revenue_on_signature_and_the_rest_is_deferred(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var signed = await books.MustRepeatAsync(() => SignAsync(books, Three));
        Assert.Equal(("XA-A-2026-1", "XA-P-2026-1"), (signed.Code, signed.Pledge));
        await MustBeAsync(books, ("1100", "900.00"), ("4010", "-600.00"), ("2110", "-300.00"), ("8013", "900.00"), ("8010", "0.00"));
        foreach (var other in (SignAgreement.Command[])[Three with { Earmark = null }, Three with { NoticeDays = 30 },
            Three with { Fund = "SFR" }, Three with { ReturnsBalance = false },
            Three with
                { Instalments = [Three.Instalments[0], Three.Instalments[1] with { DueOn = Day("2026-05-02") }, Three.Instalments[2]] },
                Three with
                    { Instalments = [Three.Instalments[0], Three.Instalments[1], Three.Instalments[2] with { Condition = "another" }] }])
            await books.MustRefuseAsync("key_used_for_other_input", () => SignAsync(books, other));

        await books.MustRepeatAsync(
            () =>
                new MeetCondition(books.Writer).RunAsync(new("met", signed.Code, 3, Day("2026-06-30"), "Report of June, accepted"),
                    TestBooks.Recorder));
        await MustBeAsync(books, ("1100", "900.00"), ("4010", "-900.00"), ("2110", "0.00"));
        await books.MustRefuseAsync("condition_is_met_already",
            () => new MeetCondition(books.Writer).RunAsync(new("again", signed.Code, 3, Day("2026-06-30"), "x"), TestBooks.Recorder));
        await books.MustRefuseAsync("instalment_has_no_condition",
            () => new MeetCondition(books.Writer).RunAsync(new("again", signed.Code, 1, Day("2026-06-30"), "x"), TestBooks.Recorder));
    }

    [Theory, EveryDatabase]
    public async Task The_policy_of_the_year_can_leave_conditional_money_out_until_it_is_met(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRepeatAsync(
            () =>
                new SetRecognitionPolicy(books.Writer).RunAsync(new(2026, "IPSAS 47", ConditionalTreatment.WhenMet), TestBooks.Certifier));
        var signed = (await SignAsync(books, Three)).OrThrow();
        await MustBeAsync(books, ("1100", "600.00"), ("4010", "-600.00"), ("2110", "0.00"), ("8013", "900.00"));
        // Paid before it is met: in the bank, and not the fund's to spend.
        (await PayAsync(books, Exact with { Instalment = 3 })).OrThrow();
        await MustBeAsync(books, ("1010", "300.00"), ("2100", "-300.00"), ("1100", "600.00"), ("8013", "600.00"));
        (await new MeetCondition(books.Writer).RunAsync(new("met", signed.Code, 3, Day("2026-06-30"), "Report"),
            TestBooks.Recorder)).OrThrow();
        await MustBeAsync(books, ("2100", "0.00"), ("4010", "-900.00"), ("1100", "600.00"));
        Assert.Equal("policy_is_malformed",
            (await new SetRecognitionPolicy(books.Writer).RunAsync(new(1900, "x", ConditionalTreatment.WhenMet),
                TestBooks.Certifier)).Refusal?.Code);
    }

    [Theory, EveryDatabase]
    public async Task A_receipt_clears_what_is_receivable_and_is_not_revenue_again(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await SignAsync(books, Three)).OrThrow();
        var paid = await books.MustRepeatAsync(() => PayAsync(books, Exact));
        Assert.Equal("XA-R-2026-1", paid.Code);
        await MustBeAsync(books, ("1010", "300.00"), ("1100", "600.00"), ("4010", "-600.00"), ("8013", "600.00"));
        foreach (var other in (RecordReceipt.Command[])[Exact with { Amount = Eur("299.00") }, Exact with { Agreement = null },
            Exact with { Instalment = 1 }, Exact with { Reference = "BANK 2" }, Exact with { Difference = PaymentDifference.Total }])
            await books.MustRefuseAsync("key_used_for_other_input", () => PayAsync(books, other));

        // Conditional money that arrives is withheld until the condition is met.
        (await PayAsync(books, Exact with { Key = "third", Instalment = 3 })).OrThrow();
        await MustBeAsync(books, ("1010", "600.00"), ("1100", "300.00"), ("2110", "0.00"), ("2100", "-300.00"), ("4010", "-600.00"));
        await books.MustRefuseAsync("receipt_needs_agreement",
            () => PayAsync(books, Exact with { Key = "pledge", Agreement = null, Pledge = "XA-P-2026-1" }));
    }

    [Theory, EveryDatabase]
    public async Task A_payment_that_differs_asks_what_the_difference_is(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await SignAsync(books, Three)).OrThrow();
        var more = Exact with { Key = "more", Amount = Eur("350.00") };
        await books.MustRefuseAsync("receipt_is_above_instalment", () => PayAsync(books, more));
        await books.MustRefuseAsync("difference_is_not_possible",
            () => PayAsync(books, more with { Difference = PaymentDifference.StaysDue }));
        await books.MustRefuseAsync("difference_is_not_possible",
            () => PayAsync(books, more with { Amount = Eur("900.01"), Difference = PaymentDifference.NextInstalment }));
        await books.MustRefuseAsync("receipt_is_below_instalment", () => PayAsync(books, more with { Amount = Eur("299.99") }));
        await books.MustRefuseAsync("difference_is_not_possible",
            () => PayAsync(books, more with { Amount = Eur("299.99"), Difference = PaymentDifference.Return }));

        (await PayAsync(books, more with { Difference = PaymentDifference.NextInstalment })).OrThrow();
        Assert.Equal(["0.00", "250.00", "300.00"], await OpenInstalmentsAsync(books));
        await books.MustRepeatAsync(
            () => PayAsync(books, more with { Key = "gift", Amount = Eur("260.00"), Difference = PaymentDifference.SeparateGift }));
        await MustBeAsync(books, ("1100", "300.00"), ("4010", "-610.00"), ("8013", "300.00"));
        (await PayAsync(books, more with { Key = "back", Amount = Eur("301.00"), Difference = PaymentDifference.Return })).OrThrow();
        await MustBeAsync(books, ("1100", "0.00"), ("2200", "-1.00"), ("8013", "0.00"), ("2100", "-300.00"));
        await books.MustRefuseAsync("agreement_is_paid", () => PayAsync(books, more with { Key = "late" }));
    }

    [Theory, EveryDatabase]
    public async Task Too_little_stays_due_or_joins_the_next_or_lowers_the_total_by_two(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await SignAsync(books, Three)).OrThrow();
        (await PayAsync(books, Exact with { Key = "a", Amount = Eur("100.00"), Difference = PaymentDifference.StaysDue })).OrThrow();
        Assert.Equal(["200.00", "300.00", "300.00"], await OpenInstalmentsAsync(books));
        await books.MustRepeatAsync(
            () => PayAsync(books, Exact with { Key = "b", Amount = Eur("150.00"), Difference = PaymentDifference.NextInstalment }));
        Assert.Equal(["0.00", "350.00", "300.00"], await OpenInstalmentsAsync(books));
        await books.MustRepeatAsync(
            () => PayAsync(books, Exact with { Key = "c", Amount = Eur("340.00"), Difference = PaymentDifference.Total }));
        Assert.Equal(["0.00", "10.00", "300.00"], await OpenInstalmentsAsync(books));
        await books.MustRefuseAsync("approval_takes_two",
            () => new DecideApproval(books.Writer, Acts.All).RunAsync(new(1, true), TestBooks.Recorder));
        await books.MustRepeatAsync(() => new DecideApproval(books.Writer, Acts.All).RunAsync(new(1, true), TestBooks.Approver));
        Assert.Equal(["0.00", "0.00", "300.00"], await OpenInstalmentsAsync(books));
        await MustBeAsync(books, ("1100", "300.00"), ("5940", "10.00"), ("8013", "300.00"));

        // What was deferred is no revenue, so writing it off is no loss.
        var asked = (await new WriteOff(books.Writer).AskAsync(
            new("off", Exact.Agreement!, 3, Day("2026-06-01"), "no report came", Eur("300.00")), TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
        await MustBeAsync(books, ("1100", "0.00"), ("2110", "0.00"), ("5940", "10.00"), ("8013", "0.00"));
    }

    [Theory, EveryDatabase]
    public async Task Dollars_meet_an_agreement_in_euros_and_a_dollar_debt_shows_its_exchange_difference(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await SignAsync(books, Three)).OrThrow();
        await books.MustRepeatAsync(() => PayAsync(books, Exact with { Amount = In("USD", "375.00"), Bank = "1011", Rate = Dollar }));
        await MustBeAsync(books, ("1011", "300.00"), ("1100", "600.00"), ("4010", "-600.00"));
        Assert.Equal(0,
            await books.NumberAsync(
                "SELECT SUM(p.amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = '1100' AND p.currency "
                    + "= 'USD'"));

        var inDollars = Three with { Key = "usd", Amount = In("USD", "1000.00"), Rate = To("USD", "0.90"),
            Instalments = [new(Day("2026-03-01"), In("USD", "1000.00"))] };
        var signed = (await SignAsync(books, inDollars)).OrThrow();
        await MustBeAsync(books, ("1100", "1500.00"));
        await books.MustRepeatAsync(
            () =>
                PayAsync(books,
                    Exact with { Key = "usd paid", Amount = In("USD", "400.00"), Bank = "1011", Rate = Dollar, Agreement = signed.Code,
                        Difference = PaymentDifference.StaysDue }));
        await MustBeAsync(books, ("1011", "620.00"), ("1100", "1140.00"), ("5930", "40.00"));
        var euros = Exact with { Key = "eur paid", Amount = Eur("480.00"), Agreement = signed.Code };
        await books.MustRefuseAsync("receipt_needs_rate_of_claim", () => PayAsync(books, euros));
        // Of the value date: a month before is the oldest that says anything of it.
        await RateAsync(books, "2026-01-02", "0.50");
        await books.MustRefuseAsync("receipt_needs_rate_of_claim", () => PayAsync(books, euros));
        await RateAsync(books, "2026-01-03", "0.80");
        await books.MustRepeatAsync(() => PayAsync(books, euros));
        await MustBeAsync(books, ("1100", "600.00"), ("5930", "100.00"), ("8013", "600.00"));
    }

    [Theory, EveryDatabase]
    public async Task A_dollar_debt_is_paid_by_what_the_euros_are_worth_on_their_day_not_on_the_day_of_signature(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var dollars = Three with { Amount = In("USD", "100000.00"), Rate = To("USD", "0.90"),
            Instalments = [new(Day("2026-02-01"), In("USD", "100000.00"))] };
        var (first, second) = ((await SignAsync(books, dollars with { Key = "a" })).OrThrow().Code,
            (await SignAsync(books, dollars with { Key = "b" })).OrThrow().Code);
        await RateAsync(books, "2026-02-01", "0.95");
        await RateAsync(books, "2026-03-01", "0.80");

        // EUR 90,000 at 0.95 are USD 94,736.84: not all of it, and nobody forgives the rest by himself.
        var less = Exact with { Key = "less", Amount = Eur("90000.00"), Agreement = first };
        Assert.Contains("5263.16 USD less", (await PayAsync(books, less)).Refusal?.Sentence, StringComparison.Ordinal);
        (await PayAsync(books, less with { Difference = PaymentDifference.StaysDue })).OrThrow();
        Assert.Equal(["5263.16"], await OpenInstalmentsAsync(books, first));
        // EUR 80,000 at 0.80 are the USD 100,000.00: the loss against the signature is an exchange loss.
        (await PayAsync(books, less with { Key = "exact", Date = Day("2026-03-02"), Amount = Eur("80000.00"), Agreement = second }))
            .OrThrow();
        Assert.Equal(["0.00"], await OpenInstalmentsAsync(books, second));
        await MustBeAsync(books, ("5930", "10000.00"), ("4200", "-4736.84"), ("1010", "170000.00"), ("1100", "4736.84"),
            ("8013", "4736.84"));
    }

    [Theory, EveryDatabase]
    public async Task A_dollar_pledge_is_met_by_what_the_euros_are_worth_on_their_day(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var pledge = (await new AnnouncePledge(books.Writer)
            .RunAsync(new("p", "XA", Day("2026-01-01"), In("USD", "100000.00"), To("USD", "0.90"), "Pledge", null, "TFFV"),
            TestBooks.Recorder)).OrThrow().Code;
        var euros = Exact with { Amount = Eur("80000.00"), Agreement = null, Pledge = pledge };
        await books.MustRefuseAsync("receipt_needs_rate_of_claim", () => PayAsync(books, euros));
        await RateAsync(books, "2026-02-01", "0.80");

        await books.MustRepeatAsync(() => PayAsync(books, euros));

        await MustBeAsync(books, ("8010", "0.00"), ("1010", "80000.00"), ("4010", "-80000.00"));
    }

    [Theory, EveryDatabase]
    public async Task Conditional_dollars_that_arrive_leave_available_where_it_was(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(LedgerText.Entry("2026-01-01 opening TFFV", "1010 100000.00", "3020 -100000.00"));
        var waits = Three with { Amount = In("USD", "40000.00"), Rate = To("USD", "0.90"),
            Instalments = [new(Day("2026-02-01"), In("USD", "40000.00"), "report accepted")] };
        var code = (await SignAsync(books, waits)).OrThrow().Code;

        (await PayAsync(books, Exact with { Amount = In("USD", "40000.00"), Bank = "1011", Rate = Dollar, Agreement = code })).OrThrow();

        // 32,000 came and 32,000 are withheld; the fund had no claim to lose by.
        await MustBeAsync(books, ("1011", "32000.00"), ("2100", "-32000.00"), ("2110", "0.00"), ("1100", "0.00"), ("5930", "4000.00"),
            ("4200", "-4000.00"));
        (await new MeetCondition(books.Writer).RunAsync(new("met", code, 1, Day("2026-06-30"), "Report"), TestBooks.Recorder)).OrThrow();
        await MustBeAsync(books, ("2100", "0.00"), ("4010", "-32000.00"));
    }

    [Theory, EveryDatabase]
    public async Task A_receipt_taken_back_opens_what_it_had_met(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await SignAsync(books, Three)).OrThrow();
        var paid =
            (await PayAsync(books, Exact with { Instalment = 3, Amount = In("USD", "375.00"), Bank = "1011", Rate = Dollar })).OrThrow();
        await MustBeAsync(books, ("1011", "300.00"), ("1100", "600.00"), ("2100", "-300.00"), ("8013", "600.00"));

        var reversal = new ReversalAsked("back", paid.Entry.Seq, Day("2026-02-10"), "the bank took it back");
        (await new ReverseEntry(books.Writer).RunAsync(reversal, TestBooks.Approver)).OrThrow();

        await MustBeAsync(books, ("1011", "0.00"), ("1100", "900.00"), ("2100", "0.00"), ("2110", "-300.00"), ("8013", "900.00"),
            ("4010", "-600.00"));
        Assert.Equal(["300.00", "300.00", "300.00"], await OpenInstalmentsAsync(books));
        Assert.True((await new ReverseEntry(books.Writer).RunAsync(reversal, TestBooks.Approver)).OrThrow().IsRepeat);
    }

    [Theory, EveryDatabase]
    public async Task Ageing_sums_to_what_the_books_carry(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await SignAsync(books, Three)).OrThrow();
        (await PayAsync(books, Exact with { Amount = Eur("120.00"), Difference = PaymentDifference.StaysDue })).OrThrow();
        (await new AnnouncePledge(books.Writer).RunAsync(
            new("other", "XB", Day("2025-01-01"), In("USD", "70.00"), To("USD", "0.90"), "Other", null, "TFFV", Day("2025-02-01")),
            TestBooks.Recorder)).OrThrow();
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        var catalog = await reads.CatalogAsync(connection);

        var items = await AgeingList.ItemsAsync(connection, catalog, new Moment(Day("2026-07-01")));

        Assert.Equal([("XB", 515, AgeBucket.OverAYear), ("XA", 150, AgeBucket.Days180), ("XA", 61, AgeBucket.Days90),
            ("XA", 0, AgeBucket.WaitsForCondition)], items.Select(item => (item.Donor, item.Days, item.Bucket)));
        Assert.Equal(78_000 + 6_300, items.Sum(item => item.OpenEur));
        Assert.Equal(items.Sum(item => item.OpenEur),
            await books.NumberAsync(
                "SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.role = 'pledges'"));
        Assert.Equal(["0.00", "0.00", "0.00", "0.00", "0.00", "70.00", "0.00"], AgeingList.Lines(items).Single(line => line.Donor == "XB")
            .ByBucket.Select(part => part.ToDecimalString()));
        // As it stood before the payment.
        Assert.Equal(96_300, (await AgeingList.ItemsAsync(connection, catalog, new Moment(Day("2026-02-01")))).Sum(item => item.OpenEur));
        var kept = Assert.Single(await PledgeKeeping.ReadAsync(connection, catalog, new Moment(Day("2026-07-01")), "XA"));
        Assert.Equal((90_000, 12_000, 1.0), (kept.PledgedEur, kept.PaidEur, kept.ShareKept));
    }

    [Theory, EveryDatabase]
    public async Task Refusals_about_agreements_come_in_order_and_leave_no_trace(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        InstalmentTerm Term(string due, string amount) => new(Day(due), Eur(amount));
        foreach (var (code, broken) in ((string, SignAgreement.Command)[])[
            ("fund_is_unknown", Three with { Fund = "UMB", Donor = "??" }),
            ("agreement_donor_is_unknown", Three with { Donor = "??", Amount = Eur("0.00") }),
            ("agreement_amount_is_not_positive", Three with { Amount = Eur("-1.00") }),
            ("agreement_rate_is_missing", Three with { Amount = In("USD", "1.00") }),
            ("agreement_text_is_malformed", Three with { Earmark = "", Instalments = [] }),
            ("agreement_text_is_malformed", Three with { NoticeDays = -1 }),
            ("instalments_are_too_many_or_none", Three with { Instalments = [] }),
            ("instalment_currency_is_other", Three with { Instalments = [new(Day("2026-02-01"), In("USD", "900.00"))] }),
            ("instalment_is_below_one_minor_unit", Three with { Instalments = [Term("2026-02-01", "900.00"), Term("2026-02-01", "0.00")] }),
            ("instalment_is_below_one_minor_unit",
                Three with { Instalments = [Term("2026-02-01", "900.49"), Term("2026-02-01", "-0.49")] }),
            ("instalment_is_due_before_signature", Three with { Instalments = [Term("2026-01-09", "900.00")] }),
            ("instalments_are_out_of_order", Three with { Instalments = [Term("2026-03-01", "400.00"), Term("2026-02-01", "500.00")] }),
            ("instalments_do_not_add_up", Three with { Instalments = [Term("2026-03-01", "400.00"), Term("2026-04-01", "500.01")] }),
            ("pledge_is_unknown", Three with { Pledge = "??" }),
            ("agreement_pledge_is_other", Three with { Donor = "XB", Pledge = "XA-P-2026-1" }),
            ("pledge_date_is_too_early", Three with { Pledge = "XA-P-2026-1", SignedOn = Day("2025-12-01") }),
            ("agreement_is_above_pledge", Three with { Pledge = "XA-P-2026-1" })])
        {
            if (code == "agreement_pledge_is_other")
                (await new AnnouncePledge(books.Writer).RunAsync(
                    new("p", "XA", Day("2026-01-01"), Eur("899.99"), null, "Pledge", null, "TFFV"), TestBooks.Recorder)).OrThrow();
            await books.MustRefuseAsync(code, () => SignAsync(books, broken));
        }
        Assert.Null(InstalmentPlan.Equal(Eur("1.00"), 150, Day("2026-01-31"), 1));
        Assert.Equal([(Day("2026-01-31"), "0.34"), (Day("2026-02-28"), "0.33"), (Day("2026-03-31"), "0.33")],
            InstalmentPlan.Equal(Eur("1.00"), 3, Day("2026-01-31"), 1)!.Select(part => (part.DueOn, part.Amount.ToDecimalString())));

        var signed = (await SignAsync(books, Three with { Key = "good" })).OrThrow();
        await books.MustRefuseAsync("agreement_is_unknown", () => PayAsync(books, Exact with { Agreement = "??" }));
        await books.MustRefuseAsync("receipt_agreement_is_other", () => PayAsync(books, Exact with { Donor = "XB" }));
        await books.MustRefuseAsync("agreement_date_is_too_early", () => PayAsync(books, Exact with { Date = Day("2026-01-09") }));
        await books.MustRefuseAsync("instalment_is_unknown", () => PayAsync(books, Exact with { Instalment = 4 }));
        await books.MustRefuseAsync("instalment_has_less_open",
            () => new WriteOff(books.Writer).AskAsync(new("w", signed.Code, 1, Day("2026-02-01"), "x", Eur("300.01")), TestBooks.Recorder));
        await books.MustRefuseAsync("pledge_is_under_agreement",
            () =>
                new EndPledge(books.Writer).AskAsync(new("e", signed.Pledge, "TFFV", PledgeEnd.Lapsed, Day("2026-03-01"), "x"),
                    TestBooks.Recorder));
    }

    private static async Task MustBeAsync(TestBooks books, params (string Account, string Balance)[] expected)
    {
        foreach (var (account, balance) in expected) Assert.Equal((account, balance), (account, await books.BalanceAsync("TFFV", account)));
    }

    private static async Task RateAsync(TestBooks books, string date, string rate) =>
        await books.HasRateAsync(date, To("USD", rate));

    private static async Task<IEnumerable<string>> OpenInstalmentsAsync(TestBooks books, string code = "XA-A-2026-1")
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        return (await AgreementList.ReadAsync(connection, await reads.CatalogAsync(connection), code)).Single()
            .Instalments.Select(one => one.Open.ToDecimalString());
    }

    private static Task<Outcome<SignedAgreement>> SignAsync(TestBooks books, SignAgreement.Command command) =>
        new SignAgreement(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<RecordedReceipt>> PayAsync(TestBooks books, RecordReceipt.Command command) =>
        new RecordReceipt(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        return books;
    }
}
