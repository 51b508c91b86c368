using Microsoft.Playwright;
using Xunit;

namespace FundsLedger.App.Tests.Support;

/// <summary>What somebody without a mouse does: Tab until it is there, then type, choose or press Enter.</summary>
internal static class KeyboardOnly
{
    private const int MostTabs = 120;

    public static async Task TabToAsync(this IPage page, string selector)
    {
        // What is pressed while a page still comes in can be lost with the one that goes.
        await page.WaitForLoadStateAsync();
        for (var press = 0; press < MostTabs; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector)) return;
        }
        Assert.Fail($"{selector} was not reached with {MostTabs} presses of Tab on {page.Url}");
    }

    public static async Task TypeInAsync(this IPage page, string selector, string text)
    {
        await page.TabToAsync(selector);
        await page.Keyboard.TypeAsync(text);
    }

    // Typing its beginning chooses an option, as people without a mouse do.
    public static async Task ChooseAsync(this IPage page, string selector, string value)
    {
        await page.TabToAsync(selector);
        for (var press = 0; press < 20 && await page.EvaluateAsync<string>("document.activeElement.value") != value; press++)
            await page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal(value, await page.EvaluateAsync<string>("document.activeElement.value"));
    }

    /// <summary>Follows a link, or presses a button, and waits for another page.</summary>
    public static async Task FollowAsync(this IPage page, string selector)
    {
        await page.TabToAsync(selector);
        var before = page.Url;
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(address => address != before);
    }

    /// <summary>Comes in by password and code, in a browser of their own.</summary>
    public static async Task<IPage> SignInAsync(this IBrowser browser, Uri root, LetIn person)
    {
        var page = await (await browser.NewContextAsync(new() { AcceptDownloads = true })).NewPageAsync();
        await page.GotoAsync(root + "sign-in");
        await page.TypeInAsync("#f-email", person.Email);
        await page.TypeInAsync("#f-password", person.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#f-code");
        await page.TypeInAsync("#f-code", person.Code());
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#places");
        return page;
    }

    /// <summary>Sends a form and waits for what the ledger says of it.</summary>
    public static async Task SendAsync(this IPage page, string button = "main form.entry-form button[type=submit]")
    {
        await page.TabToAsync(button);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[role=status]");
    }
}
