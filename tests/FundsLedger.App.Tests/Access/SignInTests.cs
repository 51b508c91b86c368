using System.Net;
using AngleSharp.Html.Parser;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>Coming in, going out, and everything that must not open the door.</summary>
public sealed class SignInTests
{
    [Theory, EveryDatabase]
    public async Task A_password_and_a_code_open_the_door_and_a_wrong_one_of_either_does_not(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var browser = site.Browser();

        Assert.Equal("/sign-in?back=%2Freceipts%3Fdonor%3DXA", (await browser.GetAsync("/receipts?donor=XA")).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK,
            (await LetIn.SendAsync(browser, "/sign-in", ("email", person.Email), ("password", "wrong horse battery"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK,
            (await LetIn.SendAsync(browser, "/sign-in", ("email", "nobody@test.example"), ("password", person.Password))).StatusCode);
        Assert.Equal("/sign-in/code?back=%2Freceipts",
            (await LetIn.SendAsync(browser, "/sign-in?back=%2Freceipts", ("email", person.Email.ToUpperInvariant()),
                ("password", person.Password))).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/receipts")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LetIn.SendAsync(browser, "/sign-in/code?back=%2Freceipts", ("code", "000000"))).StatusCode);
        Assert.Equal("/receipts",
            (await LetIn.SendAsync(browser, "/sign-in/code?back=%2Freceipts", ("code", person.Code()))).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/receipts")).StatusCode);
        Assert.Equal(
            ["person_invited recorder", "sign_in_failed password", "sign_in_failed password", "sign_in_failed code", "signed_in code",
                "read done"], await site.ActsAsync());
    }

    [Fact]
    public async Task Attempts_from_one_address_are_slowed_down()
    {
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite, settings => settings.SignInsPerMinute = 12);
        using var browser = site.Browser();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => browser.PostAsync("/sign-in", new FormUrlEncodedContent([]))));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter is not null);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sign-in")).StatusCode);
    }

    [Theory, EveryDatabase]
    public async Task A_cookie_is_worth_nothing_after_signing_out_everywhere(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var owner = await site.BrowserOfAsync(person);
        using var thief = await site.BrowserOfAsync(person);
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/receipts")).StatusCode);

        var page = new HtmlParser().ParseDocument(await owner.GetStringAsync("/account"));
        var form = page.QuerySelector("form[action*='EndAll'], form[action*='endall']")!;
        using var sent = await owner.PostAsync(form.GetAttribute("action"),
            new FormUrlEncodedContent([new("__RequestVerificationToken", form.QuerySelector("input")!.GetAttribute("value")!)]));

        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await thief.GetAsync("/receipts")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/receipts")).StatusCode);
    }

    [Theory, EveryDatabase]
    public async Task A_role_taken_away_and_a_person_switched_off_count_with_the_next_request(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var browser = await site.BrowserOfAsync(person);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/receipts/new")).StatusCode);
        await using var scope = site.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PeopleDirectory>();
        var by = new Actor("admin", "Ada");

        (await people.SetRolesAsync(person.Id, [Role.CertifyingOfficer], null, by)).OrThrow();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/receipts/new")).StatusCode);
        (await people.SwitchAsync(person.Id, isDisabled: true, by)).OrThrow();
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/receipts")).StatusCode);
        using var again = site.Browser();
        Assert.Equal(HttpStatusCode.OK,
            (await LetIn.SendAsync(again, "/sign-in", ("email", person.Email), ("password", person.Password))).StatusCode);
    }

    [Theory, EveryDatabase]
    public async Task A_role_lent_until_an_instant_is_gone_at_that_instant(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var browser = await site.BrowserOfAsync(person);
        await using var scope = site.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<PeopleDirectory>()
            .DelegateAsync(person.Id, Role.ApprovingOfficer, "Ada Approver", site.Books.Clock.GetUtcNow().AddHours(1),
                new Actor("admin", "Ada"))).OrThrow();

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/periods", new FormUrlEncodedContent([]))).StatusCode);
        site.Books.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/periods", new FormUrlEncodedContent([]))).StatusCode);
    }

