using System.Security.Claims;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Sign-in with ASP.NET Core Identity over our own store. The cookie holds nothing but the secret of a session; what the session
/// may do is read on every request.</summary>
public static class SignInSetup
{
    /// <summary>Fewest characters of a password.</summary>
    public const int ShortestPassword = 12;

    private const string MethodItem = "sign-in-method";
    private const string IssuerItem = "issuer-session";

    /// <summary>Adds people, sessions and cookies.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services, WebSettings settings)
    {
        services.AddSingleton(provider => OutsideKey.At(OutsideKey.PathOf(provider.GetRequiredService<LedgerDatabase>(), settings)));
        ProtectionKeys.Add(services);
        services.AddSingleton<DoorTries>().AddSingleton<OwnerNotices>().AddSingleton<OneTimeCodes>().AddSingleton<PasswordLinks>()
            .AddSingleton<ILinkMaker>(provider => provider.GetRequiredService<PasswordLinks>());
        services.AddSingleton<GroupsAgain>().AddSingleton<Sessions>().AddScoped<PeopleStore>().AddScoped<PeopleDirectory>()
            .AddSingleton<ILookupNormalizer, AddressNormalizer>();
        services.AddIdentityCore<PersonRow>(identity =>
        {
            identity.Password.RequiredLength = ShortestPassword;
            // Passwords that guessing would find are refused (<see cref="Passwords"/>). Length is worth more than a capital and a digit at
            // the end, and invites fewer notes on screens.
            (identity.Password.RequireDigit, identity.Password.RequireLowercase, identity.Password.RequireUppercase,
                identity.Password.RequireNonAlphanumeric) = (false, false, false, false);
            identity.User.AllowedUserNameCharacters = "";
        }).AddSignInManager().AddUserStore<PeopleStore>()
            .AddTokenProvider<OneTimeCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            if (settings.PublicHost is { } host) passkeys.ServerDomain = host;
        });
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, cookie =>
            {
                Settle(cookie.Cookie, "fl-session", SameSiteMode.Lax, settings);
                cookie.ExpireTimeSpan = Sessions.Longest;
                cookie.SlidingExpiration = false;
                cookie.Events = new CookieAuthenticationEvents { OnSigningIn = OnSigningInAsync, OnValidatePrincipal = OnValidateAsync,
                    OnSigningOut = OnSigningOutAsync };
            })
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, cookie =>
            {
                Settle(cookie.Cookie, "fl-second-step", SameSiteMode.Strict, settings);
                cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddCookie(IdentityConstants.TwoFactorRememberMeScheme,
                cookie => Settle(cookie.Cookie, "fl-unused", SameSiteMode.Strict, settings))
            .AddCookie(IdentityConstants.ExternalScheme, cookie =>
            {
                Settle(cookie.Cookie, "fl-external", SameSiteMode.Lax, settings);
                cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            });
        SingleSignOn.Add(services, settings);
        return services;
    }

    /// <summary>Says how the sign-in that follows in this request was made; the session keeps it.</summary>
    public static void Note(this HttpContext context, SignInMethod method) => context.Items[MethodItem] = method;

    /// <summary>Says what the issuer calls the session that follows in this request.</summary>
    public static void NoteIssuerSession(this HttpContext context, string? name) => context.Items[IssuerItem] = name;

    private static void Settle(CookieBuilder cookie, string name, SameSiteMode mode, WebSettings settings)
    {
        (cookie.Name, cookie.HttpOnly, cookie.SameSite, cookie.IsEssential) = (name, true, mode, true);
        cookie.SecurePolicy = settings.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    private static async Task OnSigningInAsync(CookieSigningInContext context)
    {
        var person = context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier)!;
        var method = context.HttpContext.Items[MethodItem] as SignInMethod? ?? SignInMethod.Password;
        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        // Signing in again ends the session before it, which would otherwise be forgotten and stay open.
        if (context.HttpContext.Features.Get<OpenSession>() is { } before) await sessions.EndAsync(before.Id);
        var secret = await sessions.BeginAsync(person, method, Visit.Of(context.HttpContext),
            context.HttpContext.Items[IssuerItem] as string, context.HttpContext.RequestAborted);
        context.Principal = Holding(secret);
    }

    private static async Task OnValidateAsync(CookieValidatePrincipalContext context)
    {
        var session = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } secret
            ? await context.HttpContext.RequestServices.GetRequiredService<GroupsAgain>()
            .CheckedAsync(() => FindAsync(secret, context.HttpContext), context.HttpContext.RequestAborted) : null;
        if (session is not null) context.HttpContext.Features.Set(session);
        else context.RejectPrincipal();
    }

    private static Task<OpenSession?> FindAsync(string secret, HttpContext context) =>
        context.RequestServices.GetRequiredService<Sessions>().FindAsync(secret, Visit.Of(context).Place, context.RequestAborted);

    private static async Task OnSigningOutAsync(CookieSigningOutContext context)
    {
        if (context.HttpContext.Features.Get<OpenSession>() is { } session)
            await context.HttpContext.RequestServices.GetRequiredService<Sessions>().EndAsync(session.Id);
    }

    // Antiforgery ties its tokens to this claim too: one of another session is worth nothing.
    private static ClaimsPrincipal Holding(string secret) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, secret)], IdentityConstants.ApplicationScheme));

    /// <summary>Addresses are compared in lower case.</summary>
    private sealed class AddressNormalizer : ILookupNormalizer
    {
        public string? NormalizeEmail(string? email) => email?.Trim().ToLowerInvariant();

        public string? NormalizeName(string? name) => NormalizeEmail(name);
    }
}
