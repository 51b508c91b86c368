using CsCheck;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>State A and State B each pledged EUR 1,000.00 to the family visits. What comes above or below is what a person says it
/// is.</summary>
public sealed class PledgeDifferenceTests
{
    private const string OfA = "donor:XA pledge:XA-P-2026-1";

    /// <summary>State A pays 1,250.00.</summary>
    private static readonly RecordReceipt.Command More =
        new("paid", "TFFV", "XA", Day("2026-02-01"), Eur("1250.00"), "1010", Pledge: "XA-P-2026-1", Reference: "BANK-1");

    [Theory, EveryDatabase]
    public async Task More_than_is_open_is_refused_until_a_person_says_what_the_rest_is(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("receipt_is_above_pledge", () => RecordAsync(books, More));
        Assert.Equal(
            "Pledge 'XA-P-2026-1' has 1000.00 EUR open in TFFV under no agreement; this is 250.00 EUR more. Say what the rest is: "
                + "separate_gift, total or return.", (await RecordAsync(books, More)).Refusal?.Sentence);
        foreach (var choice in (PaymentDifference[])[PaymentDifference.NextInstalment, PaymentDifference.StaysDue])
            await books.MustRefuseAsync("receipt_difference_is_not_possible", () => RecordAsync(books, More with { Difference = choice }));
        // A cent is enough to ask; what is wrong with the pledge itself comes first.
        await books.MustRefuseAsync("receipt_is_above_pledge", () => RecordAsync(books, More with { Amount = Eur("1000.01") }));
        await books.MustRefuseAsync("receipt_pledge_has_nothing_open", () => RecordAsync(books, More with { Fund = "SFR" }));
    }

