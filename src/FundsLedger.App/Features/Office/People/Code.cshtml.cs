using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Features.Office.People;

/// <summary>The second step after a password: a code of the generator, or one of the recovery codes.</summary>
[Needs(Operation.SignIn), EnableRateLimiting(RateLimits.SignIn)]
public sealed class CodePage(PageLanguage words, SignInManager<PersonRow> signIn, AuditLog audit) : PageModel
{
    private const int GeneratorDigits = 6;

    public Form Form { get; } = new(words);

    [BindProperty(SupportsGet = true, Name = "back")] public string? Asked { get; set; }

    public string Back => Links.Local(Asked);

    public async Task<IActionResult> OnGetAsync() => await signIn.GetTwoFactorAuthenticationUserAsync() is null ? LocalRedirect("/sign-in") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } person || person.IsDisabled) return LocalRedirect("/sign-in");
        Form.Take(Request.Form);
        var code = string.Concat(Form.Text("code", 40).Where(letter => !char.IsWhiteSpace(letter)));
        Form["code"] = "";
        if (Form.IsFaulty) return Page();
        var isGenerated = code.Length == GeneratorDigits && code.All(char.IsAsciiDigit);
        HttpContext.Note(isGenerated ? SignInMethod.PasswordAndCode : SignInMethod.RecoveryCode);
        var result = isGenerated ? await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false) : await RedeemAsync(person, code);
        if (result.Succeeded)
        {
            await audit.NoteAsync(new AuditNote(new Actor(person.Id, person.Name), AuditAct.SignedIn, "/sign-in/code", isGenerated ? "code" : "recovery_code"), cancel);
            return LocalRedirect(isGenerated ? Back : "/account/second-factor");
        }
        await audit.NoteAsync(new AuditNote(AuditLog.Stranger, result.IsLockedOut ? AuditAct.LockedOut : AuditAct.SignInFailed, person.Id, "code"), cancel);
        Form.Note("code", "people.wrong_code");
        return Page();
    }

    // Identity does not count wrong recovery codes; here they lock the account as wrong passwords do.
    private async Task<Microsoft.AspNetCore.Identity.SignInResult> RedeemAsync(PersonRow person, string code)
    {
        if (await signIn.UserManager.IsLockedOutAsync(person)) return Microsoft.AspNetCore.Identity.SignInResult.LockedOut;
        var result = await signIn.TwoFactorRecoveryCodeSignInAsync(code);
        if (!result.Succeeded) await signIn.UserManager.AccessFailedAsync(person);
        return result;
    }
}
