using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Books.ByHand;

/// <summary>What can be recorded by hand, and when.</summary>
[Needs(Operation.RecordBank)]
public sealed class ByHandPage : PageModel
{
    public void OnGet()
    {
        // Nothing to read: the acts are a closed list.
    }
}
