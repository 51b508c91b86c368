using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Confirms who one is before a sensitive act. It counts for <see cref="OpenSession.Fresh"/>.</summary>
[Needs(Operation.OwnAccount), EnableRateLimiting(RateLimits.SignIn)]
public sealed class ConfirmPage(PageLanguage words, CurrentActor actor, UserManager<PersonRow> people, Sessions sessions, DoorTries tries,
    AuditLog audit) : PageModel
{
    private PersonRow _person = null!;

    public Form Form { get; } = new(words);

    [BindProperty(SupportsGet = true, Name = "back")] public string? Asked { get; set; }

    public string Back => Links.Local(Asked);

    /// <summary>code, password, nothing (demonstration) or elsewhere (passkey or single sign-on).</summary>
    public string Asks { get; private set; } = "";

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync();
        Form.Take(Request.Form);
        var answer = Asks == "nothing" ? "" : Form.Text("answer", 200);
        Form["answer"] = "";
        if (Form.IsFaulty) return Page();
        // Wrong guesses here are counted like those at sign-in.
        var network = DoorTries.NetworkOf(HttpContext);
        if (!(await tries.TakeAsync(Door.Again, _person.UserName, network, cancel)).IsOpen || !await IsRightAsync(answer))
        {
            await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.SignInFailed, "/account/confirm", Asks), cancel);
            Form.Note("answer", "confirm.wrong");
            return Page();
        }
        await tries.ClearAsync(Door.Again, _person.UserName, network, cancel);
        await sessions.ConfirmAsync(actor.Session!.Id, actor.Session.Method, cancel);
        return LocalRedirect(Back);
    }

    private async Task<bool> IsRightAsync(string answer) => Asks switch
    {
        "nothing" => true,
        "code" =>
            await people.VerifyTwoFactorTokenAsync(_person, people.Options.Tokens.AuthenticatorTokenProvider,
                string.Concat(answer.Where(char.IsAsciiDigit))),
        "password" => await people.CheckPasswordAsync(_person, answer),
        _ => false,
    };

    private async Task LoadAsync()
    {
        _person = (await people.FindByIdAsync(actor.Person!.Id))!;
        Asks = _person.IsDemo ? "nothing"
            : _person.HasCodes ? "code"
            : _person.PasswordHash is not null && actor.Session!.Method == SignInMethod.Password ? "password" : "elsewhere";
    }
}
