using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Office.People;

/// <summary>A person's own account: second factor, passkeys, sessions, language.</summary>
[Needs(Operation.OwnAccount)]
public sealed class AccountPage(CurrentActor actor, UserManager<PersonRow> people, Sessions sessions, AuditLog audit) : PageModel
{
    public PersonRow Person { get; private set; } = null!;

    public IList<UserPasskeyInfo> Passkeys { get; private set; } = [];

    public IReadOnlyList<SessionLine> Sessions { get; private set; } = [];

    /// <summary>Recovery codes not yet used.</summary>
    public int RecoveryCodes { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Person = (await people.FindByIdAsync(actor.Person!.Id))!;
        Passkeys = await people.GetPasskeysAsync(Person);
        Sessions = await sessions.ListAsync(Person.Id, cancel);
        RecoveryCodes = Person.HasCodes ? await people.CountRecoveryCodesAsync(Person) : 0;
    }

    public async Task<IActionResult> OnPostEndAsync(string id, CancellationToken cancel)
    {
        await sessions.EndOwnAsync(actor.Person!.Id, id, cancel);
        await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.SignedOut, "another session"), cancel);
        return Said("status.session_ended");
    }

    public async Task<IActionResult> OnPostEndAllAsync(CancellationToken cancel)
    {
        await sessions.EndAllAsync(actor.Person!.Id, but: actor.Session!.Id, cancel);
        await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.SignedOutEverywhere, "/account"), cancel);
        return Said("status.sessions_ended");
    }

    public async Task<IActionResult> OnPostRemovePasskeyAsync(string id, CancellationToken cancel)
    {
        if (!IsFresh(out var lead)) return lead;
        var person = (await people.FindByIdAsync(actor.Person!.Id))!;
        if (Bytes(id) is not { } credential || await people.GetPasskeyAsync(person, credential) is null) return NotFound();
        await people.RemovePasskeyAsync(person, credential);
        await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.PasskeyRemoved, "/account"), cancel);
        return Said("status.passkey_removed");
    }

    public async Task<IActionResult> OnPostLanguageAsync(string language)
    {
        var person = (await people.FindByIdAsync(actor.Person!.Id))!;
        person.Language = language == "fr" ? "fr" : "en";
        await people.UpdateAsync(person);
        LanguageChoice.Forget(HttpContext);
        return Said("status.language_kept");
    }

    private bool IsFresh(out IActionResult lead)
    {
        lead = LocalRedirect(Links.To("/account/confirm", ("back", "/account")));
        return actor.IsFresh;
    }

    private static byte[]? Bytes(string hex) =>
        hex.Length is > 0 and <= 2048 && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;

    private LocalRedirectResult Said(string key)
    {
        new Status(key, "", null).Leave(TempData);
        return LocalRedirect("/account");
    }
}
