using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>Every page is accessible and stays inside the window at any width. It takes minutes, so it has a site of its own and runs beside the others.</summary>
public sealed class AccessibilityTests(DemoSite site) : InBrowser(site), IClassFixture<DemoSite>
{
    // Four of the eight ways to combine language, colours and width, chosen so that every pair of them occurs.
    [Theory, InlineData("en", ColorScheme.Light, 1280), InlineData("fr", ColorScheme.Light, 320), InlineData("en", ColorScheme.Dark, 320), InlineData("fr", ColorScheme.Dark, 1280)]
    public async Task Every_page_is_accessible_and_never_scrolls_sideways(string language, ColorScheme colours, int width)
    {
        var faults = new List<string>();
        foreach (var paths in Site.PagesOf)
        {
            var person = paths.Key;
            var page = await OpenAsync(language, colours, width, person);
            foreach (var path in paths)
            {
                await page.GotoAsync(Site.Root + path.TrimStart('/'));
                var axe = await page.RunAxe();
                faults.AddRange(axe.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{person} {path} {rule.Id}: {node.Html}")));
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is var beyond and > 0) faults.Add($"{person} {path} is {beyond} px wider than the window");
            }
        }
        Assert.Empty(faults);
    }
}
