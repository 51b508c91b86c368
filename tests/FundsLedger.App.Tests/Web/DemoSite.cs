using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Access;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>The pages over demonstration books, served on a free port of this machine for all tests of this folder.</summary>
public sealed class DemoSite : IAsyncLifetime
{
    private SigningKey? _key;
    private WebApplication? _app;

    public static DateOnly Today { get; } = new(2026, 11, 23);

    public LedgerDatabase Database { get; private set; } = null!;

    /// <summary>The address it is served on.</summary>
    public Uri Root { get; private set; } = null!;

    /// <summary>The application's own services.</summary>
    public IServiceProvider Services => _app!.Services;

    /// <summary>Every page there is, with a real thing where it shows one.</summary>
    public IReadOnlyList<string> Pages { get; private set; } = [];

    /// <summary>Pages the recorder does not see, each with the person who does.</summary>
    public static IReadOnlyList<(string Person, string Path)> PagesOfOthers { get; } =
    [
        ("auditor", "/"), ("administrator", "/"), ("administrator", "/account/confirm"), ("protector", "/"), ("facilitator", "/"),
        ("facilitator", "/funds/TFFV"), ("facilitator", "/briefing"), ("approver", "/"), ("state", "/"), ("state", "/pledges"),
        ("state", "/receipts"), ("state", "/donors/IE"),
        ("auditor", "/audit"), ("auditor", "/audit?act=signed_in&subject=nothing-of-this"), ("administrator", "/people"),
        ("administrator", "/people?sort=last_seen"), ("administrator", "/people/new"), ("administrator", "/people/demo-recorder"),
        ("auditor", "/people/demo-state"),
        ("auditor", "/access"), ("administrator", "/settings?fund=SFR"), ("administrator", "/settings/recognition"),
        ("administrator", "/system"), ("auditor", "/system"),
    ];

    /// <summary>Every page with somebody who sees it.</summary>
    public IEnumerable<(string Person, string Path)> PagesWithReaders => Pages.Select(path => ("recorder", path)).Concat(PagesOfOthers);

    /// <summary>The same by person; nobody (empty) has not signed in.</summary>
    public ILookup<string, string> PagesOf =>
        PagesWithReaders.Concat([("", "/sign-in"), ("", "/forgotten"), ("recorder", "/nothing"), ("recorder", "/account")])
            .ToLookup(page => page.Item1, page => page.Item2);

