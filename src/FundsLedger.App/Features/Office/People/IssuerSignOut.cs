using System.Text.Json;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FundsLedger.App.Features.Office.People;

/// <summary>The issuer tells that somebody signed out there (OpenID Connect Back-Channel Logout 1.0): their session here ends, or all of
/// them where it names none.</summary>
public static class IssuerSignOut
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const int LongestToken = 16_384;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-in/single/out", EndAsync).Needs(Operation.SignIn).RequireRateLimiting(RateLimits.SignIn)
            .ExcludeFromDescription();

    private static async Task<Results<Ok, BadRequest>> EndAsync(HttpContext context, WebSettings settings,
        IOptionsMonitor<OpenIdConnectOptions> issuers, PeopleStore store, Sessions sessions, AuditLog audit)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType) return TypedResults.BadRequest();
        var text = (await context.Request.ReadFormAsync(context.RequestAborted))["logout_token"].ToString();
        if (text.Length is 0 or > LongestToken
            || await ReadAsync(text, issuers.Get(SingleSignOn.Scheme), context.RequestAborted) is not { } token)
                return TypedResults.BadRequest();
        if (await store.FindByExternalIdAsync(SingleSignOn.ExternalId(settings.SingleSignOn, token.Subject),
            context.RequestAborted) is { } person)
        {
            if (Claim(token, "sid") is { } session) await sessions.EndOfIssuerAsync(person.Id, session, context.RequestAborted);
            else await sessions.EndAllAsync(person.Id, cancel: context.RequestAborted);
            await audit.NoteAsync(new AuditNote(new Actor(person.Id, person.Name), AuditAct.SignedOut, "/sign-in/single/out", "by_issuer"),
                context.RequestAborted);
        }
        return TypedResults.Ok();
    }

    /// <summary>The token, or null when it is not the issuer's, not for us, not of now, or no notice of a sign-out.</summary>
    private static async Task<JsonWebToken?> ReadAsync(string text, OpenIdConnectOptions issuer, CancellationToken cancel)
    {
        var places = await issuer.ConfigurationManager!.GetConfigurationAsync(cancel);
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = places.Issuer, ValidAudience = issuer.ClientId, IssuerSigningKeys = places.SigningKeys,
            RequireSignedTokens = true, RequireExpirationTime = true,
        });
        return result is { IsValid: true, SecurityToken: JsonWebToken token } && IsNotice(token) ? token : null;
    }

    // A token made for signing in, which carries a nonce, must not end a session.
    private static bool IsNotice(JsonWebToken token) => token.Subject is { Length: > 0 } && Claim(token, "nonce") is null
        && token.TryGetPayloadValue<JsonElement>("events", out var events) && events.ValueKind == JsonValueKind.Object
        && events.TryGetProperty(Event, out _);

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}
