using System.Net;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Builder;

namespace FundsLedger.App.Tests.Access;

/// <summary>New books, which are no demonstration, served on a free port for one test.</summary>
public sealed class ServedBooks : IAsyncDisposable
{
    private readonly SigningKey _key;
    private WebApplication _app = null!;

    private ServedBooks(TestBooks books, SigningKey key) => (Books, _key) = (books, key);

    public TestBooks Books { get; }

    public Uri Root => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    public static async Task<ServedBooks> OpenAsync(DatabaseKind on, Action<WebSettings>? set = null, MailSettings? mail = null,
        Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? more = null)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        await books.Writer.DisposeAsync();
        // Browsers and cookies know the real time only; the test moves it on from there.
        books.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        var served = new ServedBooks(books, SigningKey.At(TestServer.NewFile(".pem")));
        var settings = new WebSettings { Url = "http://127.0.0.1:0", RequestsPerMinute = 1_000_000, SignInsPerMinute = 1_000_000 };
        set?.Invoke(settings);
        served._app = WebHost.Build(books.Database, books.Clock, settings, served._key, [], mail ?? new MailSettings(), more: more);
        await served._app.StartAsync();
        return served;
    }

    /// <summary>A browser with cookies of its own.</summary>
    /// <param name="from">The network address it comes from, where the site trusts the test as its proxy.</param>
    public HttpClient Browser(string? from = null)
    {
        var browser = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = new CookieContainer() })
                { BaseAddress = Root };
        if (from is not null) browser.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        return browser;
    }

    /// <summary>A browser in which somebody has signed in with password and code.</summary>
    public async Task<HttpClient> BrowserOfAsync(LetIn person)
    {
        var browser = Browser();
        await person.SignInAsync(browser);
        return browser;
    }

    /// <summary>The acts in the audit log, oldest first.</summary>
    public async Task<List<string>> ActsAsync()
    {
        await using var connection = await Books.Database.OpenAsync();
        return await connection.Command(null, "SELECT act || ' ' || outcome FROM audit_log ORDER BY id").RowsAsync(row => row.GetString(0));
    }

    /// <summary>The first text a question answers.</summary>
    public async Task<string> TextAsync(string question)
    {
        await using var connection = await Books.Database.OpenAsync();
        return (await connection.Command(null, question).RowsAsync(row => row.GetString(0)))[0];
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Books.DisposeAsync();
        _key.Dispose();
    }
}
