using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Office.Tokens;

/// <summary>One's own tokens: what each may do, how long, when it was last used, and the button that ends it.</summary>
[Needs(Operation.OwnAccount)]
public sealed class TokensPage(Tokens tokens, CurrentActor actor, TimeProvider clock) : PageModel
{
    public IReadOnlyList<TokenLine> Tokens { get; private set; } = [];

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task OnGetAsync(CancellationToken cancel) => Tokens = await tokens.ListAsync(actor.Person!.Id, cancel);

    public async Task<IActionResult> OnPostAsync(string? token, CancellationToken cancel)
    {
        if (!await tokens.RevokeAsync(token ?? "", actor.Person!, cancel)) return NotFound();
        new Status("token.revoked_now", "", null).Leave(TempData);
        return LocalRedirect("/account/tokens");
    }
}
