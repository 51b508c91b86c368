using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Reports.Charts;
using FundsLedger.Reports.Documents;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Sets up the code generator (RFC 6238) and hands out recovery codes, once. A password alone opens this page and no other, unless there is a second factor already.</summary>
[Needs(Operation.OwnAccount)]
public sealed class SecondFactorPage(PageLanguage words, CurrentActor actor, UserManager<PersonRow> people, Sessions sessions, AuditLog audit) : PageModel
{
    private const int CodesMade = 10;

    private PersonRow _person = null!;

    public Form Form { get; } = new(words);

    [BindProperty(SupportsGet = true, Name = "back")] public string? Asked { get; set; }

    public string Back => Links.Local(Asked);

    /// <summary>The generator's key in groups of four.</summary>
    public string Key { get; private set; } = "";

    public Picture Qr { get; private set; } = null!;

    /// <summary>Shown once; null until the generator works.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    /// <summary>True where a passkey is the second factor and this session has not shown it: whoever has only the password must not replace it.</summary>
    public bool HasOnlyPasskey { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync() is { } lead) return lead;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await LoadAsync() is { } lead) return lead;
        if (HasOnlyPasskey) return Page();
        Form.Take(Request.Form);
        var code = string.Concat(Form.Text("code", 10).Where(char.IsAsciiDigit));
        Form["code"] = "";
        if (Form.IsFaulty) return Page();
        if (!await people.VerifyTwoFactorTokenAsync(_person, people.Options.Tokens.AuthenticatorTokenProvider, code))
        {
            Form.Note("code", "people.wrong_code");
            return Page();
        }
        await people.SetTwoFactorEnabledAsync(_person, true);
        RecoveryCodes = [.. (await people.GenerateNewTwoFactorRecoveryCodesAsync(_person, CodesMade))!];
        await sessions.ConfirmAsync(actor.Session!.Id, SignInMethod.PasswordAndCode, cancel);
        // Whoever else had the password stays outside.
        await sessions.EndAllAsync(_person.Id, but: actor.Session.Id, cancel);
        await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.SecondFactorChanged, "/account/second-factor"), cancel);
        return Page();
    }

    private async Task<IActionResult?> LoadAsync()
    {
        _person = (await people.FindByIdAsync(actor.Person!.Id))!;
        if (_person.IsDemo) return LocalRedirect("/account");
        HasOnlyPasskey = actor.Session!.Method == SignInMethod.Password && (await people.GetPasskeysAsync(_person)).Count > 0;
        // Changing what is there asks again who one is; setting it up for the first time follows a sign-in anyway.
        if (_person.HasCodes && !actor.IsFresh) return LocalRedirect(Links.To("/account/confirm", ("back", "/account/second-factor")));
        if (await people.GetAuthenticatorKeyAsync(_person) is null || (HttpMethods.IsGet(Request.Method) && _person.HasCodes)) await people.ResetAuthenticatorKeyAsync(_person);
        var key = (await people.GetAuthenticatorKeyAsync(_person))!;
        Key = string.Join(' ', key.Chunk(4).Select(group => new string(group)));
        Qr = QrPicture.Draw($"otpauth://totp/FundsLedger:{Uri.EscapeDataString(_person.Email)}?secret={key}&issuer=FundsLedger&digits=6", words["second.qr"]);
        return null;
    }
}
