using System.Security.Claims;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Registry single sign-on by OpenID Connect (code flow with PKCE). The issuer says who somebody is and in which groups; the settings say which role a group is. Nobody without one of those groups gets in.</summary>
public static class SingleSignOn
{
    private const string Scheme = "registry";

    public static void Add(IServiceCollection services, WebSettings settings)
    {
        var single = settings.SingleSignOn;
        if (single.Authority.Length == 0) return;
        services.AddAuthentication().AddOpenIdConnect(Scheme, options =>
        {
            (options.Authority, options.ClientId, options.ClientSecret) = (single.Authority, single.ClientId, single.ClientSecret);
            (options.ResponseType, options.ResponseMode, options.UsePkce) = ("code", "query", true);
            (options.CallbackPath, options.SignInScheme) = ("/sign-in/single/back", IdentityConstants.ExternalScheme);
            (options.MapInboundClaims, options.GetClaimsFromUserInfoEndpoint, options.SaveTokens) = (false, true, false);
            // An issuer on this computer is for trying out; anything else must be HTTPS.
            options.RequireHttpsMetadata = !new Uri(single.Authority).IsLoopback;
            // The answer comes as an address the browser opens, so that the strictest cookies that survive it are enough.
            foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, settings.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
            // A list becomes a claim each.
            foreach (var claim in (string[])[single.GroupClaim, "locale"]) options.ClaimActions.MapJsonKey(claim, claim);
            foreach (var scope in (string[])["openid", "profile", "email"]) options.Scope.Add(scope);
            options.TokenValidationParameters.NameClaimType = "name";
            options.Events = new OpenIdConnectEvents
            {
                OnRemoteFailure = context =>
                {
                    context.HandleResponse();
                    context.Response.Redirect("/sign-in");
                    return Task.CompletedTask;
                },
            };
        });
    }

    public static void Map(IEndpointRouteBuilder routes, WebSettings settings)
    {
        if (settings.SingleSignOn.Authority.Length == 0) return;
        routes.MapPost("/sign-in/single", BeginAsync).Needs(Operation.SignIn).RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
        routes.MapGet("/sign-in/single/done", EndAsync).Needs(Operation.SignIn).RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
    }

    private static async Task<Results<ChallengeHttpResult, BadRequest>> BeginAsync(HttpContext context, IAntiforgery forms)
    {
        if (!await forms.IsOursAsync(context)) return TypedResults.BadRequest();
        var back = Links.Local((await context.Request.ReadFormAsync())["back"]);
        return TypedResults.Challenge(new AuthenticationProperties { RedirectUri = Links.To("/sign-in/single/done", ("back", back)) }, [Scheme]);
    }

    private static async Task<RedirectHttpResult> EndAsync(HttpContext context, string? back, WebSettings settings, LedgerReads reads, PeopleStore store, UserManager<PersonRow> people, PeopleDirectory directory, SignInManager<PersonRow> signIn, AuditLog audit)
    {
        var told = await context.AuthenticateAsync(IdentityConstants.ExternalScheme);
        await context.SignOutAsync(IdentityConstants.ExternalScheme);
        if (told.Principal is not { } principal || await LetInAsync(principal, settings.SingleSignOn, reads, store, people, directory, context.RequestAborted) is not { } person)
        {
            await audit.NoteAsync(new AuditNote(AuditLog.Stranger, AuditAct.SignInFailed, "/sign-in/single", "single_sign_on"), context.RequestAborted);
            return TypedResults.LocalRedirect("/sign-in");
        }
        context.Note(SignInMethod.SingleSignOn);
        await signIn.SignInAsync(person, isPersistent: false);
        await audit.NoteAsync(new AuditNote(new Actor(person.Id, person.Name), AuditAct.SignedIn, "/sign-in/single", "single_sign_on"), context.RequestAborted);
        return TypedResults.LocalRedirect(Links.Local(back));
    }

    /// <summary>The person with exactly the roles of their groups; null when there is none, or when they were switched off here.</summary>
    private static async Task<PersonRow?> LetInAsync(ClaimsPrincipal told, SingleSignOnSettings settings, LedgerReads reads, PeopleStore store, UserManager<PersonRow> people, PeopleDirectory directory, CancellationToken cancel)
    {
        var roles = told.FindAll(settings.GroupClaim).Select(group => GivenRole.Find(settings.Roles.GetValueOrDefault(group.Value))).OfType<GivenRole>()
            .GroupBy(given => given.Role).Select(same => new GivenRole(same.Key, same.Select(given => given.Funds).Aggregate((all, next) => all.And(next)))).ToList();
        if (told.FindFirstValue("sub") is not { Length: > 0 } subject || PeopleDirectory.RefusalOf([.. roles.Select(given => given.Role)], null) is not null) return null;
        var externalId = $"{settings.Authority}|{subject}";
        var door = new Actor("single-sign-on", "Single sign-on");
        if (await store.FindByExternalIdAsync(externalId, cancel) is { } known)
            return known.IsDisabled || (await directory.SetRolesAsync(known.Id, roles, null, door, cancel)).IsRefused ? null : known;
        var email = told.FindFirstValue("email") ?? "";
        var added = await directory.AddAsync(new NewPerson(email, told.FindFirstValue("name") ?? email, told.FindFirstValue("locale")?.StartsWith("fr", StringComparison.Ordinal) == true ? "fr" : "en", roles, null), door, cancel);
        // An address somebody signs in with by password already is not taken over: an administrator decides.
        if (added.IsRefused) return null;
        added.Value.ExternalId = externalId;
        await people.UpdateAsync(added.Value);
        return added.Value;
    }
}
