using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.Domain;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>A rate typed wrongly is not revenue. The recorder entered 1.17 for one GBP on 1 March.</summary>
public sealed class TypedRateTests
{
    [Theory, EveryDatabase]
    public async Task Ten_thousand_pounds_at_a_rate_with_a_slipped_point_are_not_a_hundred_and_seventeen_thousand_euros(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("rate_takes_two", () => ReceiveAsync(books, "11.7", "11.7"));
        await books.MustRefuseAsync("rate_takes_two", () => ReceiveAsync(books, "0.117", "0.117"));

        (await ReceiveAsync(books, "1.17")).OrThrow();

        Assert.Equal("-11700.00", await books.BalanceAsync("TFFV", "4010"));
    }

    [Theory, EveryDatabase]
    public async Task A_rate_beyond_three_per_cent_is_asked_again(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("rate_is_far_from_table", () => ReceiveAsync(books, "1.21"));
        await books.MustRefuseAsync("rate_is_far_from_table", () => ReceiveAsync(books, "1.21", "1.20"));
        await books.MustRepeatAsync(() => ReceiveAsync(books, "1.21", "1.21"));
    }

    [Theory, EveryDatabase]
    public async Task A_rate_beyond_ten_per_cent_is_taken_once_another_person_has_entered_it(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await EnterAsync(books, "2026-03-04", "1.40", TestBooks.Approver);
        await EnterAsync(books, "2026-03-05", "11.7", TestBooks.Recorder);

        // Who types a slip into the table and beside the amount is still one person.
        await books.MustRefuseAsync("rate_takes_two", () => ReceiveAsync(books, "11.7", "11.7"));
        (await ReceiveAsync(books, "1.41", "1.41")).OrThrow();
    }

    [Theory, EveryDatabase]
    public async Task A_pledge_an_offer_and_a_condition_are_not_valued_at_a_slipped_rate(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var pledge = new AnnouncePledge.Command("p", "XA", Day("2026-03-06"), In("GBP", "100.00"), To("GBP", "11.7"), "Pledge", null,
            "TFFV");
        await books.MustRefuseAsync("rate_takes_two", () => AnnounceAsync(pledge with { RateAgain = pledge.Rate }));
        await books.MustRefuseAsync("rate_is_far_from_table", () => AnnounceAsync(pledge with { Rate = To("GBP", "1.21") }));
        await books.MustRepeatAsync(() => AnnounceAsync(pledge with { Rate = To("GBP", "1.21"), RateAgain = To("GBP", "1.21") }));

        var offer = new RecordOffer.Command("o", "XA", Day("2026-03-06"), In("GBP", "100.00"), To("GBP", "0.117"), "Offer");
        await books.MustRefuseAsync("rate_takes_two", () => OfferAsync(offer with { RateAgain = offer.Rate }));
        await books.MustRefuseAsync("rate_is_far_from_table", () => OfferAsync(offer with { Rate = To("GBP", "1.13"),
            RateAgain = To("GBP", "1.12") }));
        await books.MustRepeatAsync(() => OfferAsync(offer with { Rate = To("GBP", "1.13"), RateAgain = To("GBP", "1.13") }));

        (await new SetRecognitionPolicy(books.Writer).RunAsync(new(2026, "IPSAS 47", ConditionalTreatment.WhenMet),
            TestBooks.Certifier)).OrThrow();
        var signed = (await new SignAgreement(books.Writer).RunAsync(new("s", "XA", null, "TFFV", Day("2026-03-06"), In("GBP", "100.00"),
            To("GBP", "1.17"), [new(Day("2026-04-01"), In("GBP", "100.00"), "report")]), TestBooks.Recorder)).OrThrow();
        var met = new MeetCondition.Command("m", signed.Code, 1, Day("2026-03-20"), "report", To("GBP", "11.7"));
        await books.MustRefuseAsync("rate_takes_two", () => MeetAsync(met with { RateAgain = met.Rate }));
        await books.MustRefuseAsync("rate_is_far_from_table", () => MeetAsync(met with { Rate = To("GBP", "1.21") }));
        await books.MustRepeatAsync(() => MeetAsync(met with { Rate = To("GBP", "1.21"), RateAgain = To("GBP", "1.21") }));
        Assert.Equal("121.00", await books.BalanceAsync("TFFV", "1100"));

        Task<Outcome<AnnouncedPledge>> AnnounceAsync(AnnouncePledge.Command command) => new AnnouncePledge(books.Writer).RunAsync(command,
            TestBooks.Recorder);
        Task<Outcome<RecordedOffer>> OfferAsync(RecordOffer.Command command) => new RecordOffer(books.Writer).RunAsync(command,
            TestBooks.Recorder);
        Task<Outcome<MetCondition>> MeetAsync(MeetCondition.Command command) => new MeetCondition(books.Writer).RunAsync(command,
            TestBooks.Recorder);
    }

