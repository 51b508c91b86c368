using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>Money that came before its agreement was signed: a liability until the signature, which settles it. And what a bank on the way
/// kept of money that was due.</summary>
public sealed class AdvanceTests
{
    private static readonly RecordReceipt.Command Came = new("came", "TFFV", "XA", Day("2026-02-28"), Eur("10000.00"),
        "1010") { IsAdvance = true };

    private static readonly SignAgreement.Command Signed = new("sign", "XA", null, "TFFV", Day("2026-03-05"), Eur("10000.00"), null,
        [new(Day("2026-03-31"), Eur("10000.00"))]);

    [Theory, EveryDatabase]
    public async Task Money_before_the_signature_is_owed_until_the_signature_makes_it_revenue(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRepeatAsync(() => ReceiveAsync(books, Came));
        await MustBeAsync(books, ("1010", "10000.00"), ("2100", "-10000.00"), ("4010", "0.00"), ("1100", "0.00"));
        await books.MustRefuseAsync("available_is_too_low", Entry("2026-03-01 commitment TFFV", "8020 0.01 commitment:C",
            "8021 -0.01 commitment:C"), EntryRights.Commits);

        await books.MustRepeatAsync(() => SignAsync(books, Signed));

        await MustBeAsync(books, ("1010", "10000.00"), ("2100", "0.00"), ("4010", "-10000.00"), ("1100", "0.00"), ("8013", "0.00"),
            ("8010", "0.00"));
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "4010", "2026-03-04"));
        await books.MustRefuseAsync("key_used_for_other_input", () => SignAsync(books, Signed, "XA-R-2026-2"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Conditional_money_before_the_signature_stays_withheld_until_its_condition_is_met(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await ReceiveAsync(books, Came)).OrThrow();
        (await SignAsync(books, Signed with { Instalments = [new(Day("2026-03-31"), Eur("10000.00"), "report accepted")] })).OrThrow();

        await MustBeAsync(books, ("1010", "10000.00"), ("2100", "-10000.00"), ("2110", "0.00"), ("4010", "0.00"), ("1100", "0.00"));
        (await new MeetCondition(books.Writer).RunAsync(new("met", "XA-A-2026-1", 1, Day("2026-06-01"), "report"),
            TestBooks.Recorder)).OrThrow();
        await MustBeAsync(books, ("2100", "0.00"), ("4010", "-10000.00"));
        await MustBeGoodAsync(books);
    }

    [Theory]
    // What came before, and what of 6,000 and 4,000 it leaves open.
    [EveryDatabase("2500.00", "3500.00", "4000.00")]
    [EveryDatabase("6000.00", "0.00", "4000.00")]
    [EveryDatabase("7000.00", "0.00", "3000.00")]
    public async Task An_advance_pays_instalments_in_their_order(DatabaseKind on, string came, string first, string second)
    {
        await using var books = await OpenAsync(on);
        (await ReceiveAsync(books, Came with { Amount = Eur(came) })).OrThrow();
        (await SignAsync(books, Signed with { Instalments = [new(Day("2026-03-31"), Eur("6000.00")),
            new(Day("2026-09-30"), Eur("4000.00"))] })).OrThrow();

        await using var connection = await books.Database.OpenAsync();
        var agreement = (await AgreementList.ReadAsync(connection, await new LedgerReads(books.Database, books.Clock).CatalogAsync(
            connection))).Single();
        Assert.Equal([first, second], agreement.Instalments.Select(one => one.Open.ToDecimalString()));
        Assert.Equal(agreement.Open.ToDecimalString(), await books.BalanceAsync("TFFV", "1100"));
        await MustBeAsync(books, ("2100", "0.00"), ("4010", "-10000.00"));
    }

    [Theory, EveryDatabase]
    public async Task Dollars_before_the_signature_are_settled_at_what_they_were_carried_at(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await ReceiveAsync(books, Came with { Amount = In("USD", "1000.00"), Bank = "1011", Rate = new(To("USD", "0.80"),
            Day("2026-02-28"), "Circular") })).OrThrow();
        (await SignAsync(books, Signed with { Amount = In("USD", "1000.00"), Rate = To("USD", "0.90"), Instalments =
            [new(Day("2026-03-31"), In("USD", "1000.00"))] })).OrThrow();

        // Revenue at the rate of the signature; the books held 800 for it.
        await MustBeAsync(books, ("1011", "800.00"), ("2100", "0.00"), ("1100", "0.00"), ("4010", "-900.00"), ("5930", "100.00"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task An_advance_that_the_signature_did_not_name_is_settled_later_and_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await ReceiveAsync(books, Came)).OrThrow();
        (await SignAsync(books, Signed, advance: null)).OrThrow();
        await MustBeAsync(books, ("2100", "-10000.00"), ("1100", "10000.00"));
        var settle = new SettleAdvance.Command("settle", "XA-R-2026-1", "XA-A-2026-1", Day("2026-03-10"));

        await books.MustRefuseAsync("agreement_date_is_too_early", () => SettleAsync(books, settle with { Date = Day("2026-03-04") }));
        await books.MustRefuseAsync("advance_is_unknown", () => SettleAsync(books, settle with { Receipt = "XA-R-2026-9" }));
        await books.MustRefuseAsync("agreement_is_unknown", () => SettleAsync(books, settle with { Agreement = "XA-A-2026-9" }));
        await books.MustRepeatAsync(() => SettleAsync(books, settle));
        await MustBeAsync(books, ("2100", "0.00"), ("1100", "0.00"));
        await books.MustRefuseAsync("advance_is_settled", () => SettleAsync(books, settle with { Key = "again" }));

        // The money cannot be taken back while it pays an agreement; the settlement can, and then it waits again.
        Assert.Equal("item_is_overdrawn", (await new ReverseEntry(books.Writer).RunAsync(new("undo", 1, Day("2026-03-11"), "wrong"),
            TestBooks.Recorder)).Refusal?.Code);
        var last = await books.NumberAsync("SELECT MAX(seq) FROM entries");
        (await new ReverseEntry(books.Writer).RunAsync(new("back", last, Day("2026-03-11"), "wrong"), TestBooks.Recorder)).OrThrow();
        await MustBeAsync(books, ("2100", "-10000.00"), ("1100", "10000.00"), ("8013", "10000.00"));
        (await SettleAsync(books, settle with { Key = "third", Date = Day("2026-03-12") })).OrThrow();
        await MustBeAsync(books, ("2100", "0.00"), ("1100", "0.00"), ("8013", "0.00"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Refusals_about_advances_leave_no_trace(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        foreach (var claim in (RecordReceipt.Command[])[Came with { Pledge = "P" }, Came with { Agreement = "A" },
            Came with { Instalment = 1 }, Came with { Difference = PaymentDifference.Total }])
            await books.MustRefuseAsync("advance_names_a_claim", () => ReceiveAsync(books, claim));
        (await ReceiveAsync(books, Came)).OrThrow();
        (await ReceiveAsync(books, Came with { Key = "gift", IsAdvance = false })).OrThrow();
        // A gift is no advance; an advance of another donor is not this one's; more than was agreed needs a word.
        await books.MustRefuseAsync("advance_is_unknown", () => SignAsync(books, Signed, "XA-R-2026-2"));
        await books.MustRefuseAsync("advance_is_unknown", () => SignAsync(books, Signed with { Donor = "XB" }));
        await books.MustRefuseAsync("advance_is_unknown", () => SignAsync(books, Signed with { Fund = "SFR" }));
        await books.MustRefuseAsync("difference_is_not_possible", () => SignAsync(books, Signed with { Amount = Eur("9999.99"),
            Instalments = [new(Day("2026-03-31"), Eur("9999.99"))] }));
        await books.MustRefuseAsync("key_used_for_other_input", () => ReceiveAsync(books, Came with { IsAdvance = false }));
    }

    [Theory, EveryDatabase]
    public async Task An_advance_that_came_by_a_bank_line_is_identified_as_one(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await Bank.BankFiles.RegisterAsync(books, "B", Bank.CamtText.Account, startsOn: "2026-01-01");
        await Bank.BankFiles.ImportAsync(books, Bank.CamtText.File("0.00", "2026-01-01", "5000.00", "2026-01-31",
            "2026-01-10 5000.00 Gift"));
        var line = await books.NumberAsync("SELECT MIN(id) FROM bank_lines");
        var match = new FundsLedger.App.Features.Bank.Matching.MatchLines(books.Writer);

        await books.MustRepeatAsync(() => match.IdentifyAsync(new(line, "XA", [new(null, Eur("5000.00"), IsAdvance: true)], false,
            "by hand"),
            TestBooks.Recorder));

        await MustBeAsync(books, (await Bank.BankFiles.LedgerOfAsync(books, "B"), "5000.00"), ("2900", "0.00"), ("2100", "-5000.00"),
            ("4010", "0.00"));
        (await SignAsync(books, Signed)).OrThrow();
        await MustBeAsync(books, ("2100", "0.00"), ("1100", "5000.00"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Fifteen_kept_by_a_bank_of_ten_thousand_are_a_charge_and_the_instalment_is_paid(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await SignAsync(books, Signed, advance: null)).OrThrow();
        var paid = new RecordReceipt.Command("paid", "TFFV", "XA", Day("2026-04-01"), Eur("9985.00"), "1010", Agreement: "XA-A-2026-1",
            Difference: PaymentDifference.BankCharge);
        await books.MustRefuseAsync("charge_is_too_high", () => ReceiveAsync(books, paid with { Amount = Eur("9899.99") }));
        await books.MustRefuseAsync("difference_is_not_possible", () => ReceiveAsync(books, paid with { Amount = Eur("10000.00") }));

        await books.MustRepeatAsync(() => ReceiveAsync(books, paid));

        await MustBeAsync(books, ("1010", "9985.00"), ("5910", "15.00"), ("1100", "0.00"), ("4010", "-10000.00"), ("8013", "0.00"));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_a_bank_kept_of_a_pledge_is_a_charge_and_the_pledge_is_met(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var pledge = (await new FundsLedger.App.Features.MoneyIn.Pledges.AnnouncePledge(books.Writer).RunAsync(new("pledge", "XA",
            Day("2026-02-01"), In("USD", "1000.00"), To("USD", "0.90"), "Gift", Fund: "TFFV"), TestBooks.Recorder)).OrThrow().Code;
        var paid = new RecordReceipt.Command("paid", "TFFV", "XA", Day("2026-04-01"), In("USD", "985.00"), "1011", new(To("USD", "0.80"),
            Day("2026-04-01"), "Circular"), pledge, Difference: PaymentDifference.BankCharge);

        await books.MustRepeatAsync(() => ReceiveAsync(books, paid));

        await MustBeAsync(books, ("1011", "788.00"), ("5910", "12.00"), ("4010", "-800.00"), ("8010", "0.00"));
        await books.MustRefuseAsync("key_used_for_other_input", () => ReceiveAsync(books, paid with { Difference = null }));
        await MustBeGoodAsync(books);
    }

    private static Task<Outcome<RecordedReceipt>> ReceiveAsync(TestBooks books, RecordReceipt.Command command) =>
        new RecordReceipt(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<SignedAgreement>> SignAsync(TestBooks books, SignAgreement.Command command,
        string? advance = "XA-R-2026-1") => new SignWithAdvances(books.Writer).RunAsync(new(command, advance is null ? [] : [advance]),
        TestBooks.Recorder);

    private static Task<Outcome<RecordedReceipt>> SettleAsync(TestBooks books, SettleAdvance.Command command) =>
        new SettleAdvance(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static async Task MustBeAsync(TestBooks books, params (string Account, string Balance)[] expected)
    {
        foreach (var (account, balance) in expected)
            Assert.Equal((account, balance), (account, await books.BalanceAsync("TFFV", account)));
    }

    private static async Task MustBeGoodAsync(TestBooks books)
    {
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, string.Join('\n', report.Results.SelectMany(result => result.Findings)));
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        return books;
    }
}
