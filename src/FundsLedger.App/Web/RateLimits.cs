using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Web;

/// <summary>How often one may ask: everybody by person, strangers by address, and the door itself more strictly.</summary>
public static class RateLimits
{
    /// <summary>Name of the limit on ways in.</summary>
    public const string SignIn = "sign-in";

    public static void Add(IServiceCollection services, WebSettings settings) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (context, _) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
            context => RateLimitPartition.GetTokenBucketLimiter(Who(context), _ => Bucket(settings.RequestsPerMinute)));
        limits.AddPolicy(SignIn, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetTokenBucketLimiter("door " + Address(context), _ => Bucket(settings.SignInsPerMinute))
            : RateLimitPartition.GetNoLimiter("look"));
    });

    private static string Who(HttpContext context) =>
        context.Features.Get<OpenSession>() is { } session ? "person " + session.Person.Id : "address " + Address(context);

    internal static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "none";

    // Bursts of half a minute's worth are how people click; what counts is the average.
    internal static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = Math.Max(1, perMinute / 2 + 1), TokensPerPeriod = Math.Max(1, perMinute / 6),
        ReplenishmentPeriod = TimeSpan.FromSeconds(10), QueueLimit = 0,
    };
}
