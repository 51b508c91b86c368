using FundsLedger.Reports.Formatting;
using Microsoft.AspNetCore.Antiforgery;

namespace FundsLedger.App.Web;

/// <summary>Finds the language of a request: <c>?lang=</c>, then the cookie it left, then what the browser asks for.</summary>
public sealed class LanguageChoice(RequestDelegate next)
{
    private const string CookieName = "fl-lang";

    public async Task InvokeAsync(HttpContext context, PageLanguage language)
    {
        var asked = context.Request.Query["lang"].ToString();
        var isAsked = asked is Languages.English or Languages.French;
        language.Choose(isAsked ? asked : context.Request.Cookies[CookieName] ?? FromBrowser(context.Request));
        if (isAsked) Keep(context, CookieName, asked);
        context.Response.Headers.ContentLanguage = language.Code;
        await next(context);
    }

    /// <summary>Keeps the choice "You act as" of demonstration books.</summary>
    public static void MapActorChoice(IEndpointRouteBuilder routes) => routes.MapPost("/acting-as", async (HttpContext context, IAntiforgery forms) =>
    {
        if (!await forms.IsRequestValidAsync(context)) return Results.BadRequest();
        var form = await context.Request.ReadFormAsync();
        if (CurrentActor.Standing.Any(person => person.Id == form["person"])) Keep(context, CurrentActor.CookieName, form["person"]!);
        var back = form["back"].ToString();
        return Results.LocalRedirect(back.StartsWith('/') && !back.StartsWith("//", StringComparison.Ordinal) && !back.StartsWith("/\\", StringComparison.Ordinal) ? back : "/");
    });

    private static void Keep(HttpContext context, string name, string value) => context.Response.Cookies.Append(name, value,
        new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, Secure = context.Request.IsHttps });

    private static string FromBrowser(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => language.Value.Value is { Length: >= 2 } tag ? tag[..2].ToLowerInvariant() : "")
        .FirstOrDefault(tag => tag is Languages.English or Languages.French) ?? Languages.English;
}
