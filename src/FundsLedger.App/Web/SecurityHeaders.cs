using Microsoft.Net.Http.Headers;

namespace FundsLedger.App.Web;

/// <summary>Headers on every answer: nothing from elsewhere is loaded, run, framed or told where the reader came from.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Policy =
        "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; "
            + "form-action 'self'; base-uri 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // An error page clears what was set before it; the last moment is the only safe one.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.Features.Get<OwnPolicy>()?.Text ?? Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            // Figures of the books are nobody's to keep; only fingerprinted assets say otherwise.
            // Sealing a form token says the same at greater length: in one answer and not in the next, it would tell which page made one.
            if (headers.CacheControl.Count == 0 || headers.CacheControl.ToString().Contains("no-store", StringComparison.Ordinal))
            {
                headers.CacheControl = "no-store";
                headers.Remove(HeaderNames.Pragma);
            }
            return Task.CompletedTask;
        });
        return next(context);
    }
}

/// <summary>A stricter policy of one answer.</summary>
public sealed record OwnPolicy(string Text)
{
    /// <summary>For files from outside: should a browser show one all the same, it runs nothing and loads nothing.</summary>
    public static readonly OwnPolicy OfDownload = new("sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
}

/// <summary>Gives an answer a policy of its own.</summary>
public static class OwnPolicyExtensions
{
    public static void SetOwnPolicy(this HttpContext context, OwnPolicy policy) => context.Features.Set(policy);
}
