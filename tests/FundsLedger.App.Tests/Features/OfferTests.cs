using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>Offers of State A and of an agency under review.</summary>
public sealed class OfferTests
{
    private static readonly RecordOffer.Command Offer =
        new("offer", "XA", Day("2026-02-01"), Eur("500.00"), null, "For visits of children", "Letter 1", "TFFV");
    private static readonly DonorProfile Reviewed = new(null, "fr", true, true, "origin of the money");

    [Theory, EveryDatabase]
    public async Task An_accepted_offer_is_a_pledge_and_a_refused_one_is_nothing(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var offer = await books.MustRepeatAsync(() => OfferAsync(books, Offer));
        Assert.Equal("XA-G-2026-1", offer.Code);
        await books.MustRefuseAsync("key_used_for_other_input", () => OfferAsync(books, Offer with { Amount = Eur("501.00") }));
        await books.MustRepeatAsync(() => DecideAsync(books, new(offer.Code, true, Day("2026-02-02"), "fits the purpose")));
        Assert.Equal("500.00", await books.BalanceAsync("TFFV", "8010"));
        await books.MustRefuseAsync("gift_is_decided", () => DecideAsync(books, new(offer.Code, false, Day("2026-02-02"), "no")));

        var second = (await OfferAsync(books, Offer with { Key = "second" })).OrThrow();
        await books.MustRepeatAsync(() => DecideAsync(books, new(second.Code, false, Day("2026-02-02"), "wrong purpose")));
        Assert.Equal("500.00", await books.BalanceAsync("TFFV", "8010"));
    }

