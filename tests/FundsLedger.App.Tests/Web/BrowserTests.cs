using Microsoft.Playwright;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>The pages in a real Chromium: usable without a mouse and without scripts.</summary>
[Collection(PagesTogether.Name)]
public sealed class BrowserTests(DemoSite site) : InBrowser(site)
{
    [Fact]
    public async Task A_faulty_form_takes_the_reader_to_what_is_wrong()
    {
        var page = await OpenAsync("en", ColorScheme.Light, 1280);
        await page.GotoAsync(Site.Root + "commitments/new?fund=TFFV");
        await page.FillAsync("#f-amount", "99999999");
        await page.PressAsync("#f-amount", "Enter");
        await page.WaitForSelectorAsync(".faults");
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.classList.contains('faults')"));
        Assert.Empty(await AxeFaultsAsync(page));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("f-amount", await page.EvaluateAsync<string>("document.activeElement.id || location.hash.slice(1)"));
    }

    [Fact]
    public async Task A_picture_without_words_is_found_by_what_looks_for_such_faults()
    {
        var page = await OpenAsync("en", ColorScheme.Light, 1280, person: "");
        await page.SetContentAsync(
            "<!doctype html><html lang=en><title>Picture</title><main><h1>Picture</h1><img src='data:,'></main></html>");
        Assert.Equal(["image-alt: <img src=\"data:,\">"], await AxeFaultsAsync(page));
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_and_shows_where_it_is()
    {
        var page = await OpenAsync("en", ColorScheme.Light, 1280);
        await page.GotoAsync(Site.Root + "receipts/new");
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
        await page.GotoAsync(Site.Root.ToString());
        Assert.False(await page.IsVisibleAsync("#places"));
        await page.ClickAsync(".menu-button");
        Assert.True(await page.IsVisibleAsync("#places"));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.IsVisibleAsync("#places"));

        var plain = await (await Browser.NewContextAsync(
            new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 320, Height = 800 } })).NewPageAsync();
        await plain.GotoAsync(Site.Root + "sign-in");
        await plain.ClickAsync("button[value=demo-recorder]");
        Assert.True(await plain.IsVisibleAsync("#places a[href='/journal']"));
        Assert.False(await plain.IsVisibleAsync(".menu-button"));
    }
}
