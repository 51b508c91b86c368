using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>Guessing slows whoever guesses, tells them nothing, and never keeps the owner out.</summary>
public sealed partial class GuessingTests
{
    private const string Stranger = "203.0.113.7";
    private const string Home = "198.51.100.20";

    // Mail that goes nowhere: nothing listens on this port, and the outbox keeps what was left.
    private static readonly MailSettings Mail = new() { Host = "127.0.0.1", Port = 9, Security = MailSecurity.None };

    [Theory, EveryDatabase]
    public async Task Eighty_wrong_passwords_open_nothing_and_do_not_lock_the_owner_out(DatabaseKind on)
    {
        await using var site = await OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var browser = site.Browser(Stranger);
        var form = new HtmlParser().ParseDocument(await browser.GetStringAsync("/sign-in")).QuerySelector("main form.entry-form")!;
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        // Eight at a time, so that counting is put to the test too.
        await Parallel.ForEachAsync(Enumerable.Range(0, 80), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancel) =>
        {
            using var answer = await browser.PostAsync("/sign-in",
                new FormUrlEncodedContent(
                    [new("__RequestVerificationToken", token), new("email", person.Email), new("password", $"guess number {number}")]),
                    cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        });

        Assert.Equal(HttpStatusCode.OK,
            (await LetIn.SendAsync(browser, "/sign-in", ("email", person.Email), ("password", person.Password))).StatusCode);
        using var owner = site.Browser(Home);
        await person.SignInAsync(owner);
        var acts = await site.ActsAsync();
        Assert.Equal((5, 76), (acts.Count(act => act == "sign_in_failed password"), acts.Count(act => act == "locked_out password")));
        Assert.Equal(1, await site.Books.NumberAsync("SELECT COUNT(*) FROM outbox"));

        // The stranger too may come again after a quarter of an hour, for five more.
        site.Books.Clock.Advance(DoorTries.Rest);
        Assert.Equal(HttpStatusCode.Found,
            (await LetIn.SendAsync(browser, "/sign-in", ("email", person.Email), ("password", person.Password))).StatusCode);
    }

