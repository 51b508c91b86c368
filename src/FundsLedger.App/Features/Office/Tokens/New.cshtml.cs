using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Office.Tokens;

/// <summary>The form that makes a token, and the one page that ever shows it.</summary>
[Needs(Operation.ManageTokens)]
public sealed class NewTokenPage(PageLanguage words, CurrentActor actor, LedgerReads reads, Tokens tokens) : FormPage(words, actor, reads)
{
    /// <summary>The token, in the answer to the form that made it.</summary>
    public NewToken? Made { get; private set; }

    public void OnGet()
    {
        Begin();
        Propose("scope", ClosedSet<TokenScope>.Code(TokenScope.Read));
        Propose("days", "90");
    }

    // No redirect: the token must not stand in an address or wait in a cookie. Sending the form again makes no second one.
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Accept();
        var (key, name) = (Key, Form.Text("name", Tokens.LongestName));
        var scope = ClosedSet<TokenScope>.Find(Form.Choice("scope", ClosedSet<TokenScope>.Codes));
        var days = Form.Choice("days", Tokens.Lifetimes.Select(Text));
        if (Form.IsFaulty) return Page();
        var outcome = await tokens.MakeAsync(new Tokens.Command(key, name, scope!.Value, int.Parse(days, CultureInfo.InvariantCulture)),
            Acting.Session!, cancel);
        if (outcome.IsRefused) Form.Note(outcome.Refusal, outcome.Refusal is TokenNameIsMalformed ? "name" : "");
        else Made = outcome.Value;
        return Page();
    }

    /// <summary>The lifetimes offered, with their words.</summary>
    public IEnumerable<(string, string)> Lifetimes => Tokens.Lifetimes.Select(days => (Text(days), Words["token.days", days]));

    private static string Text(int days) => days.ToString(CultureInfo.InvariantCulture);
}
