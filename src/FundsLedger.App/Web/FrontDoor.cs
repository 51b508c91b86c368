using System.Net;
using System.Security.Cryptography.X509Certificates;
using FundsLedger.App.Storage.Outside;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FundsLedger.App.Web;

/// <summary>What a request meets before anything else: addresses, HTTPS, sizes, times, and whose word about the client is
/// believed.</summary>
public static class FrontDoor
{
    /// <summary>The largest body any request may have; uploads that may be larger say so themselves.</summary>
    public const long LargestBody = ReadingBudget.LargestBody;

    /// <summary>Sets the server up.</summary>
    public static void Open(IWebHostBuilder host, WebSettings settings) => host.UseUrls(settings.Url).ConfigureKestrel(server =>
    {
        server.AddServerHeader = false;
        var limits = server.Limits;
        (limits.MaxRequestBodySize, limits.MaxRequestLineSize, limits.MaxRequestHeadersTotalSize, limits.MaxRequestHeaderCount) =
            (LargestBody, 8 * 1024, 32 * 1024, 100);
        (limits.RequestHeadersTimeout, limits.KeepAliveTimeout, limits.MaxConcurrentConnections) =
            (ReadingBudget.RequestHead, TimeSpan.FromSeconds(60), 2_000);
        limits.MinRequestBodyDataRate = new MinDataRate(ReadingBudget.SlowestBody, ReadingBudget.Grace);
        if (settings.CertificateFile.Length > 0)
            server.ConfigureHttpsDefaults(
                https => https.ServerCertificate =
                    X509CertificateLoader.LoadPkcs12FromFile(settings.CertificateFile, settings.CertificatePassword));
    });

    /// <summary>Believes the proxies that are named, and tells browsers to come by HTTPS only.</summary>
    public static void Use(WebApplication app, WebSettings settings)
    {
        if (settings.TrustedProxies.Length > 0)
        {
            var forwarded = new ForwardedHeadersOptions
                { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 };
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in settings.TrustedProxies.Split(';',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            app.UseForwardedHeaders(forwarded);
        }
        if (settings.IsHttps) app.UseHsts();
        if (settings.Url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) app.UseHttpsRedirection();
    }
}
