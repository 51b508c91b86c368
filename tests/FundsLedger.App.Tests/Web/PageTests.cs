using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>What holds on every page.</summary>
[Collection(PagesTogether.Name)]
public sealed class PageTests(DemoSite site)
{
    [Theory, InlineData("en", "Demonstration: synthetic figures"), InlineData("fr", "Démonstration\u00A0: chiffres fictifs")]
    public async Task Every_page_speaks_one_language_whole_and_says_that_the_figures_are_synthetic(string language, string banner)
    {
        using var readers = site.Readers(language);
        foreach (var (person, path) in site.PagesWithReaders)
        {
            var answer = await readers[person].GetAsync(path);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            var page = await Reading.Parsed(answer);
            Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
            Assert.Contains(banner, page.QuerySelector(".demo-banner")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("⟦", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\{\d\}", page.MainText());
            // The parts of what was used stood there as markup.
            Assert.DoesNotContain("<span", page.MainText(), StringComparison.Ordinal);
            Assert.Single(page.QuerySelectorAll("h1"));
            Assert.All(page.QuerySelectorAll("[id]").GroupBy(element => element.Id), same => Assert.Single(same));
        }
    }

    [Fact]
    public async Task The_language_chosen_is_kept()
    {
        using var reader = site.Reader("en");
        await reader.GetAsync("/?lang=fr");
        Assert.Equal("fr", (await reader.PageAsync("/pledges")).DocumentElement.GetAttribute("lang"));
        Assert.Equal("/pledges?stage=paid&lang=en",
            (await reader.PageAsync("/pledges?stage=paid")).QuerySelector(".language")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Every_answer_forbids_what_comes_from_elsewhere()
    {
        using var reader = site.Reader();
        foreach (var path in (string[])["/", "/nothing", "/journal?handler=csv"])
        {
            var headers = (await reader.GetAsync(path)).Headers;
            var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
            foreach (var rule in (string[])["default-src 'self'", "style-src 'self'", "script-src 'self'", "frame-ancestors 'none'",
                "form-action 'self'", "base-uri 'none'"]) Assert.Contains(rule, policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("same-origin", Assert.Single(headers.GetValues("Referrer-Policy")));
            Assert.False(headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task No_page_carries_style_or_script_of_its_own()
    {
        using var readers = site.Readers();
        foreach (var (person, path) in site.PagesWithReaders)
        {
            var page = await readers[person].PageAsync(path);
            Assert.Empty(page.QuerySelectorAll("[style], style, script:not([src]), [onclick]"));
        }
    }

    [Fact]
    public async Task Assets_are_kept_for_a_year_and_pages_not_at_all()
    {
        using var reader = site.Reader();
        var page = await reader.GetAsync("/");
        Assert.True(page.Headers.CacheControl!.NoStore);
        var sheet = (await Reading.Parsed(page)).QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        var asset = await reader.GetAsync(sheet);
        Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
        Assert.Contains("immutable", asset.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var again =
            new HttpRequestMessage(HttpMethod.Get, sheet) { Headers = { { "If-None-Match", asset.Headers.ETag!.ToString() } } };
        Assert.Equal(HttpStatusCode.NotModified, (await reader.SendAsync(again)).StatusCode);
    }

    [Theory, InlineData("/nothing"), InlineData("/journal/999999"), InlineData("/funds/XXX"), InlineData("/funds/UMB"),
        InlineData("/pledges/P-1"), InlineData("/donors/XX"), InlineData("/statements/XX"), InlineData("/accounts/TFFV/9999"),
        InlineData("/commitments/nothing/settlement"), InlineData("/payments/nothing"),
        InlineData("/payments/batches/nothing"), InlineData("/payees/nothing"), InlineData("/payees/nothing/change")]
    public async Task What_is_not_there_is_not_found_in_words(string path)
    {
        using var reader = site.Reader("fr");
        var answer = await reader.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Page introuvable", (await Reading.Parsed(answer)).MainText(), StringComparison.Ordinal);
    }

    [Theory, InlineData("/funds/TFFV?asOf=nonsense"), InlineData("/funds/TFFV?knownAt=2999-01-01T00:00:00"),
        InlineData("/trial-balance?fund=SFR&asOf=31/12/2025"), InlineData("/accounts/TFFV/1010?after=1.2.3&from=x"),
        InlineData("/journal?before=-1&kind=nonsense&from=2026-13-01"), InlineData("/pledges?p=-4&stage=x"),
        InlineData("/receipts?p=99999999999")]
    public async Task Nonsense_in_an_address_breaks_nothing(string path)
    {
        using var reader = site.Reader();
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Another_host_name_is_refused()
    {
        using var reader = site.Reader();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Host", "evil.example" } } };
        Assert.Equal(HttpStatusCode.BadRequest, (await reader.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task The_journal_pages_through_every_entry_once()
    {
        using var reader = site.Reader();
        var seen = new List<long>();
        for (var path = "/journal?fund=SFR&kind=receipt"; path is not null;)
        {
            var page = await reader.PageAsync(path);
            seen.AddRange(page.QuerySelectorAll("tbody th a").Select(link => long.Parse(link.TextContent, CultureInfo.InvariantCulture)));
            path = page.QuerySelector(".pager a[rel=next]")?.GetAttribute("href");
        }
        await using var connection = await site.Database.OpenAsync();
        Assert.Equal(
            await Storage.Sql.NumberAsync(
                Storage.Sql.Command(connection, null,
                    "SELECT COUNT(*) FROM entries e JOIN funds f ON f.id = e.fund_id WHERE f.code = 'SFR' AND e.kind = 'receipt'")),
                    seen.Count);
        Assert.Equal(seen.Distinct().OrderDescending(), seen);
    }

    [Fact]
    public async Task The_running_balance_of_an_account_ends_at_its_trial_balance()
    {
        using var reader = site.Reader();
        var last = "";
        for (var path = "/accounts/TFFV/1010"; path is not null;)
        {
            var page = await reader.PageAsync(path);
            last = page.QuerySelectorAll("tbody tr")[^1].QuerySelectorAll("td")[^1].TextContent;
            path = page.QuerySelector(".pager a[rel=next]")?.GetAttribute("href");
        }
        var balance = await reader.PageAsync("/accounts?fund=TFFV");
        var row = balance.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector("a")?.TextContent == "1010");
        Assert.Equal(row.QuerySelectorAll("td")[^1].TextContent, last);
    }

    [Theory, InlineData("/journal?handler=csv&kind=receipt", "text/csv"), InlineData("/trial-balance?handler=csv&fund=SFR", "text/csv"),
        InlineData("/pledges?handler=csv", "text/csv"), InlineData("/receipts?handler=csv", "text/csv"),
     InlineData("/statements/IE.pdf?fund=SFR&from=2022-01-01&to=2026-11-23&in=en", "application/pdf"),
     InlineData("/statements/IE.json?fund=SFR&from=2022-01-01&to=2026-11-23&in=en", "application/json")]
    public async Task What_is_downloaded_is_what_it_says(string path, string type)
    {
        using var reader = site.Reader();
        var answer = await reader.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        var start = Encoding.Latin1.GetString((await answer.Content.ReadAsByteArrayAsync()).AsSpan(0, 4));
        Assert.StartsWith(type switch { "application/pdf" => "%PDF", "application/json" => "{", _ => "\u00EF\u00BB\u00BF" }, start,
            StringComparison.Ordinal);
    }
}
