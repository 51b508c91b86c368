using System.Collections.Concurrent;
using FundsLedger.App.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>Every page is accessible and stays inside the window at any width. It takes minutes, so it has a site of its own and runs
/// beside the others.</summary>
[TakesMinutes]
public sealed class AccessibilityTests(DemoSite site) : InBrowser(site), IClassFixture<DemoSite>
{
    private const int PagesOfAPart = 12;

    // Four of the eight ways to combine language, colours and width, chosen so that every pair of them occurs.
    [Theory, InlineData("en", ColorScheme.Light, 1280), InlineData("fr", ColorScheme.Light, 320), InlineData("en", ColorScheme.Dark, 320),
        InlineData("fr", ColorScheme.Dark, 1280)]
    public async Task Every_page_is_accessible_and_never_scrolls_sideways(string language, ColorScheme colours, int width)
    {
        var faults = new ConcurrentBag<string>();
        var parts = Site.PagesOf.SelectMany(paths => paths.Chunk(PagesOfAPart).Select(part => (Person: paths.Key, Paths: part)));
        await Parallel.ForEachAsync(parts, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (part, _) =>
        {
            var page = await OpenAsync(language, colours, width, part.Person);
            foreach (var path in part.Paths)
            {
                await page.GotoAsync(Site.Root + path.TrimStart('/'));
                foreach (var fault in await AxeFaultsAsync(page)) faults.Add($"{part.Person} {path} {fault}");
                if (await page.EvaluateAsync<int>(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth") is var beyond and > 0)
                        faults.Add($"{part.Person} {path} is {beyond} px wider than the window");
            }
            await page.Context.CloseAsync();
        });
        Assert.Empty(faults);
    }
}