    [Theory, EveryDatabase]
    public async Task The_rest_as_a_separate_gift_stands_beside_the_pledge(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var receipt = await books.MustRepeatAsync(() => RecordAsync(books, More with { Difference = PaymentDifference.SeparateGift }));
        Assert.Equal([$"4010 -100000 {OfA}", "4010 -25000 donor:XA", $"1010 125000 {OfA}"], await LinesAsync(books, receipt.Entry.Seq));
        Assert.Equal([$"8010 -100000 {OfA}", $"8011 100000 {OfA}"], await LinesAsync(books, receipt.Entry.Seq + 1));
        await MustBePaidAsync(books);
        Assert.Empty(await WaitingAsync(books));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task The_total_is_all_income_under_the_pledge(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var receipt = await books.MustRepeatAsync(() => RecordAsync(books, More with { Difference = PaymentDifference.Total }));
        Assert.Equal([$"4010 -125000 {OfA}", $"1010 125000 {OfA}"], await LinesAsync(books, receipt.Entry.Seq));
        Assert.Equal([$"8010 -100000 {OfA}", $"8011 100000 {OfA}"], await LinesAsync(books, receipt.Entry.Seq + 1));
        await MustBePaidAsync(books);
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task The_rest_to_be_returned_waits_and_is_paid_back_by_two(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var receipt = await books.MustRepeatAsync(() => RecordAsync(books, More with { Difference = PaymentDifference.Return }));
        Assert.Equal([$"4010 -100000 {OfA}", $"2200 -25000 {OfA}", $"1010 125000 {OfA}"], await LinesAsync(books, receipt.Entry.Seq));
        await MustBePaidAsync(books);
        var waiting = Assert.Single(await WaitingAsync(books));
        Assert.Equal(("XA", "TFFV", "250.00", "XA-P-2026-1", Day("2026-02-01")),
            (waiting.Donor, waiting.FundCode, waiting.Amount.ToDecimalString(), waiting.Parts.Single().About, waiting.Since));
        await MustBeGoodAsync(books);

        var asked = (await new PayBack(books.Writer).AskAsync(
            new("back", "XA", "TFFV", Day("2026-03-01"), Eur("250.00"), "1010", "paid too much"), TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
        Assert.Equal(("0.00", "1000.00", "-1000.00"),
            (await books.BalanceAsync("TFFV", "2200"), await books.BalanceAsync("TFFV", "1010"), await books.BalanceAsync("TFFV", "4010")));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Less_than_is_open_leaves_the_rest_due_without_asking(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var less = More with { Amount = Eur("400.00") };
        await books.MustRefuseAsync("receipt_lowers_pledge", () => RecordAsync(books, less with { Difference = PaymentDifference.Total }));
        foreach (var choice in (PaymentDifference[])[PaymentDifference.NextInstalment, PaymentDifference.SeparateGift,
            PaymentDifference.Return])
            await books.MustRefuseAsync("receipt_difference_is_not_possible", () => RecordAsync(books, less with { Difference = choice }));
        await books.MustRepeatAsync(() => RecordAsync(books, less));
        await books.MustRepeatAsync(() => RecordAsync(books, less with { Key = "second", Difference = PaymentDifference.StaysDue }));
        var standing = await PledgeAsync(books, "XA");
        Assert.Equal((PledgeStage.PartPaid, "800.00", "200.00"),
            (standing.Stage, standing.Paid.ToDecimalString(), standing.Open.ToDecimalString()));
        // What is open now is 200.00: the same payment is now above it.
        await books.MustRefuseAsync("receipt_is_above_pledge", () => RecordAsync(books, less with { Key = "third" }));
    }

    [Theory, EveryDatabase]
    public async Task Where_nothing_differs_there_is_nothing_to_choose(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var dollars =
            More with { Amount = In("USD", "2000.00"), Bank = "1011", Rate = new(To("USD", "0.9"), Day("2026-02-01"), "Circular") };
        foreach (var choice in Enum.GetValues<PaymentDifference>())
            foreach (var command in (RecordReceipt.Command[])[More with { Amount = Eur("1000.00") }, More with { Pledge = null }, dollars])
                await books.MustRefuseAsync("receipt_difference_is_not_possible",
                    () => RecordAsync(books, command with { Difference = choice }));
        // In another currency than the pledge's nothing is asked: what the exchange made of it is nobody's choice.
        (await RecordAsync(books, dollars)).OrThrow();
        Assert.Equal(("-1800.00", "0.00"),
            (await books.BalanceAsync("TFFV", "4010"), (await PledgeAsync(books, "XA")).Open.ToDecimalString()));
    }

    [Theory, EveryDatabase]
    public async Task The_choice_is_part_of_what_a_key_stands_for(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        PaymentDifference?[] choices = [null, .. Enum.GetValues<PaymentDifference>().Cast<PaymentDifference?>()];
        foreach (var chosen in (PaymentDifference[])[PaymentDifference.SeparateGift, PaymentDifference.Total, PaymentDifference.Return])
        {
            var pledge = await AnnounceAsync(books, $"another-{chosen}", Eur("1000.00"));
            var paid = More with { Key = $"paid-{chosen}", Pledge = pledge, Difference = chosen };
            await books.MustRepeatAsync(() => RecordAsync(books, paid));
            foreach (var other in choices.Where(choice => choice != chosen))
                await books.MustRefuseAsync("key_used_for_other_input", () => RecordAsync(books, paid with { Difference = other }));
            foreach (var other in (RecordReceipt.Command[])[paid with { Amount = Eur("1250.01") }, paid with { Amount = Eur("250.00") },
                paid with { Amount = Eur("1.00") }, paid with { Bank = "1050" }, paid with { Pledge = null },
                paid with { Pledge = "XA-P-2026-1" }, paid with { Pledge = null, Difference = null }, paid with { Fund = "SFR" }])
                await books.MustRefuseAsync("key_used_for_other_input", () => RecordAsync(books, other));
        }
        var part = More with { Key = "part", Amount = Eur("10.00") };
        await books.MustRepeatAsync(() => RecordAsync(books, part));
        await books.MustRefuseAsync("key_used_for_other_input",
            () => RecordAsync(books, part with { Difference = PaymentDifference.StaysDue }));
    }

    [Theory, EveryDatabase]
    public async Task A_reversal_takes_back_all_that_was_written_with_it(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        foreach (var choice in (PaymentDifference[])[PaymentDifference.SeparateGift, PaymentDifference.Total, PaymentDifference.Return])
        {
            var receipt = (await RecordAsync(books, More with { Key = $"paid-{choice}", Difference = choice })).OrThrow();
            (await new ReverseEntry(books.Writer).RunAsync(new($"undo-{choice}", receipt.Entry.Seq, Day("2026-03-01"), "not ours"),
                TestBooks.Approver)).OrThrow();
            foreach (var account in (string[])["1010", "4010", "2200"])
                Assert.Equal((choice, account, "0.00"), (choice, account, await books.BalanceAsync("TFFV", account)));
            Assert.Equal((choice, PledgeStage.Announced, "1000.00"),
                (choice, (await PledgeAsync(books, "XA")).Stage, (await PledgeAsync(books, "XA")).Open.ToDecimalString()));
            await MustBeGoodAsync(books);
        }
    }

    [Theory, EveryDatabase]
    public async Task Only_what_is_under_no_agreement_is_open_here(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await new SignAgreement(books.Writer).RunAsync(
            new("sign", "XA", "XA-P-2026-1", "TFFV", Day("2026-01-10"), Eur("400.00"), null, [new(Day("2026-02-01"), Eur("400.00"))]),
            TestBooks.Recorder)).OrThrow();
        Assert.Contains("has 600.00 EUR open in TFFV under no agreement; this is 400.00 EUR more",
            (await RecordAsync(books, More with { Amount = Eur("1000.00") })).Refusal?.Sentence, StringComparison.Ordinal);
        (await RecordAsync(books, More with { Amount = Eur("1000.00"), Difference = PaymentDifference.SeparateGift })).OrThrow();
        // What the agreement made binding is owed as before.
        Assert.Equal(("400.00", "400.00"),
            (await books.BalanceAsync("TFFV", "1100"), (await PledgeAsync(books, "XA")).Signed.ToDecimalString()));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Dollars_above_a_pledge_in_dollars_take_their_value_with_them_to_the_cent(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var pledge = await AnnounceAsync(books, "dollars", In("USD", "100.00"), To("USD", "0.8"));
        var paid = More with { Pledge = pledge, Amount = In("USD", "133.33"), Bank = "1011",
            Rate = new(To("USD", "0.9137"), Day("2026-02-01"), "Circular"), Difference = PaymentDifference.Return };
        var receipt = await books.MustRepeatAsync(() => RecordAsync(books, paid));
        // 133.33 are 121.82; a quarter of it and a little goes back.
        Assert.Equal(("121.82", "-91.37", "-30.45"),
            (await books.BalanceAsync("TFFV", "1011"), await books.BalanceAsync("TFFV", "4010"), await books.BalanceAsync("TFFV", "2200")));
        Assert.Equal("33.33 USD", Assert.Single(await WaitingAsync(books)).Amount.ToString());
        Assert.Equal(0, await books.NumberAsync($"SELECT SUM(p.eur_minor) FROM postings p WHERE p.entry_seq = {receipt.Entry.Seq}"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Progress_of_one_donor_never_contains_anothers_money(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await RecordAsync(books, More with { Difference = PaymentDifference.SeparateGift })).OrThrow();
        (await RecordAsync(books,
            More with { Key = "b", Donor = "XB", Pledge = "XB-P-2026-1", Amount = Eur("1000.07"),
                Difference = PaymentDifference.Return })).OrThrow();
        foreach (var (donor, paid, receipts) in ((string, string, string)[])[("XA", "1000.00", "1250.00"), ("XB", "1000.00", "1000.07")])
        {
            var standing = await PledgeAsync(books, donor);
            Assert.Equal((PledgeStage.Paid, paid, "0.00"),
                (standing.Stage, standing.Paid.ToDecimalString(), standing.Open.ToDecimalString()));
            var statement = await StatementAsync(books, donor);
            var line = Assert.Single(statement.Pledges);
            Assert.Equal(($"{donor}-P-2026-1", paid, "0.00"),
                (line.Reference, line.Paid.ToDecimalString(), line.Outstanding?.ToDecimalString()));
            Assert.Equal(receipts, Assert.Single(statement.Receipts).Eur.ToDecimalString());
            Assert.Equal(0,
                await books.NumberAsync($"SELECT COUNT(*) FROM postings p WHERE p.pledge = '{donor}-P-2026-1' AND p.donor <> '{donor}'"));
        }
        Assert.Equal([("XB", "0.07")], (await WaitingAsync(books)).Select(one => (one.Donor, one.Amount.ToDecimalString())));
    }

    [Theory, EveryDatabase]
    public async Task A_gift_that_is_sent_back_takes_only_what_its_pledge_received(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        foreach (var (choice, income) in ((PaymentDifference, string)[])[(PaymentDifference.Return, "0.00"),
            (PaymentDifference.SeparateGift, "-20.00"), (PaymentDifference.Total, "-20.00")])
        {
            var offer = (await new RecordOffer(books.Writer).RunAsync(
                new($"offer-{choice}", "XA", Day("2026-02-01"), Eur("500.00"), null, "For visits", null, "TFFV"),
                TestBooks.Recorder)).OrThrow().Code;
            var pledge = (await new DecideOffer(books.Writer).RunAsync(new(offer, true, Day("2026-02-02"), "fits"),
                TestBooks.Recorder)).OrThrow().Pledge!;
            var receipt = (await RecordAsync(books,
                More with { Key = $"gift-{choice}", Pledge = pledge, Amount = Eur("520.00"), Difference = choice })).OrThrow().Code;
            var asked = (await new DecideOffer(books.Writer).AskToReturnAsync($"return-{choice}", offer, receipt, Day("2026-04-01"),
                "given by mistake", TestBooks.Recorder)).OrThrow();
            (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
            Assert.Equal((choice, income), (choice, await books.BalanceAsync("TFFV", "4010")));
        }
        Assert.Equal("-1540.00", await books.BalanceAsync("TFFV", "2200"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Whatever_is_paid_and_chosen_no_cent_is_lost_and_no_pledge_is_met_beyond_itself(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        PaymentDifference?[] choices = [null, .. Enum.GetValues<PaymentDifference>().Cast<PaymentDifference?>()];
        var (samples, given) = (0, 0L);
        await Gen.Select(Gen.Int[1, 500], Gen.Select(Gen.Int[1, 480], Gen.Int[0, choices.Length - 1]).Array[1, 6])
            .SampleAsync(async (pledged, payments) =>
        {
            var pledge = await AnnounceAsync(books, $"sample-{++samples}", new Money(pledged, Currency.Eur));
            var (open, gifts, back, under, kept) = ((long)pledged, 0L, 0L, 0L, 0L);
            foreach (var (index, (cents, which)) in payments.Index())
            {
                var choice = choices[which];
                var code = (await RecordAsync(books,
                    More with { Key = $"sample-{samples}-{index}", Pledge = pledge, Amount = new Money(cents, Currency.Eur),
                        Difference = choice })).Refusal?.Code;
                Assert.Equal(Expected(open, cents, choice), code);
                if (code is not null) continue;
                var over = Math.Max(0, cents - open);
                // What a bank on the way kept was given too.
                var charge = choice == PaymentDifference.BankCharge ? open - cents : 0;
                (open, kept, given) = (open - (cents - over) - charge, kept + charge, given + cents + charge);
                if (choice == PaymentDifference.SeparateGift) gifts += over;
                else if (choice == PaymentDifference.Return) back += over;
                else under += over;
            }
            var met = await books.NumberAsync(
                $"SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p JOIN accounts a ON a.id = p.account_id JOIN entries e ON e.seq "
                    + $"= p.entry_seq WHERE a.code = '8011' AND e.kind = 'fulfilment' AND p.pledge = '{pledge}'");
            Assert.InRange(met, 0, pledged);
            Assert.Equal((pledged - open, open), (met, await OfPledgeAsync("8010", pledge)));
            Assert.Equal((-(met + under), -back), (await OfPledgeAsync("4010", pledge), await OfPledgeAsync("2200", pledge)));
            Assert.Equal((met + under + back + gifts - kept, kept),
                (await OfPledgeAsync("1010", pledge), await OfPledgeAsync("5910", pledge)));
            Assert.Equal(given,
                await books.NumberAsync(
                    "SELECT -SUM(p.amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code IN ('4010', '2200')"));
        }, iter: 25, threads: 1);
        await MustBeGoodAsync(books);

        Task<long> OfPledgeAsync(string account, string pledge) =>
            books.NumberAsync(
                $"SELECT COALESCE(SUM(p.amount_minor), 0) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.code = "
                    + $"'{account}' AND p.pledge = '{pledge}'");

        static string? Expected(long open, long cents, PaymentDifference? choice) => (open == 0, cents.CompareTo(open), choice) switch
        {
            (true, _, _) => "receipt_pledge_has_nothing_open",
            (_, 0, null) or (_, < 0, null or PaymentDifference.StaysDue)
                or (_, > 0, PaymentDifference.SeparateGift or PaymentDifference.Total or PaymentDifference.Return) => null,
            (_, < 0, PaymentDifference.BankCharge) => (open - cents) * 10 > open ? "charge_is_too_high" : null,
            (_, > 0, null) => "receipt_is_above_pledge",
            (_, < 0, PaymentDifference.Total) => "receipt_lowers_pledge",
            _ => "receipt_difference_is_not_possible",
        };
    }

    private static Task<Outcome<RecordedReceipt>> RecordAsync(TestBooks books, RecordReceipt.Command command) =>
        new RecordReceipt(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static async Task<string> AnnounceAsync(TestBooks books, string key, Money amount, Rate? rate = null, string donor = "XA") =>
        (await new AnnouncePledge(books.Writer).RunAsync(
            new(key, donor, Day("2026-01-02"), amount, rate, "Pledge (synthetic)", null, "TFFV"), TestBooks.Recorder)).OrThrow().Code;

    /// <summary>The lines of an entry: account, minor units, whose.</summary>
    private static async Task<List<string>> LinesAsync(TestBooks books, long seq)
    {
        await using var connection = await books.Database.OpenAsync();
        return await connection.Command(null,
            "SELECT a.code, p.amount_minor, p.donor, p.pledge FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.entry_seq = "
                + "@seq ORDER BY p.line", ("@seq", seq))
            .RowsAsync(row =>
            {
                var about = row.TextOrNull(3) is { } pledge ? " pledge:" + pledge : "";
                return FormattableString.Invariant($"{row.GetString(0)} {row.GetInt64(1)} donor:{row.GetString(2)}{about}");
            });
    }

    private static async Task<PledgeStanding> PledgeAsync(TestBooks books, string donor)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        return Assert.Single(await PledgeList.ReadAsync(connection, await reads.CatalogAsync(connection, default), donor: donor));
    }

    private static async Task<Reports.Documents.DonorStatement.StatementRecord> StatementAsync(TestBooks books, string donor)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        return (await new DonorStatements(reads,
            new TrialBalances(reads)).OfAsync(
                new StatementAsked(donor, "TFFV", Day("2026-01-01"), Day("2026-06-30"), "en"))).OrThrow().Data;
    }

    private static async Task MustBePaidAsync(TestBooks books)
    {
        var standing = await PledgeAsync(books, "XA");
        Assert.Equal((PledgeStage.Paid, "1000.00", "0.00"),
            (standing.Stage, standing.Paid.ToDecimalString(), standing.Open.ToDecimalString()));
        var line = Assert.Single((await StatementAsync(books, "XA")).Pledges);
        Assert.Equal(("1000.00", "0.00"), (line.Paid.ToDecimalString(), line.Outstanding?.ToDecimalString()));
    }

    private static async Task<List<WaitingReturn>> WaitingAsync(TestBooks books)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        return await ReturnList.ReadAsync(connection, await reads.CatalogAsync(connection, default));
    }

    private static async Task MustBeGoodAsync(TestBooks books) =>
        Assert.Empty(
            (await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).Results.SelectMany(result => result.Findings));

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        foreach (var donor in (string[])["XA", "XB"]) await AnnounceAsync(books, $"pledge-{donor}", Eur("1000.00"), donor: donor);
        return books;
    }
}
