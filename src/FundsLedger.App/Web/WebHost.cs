using System.Globalization;
using System.IO.Compression;
using System.Text.Unicode;
using FundsLedger.App.Features.Log;
using FundsLedger.App.Features.Messages;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;

namespace FundsLedger.App.Web;

/// <summary>Puts the web application together.</summary>
public static class WebHost
{
    /// <summary>The application over these books, ready to be run. The books must have been migrated.</summary>
    /// <param name="database">Where the books are; stays the caller's to dispose of.</param>
    /// <param name="clock">Today and now.</param>
    /// <param name="settings">Address and log.</param>
    /// <param name="key">Signs the heads of the log; stays the caller's.</param>
    /// <param name="args">Handed to the host, e.g. <c>--environment Development</c>.</param>
    /// <param name="mail">The mail server; null: mail waits.</param>
    /// <param name="webhook">The program to tell; null: messages to it wait.</param>
    public static WebApplication Build(LedgerDatabase database, TimeProvider clock, WebSettings settings, SigningKey key, string[] args, MailSettings? mail = null, WebhookSettings? webhook = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseUrls(settings.Url).ConfigureKestrel(server => server.AddServerHeader = false);
        builder.Configuration["AllowedHosts"] = settings.AllowedHosts;
        builder.Logging.SetMinimumLevel(settings.LogsRequests ? LogLevel.Information : LogLevel.Warning)
            // Keys that only protect forms on this machine need no encryption, and error pages set the same cache header twice: neither is worth a warning.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        AddPages(builder.Services);
        builder.Services.AddSingleton(database).AddSingleton(clock).AddSingleton(key).AddLedger().AddWeb().AddOutbox(mail ?? new(), webhook ?? new());

        var app = builder.Build();
        Use(app);
        return app;
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddRazorPages(pages => pages.RootDirectory = "/Features");
        services.Configure<RouteOptions>(routes => routes.LowercaseUrls = true);
        // Letters as they are: every page is UTF-8, and a French page is not twice as long for its accents.
        services.AddWebEncoders(encoders => encoders.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "fl-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.Configure<CookieTempDataProviderOptions>(status => status.Cookie.Name = "fl-status");
        services.AddDataProtection().SetApplicationName("FundsLedger");
        services.AddResponseCompression(answers => answers.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "text/csv"]);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    private static void Use(WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseMiddleware<LanguageChoice>();
        app.UseExceptionHandler("/status/500");
        app.UseStatusCodePagesWithReExecute("/status/{0}");
        app.UseRouting();
        app.MapRazorPages();
        Assets.Map(app);
        PublishedLog.Map(app);
        LanguageChoice.MapActorChoice(app);
    }
}
