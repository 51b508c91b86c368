using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace FundsLedger.App.Features.Office.People;

/// <summary>Sends a link to a new password to whoever has an account; says the same to everybody.</summary>
[Needs(Operation.SignIn), EnableRateLimiting(RateLimits.SignIn)]
public sealed class ForgottenPage(PageLanguage words, PeopleDirectory people, AuditLog audit) : PageModel
{
    public Form Form { get; } = new(words);

    public bool IsSent { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Form.Take(Request.Form);
        var email = Form.Text("email", 200);
        if (Form.IsFaulty) return Page();
        var person = LedgerRules.BrokenText(email) is null ? await people.FindAsync(email) : null;
        await audit.NoteAsync(new AuditNote(AuditLog.Stranger, AuditAct.PasswordResetAsked, person?.Id ?? "unknown"), cancel);
        if (person is { IsDisabled: false, IsDemo: false }) await people.SendLinkAsync(person, isInvitation: false, cancel);
        IsSent = true;
        return Page();
    }
}
