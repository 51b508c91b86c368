using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using AngleSharp.Html.Parser;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.Tokens;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>Single sign-on against an OpenID provider that runs beside the test: discovery, code with PKCE, signed tokens.</summary>
public sealed class SingleSignOnTests
{
    [Theory, EveryDatabase]
    public async Task A_group_is_a_role_from_each_sign_in_on_and_nobody_without_one_comes_in(DatabaseKind on)
    {
        await using var provider = await Provider.StartAsync();
        await using var site = await ServedBooks.OpenAsync(on, settings => settings.SingleSignOn = Settings(provider));

        provider.Groups = ["finance"];
        using (var browser = site.Browser())
        {
            Assert.Equal("/receipts", await SignInAsync(browser, "/receipts"));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/receipts/new")).StatusCode);
        }
        provider.Groups = ["certifiers", "something else"];
        using (var browser = site.Browser())
        {
            await SignInAsync(browser, "/");
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/receipts/new")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/journal")).StatusCode);
        }
        provider.Groups = [];
        using (var browser = site.Browser())
        {
            Assert.Equal("/sign-in", await SignInAsync(browser, "/"));
            Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/journal")).StatusCode);
        }
        Assert.Equal(1, await site.Books.NumberAsync("SELECT COUNT(*) FROM people"));
        Assert.Equal(
            ["person_invited recorder", "signed_in single_sign_on", "role_taken recorder", "role_granted certifying_officer",
                "signed_in single_sign_on", "refused no_right", "read done", "role_taken certifying_officer",
                "sign_in_failed single_sign_on"], await site.ActsAsync());
    }

    [Fact]
    public async Task A_token_signed_by_somebody_else_opens_nothing()
    {
        await using var provider = await Provider.StartAsync();
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite, settings => settings.SingleSignOn = Settings(provider));
        (provider.Groups, provider.Forges) = (["finance"], true);
        using var browser = site.Browser();
        Assert.StartsWith("/sign-in", await SignInAsync(browser, "/"), StringComparison.Ordinal);
        Assert.Equal(0, await site.Books.NumberAsync("SELECT COUNT(*) FROM people"));
    }

    [Fact]
    public async Task An_address_that_signs_in_by_password_is_not_taken_over()
    {
        await using var provider = await Provider.StartAsync();
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite, settings => settings.SingleSignOn = Settings(provider));
        var owner = await site.Books.LetInAsync(Role.Auditor);
        (provider.Groups, provider.Email) = (["finance"], owner.Email);
        using var browser = site.Browser();
        Assert.Equal("/sign-in", await SignInAsync(browser, "/"));
    }

    [Theory, EveryDatabase]
    public async Task Sessions_and_tokens_follow_the_groups_within_the_hour(DatabaseKind on)
    {
        await using var provider = await Provider.StartAsync();
        await using var site = await ServedBooks.OpenAsync(on, settings => settings.SingleSignOn = Settings(provider));
        (provider.Groups, provider.GivesRefreshTokens) = (["finance"], true);
        using var browser = site.Browser();
        await SignInAsync(browser, "/");
        using var program = await ProgramAsync(site);

        provider.Groups = ["certifiers"];
        site.Books.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/receipts/new")).StatusCode);
        Assert.Equal("recorder", await RoleOfAsync(program));
        site.Books.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/receipts/new")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/journal")).StatusCode);
        Assert.Equal("certifying_officer", await RoleOfAsync(program));

        // Four requests at once ask the issuer once: what asks again is worth something once only.
        site.Books.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => browser.GetAsync("/journal"))),
            answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));

        provider.Groups = ["something else"];
        site.Books.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/journal")).StatusCode);
        Assert.Equal(0, await site.Books.NumberAsync("SELECT COUNT(*) FROM person_roles"));
        Assert.Equal(0, await site.Books.NumberAsync("SELECT COUNT(*) FROM people WHERE ask_again LIKE '%refresh%'"));
    }

    [Fact]
    public async Task Where_the_issuer_cannot_be_asked_again_sessions_end_and_tokens_rest_until_the_next_sign_in()
    {
        await using var provider = await Provider.StartAsync();
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite, settings => settings.SingleSignOn = Settings(provider));
        provider.Groups = ["finance"];
        using var browser = site.Browser();
        await SignInAsync(browser, "/");
        using var program = await ProgramAsync(site);
        site.Books.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/receipts")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/me")).StatusCode);
        await SignInAsync(browser, "/");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/receipts")).StatusCode);
        Assert.Equal("recorder", await RoleOfAsync(program));
    }

    [Theory, InlineData("sid", true), InlineData("other sid", false), InlineData("no sid", true), InlineData("forged", false),
        InlineData("nonce", false), InlineData("no event", false), InlineData("for others", false), InlineData("old", false),
        InlineData("empty", false)]
    public async Task The_issuer_ends_a_session_and_nobody_else_does(string token, bool ends)
    {
        await using var provider = await Provider.StartAsync();
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite, settings => settings.SingleSignOn = Settings(provider));
        provider.Groups = ["finance"];
        using var browser = site.Browser();
        await SignInAsync(browser, "/");
        using var issuer = site.Browser();
        var answer =
            await issuer.PostAsync("/sign-in/single/out", new FormUrlEncodedContent([new("logout_token", provider.LogoutToken(token))]));
        Assert.Equal(
            token is "forged" or "nonce" or "no event" or "for others" or "old" or "empty" ? HttpStatusCode.BadRequest : HttpStatusCode.OK,
            answer.StatusCode);
        Assert.Equal(ends ? HttpStatusCode.Found : HttpStatusCode.OK, (await browser.GetAsync("/receipts")).StatusCode);
    }

    private static async Task<HttpClient> ProgramAsync(ServedBooks site)
    {
        var id = await site.TextAsync("SELECT id FROM people");
        var session = new OpenSession("s", new Person(id, "Sam Single", "en", [Role.Recorder], []), SignInMethod.SingleSignOn,
            site.Books.Clock.GetUtcNow());
        var made = (await site.Services.GetRequiredService<Tokens>()
            .MakeAsync(new Tokens.Command(RandomNumberGenerator.GetHexString(8), "a test", TokenScope.Read, 30), session)).OrThrow();
        var program = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.Root };
        program.DefaultRequestHeaders.Authorization = new("Bearer", made.Secret);
        return program;
    }

    private static async Task<string> RoleOfAsync(HttpClient program) =>
        JsonDocument.Parse(await program.GetStringAsync("/api/v1/me")).RootElement.GetProperty("roles")[0].GetString()!;

    private static SingleSignOnSettings Settings(Provider provider) => new()
    {
        Authority = provider.Address, ClientId = "fundsledger", ClientSecret = "of a test",
        Roles = new() { ["finance"] = "recorder", ["certifiers"] = "certifying_officer" },
    };

    /// <summary>Presses the button and follows every redirect by hand; gives the path it ends on.</summary>
    private static async Task<string> SignInAsync(HttpClient browser, string back)
    {
        var form = new HtmlParser().ParseDocument(await browser.GetStringAsync("/sign-in?back=" + Uri.EscapeDataString(back)))
            .QuerySelector("form[action='/sign-in/single']")!;
        var answer = await browser.PostAsync("/sign-in/single",
            new FormUrlEncodedContent(form.QuerySelectorAll("input")
                .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!))));
        for (var step = 0; step < 6; step++)
        {
            var target = answer.Headers.Location!;
            if (target.ToString() is var path && (path == back || path == "/sign-in")) return path;
            answer = await browser.GetAsync(target);
            if (answer.StatusCode != HttpStatusCode.Found) return $"{target}: {answer.StatusCode}";
        }
        return "nowhere";
    }

    /// <summary>An OpenID provider with one person.</summary>
    private sealed class Provider : IAsyncDisposable
    {
        private readonly RSA _key = RSA.Create(2048);
        private readonly RSA _othersKey = RSA.Create(2048);
        private readonly Dictionary<string, (string Nonce, string Challenge)> _codes = [];
        private WebApplication _app = null!;

        public string Address => _app.Urls.Single();

        public string[] Groups { get; set; } = [];

        public string Email { get; set; } = "sam@registry.example";

        /// <summary>True to sign with a key that is not the published one.</summary>
        public bool Forges { get; set; }

        /// <summary>True to let it be asked again, each time with what it gave the last time.</summary>
        public bool GivesRefreshTokens { get; set; }

        private string _refresh = "";

        public static async Task<Provider> StartAsync()
        {
            var provider = new Provider();
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = provider._app = builder.Build();
            app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
            {
                ["issuer"] = provider.Address, ["authorization_endpoint"] = provider.Address + "/authorize",
                ["token_endpoint"] = provider.Address + "/token", ["userinfo_endpoint"] = provider.Address + "/userinfo",
                ["jwks_uri"] = provider.Address + "/keys",
                ["response_types_supported"] = new[] { "code" }, ["subject_types_supported"] = new[] { "public" },
                ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
            }));
            app.MapGet("/keys", () =>
            {
                var key = provider._key.ExportParameters(false);
                return Results.Json(
                    new { keys = new[]
                        { new { kty = "RSA", use = "sig", kid = "k1", alg = "RS256", n = WebEncoders.Base64UrlEncode(key.Modulus!),
                            e = WebEncoders.Base64UrlEncode(key.Exponent!) } } });
            });
            app.MapGet("/authorize", (HttpRequest request) =>
            {
                var code = RandomNumberGenerator.GetHexString(16);
                provider._codes[code] = (request.Query["nonce"].ToString(), request.Query["code_challenge"].ToString());
                return Results.Redirect(
                    $"{request.Query["redirect_uri"]}?code={code}&state={HttpUtility.UrlEncode(request.Query["state"].ToString())}");
            });
            app.MapPost("/token", async (HttpRequest request) =>
            {
                var form = await request.ReadFormAsync();
                if (form["grant_type"] == "refresh_token" && provider.GivesRefreshTokens && form["refresh_token"] == provider._refresh)
                    return Results.Json(
                        new { access_token = "a", token_type = "Bearer", expires_in = 60, refresh_token = provider._refresh =
                            "refresh-" + RandomNumberGenerator.GetHexString(8) });
                if (!provider._codes.Remove(form["code"].ToString(), out var asked)
                    || WebEncoders.Base64UrlEncode(
                        SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked.Challenge)
                            return Results.BadRequest();
                var tokens = new Dictionary<string, object> { ["access_token"] = "a", ["token_type"] = "Bearer", ["expires_in"] = 60,
                    ["id_token"] = provider.Token(asked.Nonce) };
                if (provider.GivesRefreshTokens)
                    tokens["refresh_token"] = provider._refresh = "refresh-" + RandomNumberGenerator.GetHexString(8);
                return Results.Json(tokens);
            });
            app.MapGet("/userinfo",
                () => Results.Json(new { sub = "sam-1", name = "Sam Single", email = provider.Email, groups = provider.Groups }));
            await app.StartAsync();
            return provider;
        }

        public async ValueTask DisposeAsync()
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _key.Dispose();
            _othersKey.Dispose();
        }

        /// <summary>A notice that Sam signed out at the issuer, or something that only looks like one.</summary>
        public string LogoutToken(string kind)
        {
            if (kind == "empty") return "";
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - (kind == "old" ? 4_000 : 0);
            var body = new Dictionary<string, object> { ["iss"] = Address, ["aud"] = kind == "for others" ? "others" : "fundsledger",
                ["sub"] = "sam-1", ["iat"] = now, ["exp"] = now + 60, ["jti"] = RandomNumberGenerator.GetHexString(8) };
            if (kind != "no event")
                body["events"] = new Dictionary<string, object>
                    { ["http://schemas.openid.net/event/backchannel-logout"] = new Dictionary<string, object>() };
            if (kind == "nonce") body["nonce"] = "n";
            if (kind != "no sid") body["sid"] = kind == "other sid" ? "s-2" : "s-1";
            return Signed(body, kind == "forged");
        }

        private string Token(string nonce)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            return Signed(new { iss = Address, aud = "fundsledger", sub = "sam-1", nonce, sid = "s-1", iat = now, exp = now + 60 }, Forges);
        }

        private string Signed(object claims, bool isForged)
        {
            var head = WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(new { alg = "RS256", kid = "k1", typ = "JWT" }));
            var body = WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(claims));
            var signature = (isForged ? _othersKey : _key).SignData(Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1);
            return $"{head}.{body}.{WebEncoders.Base64UrlEncode(signature)}";
        }
    }
}
