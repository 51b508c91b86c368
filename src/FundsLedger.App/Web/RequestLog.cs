using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace FundsLedger.App.Web;

/// <summary>One line for a request, where the settings ask for it: method, the pattern of the address, status and time. Never the address
/// itself: it can hold the secret of a link, the code of a case, or what somebody looked for.</summary>
public sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // An error page is served in the place of the one that was asked for, which has its line already.
        if (!log.IsEnabled(LogLevel.Information) || context.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || context.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            await next(context);
            return;
        }
        var (began, isWhole) = (Stopwatch.GetTimestamp(), false);
        try
        {
            await next(context);
            isWhole = true;
        }
        finally
        {
            Served(log, MethodOf(context), PatternOf(context),
                isWhole ? context.Response.StatusCode : StatusCodes.Status500InternalServerError,
                (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    private static string MethodOf(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) ? HttpMethods.Get
            : HttpMethods.IsPost(context.Request.Method) ? HttpMethods.Post
            : HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Head : "other";

    private static string PatternOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } pattern ? "/" + pattern.TrimStart('/') : "–";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Pattern} {Status} {Milliseconds} ms")]
    private static partial void Served(ILogger log, string method, string pattern, int status, long milliseconds);
}
