using Deque.AxeCore.Commons;
using FundsLedger.App.Tests.Support;
using Microsoft.Playwright;

namespace FundsLedger.App.Tests.Web;

/// <summary>A real Chromium before a demonstration.</summary>
public abstract class InBrowser(DemoSite site) : WithChromium
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>What is looked at.</summary>
    protected DemoSite Site => site;

    protected async Task<IPage> OpenAsync(string language, ColorScheme colours, int width, string person = "recorder")
    {
        var context = await Browser.NewContextAsync(
            new() { Locale = language, ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        if (person.Length == 0) return page;
        await page.GotoAsync(Site.Root + "sign-in");
        await page.ClickAsync($"button[value=demo-{person}]");
        await page.WaitForURLAsync(Site.Root.ToString());
        return page;
    }

    /// <summary>The rules whose answer depends on colours or on the room there is.</summary>
    protected static string[] OfLooks { get; } =
        ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size", "css-orientation-lock"];

    /// <summary>What axe finds wrong with a page, a line each: the rule and the place. Run inside the page: ours have no frames, and the
    /// library's own way opens a window, and so starts a program, for each page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rules">Only these; none for all.</param>
    protected static async Task<IReadOnlyList<string>> AxeFaultsAsync(IPage page, params string[] rules)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<string[]>(
            """
            async rules => {
              const which = rules.length > 0 ? { runOnly: { type: 'rule', values: rules } } : {};
              const found = await axe.run({ resultTypes: ['violations'], ...which });
              return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`));
            }
            """, rules);
    }

    protected static async Task<(string Id, string Outline)> FocusAsync(IPage page)
    {
        var focus = await page.EvaluateAsync<string[]>(
            "[document.activeElement.id || document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]");
        return (focus[0], focus[1]);
    }
}
