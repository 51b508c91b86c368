using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Office.Tokens;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Builder;

namespace FundsLedger.App.Tests.Api;

/// <summary>The whole application over new books of two donors, on a free port of this machine.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fundsledger-api").FullName;
    private readonly SigningKey _key;
    private readonly AuditLog _audit;

    private ApiHost(TestBooks books, WebSettings settings)
    {
        Books = books;
        _key = SigningKey.At(Path.Combine(_folder, "key.pem"));
        var reads = new LedgerReads(books.Database, books.Clock);
        _audit = new AuditLog(reads);
        Tokens = new Tokens(reads, books.Writer, _audit);
        App = WebHost.Build(books.Database, books.Clock, settings, _key, []);
    }

    public TestBooks Books { get; }

    public Tokens Tokens { get; }

    public WebApplication App { get; }

    public Uri Root => new(App.Urls.Single());

    public static async Task<ApiHost> OpenAsync(DatabaseKind on, int signInsPerMinute = 1_000_000)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("IE", "NL");
        var host = new ApiHost(books,
            new WebSettings { Url = "http://127.0.0.1:0", RequestsPerMinute = 1_000_000, SignInsPerMinute = signInsPerMinute });
        await host.App.StartAsync();
        return host;
    }

    /// <summary>Somebody let in with a role, at a browser with a second factor.</summary>
    public async Task<OpenSession> LetInAsync(Role role, string? donor = null, SignInMethod method = SignInMethod.PasswordAndCode)
    {
        var person = await Books.Database.LetInAsync(Books.Clock, role, donor);
        return new OpenSession("s", new Person(person.Id, $"{role} of a test", "en", [role], donor is null ? [] : [donor]), method,
            Books.Clock.GetUtcNow());
    }

    /// <summary>A new token of a session's owner.</summary>
    public async Task<NewToken> TokenAsync(OpenSession session, TokenScope scope = TokenScope.Write, int days = 30) =>
        (await Tokens.MakeAsync(
            new Tokens.Command(System.Security.Cryptography.RandomNumberGenerator.GetHexString(24), "a test", scope, days),
            session)).OrThrow();

    /// <summary>A program that acts for somebody with this role.</summary>
    public async Task<HttpClient> ProgramAsync(Role role, string? donor = null, TokenScope scope = TokenScope.Write) =>
        Client((await TokenAsync(await LetInAsync(role, donor), scope)).Secret);

    /// <summary>A program with a token, or without.</summary>
    public HttpClient Client(string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Root };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>A browser in which somebody with this role has signed in.</summary>
    public async Task<HttpClient> BrowserAsync(Role role, string? donor = null)
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
            { BaseAddress = Root };
        await (await Books.Database.LetInAsync(Books.Clock, role, donor)).SignInAsync(browser);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        _audit.Dispose();
        await Books.DisposeAsync();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Short ways of asking.</summary>
internal static class Asking
{
    public static async Task<JsonNode> JsonAsync(this HttpClient program, string path)
    {
        var answer = await program.GetAsync(path);
        return answer.StatusCode == HttpStatusCode.OK ? (await answer.Content.ReadFromJsonAsync<JsonNode>())!
            : throw new InvalidOperationException($"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    public static Task<HttpResponseMessage> SendAsync(this HttpClient program, string path, string? key, string body,
        string type = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, type) };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return program.SendAsync(request);
    }

    public static Task<HttpResponseMessage> SendAsync(this HttpClient program, string path, string? key, object body) =>
        program.SendAsync(path, key, System.Text.Json.JsonSerializer.Serialize(body));

    public static async Task<JsonNode> BodyAsync(this HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    /// <summary>Status and code of a problem, e.g. <c>422 fund_is_unknown</c>.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"{(int)answer.StatusCode} and no problem: {await answer.Content.ReadAsStringAsync()}";
        return $"{(int)answer.StatusCode} {(string)(await answer.BodyAsync())["code"]!}";
    }

    /// <summary>Every row of a list that is given whole.</summary>
    public static async Task<List<JsonNode>> WholeAsync(this HttpClient program, string path) =>
        [.. (await program.JsonAsync(path))["items"]!.AsArray().Select(row => row!.DeepClone())];

    /// <summary>Every row of a list, part by part.</summary>
    public static async Task<List<JsonNode>> AllAsync(this HttpClient program, string path, int limit = 200)
    {
        var rows = new List<JsonNode>();
        for (string? cursor = "", join = path.Contains('?', StringComparison.Ordinal) ? "&" : "?"; cursor is not null;)
        {
            var part = await program.JsonAsync($"{path}{join}limit={limit}{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            rows.AddRange(part["items"]!.AsArray().Select(row => row!.DeepClone()));
            cursor = (string?)part["next"];
        }
        return rows;
    }
}
