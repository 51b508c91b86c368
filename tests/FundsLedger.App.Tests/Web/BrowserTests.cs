using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>The pages in a real Chromium: accessible, inside the window at any width, usable without a mouse and without scripts.</summary>
[Collection(PagesTogether.Name)]
public sealed class BrowserTests(DemoSite site) : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium)) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    // Four of the eight ways to combine language, colours and width, chosen so that every pair of them occurs.
    [Theory, InlineData("en", ColorScheme.Light, 1280), InlineData("fr", ColorScheme.Light, 320), InlineData("en", ColorScheme.Dark, 320), InlineData("fr", ColorScheme.Dark, 1280)]
    public async Task Every_page_is_accessible_and_never_scrolls_sideways(string language, ColorScheme colours, int width)
    {
        var faults = new List<string>();
        foreach (var paths in site.PagesOf)
        {
            var person = paths.Key;
            var page = await OpenAsync(language, colours, width, person);
            foreach (var path in paths)
            {
                await page.GotoAsync(site.Root + path.TrimStart('/'));
                var axe = await page.RunAxe();
                faults.AddRange(axe.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{person} {path} {rule.Id}: {node.Html}")));
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is var beyond and > 0) faults.Add($"{person} {path} is {beyond} px wider than the window");
            }
        }
        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_faulty_form_takes_the_reader_to_what_is_wrong()
    {
        var page = await OpenAsync("en", ColorScheme.Light, 1280);
        await page.GotoAsync(site.Root + "commitments/new?fund=TFFV");
        await page.FillAsync("#f-amount", "99999999");
        await page.PressAsync("#f-amount", "Enter");
        await page.WaitForSelectorAsync(".faults");
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.classList.contains('faults')"));
        Assert.Empty((await page.RunAxe()).Violations.Select(rule => rule.Id));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("f-amount", await page.EvaluateAsync<string>("document.activeElement.id || location.hash.slice(1)"));
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_and_shows_where_it_is()
    {
        var page = await OpenAsync("en", ColorScheme.Light, 1280);
        await page.GotoAsync(site.Root + "receipts/new");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("skip", await page.EvaluateAsync<string>("document.activeElement.className"));
        var reached = new HashSet<string>();
        for (var press = 0; press < 80; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            var (id, outline) = await FocusAsync(page);
            if (id == "BODY") break;
            Assert.True(outline != "none", $"{id} has focus and does not show it");
            reached.Add(id);
        }
        Assert.Superset(new HashSet<string> { "f-fund", "f-donor", "f-pledge", "f-amount", "f-bank", "f-reference" }, reached);
    }

    [Fact]
    public async Task On_a_telephone_the_menu_opens_and_closes_and_without_scripts_it_is_simply_there()
    {
        var page = await OpenAsync("fr", ColorScheme.Light, 320);
        await page.GotoAsync(site.Root.ToString());
        Assert.False(await page.IsVisibleAsync("#places"));
        await page.ClickAsync(".menu-button");
        Assert.True(await page.IsVisibleAsync("#places"));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.IsVisibleAsync("#places"));

        var plain = await (await _browser!.NewContextAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 320, Height = 800 } })).NewPageAsync();
        await plain.GotoAsync(site.Root + "sign-in");
        await plain.ClickAsync("button[value=demo-recorder]");
        Assert.True(await plain.IsVisibleAsync("#places a[href='/journal']"));
        Assert.False(await plain.IsVisibleAsync(".menu-button"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private async Task<IPage> OpenAsync(string language, ColorScheme colours, int width, string person = "recorder")
    {
        Assert.SkipWhen(_browser is null, $"No Chromium: {Chromium} is not there. Run tests/run as root, which installs it.");
        var context = await _browser.NewContextAsync(new() { Locale = language, ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        if (person.Length == 0) return page;
        await page.GotoAsync(site.Root + "sign-in");
        await page.ClickAsync($"button[value=demo-{person}]");
        await page.WaitForURLAsync(site.Root.ToString());
        return page;
    }

    private static async Task<(string Id, string Outline)> FocusAsync(IPage page)
    {
        var focus = await page.EvaluateAsync<string[]>("[document.activeElement.id || document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]");
        return (focus[0], focus[1]);
    }
}
