using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Where an invitation or a link to a new password leads. The link is good once; a new password ends every session and the rest after wrong ones, but not the second factor.</summary>
[Needs(Operation.SignIn), EnableRateLimiting(RateLimits.SignIn)]
public sealed class PasswordPage(PageLanguage words, UserManager<PersonRow> people, Sessions sessions, AuditLog audit) : PageModel
{
    public Form Form { get; } = new(words);

    [BindProperty(SupportsGet = true)] public string? Person { get; set; }

    [BindProperty(SupportsGet = true)] public string? Token { get; set; }

    public async Task<IActionResult> OnGetAsync() => await WhoAsync() is null ? Void() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await WhoAsync() is not { } person) return Void();
        Form.Take(Request.Form);
        var password = PasswordForm.Read(Form);
        if (Form.IsFaulty || !await PasswordForm.IsTakenAsync(Form, people, person, password)) return Page();
        await people.SetLockoutEndDateAsync(person, null);
        await people.ResetAccessFailedCountAsync(person);
        await sessions.EndAllAsync(person.Id, cancel: cancel);
        await audit.NoteAsync(new AuditNote(new Actor(person.Id, person.Name), AuditAct.PasswordChanged, "/password"), cancel);
        new Status("status.password_set", "", null).Leave(TempData);
        return LocalRedirect("/sign-in");
    }

    private async Task<PersonRow?> WhoAsync() =>
        Person is { Length: > 0 and < 100 } id && Token is { Length: > 0 and < 2000 } token && LedgerRules.BrokenText(id) is null && await people.FindByIdAsync(id) is { IsDisabled: false, IsDemo: false } person
        && await people.VerifyUserTokenAsync(person, TokenOptions.DefaultProvider, PeopleDirectory.LinkPurpose, token) ? person : null;

    private LocalRedirectResult Void()
    {
        new Status("status.link_void", "", null).Leave(TempData);
        return LocalRedirect("/forgotten");
    }
}

/// <summary>A new password, typed twice.</summary>
internal static class PasswordForm
{
    /// <summary>Reads it; what was typed is not sent back.</summary>
    public static string Read(Form form)
    {
        var (password, again) = (form.Text("password", 200), form["again"]);
        (form["password"], form["again"]) = ("", "");
        if (!form.IsFaulty && password != again) form.Note("again", "password.differs");
        return password;
    }

    /// <summary>Replaces the password, which voids every link sent before; notes on the form why not.</summary>
    public static async Task<bool> IsTakenAsync(Form form, UserManager<PersonRow> people, PersonRow person, string password)
    {
        foreach (var validator in people.PasswordValidators)
            if (!(await validator.ValidateAsync(people, person, password)).Succeeded || password.Contains(person.UserName, StringComparison.OrdinalIgnoreCase))
            {
                form.Note("password", "password.too_weak");
                return false;
            }
        if (person.PasswordHash is not null) await people.RemovePasswordAsync(person);
        return (await people.AddPasswordAsync(person, password)).Succeeded;
    }
}
