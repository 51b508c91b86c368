using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>The share of programme support is kept with its agreement, from a day on: signed with 7 %, raised to 7.5 % for July.</summary>
public sealed class SupportShareTests
{
    private static readonly SignAgreement.Command Signed = new("sign", "XA", null, "TFFV", Day("2026-01-10"), Eur("1000.00"), null,
        [new(Day("2026-06-01"), Eur("1000.00"))], Reference: "NV 1") { Support = 700 };

    private static readonly RecordByHand.Command Charged = new("a", HandAct.ProgrammeSupport, Day("2026-06-30"), Eur("123.50"), "Support",
        Agreement: "XA-A-2026-1");

    [Theory, EveryDatabase]
    public async Task What_is_charged_takes_the_share_of_its_day(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRepeatAsync(() => SetAsync(books, 750, "2026-07-01", "NV 2"));

        await books.MustRepeatAsync(() => ChargeAsync(books, Charged));
        await books.MustRepeatAsync(() => ChargeAsync(books, Charged with { Key = "b", Date = Day("2026-07-01") }));

        // 8.645 is 8.65, 9.2625 is 9.26.
        Assert.Equal(("17.91", "-17.91"), (await books.BalanceAsync("TFFV", "5900"), await books.BalanceAsync("TFFV", "2010")));
        Assert.Equal("8.65", await books.BalanceAsync("TFFV", "5900", "2026-06-30"));
        var agreement = await ReadAsync(books);
        Assert.Equal([(700, Day("2026-01-10"), "NV 1"), (750, Day("2026-07-01"), "NV 2")],
            agreement.Support.Select(term => (term.Hundredths, term.From, term.Reference)));
        Assert.Equal((1791L, 700, 750), (agreement.SupportChargedEur, agreement.SupportOn(Day("2026-06-30"))!.Hundredths,
            agreement.SupportOn(Day("2027-01-01"))!.Hundredths));
        // Back goes what was charged, and with it what is told of it.
        (await new ReverseEntry(books.Writer).RunAsync(new("undo", await books.NumberAsync("SELECT MAX(seq) FROM entries"),
            Day("2026-07-02"), "wrong"), TestBooks.Recorder)).OrThrow();
        Assert.Equal(865, (await ReadAsync(books)).SupportChargedEur);
        Assert.True((await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task A_share_that_is_told_is_no_second_source(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("hand_share_is_other", () => ChargeAsync(books, Charged with { Hundredths = 750 }));
        await books.MustRepeatAsync(() => ChargeAsync(books, Charged with { Hundredths = 700 }));
        // Without one of its own, on its day, it is needed.
        (await new SignAgreement(books.Writer).RunAsync(Signed with { Key = "none", Support = null }, TestBooks.Recorder)).OrThrow();
        var other = Charged with { Key = "c", Agreement = "XA-A-2026-2" };
        await books.MustRefuseAsync("hand_share_is_missing", () => ChargeAsync(books, other));
        await SetAsync(books, 500, "2026-07-01", null, "XA-A-2026-2");
        await books.MustRefuseAsync("hand_share_is_missing", () => ChargeAsync(books, other));
        await books.MustRepeatAsync(() => ChargeAsync(books, other with { Hundredths = 725 }));
        // Nothing from a day on is a share too: nothing is charged, whatever is told.
        (await SetAsync(books, 0, "2026-08-01", null, "XA-A-2026-2")).OrThrow();
        var late = other with { Key = "d", Date = Day("2026-08-01") };
        await books.MustRefuseAsync("hand_share_is_out_of_range", () => ChargeAsync(books, late));
        await books.MustRefuseAsync("hand_share_is_other", () => ChargeAsync(books, late with { Hundredths = 725 }));
    }

    [Theory, EveryDatabase]
    public async Task What_was_set_or_charged_for_a_day_stays(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await ChargeAsync(books, Charged)).OrThrow();
        await books.MustRefuseAsync("support_share_is_not_later", () => SetAsync(books, 800, "2026-01-10", null));
        await books.MustRefuseAsync("agreement_date_is_too_early", () => SetAsync(books, 800, "2026-01-09", null));
        await books.MustRefuseAsync("support_is_charged_since", () => SetAsync(books, 800, "2026-06-30", null));
        await books.MustRefuseAsync("support_share_is_out_of_range", () => SetAsync(books, 10_001, "2026-07-01", null));
        await books.MustRefuseAsync("support_share_is_out_of_range", () => SetAsync(books, -1, "2026-07-01", null));
        await books.MustRefuseAsync("agreement_is_unknown", () => SetAsync(books, 800, "2026-07-01", null, "none"));
        await books.MustRefuseAsync("agreement_text_is_malformed", () => SetAsync(books, 800, "2026-07-01", ""));
        (await SetAsync(books, 800, "2026-07-01", null)).OrThrow();
        await books.MustRefuseAsync("support_share_is_not_later", () => SetAsync(books, 900, "2026-07-01", null));
        await books.MustRefuseAsync("key_used_for_other_input", () => SignAsync(books, Signed with { Support = 701 }));
        await books.MustRefuseAsync("key_used_for_other_input", () => SignAsync(books, Signed with { Support = null }));
        Assert.True((await SignAsync(books, Signed)).OrThrow().IsRepeat);
        await books.MustRefuseAsync("support_share_is_out_of_range", () => SignAsync(books, Signed with { Key = "b", Support = 10_001 }));
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustRepeatAsync(() => SignAsync(books, Signed));
        return books;
    }

    private static Task<Outcome<SignedAgreement>> SignAsync(TestBooks books, SignAgreement.Command command) =>
        new SignAgreement(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<RecordedByHand>> ChargeAsync(TestBooks books, RecordByHand.Command command) =>
        new RecordByHand(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<SupportIsSet>> SetAsync(TestBooks books, int share, string from, string? reference,
        string agreement = "XA-A-2026-1") => new SetSupportShare(books.Writer).RunAsync(new(agreement, share, Day(from), reference),
            TestBooks.Recorder);

    private static async Task<AgreementStanding> ReadAsync(TestBooks books)
    {
        await using var connection = await books.Database.OpenAsync();
        return (await AgreementList.ReadAsync(connection, await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection),
            "XA-A-2026-1")).Single();
    }
}
