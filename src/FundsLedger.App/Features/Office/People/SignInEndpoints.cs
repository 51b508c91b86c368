using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace FundsLedger.App.Features.Office.People;

/// <summary>What the sign-in pages post to: the click of a demonstration, and the way out.</summary>
public static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in/demo", DemoAsync).Needs(Operation.SignIn).RequireRateLimiting(RateLimits.SignIn);
        routes.MapPost("/sign-out", OutAsync).Needs(Operation.SignIn);
    }

    private static async Task<IResult> DemoAsync(HttpContext context, IAntiforgery forms, BooksInfo books, UserManager<PersonRow> people,
        SignInManager<PersonRow> signIn, AuditLog audit)
    {
        if (!books.IsDemo) return TypedResults.NotFound();
        if (!await forms.IsOursAsync(context)) return TypedResults.BadRequest();
        var form = await context.Request.ReadFormAsync();
        if (await people.FindByIdAsync(form["person"].ToString()) is not { IsDemo: true, IsDisabled: false } person)
            return TypedResults.NotFound();
        context.Note(SignInMethod.Demonstration);
        await signIn.SignInAsync(person, isPersistent: false);
        await audit.NoteAsync(new AuditNote(new Actor(person.Id, person.Name), AuditAct.SignedIn, "/sign-in/demo", "demonstration"));
        return TypedResults.LocalRedirect(Links.Local(form["back"]));
    }

    private static async Task<IResult> OutAsync(HttpContext context, IAntiforgery forms, CurrentActor actor,
        SignInManager<PersonRow> signIn, AuditLog audit)
    {
        if (!await forms.IsOursAsync(context)) return TypedResults.BadRequest();
        if (actor.Person is not null) await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.SignedOut, "/sign-out"));
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("/sign-in");
    }
}
