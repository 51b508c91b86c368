using FundsLedger.App.Access;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>The whole way in a real Chromium: with nothing but the keyboard, and with a passkey.</summary>
public sealed class EntranceTests : WithChromium
{
    [Fact]
    public async Task With_the_keyboard_alone_one_signs_in_records_a_pledge_and_a_receipt_and_downloads_a_statement()
    {
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite);
        var page = await Browser.SignInAsync(site.Root, await site.Books.LetInAsync(Role.Recorder));

        await page.FollowAsync("#places a[href='/pledges']");
        await page.FollowAsync("main a[href='/pledges/new']");
        await page.ChooseAsync("#f-donor", "XA");
        await page.TypeInAsync("#f-amount", "1250.50");
        await page.TypeInAsync("#f-description", "Pledge of a test (synthetic)");
        await page.ChooseAsync("#f-fund", "TFFV");
        await page.SendAsync();

        await page.FollowAsync("main a[href^='/receipts/new']");
        await page.TypeInAsync("#f-reference", "bank 77");
        await page.SendAsync();

        await page.FollowAsync("#places a[href='/donors']");
        await page.FollowAsync("main a[href='/donors/XA']");
        await page.TabToAsync("form[action='/statements/XA'] button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(address => address.Contains("/statements/XA", StringComparison.Ordinal));
        await page.TabToAsync("main a[download][href*='.pdf']");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        await using var file = await download.CreateReadStreamAsync();
        var start = new byte[4];
        await file.ReadExactlyAsync(start);
        Assert.Equal("%PDF"u8.ToArray(), start);
        Assert.Equal(1, await site.Books.NumberAsync("SELECT COUNT(*) FROM receipts WHERE donor = 'XA' AND amount_minor = 125050"));
    }

    [Theory, EveryDatabase]
    public async Task A_passkey_is_added_and_then_opens_the_door_without_a_password(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Auditor);
        // Passkeys belong to a host name, never to an address.
        var root = new UriBuilder(site.Root) { Host = "localhost" }.Uri;
        var context = await Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var authenticator = await context.NewCDPSessionAsync(page);
        await authenticator.SendAsync("WebAuthn.enable");
        await authenticator.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true,
                ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
        });

        await page.GotoAsync(root + "sign-in");
        await page.FillAsync("#f-email", person.Email);
        await page.FillAsync("#f-password", person.Password);
        await page.PressAsync("#f-password", "Enter");
        await page.WaitForSelectorAsync("#f-code");
        await page.FillAsync("#f-code", person.Code());
        await page.PressAsync("#f-code", "Enter");
        await page.WaitForSelectorAsync("#places");
        await page.GotoAsync(root + "account");
        await page.FillAsync("#passkey-name", "Key of a test");
        await page.ClickAsync("[data-passkey-add] button");
        await page.WaitForSelectorAsync(".lines strong >> text=Key of a test");
        await page.ClickAsync(".acting button");
        await page.WaitForSelectorAsync("#f-email");

        await page.ClickAsync("[data-passkey-sign-in] button");
        await page.WaitForSelectorAsync("#places a[href='/journal']");

        var acts = await site.ActsAsync();
        Assert.Contains("passkey_added done", acts);
        Assert.Equal("signed_in passkey", acts[^1]);
        Assert.True(await site.Books.NumberAsync("SELECT sign_count FROM passkeys") > 0);

        // Whoever has the password alone does not get past the key.
        await using (var connection = await site.Books.Database.OpenAsync())
            await connection.Command(null, "UPDATE people SET has_codes = @no", ("@no", false)).RunAsync();
        using var thief = site.Browser();
        await LetIn.SendAsync(thief, "/sign-in", ("email", person.Email), ("password", person.Password));
        Assert.Contains("Your second factor is a passkey", await thief.GetStringAsync("/account/second-factor"), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Found, (await thief.GetAsync("/journal")).StatusCode);
    }
}
