using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>A pledge of State A in 2023: announced and designated.</summary>
public sealed class PledgeTests
{
    private static readonly AnnouncePledge.Command Umbrella =
        new("announce", "XA", Day("2023-11-30"), Eur("3000000.00"), null, "Pledge for several purposes", "Note verbale 1");
    private static readonly DesignatePledge.Command ToRelocations = new("designate", "XA-P-2023-1", Day("2024-12-31"), Eur("500000.00"),
        new Designation.ToFund("SFR", Day("2025-06-30")), "Part for relocations");

    [Theory, EveryDatabase]
    public async Task An_umbrella_pledge_waits_undesignated_and_is_no_asset(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var pledge = await books.MustRepeatAsync(() => AnnounceAsync(books, Umbrella));
        Assert.Equal("XA-P-2023-1", pledge.Code);
        Assert.Equal("3000000.00", await books.BalanceAsync("UMB", "8010"));
        Assert.Equal("0.00", await books.BalanceAsync("TFFV", "1010"));

        Assert.Equal("XA-P-2023-2", (await AnnounceAsync(books, Umbrella with { Key = "another" })).OrThrow().Code);
        foreach (var other in (AnnouncePledge.Command[])[Umbrella with { Amount = Eur("1.00") }, Umbrella with { Donor = "XB" },
            Umbrella with { Fund = "SFR" }, Umbrella with { ExpectedOn = Day("2024-01-01") }, Umbrella with { Source = null },
            Umbrella with { Donor = "??" }])
            await books.MustRefuseAsync("key_used_for_other_input", () => AnnounceAsync(books, other));
    }

    [Theory, EveryDatabase]
    public async Task A_designated_part_moves_to_its_fund_or_out_of_the_ledger(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await AnnounceAsync(books, Umbrella)).OrThrow();
        await books.MustRepeatAsync(() => DesignateAsync(books, ToRelocations));
        await books.MustRepeatAsync(
            () =>
                DesignateAsync(books,
                    ToRelocations with { Key = "outside", Amount = Eur("1500000.00"),
                        To = new Designation.Outside("Office of the Prosecutor") }));

        Assert.Equal("1000000.00", await books.BalanceAsync("UMB", "8010"));
        Assert.Equal("1500000.00", await books.BalanceAsync("UMB", "8015"));
        Assert.Equal("500000.00", await books.BalanceAsync("SFR", "8010"));
        await books.MustRefuseAsync("pledge_has_less_undesignated",
            () => DesignateAsync(books, ToRelocations with { Key = "more", Amount = Eur("1000000.01") }));
        await books.MustRefuseAsync("key_used_for_other_input",
            () => DesignateAsync(books, ToRelocations with { To = new Designation.ToFund("TFFV") }));
        await books.MustRefuseAsync("key_used_for_other_input",
            () => DesignateAsync(books, ToRelocations with { To = new Designation.ToFund("SFR") }));
        await books.MustRefuseAsync("key_used_for_other_input",
            () => DesignateAsync(books, ToRelocations with { To = new Designation.Outside("Elsewhere") }));
    }

    [Theory, EveryDatabase]
    public async Task A_code_tells_nothing_of_what_other_donors_gave(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        Assert.Equal("XA-P-2023-1", (await AnnounceAsync(books, Umbrella)).OrThrow().Code);
        Assert.Equal("XB-P-2023-1", (await AnnounceAsync(books, Umbrella with { Key = "b", Donor = "XB" })).OrThrow().Code);
        Assert.Equal("XA-P-2023-2", (await AnnounceAsync(books, Umbrella with { Key = "a2" })).OrThrow().Code);
    }

    [Theory, EveryDatabase]
    public async Task Refusals_about_pledges_come_in_order_and_leave_no_trace(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await AnnounceAsync(books, Umbrella)).OrThrow();
        var fresh = Umbrella with { Key = "new" };
        await books.MustRefuseAsync("pledge_amount_is_not_positive",
            () => AnnounceAsync(books, fresh with { Amount = Eur("0.00"), Donor = "??" }));
        await books.MustRefuseAsync("pledge_donor_is_unknown", () => AnnounceAsync(books, fresh with { Donor = "??", Fund = "??" }));
        await books.MustRefuseAsync("pledge_rate_is_missing",
            () => AnnounceAsync(books, fresh with { Amount = In("USD", "1.00"), Rate = To("GBP", "1.1"), Fund = "??" }));
        await books.MustRefuseAsync("fund_is_unknown", () => AnnounceAsync(books, fresh with { Fund = "??" }));
        var part = ToRelocations with { Key = "new" };
        await books.MustRefuseAsync("pledge_is_unknown", () => DesignateAsync(books, part with { Pledge = "P-1" }));
        await books.MustRefuseAsync("pledge_amount_is_not_positive", () => DesignateAsync(books, part with { Amount = Eur("-1.00") }));
        await books.MustRefuseAsync("pledge_text_is_malformed",
            () => DesignateAsync(books, part with { To = new Designation.Outside("") }));
        await books.MustRefuseAsync("pledge_currency_is_other", () => DesignateAsync(books, part with { Amount = In("USD", "1.00") }));
        await books.MustRefuseAsync("pledge_is_already_in_that_book",
            () => DesignateAsync(books, part with { To = new Designation.ToFund("UMB") }));
        await books.MustRefuseAsync("pledge_date_is_too_early", () => DesignateAsync(books, part with { Date = Day("2023-11-29") }));
        // The second of its two entries meets a closed month: the first must not stay.
        await books.ClosePeriodAsync("SFR", "2024-12-31");
        await books.MustRefuseAsync("period_is_closed", () => DesignateAsync(books, part));
    }

    private static Task<Outcome<AnnouncedPledge>> AnnounceAsync(TestBooks books, AnnouncePledge.Command command) =>
        new AnnouncePledge(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<DesignatedPledge>> DesignateAsync(TestBooks books, DesignatePledge.Command command) =>
        new DesignatePledge(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        return books;
    }
}
