using System.Collections.Concurrent;
using Microsoft.AspNetCore.Antiforgery;

namespace FundsLedger.App.Web;

/// <summary>The form token of the button on every page. It belongs to a session and its form cookie and may be sent as often as the session
/// lasts, so it is sealed once for them and not for each page.</summary>
public sealed class SignOutToken(IAntiforgery forms)
{
    /// <summary>The cookie that form tokens belong to.</summary>
    internal const string FormCookie = "fl-form";

    private const int MostKept = 2_000;
    private readonly ConcurrentDictionary<(string Session, string Cookie), string> _kept = new();

    /// <summary>The token for the person who asks.</summary>
    public string Of(HttpContext context)
    {
        if (context.Features.Get<OpenSession>() is not { } session || context.Request.Cookies[FormCookie] is not { Length: > 0 } cookie)
            return Make(context);
        if (_kept.TryGetValue((session.Id, cookie), out var known)) return known;
        if (_kept.Count >= MostKept) _kept.Clear();
        var token = Make(context);
        // Where the cookie was not ours, it has just been replaced: a token kept under the old one would never be found.
        if (!context.Response.Headers.SetCookie.ToString().Contains(FormCookie, StringComparison.Ordinal))
            _kept[(session.Id, cookie)] = token;
        return token;
    }

    private string Make(HttpContext context) => forms.GetAndStoreTokens(context).RequestToken!;
}
