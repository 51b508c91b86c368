using System.Net;
using System.Net.Http.Headers;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Office.Tokens;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FundsLedger.App.Tests.Noninterference;

/// <summary>Somebody who must not learn of a relocation: the cookie of a session and a token for programs, both good in every copy of the
/// books.</summary>
internal sealed record Outsider(string Name, string? Cookie, string? Token)
{
    /// <summary>The reader at one of the books of a pair.</summary>
    public HttpClient At(Uri root)
    {
        var cookies = new CookieContainer();
        if (Cookie is not null) cookies.Add(root, new Cookie("fl-session", Cookie));
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = cookies })
            { BaseAddress = root };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
        if (Token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }
}

/// <summary>The books of a pair before they come apart, with everybody who will look at them.</summary>
/// <param name="ProtectionKey">Its key is that of the copies too: a cursor that one of a pair gave is followed in both.</param>
internal sealed record PairTemplate(DatabaseKind On, string Where, string KeyFile, string ProtectionKey, IReadOnlyList<Outsider> Readers)
{
    private static readonly Dictionary<DatabaseKind, Task<PairTemplate>> Made = [];

    private static readonly (string Name, Role Role, string? Donor, string? Fund)[] People =
    [
        ("State with gifts to the protected fund", Role.StateRepresentative, "XA", null),
        ("State without", Role.StateRepresentative, "XB", null),
        ("facilitator", Role.Facilitator, null, null),
        ("administrator", Role.Administrator, null, null),
        ("recorder of the open fund", Role.Recorder, null, Story.Open),
        ("certifying officer of the open fund", Role.CertifyingOfficer, null, Story.Open),
        ("approving officer of the open fund", Role.ApprovingOfficer, null, Story.Open),
    ];

    /// <summary>Made once for each database.</summary>
    public static Task<PairTemplate> OfAsync(DatabaseKind on)
    {
        lock (Made) return Made.TryGetValue(on, out var made) ? made : Made[on] = MakeAsync(on);
    }

    private static async Task<PairTemplate> MakeAsync(DatabaseKind on)
    {
        var keyFile = TestServer.NewFile(".pem");
        using var key = SigningKey.At(keyFile);
        var books = await TestBooks.OpenAsync(on);
        await OpenFund.BeginAsync(books);
        var reads = new LedgerReads(books.Database, books.Clock);
        await TellOutsidersAsync(books, reads);
        await new SealHead(books.Writer, key).RunIfDueAsync();
        var readers = new List<Outsider> { new("stranger", null, null) };
        books.Clock.SetUtcNow(Story.Begins);
        var protectionKey = OutsideKey.PathOf(books.Database, new WebSettings());
        await using (var app = Serve(books.Database, books.Clock, key, protectionKey))
        {
            await app.StartAsync();
            using var audit = new AuditLog(reads);
            foreach (var (name, role, donor, fund) in People)
                readers.Add(
                    await SignInAsync(app, books, new Tokens(reads, books.Writer, audit), name, role, donor,
                        fund is null ? FundsCovered.All : FundsCovered.Of([fund])));
            await app.StopAsync();
        }
        await using (var connection = await books.Database.OpenAsync())
            await connection.Command(null, "UPDATE sessions SET seen_at = @ends, confirmed_at = @ends",
                ("@ends", Microseconds.Of(Story.Ends))).RunAsync();
        return new PairTemplate(on, await books.KeepAsync(), keyFile, protectionKey, readers);
    }

    /// <summary>The product over these books, on a free port.</summary>
    public static WebApplication Serve(LedgerDatabase database, TimeProvider clock, SigningKey key,
        string protectionKey, Action<IServiceCollection>? more = null) =>
        WebHost.Build(database, clock,
            new WebSettings
            {
                Url = "http://127.0.0.1:0", RequestsPerMinute = 1_000_000, SignInsPerMinute = 1_000_000, ProtectionKeyFile = protectionKey,
            }, key, [],
            new MailSettings(), more: more);

    private static async Task TellOutsidersAsync(TestBooks books, LedgerReads reads)
    {
        var recipients = new AlertRecipients(books.Writer, reads);
        foreach (var (address, language, audience) in ((string, string, AlertAudience)[])[("out@example.org", "en", AlertAudience.Outsider),
            ("dehors@example.org", "fr", AlertAudience.Outsider), ("in@example.org", "en", AlertAudience.Cleared)])
            (await recipients.AddAsync(new(address, language, audience, WantsDigest: true), TestBooks.Approver)).OrThrow();
    }

    private static async Task<Outsider> SignInAsync(WebApplication app, TestBooks books, Tokens tokens, string name, Role role,
        string? donor, FundsCovered funds)
    {
        var root = new Uri(app.Urls.Single());
        var cookies = new CookieContainer();
        using var browser = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = cookies }) { BaseAddress = root };
        var person = await books.Database.LetInAsync(books.Clock, role, donor, funds);
        await person.SignInAsync(browser);
        var session = new OpenSession("s", new Person(person.Id, $"{role} of a test", "en", [role], donor is null ? [] : [donor]),
            SignInMethod.PasswordAndCode, books.Clock.GetUtcNow());
        var token = (await tokens.MakeAsync(new Tokens.Command($"token of {name}", "a test", TokenScope.Read, 30), session)).OrThrow();
        return new Outsider(name, cookies.GetCookies(root)["fl-session"]!.Value, token.Secret);
    }
}
