using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Features.Office.People;

/// <summary>The page of an invitation or of a link to a new password. The link is good once; a new password ends every session and the
/// block after wrong guesses, but keeps the second factor.</summary>
[Needs(Operation.SignIn), EnableRateLimiting(RateLimits.SignIn)]
public sealed class PasswordPage(PageLanguage words, UserManager<PersonRow> people, Sessions sessions, PasswordLinks links, DoorTries tries,
    AuditLog audit) : PageModel
{
    public Form Form { get; } = new(words);

    [BindProperty(SupportsGet = true)] public string? Token { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await WhoAsync(cancel) is null ? Void() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await WhoAsync(cancel) is not { } person) return Void();
        Form.Take(Request.Form);
        var password = PasswordForm.Read(Form);
        if (Form.IsFaulty || !PasswordForm.IsStrong(Form, person, password)) return Page();
        if (!await links.SpendAsync(Token!, cancel)) return Void();
        await PasswordForm.ReplaceAsync(people, person, password);
        await links.VoidAsync(person.Id, cancel);
        await tries.ClearAsync(Door.Password, person.UserName, DoorTries.NetworkOf(HttpContext), cancel);
        // Whoever reached this limit had the old password.
        await tries.ClearAsync(Door.AnyCode, person.UserName, "", cancel);
        await sessions.EndAllAsync(person.Id, cancel: cancel);
        await audit.NoteAsync(new AuditNote(new Actor(person.Id, person.Name), AuditAct.PasswordChanged, "/password"), cancel);
        new Status("status.password_set", "", null).Leave(TempData);
        return LocalRedirect("/sign-in");
    }

    private async Task<PersonRow?> WhoAsync(CancellationToken cancel) =>
        Token is { } token && await links.FindAsync(token, cancel) is { } id
            && await people.FindByIdAsync(id) is { IsDisabled: false, IsDemo: false } person ? person : null;

    private LocalRedirectResult Void()
    {
        new Status("status.link_void", "", null).Leave(TempData);
        return LocalRedirect("/forgotten");
    }
}
