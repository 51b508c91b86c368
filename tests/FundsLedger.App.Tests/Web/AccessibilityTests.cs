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

    private const int Wide = 1280;
    private const int Narrow = 320;

    // Each page is opened once in each language and looked at whole; then in the other colours and the other width, by the rules that
    // depend on these. So every rule meets both languages, and what is seen meets both colours and both widths in each.
    [Theory, InlineData("en", Wide, Narrow), InlineData("fr", Narrow, Wide)]
    public async Task Every_page_is_accessible_and_never_scrolls_sideways(string language, int width, int otherWidth)
    {
        var faults = new ConcurrentBag<string>();
        var parts = Site.PagesOf.SelectMany(paths => paths.Chunk(PagesOfAPart).Select(part => (Person: paths.Key, Paths: part)));
        await Parallel.ForEachAsync(parts, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (part, _) =>
        {
            var page = await OpenAsync(language, ColorScheme.Light, width, part.Person);
            foreach (var path in part.Paths)
            {
                await page.GotoAsync(Site.Root + path.TrimStart('/'));
                await LookAsync(page, width, await AxeFaultsAsync(page));
                await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
                await page.SetViewportSizeAsync(otherWidth, 900);
                // A table that has come to scroll becomes a stop of the keyboard with the next frame.
                await page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
                await LookAsync(page, otherWidth, await AxeFaultsAsync(page, OfLooks));
                await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
                await page.SetViewportSizeAsync(width, 900);

                async Task LookAsync(IPage page, int at, IReadOnlyList<string> found)
                {
                    foreach (var fault in found) faults.Add($"{part.Person} {path} at {at}: {fault}");
                    if (await page.EvaluateAsync<int>(
                        "document.documentElement.scrollWidth - document.documentElement.clientWidth") is var beyond and > 0)
                            faults.Add($"{part.Person} {path} is {beyond} px wider than a window of {at}");
                }
            }
            await page.Context.CloseAsync();
        });
        Assert.True(faults.IsEmpty, string.Join("\n", faults));
    }
}
