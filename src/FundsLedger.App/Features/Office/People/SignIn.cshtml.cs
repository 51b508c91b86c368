using System.Security.Cryptography;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Features.Office.People;

/// <summary>The way in: with a password (and a code), a passkey, single sign-on, or in a demonstration with a click. Whatever was wrong, the answer is the same.</summary>
[Needs(Operation.SignIn), EnableRateLimiting(RateLimits.SignIn)]
public sealed class SignInPage(PageLanguage words, BooksInfo books, WebSettings settings, UserManager<PersonRow> people, SignInManager<PersonRow> signIn, IPasswordHasher<PersonRow> hasher, AuditLog audit) : PageModel
{
    // Somebody unknown takes as long to refuse as somebody known.
    private static readonly PersonRow Nobody = new() { Id = "", UserName = "", Email = "", Name = "", Language = "", SecurityStamp = "" };
    private static string? _nobodysHash;

    public Form Form { get; } = new(words);

    /// <summary>Where to go afterwards.</summary>
    [BindProperty(SupportsGet = true, Name = "back")] public string? Asked { get; set; }

    public string Back => Links.Local(Asked);

    public bool IsDemo => books.IsDemo;

    /// <summary>Name of the single sign-on, or null.</summary>
    public string? SingleSignOn => settings.SingleSignOn.Authority.Length > 0 ? settings.SingleSignOn.Name : null;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Form.Take(Request.Form);
        var (email, password) = (Form.Text("email", 200), Form.Text("password", 200));
        Form["password"] = "";
        if (Form.IsFaulty) return Page();
        var person = LedgerRules.BrokenText(email) is null ? await people.FindByNameAsync(email) : null;
        if (person is null || person.IsDisabled || person.PasswordHash is null)
        {
            hasher.VerifyHashedPassword(Nobody, _nobodysHash ??= hasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(32)), password);
            await audit.NoteAsync(new AuditNote(AuditLog.Stranger, AuditAct.SignInFailed, person?.Id ?? "unknown", "password"), cancel);
            return Wrong();
        }
        HttpContext.Note(SignInMethod.Password);
        var actor = new Actor(person.Id, person.Name);
        var result = await signIn.PasswordSignInAsync(person, password, isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return LocalRedirect(Links.To("/sign-in/code", ("back", Back)));
        if (result.Succeeded)
        {
            await audit.NoteAsync(new AuditNote(actor, AuditAct.SignedIn, "/sign-in", "password"), cancel);
            return LocalRedirect(Back);
        }
        await audit.NoteAsync(new AuditNote(AuditLog.Stranger, result.IsLockedOut ? AuditAct.LockedOut : AuditAct.SignInFailed, person.Id, "password"), cancel);
        return Wrong();
    }

    private PageResult Wrong()
    {
        Form.Note("password", "people.wrong");
        return Page();
    }
}
