using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Reports.Documents;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Sets up the authenticator app (RFC 6238) and hands out recovery codes, once. A password alone opens this page and no other,
/// unless there is a second factor already.</summary>
[Needs(Operation.OwnAccount)]
public sealed class SecondFactorPage(PageLanguage words, CurrentActor actor, UserManager<PersonRow> people, PeopleStore store,
    Sessions sessions, OneTimeCodes codes, PasswordLinks links, DoorTries tries, TimeProvider clock, AuditLog audit) : PageModel
{
    private const int CodesMade = 10;

    private PersonRow _person = null!;
    private string _key = "";

    public Form Form { get; } = new(words);

    [BindProperty(SupportsGet = true, Name = "back")] public string? Asked { get; set; }

    public string Back => Links.Local(Asked);

    /// <summary>The key for the authenticator app, in groups of four.</summary>
    public string Key { get; private set; } = "";

    public Picture Qr { get; private set; } = null!;

    /// <summary>Shown once; null until the authenticator app works.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    /// <summary>True where a passkey is the second factor and this session has not used it: whoever has only the password must not replace
    /// it.</summary>
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
        var isOpen = (await tries.TakeAsync(Door.Again, _person.UserName, DoorTries.NetworkOf(HttpContext), cancel)).IsOpen;
        if (!isOpen || OneTimeCodes.StepOf(_key, code, clock.GetUtcNow()) is not { } step)
        {
            Form.Note("code", "people.wrong_code");
            return Page();
        }
        // The code shown here has been used: the authenticator app begins with the next one.
        await store.SetGeneratorAsync(_person, _key, step, cancel);
        await people.UpdateSecurityStampAsync(_person);
        await links.VoidAsync(_person.Id, cancel);
        await tries.ClearAsync(Door.Again, _person.UserName, DoorTries.NetworkOf(HttpContext), cancel);
        RecoveryCodes = [.. (await people.GenerateNewTwoFactorRecoveryCodesAsync(_person, CodesMade))!];
        await sessions.ConfirmAsync(actor.Session!.Id, SignInMethod.PasswordAndCode, cancel);
        // Anybody else who had the password stays outside.
        await sessions.EndAllAsync(_person.Id, but: actor.Session.Id, cancel);
        await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.SecondFactorChanged, "/account/second-factor"), cancel);
        return Page();
    }

    private async Task<IActionResult?> LoadAsync()
    {
        _person = (await people.FindByIdAsync(actor.Person!.Id))!;
        if (_person.IsDemo) return LocalRedirect("/account");
        HasOnlyPasskey = actor.Session!.Method == SignInMethod.Password && (await people.GetPasskeysAsync(_person)).Count > 0;
        // Replacing a second factor asks for confirmation; setting up the first one follows a sign-in anyway.
        if (_person.HasCodes && !actor.IsFresh) return LocalRedirect(Links.To("/account/confirm", ("back", "/account/second-factor")));
        _key = codes.KeyFor(_person, actor.Session.Id);
        Key = string.Join(' ', _key.Chunk(4).Select(group => new string(group)));
        Qr = QrPicture.Draw($"otpauth://totp/FundsLedger:{Uri.EscapeDataString(_person.Email)}?secret={_key}&issuer=FundsLedger&digits=6",
            words["second.qr"]);
        return null;
    }
}
