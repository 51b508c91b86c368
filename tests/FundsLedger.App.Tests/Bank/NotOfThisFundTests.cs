using System.Net;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Import;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Access;
using FundsLedger.App.Tests.Features;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Lines of 5,000.00 and 70.00 on the account of the family visits; the first was given to relocations. Whoever knows of the
/// visits alone says that it is not theirs.</summary>
public sealed class NotOfThisFundTests
{
    private static readonly Actor Visits =
        TestBooks.Recorder with { Id = "rita", Name = "Rita Recorder", Within = FundsCovered.Of(["TFFV"]) };

    [Theory, EveryDatabase]
    public async Task A_line_that_is_not_of_its_fund_leaves_the_list_and_its_money_stays(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        Assert.Equal([1L, 2L], await SuggestedAsync(books));

        await books.MustRepeatAsync(() => MarkAsync(books, 1, LineMark.NotOfThisFund));

        Assert.Equal([2L], await SuggestedAsync(books));
        Assert.Equal([1L], await MarkedAsync(books));
        Assert.Equal("-5070.00", await books.BalanceAsync("TFFV", "2900"));
        // It is given to no donor of this fund until that is taken back.
        await books.MustRefuseAsync("bank_line_is_not_of_this_fund", () => new MatchLines(books.Writer).IdentifyAsync(new(1, "XA",
            [new(null, Eur("5000.00"))], false, "x"), Visits));
        await books.MustRepeatAsync(() => MarkAsync(books, 1, LineMark.TakenBack));
        Assert.Equal([1L, 2L], await SuggestedAsync(books));
        await books.MustRepeatAsync(() => new MatchLines(books.Writer).IdentifyAsync(new(1, "XA", [new(null, Eur("5000.00"))], false, "x"),
            Visits));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Somebody_of_both_funds_takes_it_there_and_nothing_waits_any_more(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        (await MarkAsync(books, 1, LineMark.NotOfThisFund)).OrThrow();
        // Whoever does not know of the other fund cannot take it there.
        Assert.True((await ResolveAsync(books, Visits)).IsRefused);
        (await ResolveAsync(books, TestBooks.Recorder)).OrThrow();
        Assert.Empty(await MarkedAsync(books));
        Assert.Equal(("-70.00", "5000.00"), (await books.BalanceAsync("TFFV", "2900"), await books.BalanceAsync("SFR", "1010")));
        await books.MustRefuseAsync("bank_line_is_settled", () => MarkAsync(books, 1, LineMark.TakenBack));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_does_not_fit_is_refused(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("bank_line_is_unknown", () => MarkAsync(books, 9, LineMark.NotOfThisFund));
        await books.MustRefuseAsync("bank_mark_needs_reason", () => new MarkLines(books.Writer).RunAsync(new(1, LineMark.NotOfThisFund,
            ""), Visits));
        await books.MustRefuseAsync("bank_mark_needs_reason", () => new MarkLines(books.Writer).RunAsync(new(1, LineMark.NotOfThisFund,
            new string('x', 201)), Visits));
        // A line of a fund of which somebody knows nothing is not there for them.
        var strangers = Visits with { Within = FundsCovered.Of(["SFR"]) };
        await books.MustRefuseAsync("bank_line_is_unknown", () => new MarkLines(books.Writer).RunAsync(new(1, LineMark.NotOfThisFund, "x"),
            strangers));
    }

    [Theory, EveryDatabase]
    public async Task The_page_tells_a_reason_to_whoever_wrote_it_and_to_people_of_both_funds(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        await using (var writer = new LedgerWriter(served.Books.Database, served.Books.Clock))
        {
            (await new AddBankAccount(writer).RunAsync(new("B", "TFFV", "1010", CamtText.Account, Currency.Eur, "Bank (synthetic)",
                Day("2026-01-01"), Money.Eur(0)), TestBooks.Recorder)).OrThrow();
            (await new BankImport(writer, new LedgerReads(served.Books.Database, served.Books.Clock)).RunAsync(File(), null,
                TestBooks.Recorder)).OrThrow();
        }
        using var both = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder));
        using var visits = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder, funds: FundsCovered.Of(["TFFV"])));
        await PostAsync(visits, "1", "reads like something else", "false");
        await PostAsync(both, "2", "relocation of QQ", "false");

        var (mine, all) = (await visits.GetStringAsync("/bank/B?show=elsewhere"), await both.GetStringAsync("/bank/B?show=elsewhere"));
        Assert.Contains("reads like something else", mine, StringComparison.Ordinal);
        Assert.DoesNotContain("relocation", mine, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/elsewhere\"", mine, StringComparison.Ordinal);
        Assert.Contains("relocation of QQ", all, StringComparison.Ordinal);
        Assert.Contains("/bank/lines/1/elsewhere", all, StringComparison.Ordinal);
        // Nothing waits in the list; it waits for people of both funds, on their first page.
        Assert.DoesNotContain("id=\"l1\"", await visits.GetStringAsync("/bank/B"), StringComparison.Ordinal);
        Assert.Contains("/bank/B?show=elsewhere", await both.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.DoesNotContain("/bank/B?show=elsewhere", await visits.GetStringAsync("/"), StringComparison.Ordinal);
        await PostAsync(visits, "1", "it is ours after all", "true", "?show=elsewhere");
        Assert.Contains("id=\"l1\"", await visits.GetStringAsync("/bank/B"), StringComparison.Ordinal);
    }

    private static async Task PostAsync(HttpClient browser, string line, string reason, string back, string show = "")
    {
        var page = await Reading.Parsed(await browser.GetStringAsync("/bank/B" + show));
        var form = page.QuerySelectorAll("form[method=post]").Single(one => one.QuerySelector("input[name=back]") is not null
            && one.QuerySelector("input[name=line]")!.GetAttribute("value") == line);
        var fields = form.QuerySelectorAll("input[name]").ToDictionary(field => field.GetAttribute("name")!, field =>
            field.GetAttribute("value") ?? "");
        (fields["reason"], fields["back"]) = (reason, back);
        using var answer = await browser.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(fields));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    private static Task<Outcome<MarkedLine>> MarkAsync(TestBooks books, long line, LineMark mark) => new MarkLines(books.Writer).RunAsync(
        new(line, mark, "the text names another purpose"), Visits);

    private static Task<Outcome<ResolvedElsewhere>> ResolveAsync(TestBooks books, Actor by) => new ResolveElsewhere(books.Writer).RunAsync(
        new(1, "SFR", "1010", "XA", Day("2026-02-01"), "given to relocations"), by);

    private static async Task<List<long>> SuggestedAsync(TestBooks books) => [.. (await Suggestions.ReadAsync(new LedgerReads(
        books.Database, books.Clock), "B"))!.Lines.Select(line => line.Waiting.Id)];

    private static async Task<List<long>> MarkedAsync(TestBooks books)
    {
        await using var connection = await books.Database.OpenAsync();
        var catalog = await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection);
        var bank = (await BankAccounts.ReadAsync(connection, catalog)).Single(one => one.Code == "B");
        return (await LineMarks.ReadAsync(connection, catalog, bank, null)).ConvertAll(marked => marked.Waiting.Id);
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        await ImportAsync(books);
        return books;
    }

    private static async Task ImportAsync(TestBooks books)
    {
        await books.RegisterAsync("B", CamtText.Account);
        await books.ImportAsync(File());
    }

    private static BankFile File() => CamtText.File("0.00", "2026-01-01", "5070.00", "2026-01-31", "2026-01-10 5000.00 Gift",
        "2026-01-11 70.00 Gift");
}