    [Theory, EveryDatabase]
    public async Task An_offer_of_a_donor_under_review_waits_for_another_person(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRepeatAsync(() => ProfileAsync(books, "XA", Reviewed));
        var offer = (await OfferAsync(books, Offer)).OrThrow();
        var waiting = await books.MustRepeatAsync(() => DecideAsync(books, new(offer.Code, true, Day("2026-02-02"), "fits")));
        Assert.Equal((null, 1L), (waiting.Decision, waiting.Approval));
        await books.MustRefuseAsync("gift_waits", () => DecideAsync(books, new(offer.Code, false, Day("2026-02-02"), "no")));

        // No way around: neither a pledge without an offer, nor lifting the review alone.
        await books.MustRefuseAsync("donor_is_under_review",
            () =>
                new AnnouncePledge(books.Writer).RunAsync(new("p", "XA", Day("2026-02-01"), Eur("1.00"), null, "Pledge"),
                    TestBooks.Recorder));
        await books.MustRefuseAsync("review_is_lifted_by_two",
            () => ProfileAsync(books, "XA", Reviewed with { IsUnderReview = false, ReviewReason = null }));
        await books.MustRefuseAsync("approval_takes_two",
            () => new DecideApproval(books.Writer, Acts.All).RunAsync(new(1, true), TestBooks.Recorder));
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(1, true), TestBooks.Approver)).OrThrow();
        Assert.Equal("500.00", await books.BalanceAsync("TFFV", "8010"));

        var lift = (await new SetDonorProfile(books.Writer).AskToLiftAsync("lift", "XA", "looked at", TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(lift.Id, true), TestBooks.Approver)).OrThrow();
        (await new AnnouncePledge(books.Writer).RunAsync(new("p", "XA", Day("2026-02-01"), Eur("1.00"), null, "Pledge"),
            TestBooks.Recorder)).OrThrow();
    }

    [Theory, EveryDatabase]
    public async Task A_gift_whose_money_arrived_is_returned_by_two(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var offer = (await OfferAsync(books, Offer)).OrThrow().Code;
        var pledge = (await DecideAsync(books, new(offer, true, Day("2026-02-02"), "fits"))).OrThrow().Pledge;
        var receipt = (await new RecordReceipt(books.Writer).RunAsync(
            new("r", "TFFV", "XA", Day("2026-03-01"), Eur("500.00"), "1010", null, pledge), TestBooks.Recorder)).OrThrow().Code;
        await books.MustRefuseAsync("gift_is_not_received",
            () =>
                new DecideOffer(books.Writer).AskToReturnAsync("back", offer, "XB-R-2026-1", Day("2026-04-01"), "not acceptable",
                    TestBooks.Recorder));
        var asked = await books.MustRepeatAsync(
            () =>
                new DecideOffer(books.Writer).AskToReturnAsync("back", offer, receipt, Day("2026-04-01"), "not acceptable",
                    TestBooks.Recorder));
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();
        Assert.Equal(("-500.00", "0.00", "500.00"),
            (await books.BalanceAsync("TFFV", "2200"), await books.BalanceAsync("TFFV", "4010"), await books.BalanceAsync("TFFV", "1010")));
        await books.MustRefuseAsync("gift_is_decided", () => DecideAsync(books, new(offer, true, Day("2026-02-02"), "fits")));
    }

    [Theory, EveryDatabase]
    public async Task A_gift_of_last_year_goes_back_as_a_refund_and_is_no_negative_revenue(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var offer = (await OfferAsync(books, Offer with { Date = Day("2025-02-01") })).OrThrow().Code;
        var pledge = (await DecideAsync(books, new(offer, true, Day("2025-02-02"), "fits"))).OrThrow().Pledge;
        var receipt = (await new RecordReceipt(books.Writer).RunAsync(
            new("r", "TFFV", "XA", Day("2025-03-01"), Eur("500.00"), "1010", null, pledge), TestBooks.Recorder)).OrThrow().Code;
        var asked = (await new DecideOffer(books.Writer).AskToReturnAsync("back", offer, receipt, Day("2026-02-01"), "not acceptable",
            TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Id, true), TestBooks.Approver)).OrThrow();

        Assert.Equal(("-500.00", "500.00", "-500.00"), (await books.BalanceAsync("TFFV", "2200"), await books.BalanceAsync("TFFV", "5950"),
            await books.BalanceAsync("TFFV", "4010")));
        Assert.Equal(500_00, await ReceivedAsync());

        var paid = (await new PayBack(books.Writer).AskAsync(new("pay", "XA", "TFFV", Day("2026-03-05"), Eur("500.00"), "1010", "returned"),
            TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(paid.Id, true), TestBooks.Approver)).OrThrow();

        // The list of donors says what is left of what came, and the statement of the year says what went back and when.
        Assert.Equal(0, await ReceivedAsync());
        var reads = new LedgerReads(books.Database, books.Clock);
        var statement = (await new DonorStatements(reads, new TrialBalances(reads)).OfAsync(new("XA", "TFFV", Day("2026-01-01"),
            Day("2026-06-30"), "en"))).OrThrow();
        Assert.Equal([(Day("2026-03-05"), Eur("500.00"))], statement.Data.Returns.Select(back => (back.Date, back.Amount)));
        Assert.Empty((await new DonorStatements(reads, new TrialBalances(reads)).OfAsync(new("XA", "TFFV", Day("2025-01-01"),
            Day("2025-12-31"), "fr"))).OrThrow().Data.Returns);
        Assert.True((await new LedgerCheck(reads).RunAsync()).IsGood);

        async Task<long> ReceivedAsync()
        {
            await using var connection = await books.Database.OpenAsync();
            return (await DonorList.ReadAsync(connection, "XA")).Single().ReceivedEur;
        }
    }

    [Theory, EveryDatabase]
    public async Task Each_part_of_a_gift_goes_back_once(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var offer = (await OfferAsync(books, Offer)).OrThrow().Code;
        var pledge = (await DecideAsync(books, new(offer, true, Day("2026-02-02"), "fits"))).OrThrow().Pledge;
        var receipts = new List<string>();
        foreach (var part in (string[])["200.00", "300.00"])
            receipts.Add(
                (await new RecordReceipt(books.Writer).RunAsync(
                    new("r" + part, "TFFV", "XA", Day("2026-03-01"), Eur(part), "1010", null, pledge), TestBooks.Recorder)).OrThrow().Code);
        await books.MustRefuseAsync("gift_date_is_too_early", () => BackAsync("early", receipts[0], "2026-01-01"));
        foreach (var receipt in receipts)
            (await new DecideApproval(books.Writer,
                Acts.All).RunAsync(new((await BackAsync(receipt, receipt, "2026-04-01")).OrThrow().Id, true),
                    TestBooks.Approver)).OrThrow();
        Assert.Equal(("-500.00", "0.00"), (await books.BalanceAsync("TFFV", "2200"), await books.BalanceAsync("TFFV", "4010")));
        await books.MustRefuseAsync("gift_is_not_received", () => BackAsync("again", receipts[1], "2026-04-02"));

        Task<Outcome<AskedApproval>> BackAsync(string key, string receipt, string day) =>
            new DecideOffer(books.Writer).AskToReturnAsync(key, offer, receipt, Day(day), "not acceptable", TestBooks.Recorder);
    }

    [Theory, EveryDatabase]
    public async Task An_agency_has_a_State_as_its_parent_and_contacts_can_be_erased(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRepeatAsync(() => ProfileAsync(books, "AG", new DonorProfile("XA", "fr", false, false, null)));
        await books.MustRefuseAsync("donor_parent_is_wrong",
            () => ProfileAsync(books, "XA", new DonorProfile("XB", "fr", false, false, null)));
        await books.MustRefuseAsync("donor_parent_is_wrong",
            () => ProfileAsync(books, "AG", new DonorProfile("AG", "fr", false, false, null)));
        await books.MustRefuseAsync("donor_language_is_unknown",
            () => ProfileAsync(books, "AG", new DonorProfile("XA", "de", false, false, null)));
        await books.MustRefuseAsync("donor_reason_is_malformed",
            () => ProfileAsync(books, "AG", new DonorProfile("XA", "fr", false, true, "")));
        await books.MustRefuseAsync("donor_is_not_known", () => ProfileAsync(books, "??", Reviewed));

        var contact = await books.MustRepeatAsync(
            () =>
                new DonorContacts(books.Writer).AddAsync(new("AG", "Synthetic Person", "Desk (synthetic)", "desk@example.invalid"),
                    TestBooks.Recorder));
        await books.MustRefuseAsync("donor_contact_is_malformed",
            () => new DonorContacts(books.Writer).AddAsync(new("AG", "", "Desk", "x"), TestBooks.Recorder));
        (await new DonorContacts(books.Writer).EraseAsync("AG", contact.Id, TestBooks.Recorder)).OrThrow();
        Assert.DoesNotContain("Synthetic Person", await books.EveryRowAsync(), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Refusals_about_offers_come_in_order_and_leave_no_trace(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        foreach (var (code, broken) in ((string, RecordOffer.Command)[])[("key_is_malformed", Offer with { Key = "" }),
            ("gift_donor_is_unknown", Offer with { Donor = "??", Amount = Eur("0.00") }),
            ("gift_amount_is_not_positive", Offer with { Amount = Eur("-1.00") }),
            ("gift_rate_is_missing", Offer with { Amount = In("USD", "1.00") }),
            ("gift_text_is_malformed", Offer with { Description = "" }), ("fund_is_unknown", Offer with { Fund = "UMB" })])
            await books.MustRefuseAsync(code, () => OfferAsync(books, broken));
        var offer = (await OfferAsync(books, Offer)).OrThrow().Code;
        await books.MustRefuseAsync("gift_is_unknown", () => DecideAsync(books, new("??", true, Day("2026-02-02"), "x")));
        await books.MustRefuseAsync("gift_text_is_malformed", () => DecideAsync(books, new(offer, true, Day("2026-02-02"), "")));
        await books.MustRefuseAsync("gift_date_is_too_early", () => DecideAsync(books, new(offer, true, Day("2026-01-31"), "x")));
    }

    private static Task<Outcome<RecordedOffer>> OfferAsync(TestBooks books, RecordOffer.Command command) =>
        new RecordOffer(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<DecidedOffer>> DecideAsync(TestBooks books, DecideOffer.Command command) =>
        new DecideOffer(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<SetProfile>> ProfileAsync(TestBooks books, string donor, DonorProfile profile) =>
        new SetDonorProfile(books.Writer).RunAsync(new(donor, profile), TestBooks.Recorder);

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        (await new AddDonor(books.Writer).RunAsync(new("AG", "Agency (synthetic)", DonorType.Agency, "en", true),
            TestBooks.Recorder)).OrThrow();
        return books;
    }
}
