using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

public sealed class DonorAndRateTests
{
    [Fact]
    public async Task A_file_of_rates_is_entered_whole_or_not_at_all_and_once()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        var file = TestServer.NewFile(".csv");
        await File.WriteAllTextAsync(file,
            "source,date,rate,currency\nCircular 1,2026-01-31,0.80,USD\n\"Circular, 2\",2026-02-28,1.1725,GBP\n");
        var import = new ImportRates(books.Writer);
        Assert.Equal((2, 0),
            (await import.RunAsync(file, TestBooks.Recorder)).OrThrow() is var first ? (first.Entered, first.Repeated) : default);
        Assert.Equal((0, 2),
            (await import.RunAsync(file, TestBooks.Recorder)).OrThrow() is var again ? (again.Entered, again.Repeated) : default);
        Assert.Equal(1_172_500_000,
            await books.NumberAsync("SELECT billionths FROM rates WHERE currency = 'GBP' AND source = 'Circular, 2'"));
        foreach (var (code, text) in ((string, string)[])[
            ("rate_line_is_refused", "date,currency,rate,source\n2026-03-31,USD,0.81,ok\n2026-03-32,USD,0.81,x"),
            ("rate_line_is_refused", "date,currency,rate,source\n2026-03-31,EUR,1.0,x"),
            ("rate_line_is_refused", "date,currency,rate,source\n2026-03-31,USD,-0.81,x"),
            ("rate_line_is_refused", "date,currency,rate,source\n2026-03-31,USD,0.81,"),
            ("rate_line_is_refused", "date,currency,rate,source\n2026-03-31,USD,0.81"),
            ("rate_file_is_unreadable", "date,currency,source\n2026-03-31,USD,x"), ("rate_file_is_unreadable", ""),
            ("rate_file_is_unreadable", "date,currency,rate,source\n"), ("rate_file_is_unreadable", "date,currency,rate,source\n\"open")])
        {
            await File.WriteAllTextAsync(file, text);
            Assert.Equal(code, (await import.RunAsync(file, TestBooks.Recorder)).Refusal?.Code);
        }
        Assert.Equal("rate_file_is_unreadable", (await import.RunAsync(file + ".none", TestBooks.Recorder)).Refusal?.Code);
        Assert.Equal(2, await books.NumberAsync("SELECT COUNT(*) FROM rates"));
    }

    [Theory, EveryDatabase]
    public async Task A_donor_is_added_once_and_never_changed(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var state = new AddDonor.Command("XA", "State A", DonorType.State, "fr", IsSynthetic: true);

        await books.MustRepeatAsync(() => new AddDonor(books.Writer).RunAsync(state, TestBooks.Recorder));

        foreach (var other in (AddDonor.Command[])[state with { Name = "State AA" }, state with { Type = DonorType.Agency },
            state with { Language = "en" }, state with { IsSynthetic = false }])
            await books.MustRefuseAsync("donor_code_is_taken", () => new AddDonor(books.Writer).RunAsync(other, TestBooks.Recorder));
    }

    [Theory]
    [EveryDatabase("donor_code_is_malformed", "xa", "State A", "en")]
    [EveryDatabase("donor_code_is_malformed", "", "State A", "en")]
    [EveryDatabase("donor_name_is_malformed", "XA", " ", "en")]
    [EveryDatabase("donor_language_is_unknown", "XA", "State A", "de")]
    public async Task A_malformed_donor_is_refused(DatabaseKind on, string refusal, string code, string name, string language)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustRefuseAsync(refusal,
            () => new AddDonor(books.Writer).RunAsync(new(code, name, DonorType.State, language), TestBooks.Recorder));
    }

    [Theory, EveryDatabase]
    public async Task A_corrected_rate_stands_beside_the_first(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var first = new EnterRate.Command(Day("2026-06-30"), To("USD", "0.9213"), "Treasury circular");
        await books.MustRepeatAsync(() => new EnterRate(books.Writer).RunAsync(first, TestBooks.Recorder));
        await books.MustRepeatAsync(
            () => new EnterRate(books.Writer).RunAsync(first with { Rate = To("USD", "0.9312") }, TestBooks.Recorder));
        Assert.Equal(2, await books.NumberAsync("SELECT COUNT(*) FROM rates"));
    }

    [Theory, EveryDatabase]
    public async Task A_rate_without_source_is_refused(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustRefuseAsync("rate_source_is_malformed",
            () => new EnterRate(books.Writer).RunAsync(new(Day("2026-06-30"), To("USD", "0.9213"), " "), TestBooks.Recorder));
        await books.MustRefuseAsync("rate_of_eur_is_fixed",
            () => new EnterRate(books.Writer).RunAsync(new(Day("2026-06-30"), To("EUR", "1"), "x"), TestBooks.Recorder));
    }
}
