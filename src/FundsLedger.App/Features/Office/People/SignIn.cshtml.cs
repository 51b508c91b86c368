using System.Security.Cryptography;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Features.Office.People;

/// <summary>The way in: with a password (and a code), a passkey, single sign-on or, in a demonstration, with a click. Whatever was wrong,
/// the answer is the same.</summary>
[Needs(Operation.SignIn), EnableRateLimiting(RateLimits.SignIn)]
public sealed class SignInPage(PageLanguage words, BooksInfo books, WebSettings settings, UserManager<PersonRow> people,
    SignInManager<PersonRow> signIn, IPasswordHasher<PersonRow> hasher, DoorTries tries, OwnerNotices notices, AuditLog audit) : PageModel
{
    // Refusing an unknown name takes as long as refusing a known one.
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
        var (name, network) = (people.NormalizeName(email) ?? "", DoorTries.NetworkOf(HttpContext));
        var named = LedgerRules.BrokenText(email) is null ? await people.FindByNameAsync(email) : null;
        var attempt = await tries.TakeAsync(Door.Password, name, network, cancel);
        // For every name, right or wrong, and however often it was tried: one password is hashed, one row written, one answer given.
        var person = named is { IsDisabled: false, PasswordHash: not null } ? named : null;
        var isRight = hasher.VerifyHashedPassword(person ?? Nobody, person?.PasswordHash ?? HashOfNobody(),
            password) != PasswordVerificationResult.Failed;
        if (person is null || !isRight || !attempt.IsOpen)
        {
            await audit.NoteAsync(
                new AuditNote(AuditLog.Stranger, attempt.IsOpen ? AuditAct.SignInFailed : AuditAct.LockedOut, named?.Id ?? "unknown",
                    "password"), cancel);
            if (attempt.IsLast) notices.Leave(HttpContext, name, named, hasPassword: false);
            return Wrong();
        }
        await tries.ClearAsync(Door.Password, name, network, cancel);
        HttpContext.Note(SignInMethod.Password);
        var result = await signIn.PasswordSignInAsync(person, password, isPersistent: false, lockoutOnFailure: false);
        if (result.RequiresTwoFactor) return LocalRedirect(Links.To("/sign-in/code", ("back", Back)));
        if (!result.Succeeded) return Wrong();
        await audit.NoteAsync(new AuditNote(new Actor(person.Id, person.Name), AuditAct.SignedIn, "/sign-in", "password"), cancel);
        return LocalRedirect(Back);
    }

    private string HashOfNobody() => _nobodysHash ??= hasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(32));

    private PageResult Wrong()
    {
        Form.Note("password", "people.wrong");
        return Page();
    }
}
