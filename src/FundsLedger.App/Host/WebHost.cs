using System.Globalization;
using System.IO.Compression;
using System.Text.Unicode;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Office.Tokens;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;

namespace FundsLedger.App.Host;

/// <summary>Puts the web application together.</summary>
public static class WebHost
{
    /// <summary>The application over these books, ready to be run. The books must have been migrated.</summary>
    /// <param name="database">Where the books are; stays the caller's to dispose of.</param>
    /// <param name="clock">Today and now.</param>
    /// <param name="settings">Address, limits, certificates.</param>
    /// <param name="key">Signs the heads of the log; stays the caller's.</param>
    /// <param name="args">Handed to the host, e.g. <c>--environment Development</c>.</param>
    /// <param name="mail">The mail server; null: mail waits.</param>
    /// <param name="webhook">The program to tell; null: messages to it wait.</param>
    /// <param name="more">Adds to the application's services, for who hosts it in another program; null for nothing.</param>
    /// <param name="papers">How large papers may be; null for the defaults.</param>
    /// <param name="payments">Who pays, for payment files; null: none are made.</param>
    /// <param name="publication">The login of the publication store; null on SQLite, or where nothing is told.</param>
    public static WebApplication Build(LedgerDatabase database, TimeProvider clock, WebSettings settings, SigningKey key, string[] args,
        MailSettings? mail = null, WebhookSettings? webhook = null,
        Action<IServiceCollection>? more = null, PaperSettings? papers = null, PaymentSettings? payments = null,
        PublicationSettings? publication = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        FrontDoor.Open(builder.WebHost, settings);
        builder.Configuration["AllowedHosts"] = settings.AllowedHosts;
        // The framework's own lines about requests hold whole addresses, and so secrets of links and codes of cases: RequestLog's hold
        // neither.
        builder.Logging.SetMinimumLevel(LogLevel.Warning)
            .AddFilter(typeof(RequestLog).FullName, settings.LogsRequests ? LogLevel.Information : LogLevel.None)
            // Keys in the database need no warning that they are not in a folder, and error pages set the same cache header twice: neither
            // is worth a line.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        AddPages(builder.Services, settings);
        builder.Services.AddSingleton(database).AddSingleton(clock).AddSingleton(key).AddSingleton(settings)
            .AddSingleton(papers ?? new()).AddSingleton(payments ?? new())
            .AddSingleton(_ => new PublicationStore(database, publication?.Login)).AddLedger().AddWeb()
            .AddPeople(settings).AddOutbox(mail ?? new(), webhook ?? new());
        builder.Services.AddApi();
        more?.Invoke(builder.Services);
        RateLimits.Add(builder.Services, settings);

        var app = builder.Build();
        Use(app, settings);
        return app;
    }

    private static void AddPages(IServiceCollection services, WebSettings settings)
    {
        services.AddRazorPages(pages => pages.RootDirectory = "/Features");
        // Letters as they are: every page is UTF-8, and a French page is not twice as long for its accents.
        services.AddWebEncoders(encoders => encoders.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddAntiforgery(forms =>
        {
            (forms.Cookie.Name, forms.HeaderName) = (SignOutToken.FormCookie, "X-Form-Token");
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.SecurePolicy = settings.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        });
        services.Configure<CookieTempDataProviderOptions>(status => status.Cookie.Name = "fl-status");
        services.AddRequestTimeouts(
            times => times.DefaultPolicy =
                new() { Timeout = TimeSpan.FromMinutes(2), TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable });
        services.AddResponseCompression(
            answers => answers.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "text/csv"]);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    private static void Use(WebApplication app, WebSettings settings)
    {
        FrontDoor.Use(app, settings);
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseAuthentication();
        app.UseMiddleware<LanguageChoice>();
        app.UseExceptionHandler("/status/500");
        app.UseStatusCodePagesWithReExecute("/status/{0}");
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<ApiDoor>();
        app.UseMiddleware<PlainAddresses>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.UseMiddleware<Gate>();
        app.MapRazorPages();
        Assets.Map(app);
        PublishedLog.Map(app);
        SignInEndpoints.Map(app);
        PasskeyEndpoints.Map(app);
        SingleSignOn.Map(app, settings);
        Health.Map(app);
        ApiSetup.Map(app);
    }
}