    public async ValueTask InitializeAsync()
    {
        var books = await Templates.DemonstrationAsync(DatabaseKind.Sqlite, Today, 7);
        (Database, _key) = (books.Open(), SigningKey.At(books.KeyFile));
        await Canary.SeedAsync(Database, Today);
        await using (var writer = new LedgerWriter(Database, TimeProvider.System))
            (await new SaveBankMapping(writer).RunAsync(new CsvMapping("DEMO", ';', ',', "yyyy-MM-dd", CamtText.Account, "EUR",
                new Dictionary<string, string> { ["booked"] = "Date", ["amount"] = "Amount" }), TestBooks.Recorder)).OrThrow();
        _app = WebHost.Build(Database, new FakeTimeProvider(new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero)),
            new WebSettings { Url = "http://127.0.0.1:0", RequestsPerMinute = 1_000_000, SignInsPerMinute = 1_000_000 }, _key, []);
        await _app.StartAsync();
        Root = new Uri(_app.Urls.Single());
        var pledge = await TextAsync(
            "SELECT p.pledge FROM postings p JOIN accounts a ON a.id = p.account_id JOIN funds f ON f.id = a.fund_id WHERE f.is_umbrella "
                + "AND a.role = 'pledges' GROUP BY p.pledge HAVING SUM(p.amount_minor) > 0 ORDER BY p.pledge LIMIT 1");
        var commitment = await TextAsync(
            "SELECT p.commitment FROM postings p JOIN accounts a ON a.id = p.account_id JOIN funds f ON f.id = a.fund_id WHERE f.code = "
                + "'TFFV' AND a.role = 'commitments' GROUP BY p.commitment HAVING SUM(p.eur_minor) > 0 ORDER BY p.commitment LIMIT 1");
        var token = await TextAsync(
            "SELECT p.commitment FROM postings p JOIN accounts a ON a.id = p.account_id JOIN funds f ON f.id = a.fund_id WHERE f.code = "
                + "'SFR' AND a.role = 'commitments' GROUP BY p.commitment HAVING SUM(p.eur_minor) > 0 ORDER BY p.commitment LIMIT 1");
        var agreement = await TextAsync("SELECT code FROM agreements LIMIT 1");
        var decided = await TextAsync("SELECT request FROM request_decisions WHERE outcome = 'reversed' LIMIT 1");
        Pages =
        [
            "/", "/funds/TFFV", "/funds/SFR?asOf=2025-06-30&knownAt=2025-07-31T12:00:00", "/journal", "/journal/1", "/accounts?fund=TFFV",
            "/accounts?fund=SFR&role=cash", "/accounts/TFFV/1010", "/accounts/TFFV/1011", "/accounts/new",
            "/trial-balance?fund=TFFV&asOf=2025-12-31",
            "/pledges", $"/pledges/{pledge}", "/pledges/new", $"/pledges/{pledge}/designation", $"/pledges/{pledge}/withdrawal",
            "/receipts", "/receipts/new",
            "/bank", "/bank/TFFV-EUR", "/bank/TFFV-EUR?show=open", "/bank/TFFV-EUR/strong", "/bank/TFFV-EUR/reconciliation",
            "/bank/TFFV-EUR/reconciliation/approval", "/bank/statements/1", "/bank/statements/2", "/bank/accounts/new",
            "/bank/mappings/new",
            $"/pledges/{pledge}/confirmation", "/agreements", $"/agreements/{agreement}", "/agreements/new",
            $"/agreements/{agreement}/condition", $"/agreements/{agreement}/write-off", $"/agreements/{agreement}/closing",
            $"/receipts/new?agreement={agreement}",
            "/publications", "/publications/new?fund=SFR", "/official-figures/new?fund=SFR", "/published/SFR",
            "/by-hand", "/by-hand/exchange", "/by-hand/programme_support", "/bank/lines/1/elsewhere", "/ageing",
            "/ageing?fund=SFR&asOf=2026-06-30", "/reminders/SYN-Z", "/reminders/IE?in=en", "/approvals", "/approvals/1", "/offers",
            "/offers/new", "/offers/SYN-ZC-G-2026-1", "/returns", $"/returns/{Canary.Donor}/SFR/EUR", "/returns/IE/TFFV/EUR",
            $"/donors/{Canary.Donor}",
            "/commitments?show=all", $"/commitments/{commitment}", $"/commitments/{token}", "/commitments/new",
            $"/commitments/{token}/settlement", $"/commitments/{commitment}/release", "/payments", "/payments?show=all",
            $"/payments/new?commitment={commitment}", $"/payments/{await TextAsync("SELECT payment FROM payment_events WHERE kind = "
                + "'returned' ORDER BY id LIMIT 1")}", "/payments/batches/new",
            $"/payments/batches/{await TextAsync("SELECT code FROM payment_batches ORDER BY recorded_at DESC LIMIT 1")}", "/payees",
            "/payees/new", $"/payees/{await TextAsync("SELECT payee FROM payees ORDER BY id LIMIT 1")}",
            $"/payees/{await TextAsync("SELECT payee FROM payees ORDER BY id LIMIT 1")}/change",
            $"/commitments/{commitment}/extension", "/requests/new", "/requests", "/requests?state=refused", "/requests/costs",
            $"/requests/{decided}", $"/requests/{decided}/decision", $"/requests/{decided}/findings",
            $"/requests/{await TextAsync("SELECT request FROM contribution_orders LIMIT 1")}", $"/requests/{decided}/indigence",
            "/donors", "/donors/IE", "/donors/new", "/donors/SYN-ZC/profile", "/donors/SYN-ZC/contacts", "/journal/1/reversal",
            "/settings/recognition", "/pledges/import", "/agreements/revaluation",
            "/statements/IE?fund=SFR&from=2022-01-01&to=2026-11-23&in=fr", "/periods", "/rates", "/checks", "/settings", "/export",
            "/verify",
            "/account/tokens", "/account/tokens/new", "/developers", "/alerts", "/forecasts/TFFV",
            "/forecasts/SFR?kind=relocations&rise=20", "/forecasts/TFFV/record", "/briefing",
        ];
    }

    /// <summary>Somebody who has not signed in: cookies of its own, not led on by redirects.</summary>
    public HttpClient Stranger(string language = "en") =>
        new(
            new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(),
                AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = Root,
                    DefaultRequestHeaders = { { "Accept-Language", language } } };

    /// <summary>Somebody signed in as one of the demonstration's people: <c>recorder</c>, <c>auditor</c>, <c>state</c> …</summary>
    public HttpClient Reader(string language = "en", string person = "recorder")
    {
        var reader = Stranger(language);
        reader.SignInAsync($"demo-{person}").GetAwaiter().GetResult();
        return reader;
    }

    /// <summary>Readers by person, each signed in when first asked for.</summary>
    public SignedIn Readers(string language = "en") => new(person => Reader(language, person));

    /// <summary>A program that acts for one of the demonstration's people, with a token made on its page.</summary>
    public async Task<HttpClient> ProgramAsync(string person)
    {
        using var reader = Reader(person: person);
        var form = await reader.PageAsync("/account/tokens/new");
        var made = await Reading.Parsed(
            await reader.SendAsync("/account/tokens/new",
                form.Filled(("name", "A program of a test"), ("scope", "write"), ("days", "30"))));
        var token = made.QuerySelector("#token")?.TextContent ?? throw new InvalidOperationException(made.MainText());
        return new HttpClient { BaseAddress = Root, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
    }

    /// <summary>How many entries the books have.</summary>
    public async Task<long> EntriesAsync()
    {
        await using var connection = await Database.OpenAsync();
        return await connection.Command(null, "SELECT COUNT(*) FROM entries").NumberAsync();
    }

    /// <summary>The first text a question gives.</summary>
    public async Task<string> TextAsync(string question)
    {
        await using var connection = await Database.OpenAsync();
        return (await connection.Command(null, question).RowsAsync(row => row.GetString(0)))[0];
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        await Database.DisposeAsync();
        _key?.Dispose();
    }
}

