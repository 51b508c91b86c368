using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Features.Office.People;

/// <summary>A person changes their own password; their other sessions end.</summary>
[Needs(Operation.OwnAccount), EnableRateLimiting(RateLimits.SignIn)]
public sealed class OwnPasswordPage(PageLanguage words, CurrentActor actor, UserManager<PersonRow> people, Sessions sessions,
    PasswordLinks links, DoorTries tries, AuditLog audit) : PageModel
{
    public Form Form { get; } = new(words);

    public async Task<IActionResult> OnGetAsync() =>
        (await people.FindByIdAsync(actor.Person!.Id))!.IsDemo ? LocalRedirect("/account") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var person = (await people.FindByIdAsync(actor.Person!.Id))!;
        if (person.IsDemo) return LocalRedirect("/account");
        Form.Take(Request.Form);
        var old = Form.Text("old", 200);
        Form["old"] = "";
        var password = PasswordForm.Read(Form);
        if (Form.IsFaulty) return Page();
        var network = DoorTries.NetworkOf(HttpContext);
        if (!(await tries.TakeAsync(Door.Again, person.UserName, network, cancel)).IsOpen || !await people.CheckPasswordAsync(person, old))
        {
            await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.SignInFailed, "/account/password", "password"), cancel);
            Form.Note("old", "confirm.wrong");
            return Page();
        }
        await tries.ClearAsync(Door.Again, person.UserName, network, cancel);
        if (!PasswordForm.IsStrong(Form, person, password)) return Page();
        await PasswordForm.ReplaceAsync(people, person, password);
        await links.VoidAsync(person.Id, cancel);
        await sessions.EndAllAsync(person.Id, but: actor.Session!.Id, cancel);
        await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.PasswordChanged, "/account/password"), cancel);
        new Status("status.password_changed", "", null).Leave(TempData);
        return LocalRedirect("/account");
    }
}
