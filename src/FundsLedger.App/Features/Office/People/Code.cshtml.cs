using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Features.Office.People;

/// <summary>The second step after a password: a code of the authenticator app, or one of the recovery codes.</summary>
[Needs(Operation.SignIn), EnableRateLimiting(RateLimits.SignIn)]
public sealed class CodePage(PageLanguage words, SignInManager<PersonRow> signIn, DoorTries tries, OwnerNotices notices, AuditLog audit)
    : PageModel
{
    private const int GeneratorDigits = 6;

    public Form Form { get; } = new(words);

    [BindProperty(SupportsGet = true, Name = "back")] public string? Asked { get; set; }

    public string Back => Links.Local(Asked);

    public async Task<IActionResult> OnGetAsync() =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null ? LocalRedirect("/sign-in") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } person || person.IsDisabled) return LocalRedirect("/sign-in");
        Form.Take(Request.Form);
        var code = string.Concat(Form.Text("code", 40).Where(letter => !char.IsWhiteSpace(letter)));
        Form["code"] = "";
        if (Form.IsFaulty) return Page();
        var network = DoorTries.NetworkOf(HttpContext);
        var attempt = await tries.TakeAsync(Door.Code, person.UserName, network, cancel);
        // Only somebody with the password gets here, so nobody else can reach this second limit, which stops guesses from many networks.
        var isOpen = (await tries.TakeAsync(Door.AnyCode, person.UserName, "", cancel)).IsOpen && attempt.IsOpen;
        var isGenerated = code.Length == GeneratorDigits && code.All(char.IsAsciiDigit);
        HttpContext.Note(isGenerated ? SignInMethod.PasswordAndCode : SignInMethod.RecoveryCode);
        if (isOpen
            && (isGenerated ? await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(code)).Succeeded)
        {
            await tries.ClearAsync(Door.Code, person.UserName, network, cancel);
            await tries.ClearAsync(Door.AnyCode, person.UserName, "", cancel);
            await audit.NoteAsync(
                new AuditNote(new Actor(person.Id, person.Name), AuditAct.SignedIn, "/sign-in/code",
                    isGenerated ? "code" : "recovery_code"), cancel);
            return LocalRedirect(isGenerated ? Back : "/account/second-factor");
        }
        await audit.NoteAsync(new AuditNote(AuditLog.Stranger, isOpen ? AuditAct.SignInFailed : AuditAct.LockedOut, person.Id, "code"),
            cancel);
        if (attempt.IsLast) notices.Leave(HttpContext, person.UserName, person, hasPassword: true);
        Form.Note("code", "people.wrong_code");
        return Page();
    }
}
