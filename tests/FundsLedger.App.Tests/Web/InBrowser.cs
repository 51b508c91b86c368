using Microsoft.Playwright;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>A real Chromium before a demonstration.</summary>
public abstract class InBrowser(DemoSite site) : IAsyncLifetime
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

    /// <summary>The browser itself; null where none is installed.</summary>
    protected IBrowser? Browser => _browser;

    /// <summary>What is looked at.</summary>
    protected DemoSite Site => site;

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    protected async Task<IPage> OpenAsync(string language, ColorScheme colours, int width, string person = "recorder")
    {
        Assert.SkipWhen(_browser is null, $"No Chromium: {Chromium} is not there. Run tests/run as root, which installs it.");
        var context = await _browser.NewContextAsync(new() { Locale = language, ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        if (person.Length == 0) return page;
        await page.GotoAsync(Site.Root + "sign-in");
        await page.ClickAsync($"button[value=demo-{person}]");
        await page.WaitForURLAsync(Site.Root.ToString());
        return page;
    }

    protected static async Task<(string Id, string Outline)> FocusAsync(IPage page)
    {
        var focus = await page.EvaluateAsync<string[]>("[document.activeElement.id || document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]");
        return (focus[0], focus[1]);
    }
}
