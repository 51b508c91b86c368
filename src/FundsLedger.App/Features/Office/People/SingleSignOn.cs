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

/// <summary>Registry single sign-on by OpenID Connect (code flow with PKCE). The issuer says who somebody is and in which groups; the
/// settings say which role a group is. Nobody without one of those groups gets in.</summary>
public static class SingleSignOn
{
    internal const string Scheme = "registry";

    private static readonly Actor Door = new("single-sign-on", "Single sign-on");

    public static void Add(IServiceCollection services, WebSettings settings)
    {
        var single = settings.SingleSignOn;
        if (single.Authority.Length == 0) return;
        services.AddAuthentication().AddOpenIdConnect(Scheme, options =>
        {
            (options.Authority, options.ClientId, options.ClientSecret) = (single.Authority, single.ClientId, single.ClientSecret);
            (options.ResponseType, options.ResponseMode, options.UsePkce) = ("code", "query", true);
            (options.CallbackPath, options.SignInScheme) = ("/sign-in/single/back", IdentityConstants.ExternalScheme);
            (options.MapInboundClaims, options.GetClaimsFromUserInfoEndpoint, options.SaveTokens) = (false, true, true);
            // An issuer on this computer is for trying out; anything else must be HTTPS.
            options.RequireHttpsMetadata = !new Uri(single.Authority).IsLoopback;
            // The answer comes as an address the browser opens, so that the strictest cookies that survive it are enough.
            foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
                (cookie.SameSite, cookie.SecurePolicy) =
                    (SameSiteMode.Lax, settings.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
            // A list becomes a claim each.
            foreach (var claim in (string[])[single.GroupClaim, "locale"]) options.ClaimActions.MapJsonKey(claim, claim);
            foreach (var scope in (string[])["openid", "profile", "email"]) options.Scope.Add(scope);
            if (single.AsksAgain) options.Scope.Add("offline_access");
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
        routes.MapPost("/sign-in/single", BeginAsync).Needs(Operation.SignIn).RequireRateLimiting(RateLimits.SignIn)
            .ExcludeFromDescription();
        IssuerSignOut.Map(routes);
        routes.MapGet("/sign-in/single/done", EndAsync).Needs(Operation.SignIn).RequireRateLimiting(RateLimits.SignIn)
            .ExcludeFromDescription();
    }

    private static async Task<Results<ChallengeHttpResult, BadRequest>> BeginAsync(HttpContext context, IAntiforgery forms)
    {
        if (!await forms.IsOursAsync(context)) return TypedResults.BadRequest();
        var back = Links.Local((await context.Request.ReadFormAsync())["back"]);
        return TypedResults.Challenge(new AuthenticationProperties { RedirectUri = Links.To("/sign-in/single/done", ("back", back)) },
            [Scheme]);
    }

    private static async Task<RedirectHttpResult> EndAsync(HttpContext context, string? back, WebSettings settings, LedgerReads reads,
        PeopleStore store, PeopleDirectory directory, SignInManager<PersonRow> signIn, OutsideKey secret, AuditLog audit)
    {
        var told = await context.AuthenticateAsync(IdentityConstants.ExternalScheme);
        await context.SignOutAsync(IdentityConstants.ExternalScheme);
        if (told.Principal is not { } principal
            || await LetInAsync(principal, settings.SingleSignOn, store, directory, context.RequestAborted) is not { } person)
        {
            await audit.NoteAsync(new AuditNote(AuditLog.Stranger, AuditAct.SignInFailed, "/sign-in/single", "single_sign_on"),
                context.RequestAborted);
            return TypedResults.LocalRedirect("/sign-in");
        }
        person.ToldAt = reads.Clock.GetUtcNow();
        person.AskAgain = told.Properties?.GetTokenValue("refresh_token") is { Length: > 0 } token
            ? secret.Protect(token, PeopleStore.AskingOf(person.Id)) : null;
        await store.UpdateAsync(person, context.RequestAborted);
        context.NoteIssuerSession(principal.FindFirstValue("sid"));
        context.Note(SignInMethod.SingleSignOn);
        await signIn.SignInAsync(person, isPersistent: false);
        await audit.NoteAsync(new AuditNote(new Actor(person.Id, person.Name), AuditAct.SignedIn, "/sign-in/single", "single_sign_on"),
            context.RequestAborted);
        return TypedResults.LocalRedirect(Links.Local(back));
    }

    /// <summary>The login by which this subject of the issuer is known here.</summary>
    internal static string ExternalId(SingleSignOnSettings settings, string subject) => $"{settings.Authority}|{subject}";

    /// <summary>Gives somebody exactly the roles of their groups; false, leaving no role, when the groups give none that may be
    /// held.</summary>
    internal static async Task<bool> TakeGroupsAsync(PeopleDirectory directory, PersonRow person, IEnumerable<string> groups,
        SingleSignOnSettings settings, CancellationToken cancel)
    {
        var roles = RolesOf(groups, settings);
        if (!(await directory.SetRolesAsync(person.Id, roles, null, Door, cancel)).IsRefused) return true;
        foreach (var role in (await directory.ListAsync(cancel)).Single(line => line.Id == person.Id).Roles)
            await directory.TakeRoleAsync(person.Id, role.Role, Door, cancel);
        return false;
    }

    /// <summary>The person with exactly the roles of their groups; null when there is none, or when they were disabled here.</summary>
    private static async Task<PersonRow?> LetInAsync(ClaimsPrincipal told, SingleSignOnSettings settings, PeopleStore store,
        PeopleDirectory directory, CancellationToken cancel)
    {
        if (told.FindFirstValue("sub") is not { Length: > 0 } subject) return null;
        var groups = told.FindAll(settings.GroupClaim).Select(group => group.Value).ToList();
        if (await store.FindByExternalIdAsync(ExternalId(settings, subject), cancel) is { } known)
            return !known.IsDisabled && await TakeGroupsAsync(directory, known, groups, settings, cancel) ? known : null;
        var roles = RolesOf(groups, settings);
        if (PeopleDirectory.RefusalOf([.. roles.Select(given => given.Role)], null) is not null) return null;
        var email = told.FindFirstValue("email") ?? "";
        var added = await directory.AddAsync(
            new NewPerson(email, told.FindFirstValue("name") ?? email,
                told.FindFirstValue("locale")?.StartsWith("fr", StringComparison.Ordinal) == true ? "fr" : "en", roles, null), Door,
                cancel);
        // An address that already signs in with a password is not taken over: an administrator decides.
        if (added.IsRefused) return null;
        added.Value.ExternalId = ExternalId(settings, subject);
        return added.Value;
    }

    private static List<GivenRole> RolesOf(IEnumerable<string> groups, SingleSignOnSettings settings) =>
        [.. groups.Select(group => GivenRole.Find(settings.Roles.GetValueOrDefault(group))).OfType<GivenRole>()
            .GroupBy(given => given.Role)
            .Select(same => new GivenRole(same.Key, same.Select(given => given.Funds).Aggregate((all, next) => all.And(next))))];
}