/// <summary>Several people at once, each with a browser of their own.</summary>
public sealed class SignedIn(Func<string, HttpClient> signIn) : IDisposable
{
    private readonly Dictionary<string, HttpClient> _readers = new(StringComparer.Ordinal);

    public HttpClient this[string person] => _readers.TryGetValue(person, out var reader) ? reader : _readers[person] = signIn(person);

    public void Dispose()
    {
        foreach (var reader in _readers.Values) reader.Dispose();
    }
}

/// <summary>One site for every test of the pages, one after the other: they record into the same books.</summary>
[CollectionDefinition(Name)]
public sealed class PagesTogether : ICollectionFixture<DemoSite>
{
    public const string Name = "pages";
}

/// <summary>Reads and fills pages as a browser without scripts would.</summary>
internal static class Reading
{
    public static async Task<IHtmlDocument> PageAsync(this HttpClient reader, string path) => await Parsed(await reader.GetAsync(path));

    public static async Task<IHtmlDocument> Parsed(HttpResponseMessage answer)
    {
        return await Parsed(await answer.Content.ReadAsStringAsync());
    }

    public static async Task<IHtmlDocument> Parsed(string text) =>
        (IHtmlDocument)await BrowsingContext.New(Configuration.Default).OpenAsync(response => response.Content(text));

    /// <summary>What the page's form would send as it stands, with some fields typed over.</summary>
    public static Dictionary<string, string> Filled(this IHtmlDocument page, params (string Field, string Text)[] typed)
    {
        var form = page.QuerySelector("main form[method=post]")!;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in form.QuerySelectorAll("input[name], select[name], textarea[name]"))
        {
            if (field is IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }) continue;
            fields[field.GetAttribute("name")!] = field switch { IHtmlInputElement input => input.Value,
                IHtmlSelectElement select => select.Value ?? "", IHtmlTextAreaElement area => area.Value, _ => "" };
        }
        foreach (var (field, text) in typed) fields[field] = text;
        return fields;
    }

    /// <summary>Signs in with the click that a demonstration offers.</summary>
    public static async Task SignInAsync(this HttpClient reader, string person)
    {
        var door = await reader.PageAsync("/sign-in");
        var form = door.QuerySelector("form[action='/sign-in/demo']")!;
        var answer = await reader.SendAsync("/sign-in/demo",
            new() { ["person"] = person,
                ["__RequestVerificationToken"] = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")! });
        if (answer.StatusCode != HttpStatusCode.Found) throw new InvalidOperationException($"{person} was not let in: {answer.StatusCode}");
    }

    public static Task<HttpResponseMessage> SendAsync(this HttpClient reader, string path, Dictionary<string, string> fields) =>
        reader.PostAsync(path, new FormUrlEncodedContent(fields));

    public static string MainText(this IHtmlDocument page) => page.QuerySelector("main")!.TextContent;
}
