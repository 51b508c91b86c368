using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Sends a link to a new password to whoever has an account, and gives everybody the same answer. Without a mail server the page
/// offers nothing: an administrator makes the link.</summary>
[Needs(Operation.SignIn), EnableRateLimiting(RateLimits.SignIn)]
public sealed class ForgottenPage(PageLanguage words, MailSettings mail, PeopleDirectory people, DoorTries tries, AuditLog audit)
    : PageModel
{
    public Form Form { get; } = new(words);

    public bool IsSent { get; private set; }

    /// <summary>False where no mail server is set.</summary>
    public bool IsOffered => mail.Host.Length > 0;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!IsOffered) return Page();
        Form.Take(Request.Form);
        var email = Form.Text("email", 200);
        if (Form.IsFaulty) return Page();
        var person = LedgerRules.BrokenText(email) is null ? await people.FindAsync(email) : null;
        await audit.NoteAsync(new AuditNote(AuditLog.Stranger, AuditAct.PasswordResetAsked, person?.Id ?? "unknown"), cancel);
        // A few a day for each name, so that no mailbox is flooded from here. Names without an account are counted too, and the mail is
        // written after the answer.
        var isOpen = (await tries.TakeAsync(Door.Link, email.Trim().ToLowerInvariant(), "", cancel)).IsOpen;
        if (isOpen && person is { IsDisabled: false, IsDemo: false })
            Response.OnCompleted(() => people.SendLinkAsync(person, isInvitation: false, CancellationToken.None));
        IsSent = true;
        return Page();
    }
}
