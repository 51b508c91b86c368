using System.Security.Claims;
using System.Text.Json;
using System.Threading.RateLimiting;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Web;

namespace FundsLedger.App.Features.Office.Tokens;

/// <summary>The way in for programs. Under <c>/api</c> only a token counts, never a cookie, so that no page elsewhere can ask in somebody's
/// name; everywhere else a token counts for nothing. Whatever fails here is answered as a problem document.</summary>
public sealed partial class ApiDoor(RequestDelegate next, Tokens tokens, GroupsAgain groups, AuditLog audit, WebSettings settings,
    ILogger<ApiDoor> log) : IDisposable
{
    private const string Scheme = "Bearer ";

    // Wrong tokens cannot be guessed; this keeps them from filling the audit log.
    private readonly PartitionedRateLimiter<HttpContext> _wrong = PartitionedRateLimiter.Create<HttpContext, string>(
        context =>
            RateLimitPartition.GetTokenBucketLimiter(RateLimits.Address(context), _ => RateLimits.Bucket(settings.SignInsPerMinute)));

    public async Task InvokeAsync(HttpContext context)
    {
        if (!ApiPaths.AreOf(context))
        {
            await next(context);
            return;
        }
        context.Features.Set<OpenSession>(null);
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        try
        {
            if (!await OpenSessionAsync(context)) return;
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
                await ApiProblem.Of(context.Response.StatusCode).WriteAsync(context);
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            await ProblemOf(fault).WriteAsync(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            BrokeDown(log, fault, context.GetEndpoint()?.DisplayName ?? "/api");
            await ApiProblem.Of(StatusCodes.Status500InternalServerError).WriteAsync(context);
        }
    }

    public void Dispose() => _wrong.Dispose();

    /// <summary>Opens the token's session for this request; false when a token was sent that is not valid.</summary>
    private async Task<bool> OpenSessionAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0) return true;
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && await groups.CheckedAsync(
                () => tokens.FindAsync(header[Scheme.Length..].Trim(), Visit.Of(context).Place, context.RequestAborted),
                context.RequestAborted) is { } session)
        {
            context.Features.Set(session);
            return true;
        }
        using var lease = _wrong.AttemptAcquire(context);
        if (!lease.IsAcquired)
        {
            context.Response.Headers.RetryAfter = "10";
            await ApiProblem.Of(StatusCodes.Status429TooManyRequests).WriteAsync(context);
            return false;
        }
        await audit.NoteAsync(new AuditNote(AuditLog.Stranger, AuditAct.SignInFailed, context.Request.Path.Value ?? "/api", "token"),
            context.RequestAborted);
        context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        await ApiProblem.Of(StatusCodes.Status401Unauthorized, "token_is_not_valid",
            "This token is unknown, revoked, has run out, or its owner may no longer come in. Make a new one under /account/tokens.")
                .WriteAsync(context);
        return false;
    }

    private static ApiProblem ProblemOf(BadHttpRequestException fault) => fault switch
    {
        { StatusCode: not StatusCodes.Status400BadRequest } => ApiProblem.Of(fault.StatusCode),
        { InnerException: JsonException json } =>
            ApiProblem.Of(StatusCodes.Status400BadRequest, "body_is_malformed",
                $"The body is not what this operation takes{(Where(json) is { } place ? $" at '{place}'" : "")}. Send exactly the fields "
                    + $"that it names: amounts as text, dates as year-month-day."),
        _ => ApiProblem.Of(StatusCodes.Status400BadRequest),
    };

    // The path is whatever the program sent: shortened, and without what could forge a line.
    private static string? Where(JsonException fault) =>
        fault.Path is { Length: > 1 and <= 100 } path && Domain.Ledger.LedgerRules.BrokenText(path) is null ? path : null;

    // Not the path: it can name a case.
    [LoggerMessage(Level = LogLevel.Error, Message = "{Endpoint} broke down")]
    private static partial void BrokeDown(ILogger log, Exception fault, string endpoint);
}
