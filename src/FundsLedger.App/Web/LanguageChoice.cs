using FundsLedger.Reports.Formatting;

namespace FundsLedger.App.Web;

/// <summary>Finds the language of a request: <c>?lang=</c>, then the cookie it left, then the person's, then what the browser asks
/// for.</summary>
public sealed class LanguageChoice(RequestDelegate next)
{
    private const string CookieName = "fl-lang";

    public async Task InvokeAsync(HttpContext context, PageLanguage language)
    {
        var asked = context.Request.Query["lang"].ToString();
        var isAsked = asked is Languages.English or Languages.French;
        language.Choose(
            isAsked ? asked
                : context.Request.Cookies[CookieName]
                ?? (context.Features.Get<OpenSession>()?.Person.Language is { Length: > 0 } own ? own : FromBrowser(context.Request)));
        if (isAsked) Keep(context, CookieName, asked);
        context.Response.Headers.ContentLanguage = language.Code;
        await next(context);
    }

    /// <summary>Drops the choice kept in the browser: the person's own counts.</summary>
    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(CookieName);

    private static void Keep(HttpContext context, string name, string value) => context.Response.Cookies.Append(name, value,
        new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true,
            Secure = context.Request.IsHttps });

    private static string FromBrowser(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => language.Value.Value is { Length: >= 2 } tag ? tag[..2].ToLowerInvariant() : "")
        .FirstOrDefault(tag => tag is Languages.English or Languages.French) ?? Languages.English;
}
