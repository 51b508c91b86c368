using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Web;

/// <summary>A page with a form that posts once: the key is made when the form is shown, so that sending it twice records it once.</summary>
public abstract class FormPage(PageLanguage words, CurrentActor actor, LedgerReads reads) : PageModel
{
    /// <summary>Name of the hidden field that holds the idempotency key.</summary>
    public const string KeyField = "key";

    protected PageLanguage Words => words;

    protected LedgerReads Reads => reads;

    /// <summary>Who acts.</summary>
    public CurrentActor Acting => actor;

    /// <summary>What was typed, and what is wrong with it.</summary>
    public Form Form { get; } = new(words);

    /// <summary>The form's idempotency key.</summary>
    protected string Key => Form.Text(KeyField, 100);

    /// <summary>Proposes a field's text on the first showing.</summary>
    protected void Propose(string field, string? text)
    {
        if (Form[field].Length == 0) Form[field] = text ?? "";
    }

    /// <summary>Gives the form a fresh key; called when it is first shown.</summary>
    protected void Begin() => Form[KeyField] = $"page-{reads.Chance.Id(ChanceUse.FormKey, LogClass.Open, "page")}";

    /// <summary>Takes what was sent.</summary>
    protected void Accept() => Form.Take(Request.Form);

    /// <summary>Leads on with a message when it was recorded; null, with the refusal noted beside a field, when it was not.</summary>
    protected IActionResult? Finish<T>(Outcome<T> outcome, Func<T, Status> said, Func<T, string> next, Func<Refusal, string>? field = null)
    {
        if (outcome.IsRefused)
        {
            Form.Note(outcome.Refusal, field?.Invoke(outcome.Refusal) ?? "");
            return null;
        }
        var status = said(outcome.Value);
        // The journal's own numbers count every fund.
        (actor.SeesEveryFund ? status : status with { Seq = null }).Leave(TempData);
        return LocalRedirect(next(outcome.Value));
    }
}