    [Theory, EveryDatabase]
    public async Task A_session_ends_when_idle_and_after_twelve_hours(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var busy = await site.BrowserOfAsync(person);
        using var idle = await site.BrowserOfAsync(person);
        for (var hour = 0; hour < 11; hour++)
        {
            site.Books.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync("/receipts")).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Found, (await idle.GetAsync("/receipts")).StatusCode);
        site.Books.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Found, (await busy.GetAsync("/receipts")).StatusCode);
    }

    [Theory, EveryDatabase]
    public async Task A_password_alone_opens_nothing_but_the_page_that_sets_up_a_second_factor(DatabaseKind on)
    {
        await using var site = await ServedBooks.OpenAsync(on);
        var link = await InviteAsync(site, "cora@test.example", Role.CertifyingOfficer);
        using var browser = site.Browser();
        Assert.Equal("/sign-in",
            (await LetIn.SendAsync(browser, link, ("password", "several words together"),
                ("again", "several words together"))).Headers.Location!.ToString());
        Assert.Equal("/",
            (await LetIn.SendAsync(browser, "/sign-in", ("email", "cora@test.example"),
                ("password", "several words together"))).Headers.Location!.ToString());
        Assert.StartsWith("/account/second-factor", (await browser.GetAsync("/journal")).Headers.Location!.ToString(),
            StringComparison.Ordinal);

        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync("/account/second-factor"));
        var key = page.QuerySelector(".code-key")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".qr svg"));
        var set = await LetIn.SendAsync(browser, "/account/second-factor", ("code", new LetIn("", "", "", key, site.Books.Clock).Code()));
        var codes = new HtmlParser().ParseDocument(await set.Content.ReadAsStringAsync()).QuerySelectorAll(".recovery-codes code")
            .Select(code => code.TextContent).ToList();
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/journal")).StatusCode);

        // A recovery code lets in once.
        foreach (var (code, expected) in ((string, HttpStatusCode)[])[(codes[3], HttpStatusCode.Found), (codes[3], HttpStatusCode.OK),
            (codes[4].ToLowerInvariant(), HttpStatusCode.Found)])
        {
            using var other = site.Browser();
            await LetIn.SendAsync(other, "/sign-in", ("email", "cora@test.example"), ("password", "several words together"));
            Assert.Equal(expected, (await LetIn.SendAsync(other, "/sign-in/code", ("code", code))).StatusCode);
        }
        Assert.Equal(0, await site.Books.NumberAsync($"SELECT COUNT(*) FROM recovery_codes WHERE hash IN ('{string.Join("','", codes)}')"));
        Assert.Equal(0, await site.Books.NumberAsync($"SELECT COUNT(*) FROM people WHERE code_key LIKE '%{key}%'"));
    }

    [Fact]
    public async Task A_form_token_of_another_session_is_worth_nothing()
    {
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite);
        using var first = await site.BrowserOfAsync(await site.Books.LetInAsync(Role.Recorder));
        using var second = await site.BrowserOfAsync(await site.Books.LetInAsync(Role.Recorder));
        var token = new HtmlParser().ParseDocument(await first.GetStringAsync("/donors/new"))
            .QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        _ = await second.GetStringAsync("/donors/new");
        var answer = await second.PostAsync("/donors/new",
            new FormUrlEncodedContent(
                [new("__RequestVerificationToken", token), new("code", "XC"), new("name", "State C"), new("type", "state"),
                    new("language", "en")]));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, await site.Books.NumberAsync("SELECT COUNT(*) FROM donors WHERE code = 'XC'"));
    }

    [Fact]
    public async Task Demonstration_logins_exist_in_demonstration_books_only()
    {
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite);
        using var browser = site.Browser();
        Assert.DoesNotContain("demo-recorder", await browser.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound,
            (await browser.PostAsync("/sign-in/demo", new FormUrlEncodedContent([new("person", "demo-recorder")]))).StatusCode);
        await Assert.ThrowsAsync<InvalidOperationException>(() => DemoPeople.EnsureAsync(site.Books.Database, site.Books.Clock));
        Assert.Equal(0, await site.Books.NumberAsync("SELECT COUNT(*) FROM people"));
    }

    [Theory, InlineData("recorder,certifying_officer", true), InlineData("recorder,protection_officer", true),
        InlineData("certifying_officer,approving_officer", false), InlineData("auditor,recorder", false),
        InlineData("administrator,approving_officer", false), InlineData("facilitator,state_representative", false), InlineData("", false)]
    public void Only_recorder_and_one_officer_role_go_together(string roles, bool mayBe) =>
        Assert.Equal(mayBe,
            PeopleDirectory.RefusalOf(
                [.. roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(FundsLedger.Domain.ClosedSet<Role>.Of)], null) is null);

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite);
        var last = await site.Books.LetInAsync(Role.Administrator);
        await using var scope = site.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PeopleDirectory>();
        Assert.Equal("last_administrator", (await people.SwitchAsync(last.Id, isDisabled: true, new Actor("x", "X"))).Refusal?.Code);
        Assert.Equal("last_administrator", (await people.SetRolesAsync(last.Id, [Role.Auditor], null, new Actor("x", "X"))).Refusal?.Code);
    }

    private static async Task<string> InviteAsync(ServedBooks site, string email, Role role)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PeopleDirectory>();
        return await people.LinkAsync(
            (await people.AddAsync(new NewPerson(email, "Cora Certifier", "en", [role], null), new Actor("admin", "Ada"))).OrThrow());
    }
}
