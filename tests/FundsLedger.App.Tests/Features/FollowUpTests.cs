using CsCheck;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Reminders;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>What follows a promise: the Irish case as a whole, unspent balances, revaluation, and random lives of agreements.</summary>
public sealed class FollowUpTests
{
    [Theory, EveryDatabase]
    public async Task The_Irish_pledge_of_2023_adds_up_on_every_path(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var (writer, who) = (books.Writer, TestBooks.Recorder);
        // Published: the pledge and its designations. Synthetic: days, the agreement, its instalments and the payment.
        (await new AddDonor(writer).RunAsync(new("IE", "Ireland", DonorType.State, "en"), who)).OrThrow();
        var pledge = (await new AnnouncePledge(writer).RunAsync(
            new("ie", "IE", Day("2023-11-30"), Eur("3000000.00"), null, "EUR 3 million, purposes not yet set", "irishlegal.com (2023)"),
            who)).OrThrow().Code;
        foreach (var (key, amount, to) in ((string, string, Designation)[])[
            ("otp", "1000000.00", new Designation.Outside("Office of the Prosecutor")), ("sfr", "500000.00", new Designation.ToFund("SFR")),
            ("sec", "500000.00", new Designation.Outside("Special Fund for Security"))])
            (await new DesignatePledge(writer).RunAsync(
                new(key, pledge, Day("2024-12-31"), Eur(amount), to, "Designated", "irishlegal.com (2024)"), who)).OrThrow();
        var agreement =
            (await new SignAgreement(writer).RunAsync(new("sign", "IE", pledge, "SFR", Day("2025-03-01"), Eur("500000.00"), null,
            [new(Day("2025-06-30"), Eur("250000.00")), new(Day("2025-12-31"), Eur("250000.00"))], Reference: "synthetic"),
            who)).OrThrow().Code;
        (await new RecordReceipt(writer).RunAsync(
            new("paid", "SFR", "IE", Day("2025-07-02"), In("USD", "100000.00"), "1011",
                new QuotedRate(To("USD", "0.9137"), Day("2025-07-01"), "synthetic rate"), null, "synthetic", agreement, null,
                PaymentDifference.StaysDue), who)).OrThrow();

        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        var catalog = await reads.CatalogAsync(connection);
        var standing = (await PledgeList.ReadAsync(connection, catalog, pledge)).Single();
        Assert.Equal((Eur("1500000.00"), Eur("1000000.00"), Eur("91370.00"), Eur("408630.00"), PledgeStage.PartPaid),
            (standing.Outside, standing.Undesignated, standing.Paid, standing.Signed, standing.Stage));
        Assert.Equal(("408630.00", "-500000.00", "91370.00", "1000000.00", "1500000.00"),
            (await books.BalanceAsync("SFR", "1100"), await books.BalanceAsync("SFR", "4010"), await books.BalanceAsync("SFR", "1011"),
                await books.BalanceAsync("UMB", "8010"), await books.BalanceAsync("UMB", "8015")));

        var items = await AgeingList.ItemsAsync(connection, catalog, new Moment(Day("2026-07-01")), "IE", "SFR");
        Assert.Equal([("158630.00", AgeBucket.OverAYear), ("250000.00", AgeBucket.Days365)],
            items.Select(item => (item.Open.ToDecimalString(), item.Bucket)));
        // The row of the CSV says what the pledge says.
        var row = AgeingTables.PledgeHeadings.Zip(AgeingTables.Row(standing)).ToDictionary(cell => cell.First, cell => cell.Second);
        Assert.Equal(("3000000.00", "91370.00", "1500000.00", "1408630.00", "1000000.00", "408630.00", "1408630.00", "part_paid"),
            (row["amount"], row["paid"], row["outside"], row["open"], row["undesignated"], row["signed"], row["open_eur"], row["stage"]));
        Assert.Equal("408630.00", AgeingTables.AgeingHeadings(false).Zip(AgeingTables.Row(AgeingList.Lines(items).Single(), false))
            .Single(cell => cell.First == "open_eur").Second);

        var draft = new DraftReminder(writer, reads);
        var reminder = (await draft.RunAsync(new("IE", Day("2026-07-01")), who)).OrThrow();
        Assert.False(reminder.IsRepeat);
        Assert.True((await draft.RunAsync(new("IE", Day("2026-07-01")), who)).OrThrow().IsRepeat);
        var english = System.Net.WebUtility.HtmlDecode(await reminder.Letter.FragmentAsync());
        Assert.Contains("presents its compliments to Ireland", english, StringComparison.Ordinal);
        Assert.Contains("158,630.00\u00A0EUR", english, StringComparison.Ordinal);
        Assert.Contains("408,630.00\u00A0EUR", english, StringComparison.Ordinal);
        // "Row { Cells = …" stood where the total's name stands.
        Assert.Contains(">Total</th>", english, StringComparison.Ordinal);
        Assert.DoesNotContain("Cells", english, StringComparison.Ordinal);
        var french = System.Net.WebUtility.HtmlDecode(
            await (await draft.RunAsync(new("IE", Day("2026-07-01"), "fr"), who)).OrThrow().Letter.FragmentAsync());
        Assert.Contains("présente ses compliments", french, StringComparison.Ordinal);
        Assert.Contains("408\u202F630,00\u00A0EUR", french, StringComparison.Ordinal);
        Assert.Contains("Fonds spécial pour les réinstallations", french, StringComparison.Ordinal);
        Assert.Equal("nothing_is_overdue", (await draft.RunAsync(new("IE", Day("2025-06-30")), who)).Refusal?.Code);
        Assert.Equal("reminder_donor_is_unknown", (await draft.RunAsync(new("??", Day("2025-06-30")), who)).Refusal?.Code);
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM outbox"));
        Assert.True((await new LedgerCheck(reads).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task What_was_not_used_is_set_aside_by_two_when_an_agreement_closes(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var code = (await SignAsync(books, "sign", Eur("900.00"), null, returns: true)).OrThrow().Code;
        var close = new CloseAgreement.Command("close", code, Day("2026-06-30"), "project ended");
        await books.MustRefuseAsync("agreement_has_open_instalments",
            () => new CloseAgreement(books.Writer).AskAsync(close, TestBooks.Recorder));
        (await PayAsync(books, "paid", Eur("900.00"), "1010", null, code)).OrThrow();
        await books.MustPostAsync(Entry("2026-02-10 receipt TFFV", "1010 300.00", "4010 -300.00"),
            Entry("2026-03-10 disbursement TFFV", "5010 400.00", "1010 -400.00"));

        var asked = await books.MustRepeatAsync(() => new CloseAgreement(books.Writer).AskAsync(close, TestBooks.Recorder));
        await books.MustRefuseAsync("key_used_for_other_input",
            () => new CloseAgreement(books.Writer).AskAsync(close with { Reason = "other" }, TestBooks.Recorder));
        await books.MustRefuseAsync("approval_takes_two",
            () => new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Recorder));
        // Used in between: other figures than those that were seen.
        await books.MustPostAsync(Entry("2026-04-01 disbursement TFFV", "5010 1.00", "1010 -1.00"));
        await books.MustRefuseAsync("unspent_balance_has_moved",
            () => new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver));

        var again = (await new CloseAgreement(books.Writer).AskAsync(close with { Key = "again" }, TestBooks.Recorder)).OrThrow();
        await books.MustRepeatAsync(() => new DecideApproval(books.Writer, Acts.All).RunAsync(new(again.Id, true), TestBooks.Approver));
        // 900 of 1,200 in the fund: three quarters of 401 were its use.
        Assert.Equal(("-599.25", "-600.75"), (await books.BalanceAsync("TFFV", "2200"), await books.BalanceAsync("TFFV", "4010")));
        await books.MustRefuseAsync("agreement_is_closed", () => PayAsync(books, "late", Eur("1.00"), "1010", null, code));
        await books.MustRefuseAsync("agreement_is_closed",
            () => new CloseAgreement(books.Writer).AskAsync(close with { Key = "third" }, TestBooks.Recorder));
    }

    [Theory, EveryDatabase]
    public async Task Nobody_is_reminded_of_what_waits_for_its_condition(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await new SignAgreement(books.Writer).RunAsync(new("sign", "XA", null, "TFFV", Day("2025-01-10"), Eur("900.00"), null,
            [new(Day("2025-06-30"), Eur("500.00"), "our report accepted"), new(Day("2025-06-30"), Eur("400.00"))]), TestBooks.Recorder))
                .OrThrow();
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        var catalog = await reads.CatalogAsync(connection);

        Assert.Equal([("400.00", 184, AgeBucket.Days365), ("500.00", 0, AgeBucket.WaitsForCondition)], await ItemsAsync());
        var letter = await (await new DraftReminder(books.Writer, reads).PreviewAsync(new("XA", Day("2025-12-31")))).OrThrow()
            .FragmentAsync();
        Assert.Contains("400.00", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("500.00", letter, StringComparison.Ordinal);
        // Once it is met, its day counts.
        (await new MeetCondition(books.Writer).RunAsync(new("met", "XA-A-2025-1", 1, Day("2025-12-01"), "accepted"), TestBooks.Recorder))
            .OrThrow();
        Assert.Equal([("500.00", 184, AgeBucket.Days365), ("400.00", 184, AgeBucket.Days365)], await ItemsAsync());

        async Task<IEnumerable<(string, int, AgeBucket)>> ItemsAsync() =>
            (await AgeingList.ItemsAsync(connection, catalog, new Moment(Day("2025-12-31")), "XA"))
            .Select(item => (item.Open.ToDecimalString(), item.Days, item.Bucket));
    }

    [Theory, EveryDatabase]
    public async Task An_agreement_is_not_closed_on_a_day_before_its_money_was_used(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2025-12-31 opening TFFV", "1010 200000.00", "3020 -200000.00"));
        var code = (await SignAsync(books, "sign", Eur("100000.00"), null, returns: true)).OrThrow().Code;
        (await PayAsync(books, "paid", Eur("100000.00"), "1010", null, code)).OrThrow();
        await books.MustPostAsync(Entry("2026-06-01 disbursement TFFV", "5010 150000.00", "1010 -150000.00"));
        var close = new CloseAgreement.Command("close", code, Day("2026-05-31"), "project ended");

        await books.MustRefuseAsync("agreement_closes_too_early", () =>
            new CloseAgreement(books.Writer).AskAsync(close, TestBooks.Recorder));
        var asked = await books.MustRepeatAsync(() => new CloseAgreement(books.Writer)
            .AskAsync(close with { Date = Day("2026-06-01") }, TestBooks.Recorder));
        (await new DecideApproval(books.Writer, FundsLedger.App.Host.Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();

        // A third of 150,000 was its use.
        Assert.Equal("-50000.00", await books.BalanceAsync("TFFV", "2200"));
    }

    [Theory, EveryDatabase]
    public async Task What_the_fund_owes_and_has_committed_is_used_before_anything_is_unspent(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustPostAsync(Entry("2025-12-31 opening TFFV", "1010 200000.00", "3020 -200000.00"));
        var code = (await SignAsync(books, "sign", Eur("100000.00"), null, returns: true)).OrThrow().Code;
        (await PayAsync(books, "paid", Eur("100000.00"), "1010", null, code)).OrThrow();
        // A service rendered and not paid, and a commitment that is open.
        await books.MustPostAsync(Entry("2026-03-01 adjustment TFFV", "5010 20000.00", "2010 -20000.00"),
            Entry("2026-03-01 commitment TFFV", "8020 100000.00 commitment:C", "8021 -100000.00"));

        var asked = (await new CloseAgreement(books.Writer)
            .AskAsync(new("close", code, Day("2026-06-30"), "project ended"), TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, FundsLedger.App.Host.Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();

        // A third of 120,000 comes off.
        Assert.Equal("-60000.00", await books.BalanceAsync("TFFV", "2200"));
    }

    [Theory, EveryDatabase]
    public async Task Foreign_receivables_are_valued_anew_at_month_end_and_the_foreign_amount_stays(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await SignAsync(books, "sign", In("USD", "1000.00"), To("USD", "0.90"))).OrThrow();
        var revalue = new RevalueBalances(books.Writer);
        await books.MustRefuseAsync("rate_of_month_end_is_missing", () => revalue.RunAsync(new("TFFV", 2026, 3), TestBooks.Recorder));
        await books.HasRateAsync("2026-03-31", To("USD", "0.85"));
        Assert.Equal(-5_000, (await revalue.RunAsync(new("TFFV", 2026, 3), TestBooks.Recorder)).OrThrow().GainEur);
        Assert.Equal(("850.00", "50.00"), (await books.BalanceAsync("TFFV", "1100"), await books.BalanceAsync("TFFV", "5930")));
        Assert.True((await revalue.RunAsync(new("TFFV", 2026, 3), TestBooks.Recorder)).OrThrow().IsRepeat);
        await books.HasRateAsync("2026-04-30", To("USD", "0.95"));
        Assert.Equal(10_000, (await revalue.RunAsync(new("TFFV", 2026, 4), TestBooks.Recorder)).OrThrow().GainEur);
        Assert.Equal(("950.00", "-100.00", "-900.00"),
            (await books.BalanceAsync("TFFV", "1100"), await books.BalanceAsync("TFFV", "4200"), await books.BalanceAsync("TFFV", "4010")));
        Assert.Equal(100_000,
            await books.NumberAsync(
                "SELECT SUM(p.amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = '1100' AND p.currency "
                    + "= 'USD'"));
        await books.MustRefuseAsync("month_is_not_over", () => revalue.RunAsync(new("TFFV", 2026, 12), TestBooks.Recorder));
    }

    [Fact]
    public async Task Random_schedules_payments_and_write_offs_never_lose_or_make_a_cent()
    {
        var steps = Gen.Select(Gen.Int[0, 5], Gen.Int[1, 40_000], Gen.Int[0, 4]).Array[1, 14];
        var lives = Gen.Select(Gen.Long[3, 90_000], Gen.Int[1, 9], Gen.Bool, Gen.Bool, steps);
        var random = new PCG(2026);
        for (var life = 0; life < 40; life++)
        {
            var (total, wanted, isForeign, isConditional, acts) = lives.Generate(random, null, out _);
            await LiveAsync(total, (int)Math.Min(wanted, total), isForeign, isConditional, acts);
        }
    }

    private static async Task LiveAsync(long total, int count, bool isForeign, bool isConditional, (int What, int Much, int Choice)[] acts)
    {
        await using var books = await OpenAsync(DatabaseKind.Sqlite);
        // Another donor's pledge stands beside it all the time and must not move.
        (await new AnnouncePledge(books.Writer).RunAsync(new("other", "XB", Day("2026-01-01"), Eur("777.77"), null, "Other", null, "TFFV"),
            TestBooks.Recorder)).OrThrow();
        var (currency, rate, bank) = isForeign ? (Currency.Of("USD"), (Rate?)To("USD", "0.913713"), "1011") : (Currency.Eur, null, "1010");
        var plan = Domain.Contributions.InstalmentPlan.Equal(new Money(total, currency), count, Day("2026-02-01"), 1)!;
        var terms = plan.Select(
            (one, index) => new InstalmentTerm(one.DueOn, one.Amount, isConditional && index % 2 == 1 ? "a report" : null)).ToList();
        var code = (await new SignAgreement(books.Writer).RunAsync(
            new("sign", "XA", null, "TFFV", Day("2026-01-10"), new Money(total, currency), rate, terms),
            TestBooks.Recorder)).OrThrow().Code;
        long came = 0;
        foreach (var (index, (what, much, choice)) in acts.Index())
        {
            var amount = new Money(Math.Max(1, much % (int)total), currency);
            if (what < 4)
            {
                var difference = choice == 0 ? (PaymentDifference?)null : (PaymentDifference)(choice - 1);
                var quoted = rate is null ? null : new QuotedRate(To("USD", what == 0 ? "0.95" : "0.88"), Day("2026-03-01"), "x");
                var paid = await new RecordReceipt(books.Writer).RunAsync(
                    new($"pay{index}", "TFFV", "XA", Day("2026-03-01"), amount, bank, quoted, null, null, code, null, difference),
                    TestBooks.Recorder);
                if (!paid.IsRefused) came += paid.Value.Eur.Minor;
            }
            else if (what == 4)
                await new WriteOff(books.Writer).AskAsync(new($"off{index}", code, 1 + choice % count, Day("2026-03-02"), "x", amount),
                    TestBooks.Recorder);
            else await new MeetCondition(books.Writer).RunAsync(new($"met{index}", code, 1 + choice % count, Day("2026-03-03"), "report"),
                TestBooks.Recorder);
            for (var request = 1L; request <= await books.NumberAsync("SELECT COUNT(*) FROM signing_requests"); request++)
                await new DecideApproval(books.Writer, Acts.All).RunAsync(new(request, true), TestBooks.Approver);
            await MustAddUpAsync(books, code, currency, came, bank);
        }
    }

    private static async Task MustAddUpAsync(TestBooks books, string code, Currency currency, long came, string bank)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        var catalog = await reads.CatalogAsync(connection);
        var agreement = (await AgreementList.ReadAsync(connection, catalog, code)).Single();
        var pledge = (await PledgeList.ReadAsync(connection, catalog, agreement.Pledge)).Single();

        Assert.All(agreement.Instalments, one => Assert.False(one.Open.IsNegative || one.Paid.IsNegative || one.WrittenOff.IsNegative));
        Assert.Equal(agreement.Open, pledge.Signed);
        Assert.Equal(pledge.Amount, pledge.Open + pledge.Paid + pledge.Withdrawn);
        Assert.Equal(agreement.WrittenOff, pledge.Withdrawn);
        Assert.Equal(Money.Eur(came).ToDecimalString(), await books.BalanceAsync("TFFV", bank));
        Assert.Equal(agreement.Open.Minor, await SumAsync("1100", "amount_minor"));
        if (agreement.Open.IsZero) Assert.Equal("0.00", await books.BalanceAsync("TFFV", "1100"));
        var waiting = agreement.Instalments.Where(one => one.Condition is not null && one.MetOn is null).ToList();
        Assert.Equal(-waiting.Sum(one => one.Open.Minor), await SumAsync("2110", "amount_minor"));
        Assert.Equal(-waiting.Sum(one => one.Paid.Minor), await SumAsync("2100", "amount_minor"));
        Assert.Equal("777.77", (await PledgeList.ReadAsync(connection, catalog, donor: "XB")).Single().Open.ToDecimalString());
        var items = await AgeingList.ItemsAsync(connection, catalog, new Moment(Day("2026-07-01")));
        Assert.Equal(
            await books.NumberAsync(
                "SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.role = 'pledges'"),
                items.Sum(item => item.RecordedEur));
        Assert.Equal(
            await books.NumberAsync("SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = '1100'"),
            items.Where(item => item.Nature == OpenNature.Receivable).Sum(item => item.OpenEur));

        Task<long> SumAsync(string account, string column) =>
            books.NumberAsync(
                $"SELECT SUM(p.{column}) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = "
                    + $"'{account}' AND p.currency = '{currency.Code}' AND p.agreement = '{code}'");
    }

    private static Task<Outcome<SignedAgreement>> SignAsync(TestBooks books, string key, Money amount, Rate? rate, bool returns = false) =>
        new SignAgreement(books.Writer).RunAsync(
            new(key, "XA", null, "TFFV", Day("2026-01-10"), amount, rate, [new(Day("2026-02-01"), amount)], ReturnsBalance: returns),
            TestBooks.Recorder);

    private static Task<Outcome<RecordedReceipt>> PayAsync(TestBooks books, string key, Money amount, string bank, QuotedRate? rate,
        string agreement) =>
        new RecordReceipt(books.Writer).RunAsync(new(key, "TFFV", "XA", Day("2026-02-01"), amount, bank, rate, null, null, agreement),
            TestBooks.Recorder);

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        return books;
    }
}