    [Theory, EveryDatabase]
    public async Task A_rate_far_from_the_last_one_is_entered_twice_or_by_two(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var slip = new EnterRate.Command(Day("2026-03-10"), To("GBP", "11.7"), "Circular");
        await books.MustRefuseAsync("rate_is_far_from_table", () => EnterAsync(slip));
        await books.MustRefuseAsync("rate_is_far_from_table", () => EnterAsync(slip with { Again = To("GBP", "11.8") }));
        await books.MustRepeatAsync(() => EnterAsync(slip with { Rate = To("GBP", "1.21"), Again = To("GBP", "1.21") }));

        var asked = await books.MustRepeatAsync(() => EnterAsync(slip with { Again = slip.Rate }));
        Assert.Equal((0L, 0L), (asked.Id, await books.NumberAsync("SELECT COUNT(*) FROM rates WHERE billionths = 11700000000")));
        Assert.Equal("approval_takes_two", (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Asked!.Id, true),
            TestBooks.Recorder)).Refusal?.Code);

        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Asked!.Id, true), TestBooks.Approver)).OrThrow();

        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM rates WHERE billionths = 11700000000"));
        // Correcting it takes two as well, and after a no it can be asked again.
        var back = slip with { Rate = To("GBP", "1.17"), Again = To("GBP", "1.17"), Date = Day("2026-03-11") };
        var first = (await EnterAsync(back)).OrThrow().Asked!.Id;
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(first, false, "not yet"), TestBooks.Approver)).OrThrow();
        var second = (await EnterAsync(back)).OrThrow().Asked!.Id;
        Assert.NotEqual(first, second);
        // After 31 days nothing says that it is far.
        await books.MustRepeatAsync(() => EnterAsync(back with { Date = Day("2026-04-11"), Again = null }));

        Task<Outcome<EnteredRate>> EnterAsync(EnterRate.Command command) => new EnterRate(books.Writer).RunAsync(command,
            TestBooks.Recorder);
    }

    [Theory, EveryDatabase]
    public async Task A_rate_older_than_a_month_values_nothing(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("rate_is_too_old", () => ReceiveAsync(books, "1.17", ratedOn: "2026-02-02"));
        (await ReceiveAsync(books, "1.17", ratedOn: "2026-02-03")).OrThrow();
    }

    [Theory, EveryDatabase]
    public async Task An_agreement_is_not_signed_at_a_slipped_rate(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        Task<Domain.Outcome<SignedAgreement>> SignAsync(string rate) => new SignAgreement(books.Writer).RunAsync(new($"sign {rate}",
            "XA", null, "TFFV", Day("2026-03-06"), In("GBP", "10000.00"), To("GBP", rate),
            [new InstalmentTerm(Day("2026-05-01"), In("GBP", "10000.00"))]), TestBooks.Recorder);

        await books.MustRefuseAsync("rate_takes_two", () => SignAsync("0.117"));
        await books.MustRefuseAsync("rate_is_far_from_table", () => SignAsync("1.10"));
        (await SignAsync("1.15")).OrThrow();
        Assert.Equal("11500.00", await books.BalanceAsync("TFFV", "1100"));
    }

    [Theory, EveryDatabase]
    public async Task One_year_has_one_policy_whatever_is_typed_first(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await new SignAgreement(books.Writer).RunAsync(new("sign", "XA", null, "TFFV", Day("2026-03-06"), Eur("10.00"), null,
            [new InstalmentTerm(Day("2026-05-01"), Eur("10.00"), "a report")]), TestBooks.Recorder)).OrThrow();
        var set = new SetRecognitionPolicy(books.Writer);

        await books.MustRefuseAsync("policy_year_has_agreements", () => set.RunAsync(new(2026, "IPSAS 47", ConditionalTreatment.WhenMet),
            TestBooks.Approver));
        (await set.RunAsync(new(2026, "IPSAS 47", ConditionalTreatment.Deferred), TestBooks.Approver)).OrThrow();
        (await set.RunAsync(new(2027, "IPSAS 47", ConditionalTreatment.WhenMet), TestBooks.Approver)).OrThrow();
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await EnterAsync(books, "2026-03-01", "1.17", TestBooks.Recorder);
        return books;
    }

    private static Task EnterAsync(TestBooks books, string day, string rate, Actor by) => books.HasRateAsync(day, To("GBP", rate), by);

    private static Task<Domain.Outcome<RecordedReceipt>> ReceiveAsync(TestBooks books, string rate, string? again = null,
        string ratedOn = "2026-03-06") => new RecordReceipt(books.Writer).RunAsync(
        new($"paid {rate} {again} {ratedOn}", "TFFV", "XA", Day("2026-03-06"), In("GBP", "10000.00"), "1012", new QuotedRate(To("GBP",
            rate), Day(ratedOn), "Bank"), RateAgain: again is null ? null : To("GBP", again)), TestBooks.Recorder);
}