    [Theory, EveryDatabase]
    public async Task Known_unknown_switched_off_or_tried_too_often_there_is_one_answer_and_as_much_to_write(DatabaseKind on)
    {
        await using var site = await OpenAsync(on);
        var known = await site.Books.LetInAsync(Role.Recorder);
        var off = await site.Books.LetInAsync(Role.Recorder);
        await using (var scope = site.Services.CreateAsyncScope())
            (await scope.ServiceProvider.GetRequiredService<PeopleDirectory>()
                .SwitchAsync(off.Id, isDisabled: true, new Actor("admin", "Ada"))).OrThrow();
        var told = new Dictionary<string, List<string>>();
        foreach (var (name, email, password) in ((string, string, string)[])[("known", known.Email, "wrong horse battery"),
            ("unknown", "nobody@test.example", "wrong horse battery"), ("off", off.Email, off.Password)])
        {
            var from = $"203.0.113.{told.Count + 1}";
            using var browser = site.Browser(from);
            told[name] = [];
            for (var attempt = 1; attempt <= 7; attempt++)
            {
                var before = await site.Books.NumberAsync("SELECT COUNT(*) FROM audit_log");
                var answer = await LetIn.SendAsync(browser, "/sign-in", ("email", email), ("password", password));
                // The next request waits for what the last left to be done.
                await browser.GetStringAsync("/sign-in");
                var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync())
                    .QuerySelector("main")!.TextContent.Replace(email, "…", StringComparison.Ordinal);
                var rows = await site.Books.NumberAsync("SELECT COUNT(*) FROM audit_log") - before;
                var tries = await site.Books.NumberAsync($"SELECT SUM(tries) FROM door_tries WHERE network = '{from}'");
                told[name].Add($"{answer.StatusCode} {rows} {tries} {page}");
            }
        }
        Assert.Equal(told["known"], told["unknown"]);
        Assert.Equal(told["known"], told["off"]);
        // Each name that was tried too often is remembered for the mail; one belongs to somebody who may come in.
        Assert.Equal(3, await site.Books.NumberAsync("SELECT COUNT(*) FROM door_tries WHERE door = 'notice'"));
        Assert.Equal([known.Email], await MailedToAsync(site));
    }

    [Theory, EveryDatabase]
    public async Task Whoever_has_the_password_and_guesses_codes_is_stopped_on_every_network_and_the_owner_is_told(DatabaseKind on)
    {
        await using var site = await OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        for (var network = 1; network <= 7; network++)
        {
            using var thief = site.Browser($"203.0.113.{network}");
            await LetIn.SendAsync(thief, "/sign-in", ("email", person.Email), ("password", person.Password));
            for (var attempt = 0; attempt < 5; attempt++)
                Assert.Equal(HttpStatusCode.OK, (await LetIn.SendAsync(thief, "/sign-in/code", ("code", "000000"))).StatusCode);
        }
        var acts = await site.ActsAsync();
        Assert.Equal((30, 5), (acts.Count(act => act == "sign_in_failed code"), acts.Count(act => act == "locked_out code")));
        Assert.Equal([person.Email], await MailedToAsync(site));

        // A new password, which comes by mail, lets the owner in again at once.
        await using var scope = site.Services.CreateAsyncScope();
        var link = await scope.ServiceProvider.GetRequiredService<PasswordLinks>().MakeAsync(person.Id);
        using var owner = site.Browser(Home);
        await LetIn.SendAsync(owner, link, ("password", "several words together"), ("again", "several words together"));
        await (person with { Password = "several words together" }).SignInAsync(owner);
    }

    [Theory, EveryDatabase]
    public async Task A_person_is_sent_three_links_a_day_and_no_name_shows_by_how_it_is_answered(DatabaseKind on)
    {
        await using var site = await OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var browser = site.Browser(Stranger);
        var pages = new List<string>();
        foreach (var email in (string[])[person.Email, person.Email, person.Email, person.Email, person.Email, "nobody@test.example"])
            pages.Add(
                new HtmlParser().ParseDocument(
                    await (await LetIn.SendAsync(browser, "/forgotten", ("email", email))).Content.ReadAsStringAsync())
                        .QuerySelector("main")!.TextContent);
        await browser.GetStringAsync("/forgotten");

        Assert.Single(pages.Distinct());
        Assert.Equal(Enumerable.Repeat(person.Email, 3), await MailedToAsync(site));
        // No link exists before its mail goes out.
        Assert.Equal(0, await site.Books.NumberAsync("SELECT COUNT(*) FROM password_links"));
        Assert.Equal(0, await site.Books.NumberAsync("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%token=%'"));
    }

    [Fact]
    public async Task Without_a_mail_server_nobody_asks_for_a_link_at_the_door()
    {
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var browser = site.Browser();
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync("/forgotten"));
        Assert.Null(page.QuerySelector("main form"));
        var token = new HtmlParser().ParseDocument(await browser.GetStringAsync("/sign-in"))
            .QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await browser.PostAsync("/forgotten",
            new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("email", person.Email)]));
        await browser.GetStringAsync("/forgotten");
        Assert.Equal(0, await site.Books.NumberAsync("SELECT COUNT(*) FROM outbox"));
    }

    [Fact]
    public async Task A_link_to_a_new_password_comes_by_mail_works_once_and_not_after_three_days()
    {
        await using var post = await MailServer.StartAsync();
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite, mail: post.Settings);
        var person = await site.Books.LetInAsync(Role.Recorder);
        using var browser = site.Browser();
        await LetIn.SendAsync(browser, "/forgotten", ("email", person.Email));
        await browser.GetStringAsync("/forgotten");
        Assert.Equal(1, (await site.Services.GetRequiredService<OutboxDelivery>().RunOnceAsync()).Sent);
        var link = MailedPath().Match((await post.ReceivedAsync())[0].TextBody!).Value;
        Assert.Equal(0, await site.Books.NumberAsync($"SELECT COUNT(*) FROM password_links WHERE hash = '{link.Split("token=")[1]}'"));

        foreach (var (password, again) in ((string, string)[])[("short", "short"), ("password1234", "password1234"),
            (person.Email, person.Email), ("several words together", "several words apart")])
            Assert.Equal(HttpStatusCode.OK, (await LetIn.SendAsync(browser, link, ("password", password), ("again", again))).StatusCode);
        Assert.Equal("/sign-in",
            (await LetIn.SendAsync(browser, link, ("password", "several words together"),
                ("again", "several words together"))).Headers.Location!.ToString());
        Assert.Equal("/forgotten", (await browser.GetAsync(link)).Headers.Location!.ToString());
        Assert.Equal("/forgotten",
            (await browser.GetAsync(link.Replace("token=", "token=A", StringComparison.Ordinal))).Headers.Location!.ToString());
        using var inside = await site.BrowserOfAsync(person with { Password = "several words together" });
        Assert.Equal(HttpStatusCode.OK, (await inside.GetAsync("/receipts")).StatusCode);

        await using var scope = site.Services.CreateAsyncScope();
        var late = await scope.ServiceProvider.GetRequiredService<PasswordLinks>().MakeAsync(person.Id);
        site.Books.Clock.Advance(PasswordLinks.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(late)).StatusCode);
        site.Books.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("/forgotten", (await browser.GetAsync(late)).Headers.Location!.ToString());
    }

    [Theory, InlineData("correct horse battery", true), InlineData("several words together", true),
        InlineData("vingt-trois girafes pâles", true)]
    [InlineData("password1234", false), InlineData("Password1234!", false), InlineData("qwertyuiop123", false),
        InlineData("aaaaaaaaaaaa", false), InlineData("123456789012", false), InlineData("abcdefghijkl", false)]
    [InlineData("fundsledger2026", false), InlineData("rosa.recorder2026", false), InlineData("iloveyou1234", false),
        InlineData("short words", false), InlineData("P@ssw0rd2026", false)]
    public void A_password_that_guessing_finds_is_refused(string password, bool isStrong) =>
        Assert.Equal(isStrong, Passwords.IsStrong(password, new PersonRow
    {
        Id = "p", UserName = "rosa.recorder@test.example", Email = "rosa.recorder@test.example", Name = "Rosa Recorder", Language = "en",
        SecurityStamp = "",
    }));

    [Theory, InlineData("203.0.113.7", "203.0.113.7"), InlineData("::ffff:203.0.113.7", "203.0.113.7"),
        InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void A_network_is_an_address_or_what_one_customer_has_of_IPv6(string address, string network) =>
        Assert.Equal(network, DoorTries.NetworkOf(IPAddress.Parse(address)));

    [Theory, EveryDatabase]
    public async Task The_eleventh_session_ends_the_one_that_was_unused_for_longest_and_each_shows_where_it_is(DatabaseKind on)
    {
        await using var site = await OpenAsync(on);
        var person = await site.Books.LetInAsync(Role.Recorder);
        var browsers = new List<HttpClient>();
        for (var number = 1; number <= Sessions.Most + 1; number++)
        {
            browsers.Add(site.Browser($"203.0.113.{number}"));
            await person.SignInAsync(browsers[^1], person.Code());
            site.Books.Clock.Advance(TimeSpan.FromSeconds(30));
        }
        Assert.Equal(HttpStatusCode.Found, (await browsers[0].GetAsync("/receipts")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browsers[1].GetAsync("/receipts")).StatusCode);
        var page = await browsers[^1].GetStringAsync("/account");
        foreach (var number in Enumerable.Range(2, Sessions.Most))
            Assert.Contains($"from 203.0.113.{number}\n", page.Replace("</span>", "\n", StringComparison.Ordinal),
                StringComparison.Ordinal);
        foreach (var browser in browsers) browser.Dispose();
    }

    private static Task<ServedBooks> OpenAsync(DatabaseKind on) =>
        ServedBooks.OpenAsync(on, settings => settings.TrustedProxies = "127.0.0.1", Mail);

    private static async Task<List<string>> MailedToAsync(ServedBooks site)
    {
        await using var connection = await site.Books.Database.OpenAsync();
        return (await connection.Command(null, "SELECT payload FROM outbox ORDER BY created_at")
            .RowsAsync(row => row.GetString(0))).ConvertAll(
                payload => System.Text.Json.JsonDocument.Parse(payload).RootElement.GetProperty("to").GetString()!);
    }

    [GeneratedRegex(@"/password\?token=\S+")]
    private static partial Regex MailedPath();
}
