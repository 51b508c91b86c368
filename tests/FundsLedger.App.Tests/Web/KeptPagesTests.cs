using System.Net;
using FundsLedger.App.Access;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Access;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>Home and Fund are written once for each state of the books, set of rights and language. Nobody may be shown another's page, or
/// an old one.</summary>
public sealed class KeptPagesTests
{
    [Theory, EveryDatabase]
    public async Task What_one_reader_types_into_the_address_is_not_shown_to_the_next(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        using var reader = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder));
        Assert.Contains("typed-by-one", await reader.GetStringAsync("/funds/TFFV?fund=typed-by-one"), StringComparison.Ordinal);
        Assert.DoesNotContain("typed-by-one", await reader.GetStringAsync("/funds/TFFV"), StringComparison.Ordinal);
        Assert.Contains("value=\"2026-05-31\"", await reader.GetStringAsync("/funds/TFFV?asOf=2026-05-31"), StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"2026-05-31\"", await reader.GetStringAsync("/funds/TFFV"), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_receipt_shows_with_the_next_request(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        using var reader = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder));
        foreach (var path in (string[])["/", "/funds/TFFV"])
            Assert.DoesNotContain("4,321.98", await reader.GetStringAsync(path), StringComparison.Ordinal);
        await using (var writer = new LedgerWriter(served.Books.Database, served.Books.Clock))
            (await new RecordReceipt(writer).RunAsync(
                new("k", "TFFV", "XA", new DateOnly(2026, 6, 30), Money.Parse("4321.98", Currency.Eur), "1010", null, null, null),
                TestBooks.Recorder)).OrThrow();
        foreach (var path in (string[])["/", "/funds/TFFV"])
            Assert.Contains("4,321.98", await reader.GetStringAsync(path), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task People_with_other_rights_or_another_language_get_pages_of_their_own(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        using var recorder = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder));
        using var facilitator = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Facilitator));
        using var first = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.StateRepresentative, "XA"));
        using var second = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.StateRepresentative, "XB"));

        Assert.Contains("href=\"/funds/SFR\"", await recorder.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.DoesNotContain("SFR", await facilitator.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("href=\"/journal", await recorder.GetStringAsync("/funds/TFFV"), StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/journal", await facilitator.GetStringAsync("/funds/TFFV"), StringComparison.Ordinal);
        Assert.Contains("/donors/XA", await first.GetStringAsync("/"), StringComparison.Ordinal);
        var others = await second.GetStringAsync("/");
        Assert.Contains("/donors/XB", others, StringComparison.Ordinal);
        Assert.DoesNotContain("/donors/XA", others, StringComparison.Ordinal);
        Assert.Contains("Disponible", await recorder.GetStringAsync("/?lang=fr"), StringComparison.Ordinal);
        Assert.Contains("Available", await recorder.GetStringAsync("/?lang=en"), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_name_stays_with_its_owner_although_the_page_below_is_shared(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        var (one, two) = (await served.Books.LetInAsync(Role.Recorder), await served.Books.LetInAsync(Role.Recorder));
        await using (var connection = await served.Books.Database.OpenAsync())
            await connection.Command(null, "UPDATE people SET name = 'Somebody Else' WHERE id = @id", ("@id", two.Id)).RunAsync();
        using var first = await served.BrowserOfAsync(one);
        using var second = await served.BrowserOfAsync(two);
        Assert.DoesNotContain("Somebody Else", await first.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Somebody Else", await second.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody Else", await first.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/")).StatusCode);
    }

    [Theory, EveryDatabase]
    public async Task An_act_of_a_protected_fund_leaves_kept_what_outsiders_were_shown(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        await using var writer = new LedgerWriter(served.Books.Database, served.Books.Clock);
        (await writer.PostAsync(LedgerText.Entry("2026-06-01 opening SFR", "1010 9000.00", "3020 -9000.00"), TestBooks.Recorder)).OrThrow();
        using var recorder = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder));
        using var facilitator = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Facilitator));
        using var state = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.StateRepresentative, "XA"));
        foreach (var reader in (HttpClient[])[recorder, facilitator, state]) await reader.GetStringAsync("/");
        var catalog = await Reads(served).CatalogAsync();
        Assert.Equal((true, true, true), await KeptAsync());

        var token = (await new MakeCommitment(writer).RunAsync(new("c", "SFR", null, Eur("500.00"), new DateOnly(2026, 6, 30)),
            TestBooks.Recorder)).OrThrow().Code;
        (await PayRoad.SettleAsync(writer, "d", token, new DateOnly(2026, 6, 30), [new("5110", Eur("400.00"))], isFinal: true)).OrThrow();
        Assert.Equal((false, true, true), await KeptAsync());
        Assert.Same(catalog, await Reads(served).CatalogAsync());

        // A State follows its own gifts to that fund, and nobody else's.
        (await new RecordReceipt(writer).RunAsync(new("x", "SFR", "XB", new DateOnly(2026, 6, 30), Eur("1.00"), "1010", null, null, null),
            TestBooks.Recorder)).OrThrow();
        Assert.Equal((false, true, true), await KeptAsync());
        (await new RecordReceipt(writer).RunAsync(new("y", "SFR", "XA", new DateOnly(2026, 6, 30), Eur("1.00"), "1010", null, null, null),
            TestBooks.Recorder)).OrThrow();
        Assert.Equal((false, true, false), await KeptAsync());
        (await new RecordReceipt(writer).RunAsync(new("z", "TFFV", "XB", new DateOnly(2026, 6, 30), Eur("1.00"), "1010", null, null, null),
            TestBooks.Recorder)).OrThrow();
        Assert.Equal((false, false, false), await KeptAsync());

        async Task<(bool Inside, bool Facilitator, bool State)> KeptAsync()
        {
            await using var connection = await served.Books.Database.OpenAsync();
            var now = await BooksState.OfAsync(connection, CancellationToken.None);
            var own = await connection.Command(null, "SELECT COALESCE(MAX(entry_seq), 0) FROM postings WHERE donor = 'XA'").NumberAsync();
            return (await HasAsync("inside", now.OfEverything, "Recorder *|"),
                await HasAsync("outside ", now.OfOpenFunds, "Facilitator *|"),
                await HasAsync("outside XA", now.OfOpenFunds with { Second = own }, "StateRepresentative *|XA"));
        }

        async Task<bool> HasAsync(string reader, BooksVersion version, string rights)
        {
            var isKept = true;
            var now = await Reads(served).NowAsync(reader, version);
            try
            {
                await now.OnceAsync<object>($"page home en {rights}", () => throw new InvalidOperationException("It was not kept."));
            }
            catch (InvalidOperationException)
            {
                isKept = false;
            }
            return isKept;
        }
    }

    [Theory, EveryDatabase]
    public async Task What_people_inside_looked_at_is_not_kept_ready_for_outsiders(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        using var recorder = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder));
        foreach (var path in (string[])["/", "/funds/TFFV"]) await recorder.GetStringAsync(path);
        await using var connection = await served.Books.Database.OpenAsync();
        var now = await Reads(served).NowAsync("outside ", (await BooksState.OfAsync(connection, CancellationToken.None)).OfOpenFunds);
        var made = false;
        await now.OnceAsync<object>("status TFFV", () => Task.FromResult<object>(made = true));
        Assert.True(made);
    }

    private static LedgerReads Reads(ServedBooks served) => served.Services.GetRequiredService<LedgerReads>();

    private static Money Eur(string amount) => Money.Parse(amount, Currency.Eur);
}
