using System.Text.Json;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace FundsLedger.App.Features.Office.People;

/// <summary>What <c>passkeys.js</c> talks to: options and answers of WebAuthn, checked by ASP.NET Core Identity.</summary>
public static class PasskeyEndpoints
{
    private const int MostPasskeys = 10;
    private const int LongestName = 60;
    private const int LargestAnswer = ReadingBudget.LargestSmallFile;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/passkeys/new", NewAsync).Needs(Operation.OwnAccount).ExcludeFromDescription();
        routes.MapPost("/passkeys", AddAsync).Needs(Operation.OwnAccount).ExcludeFromDescription();
        routes.MapPost("/sign-in/passkey/ask", AskAsync).Needs(Operation.SignIn).RequireRateLimiting(RateLimits.SignIn)
            .ExcludeFromDescription();
        routes.MapPost("/sign-in/passkey", SignInAsync).Needs(Operation.SignIn).RequireRateLimiting(RateLimits.SignIn)
            .ExcludeFromDescription();
    }

    /// <summary>Options for a new passkey. Who has only shown a password may make their first second factor this way, not replace
    /// one.</summary>
    private static async Task<Results<ContentHttpResult, BadRequest, ForbidHttpResult>> NewAsync(HttpContext context, IAntiforgery forms,
        CurrentActor actor, UserManager<PersonRow> people, SignInManager<PersonRow> signIn)
    {
        if (!await forms.IsOursAsync(context)) return TypedResults.BadRequest();
        if (await MayAddAsync(actor, people) is not { } person) return TypedResults.BadRequest();
        return TypedResults.Text(
            await signIn.MakePasskeyCreationOptionsAsync(
                new PasskeyUserEntity { Id = person.Id, Name = person.Email, DisplayName = person.Name }), "application/json");
    }

    private static async Task<Results<Ok, BadRequest>> AddAsync(HttpContext context, IAntiforgery forms, CurrentActor actor,
        UserManager<PersonRow> people, SignInManager<PersonRow> signIn, Sessions sessions, AuditLog audit)
    {
        if (!await forms.IsOursAsync(context) || await MayAddAsync(actor, people) is not { } person
            || await ReadAsync(context) is not { } body) return TypedResults.BadRequest();
        var (name, credential) = (Text(body, "name"), Text(body, "credential"));
        if (name.Length > LongestName || !LedgerRules.IsName(name) || credential.Length == 0)
            return TypedResults.BadRequest();
        var result = await signIn.PerformPasskeyAttestationAsync(credential);
        if (!result.Succeeded || result.UserEntity.Id != person.Id) return TypedResults.BadRequest();
        result.Passkey.Name = name;
        if (!(await people.AddOrUpdatePasskeyAsync(person, result.Passkey)).Succeeded) return TypedResults.BadRequest();
        await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.PasskeyAdded, "/account"), context.RequestAborted);
        if (actor.Session!.Method == SignInMethod.Password)
            await sessions.ConfirmAsync(actor.Session.Id, SignInMethod.Passkey, context.RequestAborted);
        return TypedResults.Ok();
    }

    private static async Task<Results<ContentHttpResult, BadRequest>> AskAsync(HttpContext context, IAntiforgery forms,
        SignInManager<PersonRow> signIn) =>
        await forms.IsOursAsync(context) ? TypedResults.Text(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json")
            : TypedResults.BadRequest();

    private static async Task<Results<Ok<string>, BadRequest>> SignInAsync(HttpContext context, IAntiforgery forms,
        UserManager<PersonRow> people, SignInManager<PersonRow> signIn, AuditLog audit)
    {
        if (!await forms.IsOursAsync(context) || await ReadAsync(context) is not { } body) return TypedResults.BadRequest();
        var result = await signIn.PerformPasskeyAssertionAsync(Text(body, "credential"));
        if (!result.Succeeded || result.User.IsDisabled)
        {
            await audit.NoteAsync(
                new AuditNote(AuditLog.Stranger, AuditAct.SignInFailed, result.Succeeded ? result.User.Id : "unknown", "passkey"),
                context.RequestAborted);
            return TypedResults.BadRequest();
        }
        // The counter it came with is kept: a copied key shows by one that stands still.
        await people.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        context.Note(SignInMethod.Passkey);
        await signIn.SignInAsync(result.User, isPersistent: false);
        await audit.NoteAsync(new AuditNote(new Actor(result.User.Id, result.User.Name), AuditAct.SignedIn, "/sign-in/passkey", "passkey"),
            context.RequestAborted);
        return TypedResults.Ok(Links.Local(Text(body, "back")));
    }

    private static async Task<PersonRow?> MayAddAsync(CurrentActor actor, UserManager<PersonRow> people)
    {
        var person = await people.FindByIdAsync(actor.Person!.Id);
        if (person is null or { IsDemo: true }) return null;
        var passkeys = (await people.GetPasskeysAsync(person)).Count;
        var hasSecond = person.HasCodes || passkeys > 0;
        return passkeys < MostPasskeys && actor.IsFresh && !(hasSecond && actor.Session!.Method == SignInMethod.Password) ? person : null;
    }

    private static string Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()! : "";

    private static async Task<JsonElement?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or > LargestAnswer || !context.Request.HasJsonContentType()) return null;
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body,
                new JsonDocumentOptions { MaxDepth = ReadingBudget.DeepestJson }, context.RequestAborted);
            return body.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
