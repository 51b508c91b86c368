using System.Net;
using AngleSharp.Html.Parser;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>A code of a generator opens once, and looking at the page that sets one up changes nothing.</summary>
public sealed class CodeOnceTests
{
    [Theory, EveryDatabase]
    public async Task A_code_and_every_code_before_it_signs_in_once(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);

        Assert.False(await OpensAsync(site, person, person.Code(-2)));
        Assert.True(await OpensAsync(site, person, person.Code()));
        Assert.False(await OpensAsync(site, person, person.Code()));
        Assert.False(await OpensAsync(site, person, person.Code(-1)));
        Assert.True(await OpensAsync(site, person, person.Code(1)));
        Assert.False(await OpensAsync(site, person, person.Code()));
        Assert.False(await OpensAsync(site, person, person.Code(1)));
        Assert.False(await OpensAsync(site, person, person.Code(2)));
        site.Books.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.True(await OpensAsync(site, person, person.Code()));
    }

    [Theory, EveryDatabase]
    public async Task Of_four_who_send_the_same_code_at_once_one_comes_in(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        var browsers = Enumerable.Range(0, 4).Select(_ => site.Browser()).ToList();
        foreach (var browser in browsers)
            await LetIn.SendAsync(browser, "/sign-in", ("email", person.Email), ("password", person.Password));

        var answers = await Task.WhenAll(browsers.Select(browser => LetIn.SendAsync(browser, "/sign-in/code", ("code", person.Code()))));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Found);
        foreach (var browser in browsers) browser.Dispose();
    }

    [Theory, EveryDatabase]
    public async Task The_code_one_signed_in_with_does_not_show_again_who_one_is(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var browser = site.Browser();
        await LetIn.SendAsync(browser, "/sign-in", ("email", person.Email), ("password", person.Password));
        await LetIn.SendAsync(browser, "/sign-in/code", ("code", person.Code()));

        Assert.Equal(HttpStatusCode.OK, (await LetIn.SendAsync(browser, "/account/confirm", ("answer", person.Code()))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await LetIn.SendAsync(browser, "/account/confirm", ("answer", person.Code(1)))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LetIn.SendAsync(browser, "/account/confirm", ("answer", person.Code(1)))).StatusCode);
    }

    [Theory, EveryDatabase]
    public async Task Looking_at_the_page_of_a_generator_changes_none_and_its_first_code_opens_nothing_more(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var browser = await site.BrowserOfAsync(person);
        var before = await site.Books.EveryRowAsync();

        var keys = new List<string>();
        for (var look = 0; look < 3; look++)
            keys.Add(new HtmlParser().ParseDocument(await browser.GetStringAsync("/account/second-factor"))
                .QuerySelector(".code-key")!.TextContent.Replace(" ", "", StringComparison.Ordinal));

        Assert.Equal(before, await site.Books.EveryRowAsync());
        Assert.Single(keys.Distinct());
        Assert.NotEqual(person.CodeKey, keys[0]);
        // The old generator still opens: nobody who was lured to the page is left with one that does not.
        Assert.True(await OpensAsync(site, person, person.Code()));

        var changed = person with { CodeKey = keys[0] };
        Assert.Equal(HttpStatusCode.OK, (await LetIn.SendAsync(browser, "/account/second-factor", ("code", changed.Code()))).StatusCode);
        Assert.False(await OpensAsync(site, changed, changed.Code()));
        Assert.False(await OpensAsync(site, person, person.Code(1)));
        Assert.True(await OpensAsync(site, changed, changed.Code(1)));
        Assert.NotEqual(keys[0],
            new HtmlParser().ParseDocument(await browser.GetStringAsync("/account/second-factor"))
                .QuerySelector(".code-key")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory, InlineData("59", "287082"), InlineData("1111111109", "081804"), InlineData("1111111111", "050471"),
        InlineData("1234567890", "005924"), InlineData("2000000000", "279037"), InlineData("20000000000", "353130")]
    public void Codes_are_those_of_RFC_6238_appendix_B(string second, string code)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(second, System.Globalization.CultureInfo.InvariantCulture));
        const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        Assert.Equal(at.ToUnixTimeSeconds() / 30, OneTimeCodes.StepOf(Key, code, at));
        Assert.Equal(at.ToUnixTimeSeconds() / 30, OneTimeCodes.StepOf(Key, code, at.AddSeconds(30)));
        Assert.Null(OneTimeCodes.StepOf(Key, code, at.AddSeconds(90)));
        foreach (var other in (string[])["", "1", code + "1", "00000 ", "٠٠٠٠٠٠"]) Assert.Null(OneTimeCodes.StepOf(Key, other, at));
    }

    private static async Task<bool> OpensAsync(ServedBooks site, LetIn person, string code)
    {
        using var browser = site.Browser();
        await LetIn.SendAsync(browser, "/sign-in", ("email", person.Email), ("password", person.Password));
        return (await LetIn.SendAsync(browser, "/sign-in/code", ("code", code))).StatusCode == HttpStatusCode.Found;
    }
}
